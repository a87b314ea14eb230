"""Every value of every packaged layout stands out from what it lies on, in grey and, of cards, on a copy.

Figures of rendered pixels; every field is filled, so no layout, block or remark is left out. `-s` prints the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from copier import DPI, copied
from layout_samples import STATICS
from legible import COLOURS, contrasts, grey
from printed import rendered

from layouts.document import Fields, Side
from layouts.load import Layouts, load_layouts
from layouts.template import Template

pytestmark = pytest.mark.slow

SHEET_COLOURS = ("grey-blue", "spot")  # the darkest, and one of a single plate
SHEET_DPI = 300
EMPTY = frozenset({"card/void", "card/void-back", "notice/void"})
LEAST_CONTRAST = 4.5  # as printed
LEAST_COPIED = 2.5  # on a copy whose black is grey
TEXTS = {"digits": "0042", "doc": "20251001-01-000001-8", "valid_to": "令和11年12月1日"}


@dataclass(frozen=True, slots=True)
class Row:
    """The weakest value of a side in one colour."""

    layout: str
    colour: str
    values: Mapping[str, float]
    copies: Mapping[str, float]

    def line(self) -> str:
        weakest = min(self.values, key=lambda name: self.values[name])
        copy = f"{min(self.copies.values()):.1f}:1" if self.copies else "-"
        return (
            f"{self.layout:22} {self.colour:12} {len(self.values):6} {self.values[weakest]:7.1f}:1 {copy:>8}  {weakest}"
        )


def filled(template: Template) -> Side:
    """Fill every field; of texts that are never given together, at one place, the first."""
    fields: dict[str, str] = {}
    taken: set[tuple[float, float]] = set()
    for slot in template.slots:
        fields[slot.field_name] = "" if (slot.x, slot.y) in taken else _text(slot.field_name)
        taken.add((slot.x, slot.y))
    blocks: dict[str, tuple[Fields, ...]] = {
        block.name: tuple({slot.field_name: _text(slot.field_name) for slot in block.slots} for _ in block.at)
        for block in template.blocks.values()
    }
    return Side(template.name, fields, blocks)


def _text(field: str) -> str:
    return TEXTS.get(field, "見")


def measured(layouts: Layouts, name: str, colour: str) -> Row:
    """Measure one side in one colour."""
    template = layouts.template(name)
    side = filled(template)
    blank = Side(name, {}, {block: ({},) * len(sets) for block, sets in side.blocks.items()})
    dpi = DPI if name.startswith("card/") else SHEET_DPI
    pictures = [rendered(layouts, each, dpi) for each in (side, blank)]
    if dpi == SHEET_DPI:
        tones = [picture.convert("L") for picture in pictures]
        return Row(name, colour, dict(contrasts(tones[0], tones[1], template, side)), {})
    values, copies = (dict(contrasts(tone(pictures[0]), tone(pictures[1]), template, side)) for tone in (grey, copied))
    return Row(name, colour, values, copies)


def sides(layouts: Layouts, colour: str) -> Iterator[str]:
    """Yield the layouts to measure in a colour."""
    for name in layouts.names:
        if name not in EMPTY and (name.startswith("card/") or colour in SHEET_COLOURS):
            yield name


@pytest.mark.parametrize("colour", COLOURS)
def test_every_value_stands_out_in_grey_and_on_a_copy(colour: str) -> None:
    layouts = load_layouts(None, STATICS, {"society": COLOURS[colour]})
    rows = [measured(layouts, name, colour) for name in sides(layouts, colour)]
    print(f"\n{'layout':22} {'colour':12} {'values':>6} {'grey':>9} {'copy':>8}  weakest")
    print("\n".join(row.line() for row in rows))
    places = {name for row in rows if row.layout == "card/back" for name in row.values}
    assert {"doc", "remark[0].text", "optional[0].value", "optional[1].until"} <= places
    for row in rows:
        assert row.values
        assert {name: ratio for name, ratio in row.values.items() if ratio < LEAST_CONTRAST} == {}
        assert {name: ratio for name, ratio in row.copies.items() if ratio < LEAST_COPIED} == {}
