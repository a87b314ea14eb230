"""A layout's tables in, its Template out, once everything in it has been checked (design.md §2, fixed art once)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from layouts.art import draw
from layouts.check import check_blocks, check_contrast, check_inside, check_overlap, check_placements
from layouts.errors import Faults
from layouts.frame import Frame, Setting, fill_frame, move_slot
from layouts.geometry import Point, Rect, to_pt
from layouts.groundfile import read_ground
from layouts.read import Element, read_element
from layouts.schema import ELEMENTS, BlockSpec, SideSpec
from layouts.show import points
from layouts.source import Raw, Source
from layouts.template import Art, Block, Placed, Slot, Template

_ORIGIN = Point(0, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked layout; `template` draws its art."""

    name: str
    side: SideSpec
    frame: Frame
    blocks: Mapping[str, tuple[BlockSpec, Frame]]
    setting: Setting
    elements: tuple[Element, ...] = ()  #: all that was read, those of its blocks too
    ground: bytes = b""  #: a designer's PDF of one page

    def template(self) -> Template:
        """Draw the art and give every slot its strings."""
        side, name = self.side, self.name.replace("/", ".")
        art = replace(_art(name, self.frame, self.setting), ground=self.ground)
        slots = _placed_slots(self.name, self.frame, _ORIGIN)
        return Template(
            name=self.name,
            trim=side.trim,
            bleed_mm=side.bleed,
            safe=_safe(side),
            art=art,
            slots=slots,
            blocks={key: self._block(key, f"{name}_{key}") for key in self.blocks},
            head=f"/A_{art.name} Do\n",
            trials=tuple(slot.trial for slot in slots),
            fixed=dict(self.frame.fixed),
            postals=tuple(self.frame.postals),
            matrices=tuple(self.frame.matrices),
        )

    def _block(self, key: str, art_name: str) -> Block:
        spec, frame = self.blocks[key]
        art = _art(art_name, frame, self.setting) if frame.marks or frame.captions or frame.security else None
        corners = [Point(to_pt(at.x), to_pt(at.y)) for at in _corners(self.side, spec)]
        placed: list[Placed] = []
        for index, corner in enumerate(corners):
            head = f"q 1 0 0 1 {points(corner.x)} {points(corner.y)} cm /A_{art.name} Do Q\n" if art else ""
            slots = _placed_slots(f"{self.name} {key}[{index}]", frame, corner)
            placed.append(Placed(head, slots, tuple(s.trial for s in slots)))
        return Block(key, spec.size, art, tuple(frame.slots), tuple(corners), tuple(placed), dict(frame.fixed))


def compile_source(source: Source, setting: Setting, faults: Faults) -> Draft | None:
    """Check a layout and set its fixed texts; None where its side is not usable."""
    side = _side(source, setting, faults)
    elements = [e for raw in _sorted(source.tables.values()) if (e := read_element(raw, setting.paints, faults))]
    if side is None:
        return None
    bounds = Rect(x=0, y=0, width=side.trim.width, height=side.trim.height)
    frame = Frame(side.trim, bounds.grown(side.bleed))
    fill_frame(frame, [e for e in elements if len(e.raw.path) == 2], setting, faults)
    check_inside(frame, [_ORIGIN], _safe(side), faults)
    check_overlap(frame, None, [], faults)
    check_contrast(frame, [], _ORIGIN, setting.paints, faults)
    blocks: dict[str, tuple[BlockSpec, Frame]] = {}
    for element in elements:
        if isinstance(element.spec, BlockSpec):
            inner = _block_frame(element, element.spec, elements, setting, faults)
            _check_block(inner, _corners(side, element.spec), side, frame, setting, faults)
            _check_places(element, element.spec, side, frame, faults)
            check_placements(element.raw, element.spec.size, _corners(side, element.spec), faults)
            blocks[element.name] = (element.spec, inner)
    check_blocks([(inner, _corners(side, spec)) for spec, inner in blocks.values()], faults)
    ground = read_ground(source, side, faults) if source.ground else b""
    return Draft(source.name, side, frame, blocks, setting, tuple(elements), ground)


def _check_block(
    inner: Frame, corners: Sequence[Point], side: SideSpec, frame: Frame, setting: Setting, faults: Faults
) -> None:
    check_inside(inner, [_ORIGIN], inner.bounds, faults)
    check_inside(inner, corners, _safe(side), faults)
    check_overlap(inner, frame, corners, faults)
    for corner in corners:
        check_contrast(inner, frame.fills, corner, setting.paints, faults)


def _check_places(element: Element, spec: BlockSpec, side: SideSpec, frame: Frame, faults: Faults) -> None:
    for corner in _corners(side, spec):
        place = Rect(x=corner.x, y=corner.y, width=spec.size.width, height=spec.size.height)
        if not frame.bounds.holds(place):
            fact = "{table}: a placement reaches outside the side"
            faults.add("outside", element.raw.place("at"), fact, table=element.raw.label)


def _side(source: Source, setting: Setting, faults: Faults) -> SideSpec | None:
    raw = source.tables.get(("side",))
    if raw is None:
        faults.add("missing-key", f"{source.file}:1", "[side]: is missing")
        return None
    element = read_element(raw, setting.paints, faults)
    return element.spec if element and isinstance(element.spec, SideSpec) else None


def _sorted(tables: Iterable[Raw]) -> list[Raw]:
    """Order the elements as they are drawn: grounds, boxes, rules, codes, texts; then as written."""
    kinds = (*ELEMENTS, "block")
    return sorted(
        (raw for raw in tables if raw.path != ("side",)),
        key=lambda raw: kinds.index(raw.path[0] if len(raw.path) == 2 else raw.path[2]),
    )


def _block_frame(
    element: Element, spec: BlockSpec, elements: Sequence[Element], setting: Setting, faults: Faults
) -> Frame:
    frame = Frame(spec.size, Rect(x=0, y=0, width=spec.size.width, height=spec.size.height))
    inner = [e for e in elements if e.raw.path[:2] == element.raw.path and len(e.raw.path) == 4]
    fill_frame(frame, inner, setting, faults)
    return frame


def _corners(side: SideSpec, spec: BlockSpec) -> list[Point]:
    """Return the lower left corner of every placement in mm."""
    return [Point(at.x, side.trim.height - at.y - spec.size.height) for at in spec.at]


def _safe(side: SideSpec) -> Rect:
    return Rect(x=0, y=0, width=side.trim.width, height=side.trim.height).grown(-side.safe)


def _placed_slots(place: str, frame: Frame, corner: Point) -> tuple[Slot, ...]:
    return tuple(move_slot(slot, corner, f"{place} {slot.name}") for slot in frame.slots)


def _art(name: str, frame: Frame, setting: Setting) -> Art:
    spots = frame.spots(setting)
    pdf = draw(frame.bounds, frame.marks, spots)
    return Art(name, frame.bounds, pdf, frame.text(setting), frame.codes(), frame.guard(name))
