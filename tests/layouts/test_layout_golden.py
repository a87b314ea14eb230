"""Every packaged layout against its golden text: a moved field is one changed line. UPDATE_GOLDEN=1 rewrites."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from layout_samples import packaged

from layouts.geometry import Rect, to_mm
from layouts.place import boxes, slot_box
from layouts.template import Slot, Template

GOLDEN = Path(__file__).with_name("golden")
LAYOUTS = packaged()


def _rect(box: Rect) -> str:
    return f"x {box.x:.3f} y {box.y:.3f} w {box.width:.3f} h {box.height:.3f}"


def _slot(slot: Slot) -> str:
    sizes = f"{slot.steps[0].size:g}pt" + (f"..{slot.steps[-1].size:g}pt" if len(slot.steps) > 1 else "")
    floor = slot.steps[-1].full / slot.steps[-1].narrow
    return f"field {slot.field_name} {slot.shaper.name} {sizes} {slot.align} floor {floor:.2f} {_rect(slot_box(slot))}"


def _dump(template: Template) -> Iterator[str]:
    trim = template.trim
    yield f"trim {trim.width:.3f} x {trim.height:.3f} bleed {template.bleed_mm:.3f} safe {_rect(template.safe)}"
    for slot in template.slots:
        yield f"slot {slot.name}: {_slot(slot)}"
    for block in template.blocks.values():
        for at in block.at:
            yield f"block {block.name} at x {to_mm(at.x):.3f} y {to_mm(at.y):.3f}"
        for slot in block.slots:
            yield f"block {block.name} slot {slot.name}: {_slot(slot)}"
        for name, box in block.fixed.items():
            yield f"{name}: {_rect(box)}"
    for place in template.matrices:
        at = f"x {to_mm(place.x):.3f} top {to_mm(place.top):.3f} module {to_mm(place.module):.3f}"
        yield f"matrix {place.name}: field {place.field_name} {at}"
    for name, box in template.fixed.items():
        yield f"{name}: {_rect(box)}"


@pytest.mark.parametrize("name", LAYOUTS.names)
def test_positions_are_those_of_the_golden(name: str) -> None:
    text = "\n".join(sorted(_dump(LAYOUTS.template(name)))) + "\n"
    path = GOLDEN / f"{name.replace('/', '.')}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


def test_there_is_no_golden_too_many() -> None:
    known = {p.stem for p in GOLDEN.glob("*.txt") if not p.stem.startswith("mistakes")}
    assert known == {name.replace("/", ".") for name in LAYOUTS.names}


@pytest.mark.parametrize("name", LAYOUTS.names)
def test_boxes_lie_in_the_safe_area(name: str) -> None:
    template = LAYOUTS.template(name)
    assert all(template.safe.holds(box) for box in boxes(template).values())


def test_boxes_name_the_placements_of_a_block() -> None:
    found = boxes(LAYOUTS.template("card/back"))
    first, second = found["remark[0].text"], found["remark[1].text"]
    assert first.x == pytest.approx(second.x)
    assert first.y - second.y == pytest.approx(2.3)
