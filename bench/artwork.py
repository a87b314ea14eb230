"""Our layouts' fixed art in, the same art as peers can take it out: drawing operators and captions, or pages of a PDF.

Peers that draw with reportlab get the vector operators (reportlab wrote them) and the captions as texts to set with
their own fonts; peers that cannot draw a form once get `art.pdf`, one page an art, which pypdf or Typst places.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from bench.task import Task
from fonts.face import load_face
from imposition.marks import operators
from imposition.metadata import About, catalog
from imposition.objects import put_art
from imposition.pdf import PdfFile, Ref
from imposition.resources import put_fonts, put_marks
from imposition.sheet import FACES
from imposition.side import box_of
from layouts.geometry import Rect, to_pt
from layouts.template import Art

_TOKEN = re.compile(
    r"(?P<fill>[\d. ]+) k\n|(?P<tz>[\d.]+) Tz|(?P<tc>-?[\d.]+) Tc"
    r"|1 0 0 1 (?P<x>-?[\d.]+) (?P<y>-?[\d.]+) Tm|/(?P<tag>\w) (?P<size>[\d.]+) Tf <(?P<codes>[0-9A-F]+)>Tj"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A fixed text as a peer sets it: pt from the trim's lower left, percent, CMYK from 0 to 1."""

    text: str
    tag: str
    size: float
    x: float
    y: float
    scale: float
    spacing: float
    fill: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An art taken apart: `vectors` are content operators from the lower left of `box` (mm from the trim's)."""

    name: str
    box: Rect
    vectors: str
    captions: tuple[Caption, ...]


def arts(task: Task) -> Mapping[str, Art]:
    """Return every art that the task's documents show, by name."""
    found: dict[str, Art] = {}
    for document in task.documents:
        for side in (document.front, document.back):
            if side is None:
                continue
            template = task.layouts.template(side.layout)
            found[template.art.name] = template.art
            for name, sets in side.blocks.items():
                art = template.blocks[name].art
                if art is not None and sets:
                    found[art.name] = art
    return found


def drawing(art: Art) -> Drawing:
    """Take an art apart."""
    content = PdfReader(io.BytesIO(art.pdf)).pages[0].get_contents()
    lines = [*_security(art), *(content.get_data() if content is not None else b"").decode("latin-1").splitlines()]
    # Overprint is switched off in our art; a form of a peer names no graphics state, so the switch goes.
    vectors = "\n".join(line for line in lines if not line.startswith("/gRLs"))
    return Drawing(art.name, art.box, vectors, tuple(_captions(art.text)))


def _security(art: Art) -> Sequence[str]:
    """Write the security art from the lower left of the art's box; ours has its origin at the trim's."""
    if art.security is None:
        return ()
    move = f"q 1 0 0 1 {-to_pt(art.box.x):.4f} {-to_pt(art.box.y):.4f} cm"
    return move, *art.security.content.decode("ascii").splitlines(), "Q"


def write_art(task: Task, path: Path) -> Mapping[str, int]:
    """Write one page an art and one a side's marks; return their page numbers from 0 by form name."""
    found = arts(task)
    with PdfFile(path) as file:
        codes: dict[str, set[str]] = {}
        for art in found.values():
            for tag, shown in art.codes.items():
                codes.setdefault(tag, set()).update(shown)
        fonts = put_fonts(file, codes)
        numbers: dict[str, int] = {}
        for name, art in sorted(found.items()):
            form = put_art(file, art, fonts, art.box)
            numbers[f"A_{name}"] = _put_page(file, form, art.box, len(numbers))
        sheet = Rect(x=0, y=0, width=task.stock.sheet.width, height=task.stock.sheet.height)
        for face in FACES:
            form = put_marks(file, to_pt(sheet.width), to_pt(sheet.height), operators(task.stock, face))
            numbers[f"M_{face}"] = _put_page(file, form, sheet, len(numbers))
        file.finish(*catalog(file, About("art", "")))
    return numbers


def _put_page(file: PdfFile, form: Ref, box: Rect, number: int) -> int:
    media = Rect(x=0, y=0, width=box.width, height=box.height)
    resources = file.put({"XObject": {"F": form}})
    entries = b"/MediaBox%s/Resources %d 0 R" % (box_of(media).data, resources.number)
    file.put_page(entries, f"1 0 0 1 {-to_pt(box.x):.4f} {-to_pt(box.y):.4f} cm\n/F Do\n".encode("ascii"))
    return number


def _captions(text: str) -> Sequence[Caption]:
    """Read the operators that the layout engine wrote back into texts."""
    found: list[Caption] = []
    fill: tuple[float, ...] = (0, 0, 0, 1)
    scale, spacing, x, y = 100.0, 0.0, 0.0, 0.0
    for token in _TOKEN.finditer(text):
        if token["fill"]:
            fill = tuple(float(part) for part in token["fill"].split())
        elif token["tz"]:
            scale = float(token["tz"])
        elif token["tc"]:
            spacing = float(token["tc"])
        elif token["x"]:
            x, y = float(token["x"]), float(token["y"])
        else:
            shown = _shown(token["tag"], token["codes"])
            found.append(Caption(shown, token["tag"], float(token["size"]), x, y, scale, spacing, fill))
    return found


def _shown(tag: str, codes: str) -> str:
    face = load_face(tag)
    return "".join(face.text(int(codes[i : i + 4], 16)) for i in range(0, len(codes), 4))
