"""Marks in, one PDF page of vectors out: the only place that knows reportlab.

The page names no font and no transparency; its bytes depend on nothing but the marks. Overprint is switched off in it,
since with OPM 1 a paper-white fill would vanish (print.md §0.5). Authority: ISO 32000-1 8.5 and 8.6.6.4.
"""

import io
from collections.abc import Sequence
from typing import Any, cast

from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas

from layouts.geometry import Rect, to_pt
from layouts.marks import Area, BoxMark, CellsMark, Curve, LinesMark, Mark, RuleMark
from layouts.palette import Paint
from layouts.show import points

_MOVE = "{:.2f} {:.2f} m".format
_CURVE = "{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} c".format
KNOCKOUT = "gRLs1"  # the graphics state of the art's page that switches fill overprint off
KNOCKOUT_LINES = "gRLs3"  # the same for strokes


class _NoFont:
    """Stands in for the initial font, so that reportlab names no Helvetica in a page without text."""

    fontName = "no-font"  # noqa: N815 - reportlab's names
    _dynamicFont = True  # noqa: N815
    _multiByte = False  # noqa: N815
    face = type("Face", (), {"name": "no-font"})


class _Path:
    """Fine lines as a path of reportlab's: a ground has thousands of points, and its own way with numbers is slow."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        self._curves = curves

    def getCode(self) -> str:  # noqa: N802 - reportlab's name
        """Write the operators, to 0.01 pt."""
        parts = ["n"]
        for curve in self._curves:
            parts.append(_MOVE(*curve.start))
            parts += [_CURVE(*one, *two, *end) for one, two, end in curve.segments]
        return " ".join(parts)


def draw(box: Rect, marks: Sequence[Mark], spots: Sequence[Paint]) -> bytes:
    """Draw the marks on a page of exactly `box` (mm); `spots` are those of captions, which the page must name too."""
    library = cast("Any", pdfmetrics)  # reportlab is untyped
    library.registerFont(_NoFont())
    file = io.BytesIO()
    size = (to_pt(box.width), to_pt(box.height))
    pen: Any = cast("Any", canvas).Canvas(
        file, size, invariant=1, pageCompression=0, pdfVersion=(1, 6), initialFontName=_NoFont.fontName
    )
    for switch in (pen.setFillOverprint, pen.setStrokeOverprint):
        switch(True)  # noqa: FBT003 - reportlab writes changes only, and takes "off" for its start
        switch(False)  # noqa: FBT003
    for paint in spots:
        pen.setFillColor(_colour(paint))
    pen.translate(-to_pt(box.x), -to_pt(box.y))
    for mark in marks:
        _draw_mark(pen, mark)
    pen.showPage()
    pen.save()
    return file.getvalue()


def ink_operators(paint: Paint) -> str:
    """Write the operators that fill with a paint, naming a spot as the page of `draw` does."""
    if paint.ink.spot:
        name = "".join(c if c.isalnum() else f"#{ord(c):02X}" for c in paint.ink.spot)
        return f"/{name} cs {points(paint.tint)} scn\n"
    return " ".join(f"{part:.4g}" for part in paint.cmyk) + " k\n"


def _colour(paint: Paint) -> CMYKColor:
    if paint.ink.spot:
        return CMYKColorSep(*paint.ink.cmyk, spotName=paint.ink.spot, density=paint.tint)
    return CMYKColor(*paint.cmyk)


def _draw_mark(pen: Any, mark: Mark) -> None:
    pen.saveState()
    if isinstance(mark, BoxMark):
        _draw_box(pen, mark)
    elif isinstance(mark, RuleMark):
        pen.setStrokeColor(_colour(mark.stroke))
        pen.setLineWidth(mark.weight)
        if mark.dash:
            pen.setDash(list(mark.dash))
        pen.line(*mark.start, *mark.end)
    elif isinstance(mark, LinesMark):
        _draw_lines(pen, mark)
    else:
        _draw_cells(pen, mark)
    pen.restoreState()


def _draw_box(pen: Any, mark: BoxMark) -> None:
    if mark.fill:
        pen.setFillColor(_colour(mark.fill))
    if mark.stroke:
        pen.setStrokeColor(_colour(mark.stroke))
        pen.setLineWidth(mark.weight)
    area = mark.area
    paints = {"fill": int(mark.fill is not None), "stroke": int(mark.stroke is not None)}
    if mark.radius:
        pen.roundRect(area.x, area.y, area.width, area.height, mark.radius, **paints)
    else:
        pen.rect(area.x, area.y, area.width, area.height, **paints)


def _draw_lines(pen: Any, mark: LinesMark) -> None:
    pen.clipPath(_rectangles(pen, [mark.clip]), stroke=0, fill=0)
    pen.setStrokeColor(_colour(mark.stroke))
    pen.setLineWidth(mark.weight)
    pen.drawPath(_Path(mark.curves), stroke=1, fill=0)


def _draw_cells(pen: Any, mark: CellsMark) -> None:
    pen.setFillColor(_colour(mark.fill))
    pen.drawPath(_rectangles(pen, mark.cells), stroke=0, fill=1)


def _rectangles(pen: Any, areas: Sequence[Area]) -> Any:
    path = pen.beginPath()
    for area in areas:
        path.rect(area.x, area.y, area.width, area.height)
    return path
