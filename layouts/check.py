"""Texts and fills of a layout in, faults out: what a designer sees at once and a text editor does not.

Texts inside the safe area, no caption under another text, enough contrast under every text (domain.md §1.5).
Of two alternatives only one is given, so they may share a place; no other fields may.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from layouts.errors import Faults
from layouts.frame import Frame, Text
from layouts.geometry import Point, Rect, Size
from layouts.palette import CONTRAST, Paint, contrast
from layouts.source import Raw

_SLACK_MM = 0.05  # two em boxes may touch by this much
_FIELDS_SLACK_MM = 0.1  # and those of two fields by this much more: both may be in two lines at once
#: Of these one at most is given: mail by post bears an address, mail by the employer the employer and the office; a
#: row of the certificate of destruction is a copy, or the heading of those below it, their reason.
_ALTERNATIVES = frozenset(
    map(
        frozenset,
        (
            ("address", "employer"),
            ("address2", "office"),
            *product(
                ("reason", "reason_caption", "reason_count"), ("no", "doc", "make", "pile", "block", "sheet", "cell")
            ),
        ),
    )
)

Fill = tuple[Rect, str]


def check_inside(frame: Frame, corners: Sequence[Point], room: Rect, faults: Faults) -> None:
    """Note the texts that leave the room at any of the corners where the frame is placed."""
    for text in frame.texts:
        if not all(room.holds(_moved(text.box, corner)) for corner in corners):
            fact = "{table}: the text reaches outside the safe area or its block"
            step = "move it or give it less width"
            faults.add("outside", text.raw.place("at"), fact, step, table=text.raw.label)


def check_overlap(frame: Frame, under: Frame | None, corners: Sequence[Point], faults: Faults) -> None:
    """Note the captions that another text would be printed over: in the frame, and in the side under a block."""
    for index, text in enumerate(frame.texts):
        for other in frame.texts[:index]:
            _check_pair(text, text.box, other, faults)
    if under:
        around = _around(frame.texts)
        for corner in corners:
            _check_over(frame.texts, around, corner, under.texts, faults)


def check_placements(raw: Raw, size: Size, corners: Sequence[Point], faults: Faults) -> None:
    """Note a block that would be printed over itself."""
    places = [Rect(x=at.x, y=at.y, width=size.width, height=size.height).grown(-_SLACK_MM) for at in corners]
    for index, place in enumerate(places):
        for other in range(index):
            if place.touches(places[other]):
                fact = "{table} at: placements {first} and {second} overlap"
                faults.add("overlap", raw.place("at"), fact, table=raw.label, first=other + 1, second=index + 1)


def check_blocks(placed: Sequence[tuple[Frame, Sequence[Point]]], faults: Faults) -> None:
    """Note the captions of a block that a text of another block would be printed over."""
    around = [_around(frame.texts) for frame, _ in placed]
    for index, (frame, corners) in enumerate(placed):
        for (other, others), beneath in zip(placed[:index], around[:index], strict=True):
            for a, b in product(corners, others):
                moved = Point(a.x - b.x, a.y - b.y)
                if _moved(around[index], moved).touches(beneath):
                    _check_over(frame.texts, around[index], moved, other.texts, faults)


def check_contrast(
    frame: Frame, under: Sequence[Fill], corner: Point, paints: Mapping[str, Paint], faults: Faults
) -> None:
    """Note the texts whose ink is too close, in grey, to what they stand on; `under` are the side's fills."""
    fills = [*((_moved(box, Point(-corner.x, -corner.y)), ink) for box, ink in under), *frame.fills]
    known: dict[tuple[str, str], float] = {}  # the same few inks meet under nearly every text
    for text in frame.texts:
        ratio = min(_contrast(text.ink, ground, paints, known) for ground in _grounds(text.box, fills))
        if ratio < CONTRAST:
            faults.add(
                "contrast",
                text.raw.place("ink"),
                "{table}: contrast {ratio} to the ground beneath, at least {least} is needed",
                "choose another ink or ground",
                table=text.raw.label,
                ratio=f"{ratio:.1f}",
                least=CONTRAST,
            )


def _contrast(upper: str, lower: str, paints: Mapping[str, Paint], known: dict[tuple[str, str], float]) -> float:
    pair = upper, lower
    if pair not in known:
        known[pair] = contrast(paints[upper], paints[lower])
    return known[pair]


def _check_pair(text: Text, box: Rect, other: Text, faults: Faults) -> None:
    if not box.touches(other.box):  # so it is with nearly all of a hundred thousand pairs
        return
    fields = frozenset(str(each.raw.values.get("field", "")) for each in (text, other))
    if text.variable and other.variable and fields in _ALTERNATIVES:
        return
    slack = _FIELDS_SLACK_MM if text.variable and other.variable else _SLACK_MM
    if box.grown(-slack).touches(other.box.grown(-slack)):
        fact = "{table}: lies over {other}"
        faults.add("overlap", text.raw.place("at"), fact, table=text.raw.label, other=other.raw.label)


def _check_over(texts: Sequence[Text], around: Rect, at: Point, under: Sequence[Text], faults: Faults) -> None:
    """Note the captions that texts moved to a place are printed over; what lies beside them all is passed at once."""
    place = _moved(around, at)
    for other in under:
        if place.touches(other.box):
            for text in texts:
                _check_pair(text, _moved(text.box, at), other, faults)


def _around(texts: Sequence[Text]) -> Rect:
    """Return the rectangle round all texts; one without area where there is none."""
    boxes = [text.box for text in texts] or [Rect(x=0, y=0, width=0, height=0)]
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(x=x, y=y, width=max(box.right for box in boxes) - x, height=max(box.top for box in boxes) - y)


def _grounds(box: Rect, fills: Sequence[Fill]) -> Iterator[str]:
    """Yield the inks a text may stand on: every fill it touches down to the first that lies under all of it."""
    for area, ink in reversed(fills):
        if area.touches(box):
            yield ink
        if area.holds(box):
            return
    yield "paper"


def _moved(box: Rect, by: Point) -> Rect:
    return Rect(x=box.x + by.x, y=box.y + by.y, width=box.width, height=box.height)
