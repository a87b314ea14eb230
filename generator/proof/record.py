"""What a proof is made of in, proof.json out and in again; numbers, reasons and digests, never a name.

`approve` reads it: the hashes say what a signature covers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import InputError
from generator.job.hashing import sha256_of
from generator.job.jsonout import write_json
from generator.preview.raster import pages_of
from layouts.geometry import Rect

NAME, PDF = "proof.json", "proof.pdf"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class SidePlace:
    """Where a side stands at 1:1 in proof.pdf: its page, from 1, and its trim in mm from the page's lower left."""

    face: str
    layout: str
    variant: str
    page: int
    box: Rect


@dataclass(frozen=True, slots=True)
class Pick:
    """A document of a proof."""

    id: str
    kind: str
    pile: str
    numbers: tuple[str, ...]
    reasons: tuple[str, ...]
    sides: tuple[SidePlace, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Whose proof it is, of which day, by whom, and what it was drawn with."""

    insurer_number: str
    on: str
    by: str
    seed: int
    real_persons: bool
    hashes: Mapping[str, str]


def write_record(folder: Path, head: Head, picks: Sequence[Pick], files: Sequence[Path]) -> None:
    """Write proof.json; `files` are the folder's others."""
    write_json(
        folder / NAME,
        {
            "format": FORMAT,
            "insurer_number": head.insurer_number,
            "on": head.on,
            "by": head.by,
            "seed": head.seed,
            "real_persons": head.real_persons,
            "hashes": dict(head.hashes),
            "files": [_file(path) for path in sorted(files)],
            "picks": [_row(pick) for pick in picks],
        },
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is read of an earlier proof."""

    day: str
    real_persons: bool
    picks: tuple[Pick, ...]


def read_record(folder: Path) -> Earlier:
    """Return what an earlier proof recorded; raises InputError for a folder that holds none."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if found["format"] != FORMAT or not (folder / PDF).is_file():
            raise ValueError
        return Earlier(found["on"], found["real_persons"], tuple(map(_pick, found["picks"])))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "proof-unreadable",
            folder.name,
            "there is no proof of this version in the folder",
            "name a folder that `shikaku proof` made, with its proof.json and proof.pdf",
        ) from None


def _file(path: Path) -> dict[str, object]:
    pages = pages_of(path) if path.suffix == ".pdf" else 0
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path), "pages": pages}


def _row(pick: Pick) -> dict[str, object]:
    return {
        "id": pick.id,
        "kind": pick.kind,
        "pile": pick.pile,
        "numbers": list(pick.numbers),
        "reasons": list(pick.reasons),
        "sides": [
            {
                "face": side.face,
                "layout": side.layout,
                "variant": side.variant,
                "page": side.page,
                "box_mm": [round(each, 3) for each in (side.box.x, side.box.y, side.box.width, side.box.height)],
            }
            for side in pick.sides
        ],
    }


def _pick(row: dict[str, Any]) -> Pick:
    return Pick(
        row["id"],
        row["kind"],
        row["pile"],
        tuple(row["numbers"]),
        tuple(row["reasons"]),
        tuple(map(_side, row["sides"])),
    )


def _side(row: dict[str, Any]) -> SidePlace:
    x, y, width, height = row["box_mm"]
    box = Rect(x=x, y=y, width=width, height=height)
    return SidePlace(row["face"], row["layout"], row["variant"], row["page"], box)
