"""What was painted, in its order: paths, strings, images, shadings, each with its area, ink and way to meet others.

Made by `proofs/painter.py`, looked at by `proofs/checks/ink*.py` and `proofs/plates.py`. Lengths and areas are in pt of
the page. ISO 32000-1, 8.5, 8.9, 9.4, 11.7.4.
"""

from dataclasses import dataclass, replace
from typing import Literal

from proofs.facts import Box, Image
from proofs.inks import OPAQUE, Tint
from proofs.plane import apart, common, holds
from proofs.shapes import OUT, PART, Area, Cover, Moved

Kind = Literal["fill", "stroke", "text", "image", "shade"]
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


@dataclass(frozen=True, slots=True)
class Clip:
    """What a paint is cut to: a box, which is exact, or around a path of another shape."""

    box: Box = EVERYWHERE
    exact: bool = True

    def within(self, box: Box, *, exact: bool) -> "Clip":
        """Return what is left of it within another."""
        return Clip(common(self.box, box), self.exact and exact)


@dataclass(slots=True, eq=False, kw_only=True)
class Paint:
    """One paint; of a path both filled and stroked there are two. Never changed; not frozen because that is quicker."""

    kind: Kind
    shape: Area
    clip: Clip
    tint: Tint
    over: bool  #: overprints
    mode: int  #: OPM
    alpha: float
    blend: str
    solid: bool  #: its whole shape is inked; else as much as that, or less
    where: str  #: the form it stands in, "" for the page itself
    mixed: tuple[Tint, ...] = ()  #: what it may lay instead of `tint`, which is no less than any of them
    thin: float = float("inf")  #: thickness in pt of a stroke, or of a fill that is a line
    size_pt: float = 0.0  #: of text
    image: Image | None = None
    name: str = ""  #: of an image
    ppi: float = 0.0  #: of an image
    area: float = 0.0  #: of a fill, in square pt
    origin: "Paint | None" = None  #: the same paint where its form was first read

    @property
    def box(self) -> Box:
        """Return the box around what is seen of it."""
        return common(self.shape.box, self.clip.box)

    @property
    def seen(self) -> bool:
        """Tell whether its clip leaves any of it; lines without thickness count."""
        box = self.box
        return box[0] <= box[2] and box[1] <= box[3]

    @property
    def erases(self) -> bool:
        """Tell whether nothing beneath it stays."""
        return not self.over and self.alpha >= 1 and self.blend in OPAQUE

    def covers(self, region: Box) -> Cover:
        """Tell how much of a box it inks."""
        if apart(self.clip.box, region):
            return OUT
        found = self.shape.covers(region)
        cut = not (self.clip.exact and holds(self.clip.box, region))
        return PART if found != OUT and (cut or not self.solid) else found

    def moved(self, x: float, y: float, clip: Clip = Clip()) -> "Paint":
        """Return it moved, and cut to what another clip leaves there."""
        a, b, c, d = self.clip.box
        cut = Clip((a + x, b + y, c + x, d + y), self.clip.exact).within(clip.box, exact=clip.exact)
        return replace(self, shape=Moved(self.shape, x, y), clip=cut, origin=self.origin or self)
