"""What the three peers that draw with reportlab share: its fonts, our art as its forms, one piece's texts."""

from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.artwork import Drawing, arts, drawing
from bench.peers.setting import Measure, Shown
from bench.task import Page, Task
from fonts.catalog import load_catalog
from imposition.marks import strokes
from imposition.sheet import FACES
from layouts.fit import FULL
from layouts.geometry import to_pt

BLACK = CMYKColor(0, 0, 0, 1)


class Pens:
    """Fonts registered and arts taken apart, once a process; a canvas made ready for every file."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._drawings = [drawing(art) for _, art in sorted(arts(task).items())]
        library: Any = pdfmetrics
        rl_config.useA85 = 0  # ASCII armour would cost it a quarter more bytes
        for tag in ("G", "B"):
            library.registerFont(TTFont(tag, str(load_catalog().faces[tag].path)))
        fonts = {tag: library.getFont(tag) for tag in ("G", "B")}
        self.measure: Measure = lambda tag, text: fonts[tag].stringWidth(text, 1000)

    def canvas(self, path: Any, size: tuple[float, float]) -> Any:
        """Open a file and draw every art into it once, as a form."""
        pen: Any = Canvas(str(path), pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 6))
        for each in self._drawings:
            _define(pen, each)
        return pen

    def define_marks(self, pen: Any) -> None:
        """Draw the marks of both sides into the file once, as forms."""
        for face in FACES:
            pen.beginForm(f"M_{face}", 0, 0, to_pt(self._task.stock.sheet.width), to_pt(self._task.stock.sheet.height))
            pen.setStrokeColor(CMYKColor(1, 1, 1, 1))
            pen.setLineWidth(self._task.stock.marks.weight_pt)
            pen.lines([[to_pt(v) for v in (s.x1, s.y1, s.x2, s.y2)] for s in strokes(self._task.stock, face)])
            pen.endForm()

    def draw_frame(self, pen: Any, page: Page) -> None:
        """Draw what lies outside the pieces: marks and the sheet's line."""
        place = self._task.stock.slug
        pen.setFillColor(BLACK)
        pen.doForm(f"M_{page.face}")
        if place is not None:
            pen.setFont("G", place.size_pt)
            pen.drawString(to_pt(place.at.x), to_pt(place.at.y), page.slug)


def show(text: Any, shown: Shown, x: float, y: float) -> None:
    """Show one text of a piece whose trim begins at x, y."""
    text.setFont(shown.tag, shown.size)
    text.setTextOrigin(x + shown.x, y + shown.y)
    if shown.scale == FULL:
        text.textOut(shown.text)
    else:
        text.setHorizScale(shown.scale)
        text.textOut(shown.text)
        text.setHorizScale(100)


def put_form(pen: Any, name: str, x: float, y: float) -> None:
    """Place an art."""
    pen.saveState()
    pen.translate(x, y)
    pen.doForm(name)
    pen.restoreState()


def _define(pen: Any, art: Drawing) -> None:
    x, y = to_pt(art.box.x), to_pt(art.box.y)
    pen.beginForm(art.name, x, y, x + to_pt(art.box.width), y + to_pt(art.box.height))
    pen.saveState()
    pen.translate(x, y)
    pen._code.append(art.vectors)  # the operators are reportlab's own, from the page it drew for our art
    pen.restoreState()
    for caption in art.captions:
        text = pen.beginText()
        text.setFillColor(_colour(caption.fill))
        text.setFont(caption.tag, caption.size)
        text.setTextOrigin(caption.x, caption.y)
        text.setHorizScale(caption.scale)
        text.setCharSpace(caption.spacing)
        text.textOut(caption.text)
        pen.drawText(text)
    pen.endForm()


def _colour(parts: tuple[float, ...]) -> CMYKColor:
    c, m, y, k = parts
    return CMYKColor(c, m, y, k)
