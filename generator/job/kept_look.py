"""What a job was drawn with, kept by the office: the captions of a sealed file are compared with those of its day.

Enters: the Look of a job. Leaves: office/look.json, and the same Look again. A society's layouts and face stay with it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final, TypedDict

from generator.job.jsonout import write_json
from generator.job.press import Look
from layouts.ink import Ink

LOOK: Final = "look.json"


class _Ink(TypedDict):
    cmyk: tuple[float, float, float, float]
    spot: str


class _Kept(TypedDict):
    statics: dict[str, str]
    inks: dict[str, _Ink]
    own_layouts: bool
    gaiji: str  #: sha256 of the face for private-use characters, "" if there was none


def keep_look(look: Look, office: Path) -> None:
    """Write what a job is drawn with."""
    inks = {name: asdict(ink) for name, ink in look.inks}
    gaiji = look.gaiji.sha256 if look.gaiji else ""
    kept = {"statics": dict(look.statics), "inks": inks, "own_layouts": look.folder is not None, "gaiji": gaiji}
    write_json(office / LOOK, kept)


def kept_look(office: Path, own: Callable[[], Look]) -> Look | None:
    """Return what a job was drawn with; None if nothing was kept. `own` is the society's look of today.

    Its folder of layouts and its face are looked for where they are today; the face must be the one of the job.
    """
    path = office / LOOK
    if not path.is_file():
        return None
    kept: _Kept = json.loads(path.read_text(encoding="utf-8"))
    inks = tuple((name, Ink(_four(ink["cmyk"]), ink["spot"])) for name, ink in kept["inks"].items())
    today = own() if kept["own_layouts"] or kept["gaiji"] else None
    gaiji = replace(today.gaiji, sha256=kept["gaiji"]) if today and today.gaiji and kept["gaiji"] else None
    folder = today.folder if today and kept["own_layouts"] else None
    return Look(folder, tuple(kept["statics"].items()), inks, gaiji)


def _four(parts: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Make the four parts hashable again: JSON knows lists only."""
    cyan, magenta, yellow, black = parts
    return cyan, magenta, yellow, black
