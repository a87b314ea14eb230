"""What a job was drawn with, kept by the office: the captions of a sealed file are compared with those of its day.

Enters: the Look of a job. Leaves: office/look.json, and the same Look again. A society's own layouts stay with it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict

from generator.job.jsonout import write_json
from generator.job.press import Look
from layouts.ink import Ink

_NAME = "look.json"


class _Ink(TypedDict):
    cmyk: tuple[float, float, float, float]
    spot: str


class _Kept(TypedDict):
    statics: dict[str, str]
    inks: dict[str, _Ink]
    own_layouts: bool


def keep_look(look: Look, office: Path) -> None:
    """Write what a job is drawn with."""
    inks = {name: asdict(ink) for name, ink in look.inks}
    kept = {"statics": dict(look.statics), "inks": inks, "own_layouts": look.folder is not None}
    write_json(office / _NAME, kept)


def kept_look(office: Path, own: Callable[[], Path | None]) -> Look | None:
    """Return what a job was drawn with; None if nothing was kept. `own` finds own layouts where there are."""
    path = office / _NAME
    if not path.is_file():
        return None
    kept: _Kept = json.loads(path.read_text(encoding="utf-8"))
    inks = tuple((name, Ink(_four(ink["cmyk"]), ink["spot"])) for name, ink in kept["inks"].items())
    return Look(own() if kept["own_layouts"] else None, tuple(kept["statics"].items()), inks)


def _four(parts: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Make the four parts hashable again: JSON knows lists only."""
    cyan, magenta, yellow, black = parts
    return cyan, magenta, yellow, black
