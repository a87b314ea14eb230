"""A layout in, a side filled with samples out: short, typical, the longest that still fits, or of rare glyphs.

Numbers and dates never shrink, so the widest text they are ever given either fits or is named; names, addresses and the
like are lengthened until they no longer fit (domain.md §6: nothing is cut off, what does not fit is held back).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from layouts.document import Fields, Side
from layouts.geometry import Rect
from layouts.place import slot_box
from layouts.template import Slot, Template
from layouts.typeset import unprintable

SAMPLES = ("short", "typical", "longest", "rare")
_TEXTS = Path(__file__).with_name("samples.toml")
_MOST = 160  # characters; no field of an A4 side takes more
_TOUCHING = 0.1  # mm two boxes may share and still be two places
_OTHER = "見本"


@dataclass(frozen=True, slots=True)
class Misfit:
    """An element whose sample has no room, so that it is left empty: `detail` says what it needs and has."""

    block: str
    element: str
    detail: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A side filled with samples."""

    side: Side
    misfits: tuple[Misfit, ...]


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


def texts(layout: str, field: str) -> Mapping[str, Any]:
    """Return the samples of a field, {} where there are none; a folder of layouts may have its own."""
    folder = layout.partition("/")[0]
    return _texts().get(folder, {}).get(field) or _texts().get(field, {})


def filled(template: Template, sample: str) -> Filled:
    """Fill every field of a layout and every placement of its blocks; of fields sharing a place the first alone."""
    misfits: list[Misfit] = []
    drawn = (*template.postals, *template.matrices)
    codes = {place.field_name: str(texts(template.name, place.field_name)[sample]) for place in drawn}
    fields = {**_fields(template, "", template.slots, sample, misfits), **codes}
    blocks: dict[str, tuple[Fields, ...]] = {}
    for block in template.blocks.values():
        blocks[block.name] = (_fields(template, block.name, block.slots, sample, misfits),) * len(block.at)
    return Filled(Side(template.name, fields, blocks), tuple(misfits))


def _fields(template: Template, block: str, slots: Sequence[Slot], sample: str, misfits: list[Misfit]) -> Fields:
    found: dict[str, str] = {}
    taken: list[Rect] = []
    for slot in slots:
        box = slot_box(slot).grown(-_TOUCHING)
        if any(box.touches(other) for other in taken):
            continue
        taken.append(box)
        excess = ""
        for text in _candidates(texts(template.name, slot.field_name), sample):
            excess = _excess(template, block, slot.field_name, text)
            if not excess:
                found[slot.field_name] = text
                break
        if excess:
            misfits.append(Misfit(block, slot.name, excess))
    return found


def _excess(template: Template, block: str, field: str, text: str) -> str:
    """Say what a text lacks in its place, "" where it fits."""
    fields = {field: text}
    side = Side(template.name, {}, {block: (fields,)}) if block else Side(template.name, fields)
    named = f"{block}.{field}" if block else field
    return next((each.detail for each in unprintable(template, side) if each.field == named), "")


def _candidates(said: Mapping[str, Any], sample: str) -> Iterator[str]:
    """Yield texts from the longest to the shortest where a text repeats, one alone where it does not."""
    text, ends = str(said.get(sample, _OTHER)), str(said.get("ends", ""))
    if sample == "longest" and said.get("repeats"):
        for length in range(_MOST, 0, -1):
            yield "".join(islice(cycle(text), length)).strip() + ends
    else:
        yield text
