"""One side printed alone, as the sheets print it: typeset, written, rendered. Shared by the tests of what is seen."""

import io
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from imposition.objects import put_art
from imposition.pdf import PdfFile
from imposition.resources import BLACK, OVERPRINT, put_fonts
from imposition.side import box_of
from layouts.document import Side
from layouts.load import Layouts
from layouts.typeset import Usage, typeset

UNCUT = 1000.0


def print_side(layouts: Layouts, side: Side, path: Path) -> None:
    """Write a PDF of one page, the side with its bleed."""
    usage = Usage()
    template = layouts.template(side.layout)
    content = BLACK + typeset(template, side, usage)
    box = template.art.box
    with PdfFile(path) as file:
        fonts = put_fonts(file, usage.shown())
        clip = box.grown(UNCUT)
        forms = {f"A_{name}": put_art(file, art, fonts, clip) for name, art in sorted(usage.arts.items())}
        named = file.put({"Font": fonts, "XObject": forms, "ExtGState": {"K": OVERPRINT}})
        trim = box.grown(-template.bleed_mm)
        boxes = b"/MediaBox%s/TrimBox%s" % (box_of(box).data, box_of(trim).data)
        file.put_page(boxes + b"/Resources %d 0 R" % named.number, content.encode("latin-1"))
        file.finish({}, {})


def rendered(layouts: Layouts, side: Side, dpi: int) -> Image.Image:
    """Render a side, cut at its trim, in RGB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "side.pdf"
        print_side(layouts, side, path)
        picture = pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))[0].render(scale=dpi / 72).to_pil()
    bleed = round(layouts.template(side.layout).bleed_mm / 25.4 * dpi)
    return picture.convert("RGB").crop((bleed, bleed, picture.width - bleed, picture.height - bleed))
