"""Paints go in one by one, with what lies beneath; what a press cannot hold out, or would print otherwise, comes out.

Lines, type, overprint, registration colour, images. Authority: print.md §3 (measured plates, least sizes) and §8, traps
11 and 13; ISO 32000-1, 11.7.4 (overprint).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from imposition.rules import Rules
from layouts.geometry import to_mm
from proofs.drawn import Picture
from proofs.facts import Page
from proofs.inks import Blend, Tint
from proofs.paints import Clip, Paint
from proofs.shapes import Shape

Facts = Mapping[str, str | int | float]
Found = tuple[str, Facts]

_EPS_PT = 0.005
_DARKER = 0.3  # of one full ink: so much less than beneath is light on dark
LIGHT = 0.5  # of one full ink: what has less may be light on dark
_SMALL_PT = 12.0  # black text below that shows misregister as halos
_RICH_MM2 = 100.0
_FULL_BLACK = 0.95


@dataclass(frozen=True, slots=True)
class Type:
    """How a string prints: its size in pt, its ink, and how it meets others."""

    size_pt: float
    tint: Tint
    over: bool
    mode: int

    @property
    def keeps(self) -> bool:
        """Tell whether the inks beneath it stay: black alone with OPM 1, or a spot that overprints."""
        process = any(ink in "CMY" for ink, _ in self.tint.inks)
        return self.over and (not process or (self.tint.direct and self.mode == 1))

    @property
    def black(self) -> bool:
        """Tell whether it is black and nothing else."""
        return self.tint.laid == ("K",)

    @property
    def doubtful(self) -> bool:
        """Tell whether what lies beneath it matters."""
        return self.tint.total < LIGHT or (self.black and not self.keeps and self.size_pt < _SMALL_PT)


def type_faults(kind: Type, rules: Rules, beneath: Mapping[str, float]) -> Iterator[Found]:
    """Tell what is wrong with a string (traps 11 and 13)."""
    size, inks = kind.size_pt, len(kind.tint.laid)
    reversed_out = not kind.keeps and sum(beneath.values()) - kind.tint.total >= _DARKER
    found = round(size, 2)
    if reversed_out and size < rules.type_reversed_pt - _EPS_PT:
        yield "type-small-reversed", {"found": found, "least": rules.type_reversed_pt}
    elif inks and size < rules.type_pt - _EPS_PT:
        yield "type-small", {"found": found, "least": rules.type_pt}
    if inks > 1 and size < rules.type_colour_pt - _EPS_PT:
        yield "type-colours", {"found": found, "least": rules.type_colour_pt, "inks": "+".join(kind.tint.laid)}
    if kind.black and not kind.keeps and size < _SMALL_PT and _others(beneath) > 0.1:
        yield "text-knockout", {}


def faults(picture: Picture, index: int, rules: Rules) -> Iterator[Found]:
    """Tell what is wrong with one paint of a picture but for the ink it adds to others, and its place."""
    paint = picture.paints[index]
    if paint.tint.registration:
        return
    yield from overprint_faults(paint.tint, rules, over=paint.over, mode=paint.mode, image=paint.image is not None)
    if paint.kind == "text":
        kind = Type(paint.size_pt, paint.tint, paint.over, paint.mode)
        yield from type_faults(kind, rules, picture.beneath(index) if kind.doubtful else {})
    elif paint.kind == "image":
        yield from _image_faults(paint, rules)
    elif paint.thin < inf:
        yield from _line_faults(picture, index, rules)
    if paint.kind == "fill" and paint.tint.sure and _rich(paint.tint) and to_mm(to_mm(paint.area)) >= _RICH_MM2:
        yield "rich-black", {"found": round(100 * paint.tint.total)}


def overprint_faults(tint: Tint, rules: Rules, *, over: bool, mode: int, image: bool = False) -> Iterator[Found]:
    """Tell what vanishes, or what erases (print.md §3, measured plates)."""
    if image:
        return
    if over and tint.inks and tint.sure and not tint.laid and (mode == 1 or not tint.direct):
        yield "overprint-white", {}
    for ink in tint.laid:
        if not over and rules.is_apart(ink):
            yield "plate-knockout", {"ink": ink}


def _line_faults(picture: Picture, index: int, rules: Rules) -> Iterator[Found]:
    paint = picture.paints[index]
    thick = to_mm(paint.thin)
    if paint.tint.inks and all(rules.is_apart(ink) for ink, _ in paint.tint.inks):
        return  # a die line or white is no line that a press prints
    if thick >= max(rules.line, rules.line_reversed) - to_mm(_EPS_PT):
        return
    ground = picture.beneath(index) if paint.tint.total < LIGHT else {}
    reversed_out = not paint.over and sum(ground.values()) - paint.tint.total >= _DARKER
    found = round(thick, 3)
    if not paint.tint.laid and not reversed_out:
        return
    if thick <= 0.0:
        yield "hairline", {}
    elif reversed_out and thick < rules.line_reversed - to_mm(_EPS_PT):
        yield "thin-line-reversed", {"found": found, "least": rules.line_reversed}
    elif thick < rules.line - to_mm(_EPS_PT):
        yield "thin-line", {"found": found, "least": rules.line}


def _image_faults(paint: Paint, rules: Rules) -> Iterator[Found]:
    image = paint.image
    if image is None:
        return
    space = image.space
    grey = space is not None and space.components == 1 and space.family not in ("Indexed", "Separation")
    least = rules.image_ppi
    if image.bits == 1:
        least = rules.image_bitonal_ppi
    elif grey:
        least = rules.image_grey_ppi
    if paint.ppi < least * 0.999:
        yield "image-resolution", {"name": paint.name, "found": round(paint.ppi), "least": least}


def _others(inks: Mapping[str, float]) -> float:
    return sum(amount for ink, amount in inks.items() if ink != "K")


def _rich(tint: Tint) -> bool:
    amounts = dict(tint.inks)
    return amounts.get("K", 0.0) >= _FULL_BLACK and _others(amounts) >= 0.1


def place(page: Page, paint: Paint) -> tuple[float, float]:
    """Return the lower left of what is seen of a paint, on the page."""
    x, y, *_ = paint.box
    media = page.frame.origin
    return max(x, media[0]), max(y, media[1])


def blanket(shape: Shape, tint: Tint, blend: Blend) -> Paint:
    """Return a paint that may ink any part of a form."""
    return Paint(
        kind="fill",
        shape=shape,
        clip=Clip(),
        tint=tint,
        over=blend.over_fill,
        mode=blend.mode,
        alpha=1.0,
        blend=blend.blend,
        solid=False,
        where="",
    )
