"""Artwork in, form XObjects of a file out.

Authority: ISO 32000-1 8.10 (form XObjects), 14.11.2 (page boundaries); print.md §0.
"""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from imposition.adopt import Adopter, resources_of
from imposition.pdf import PdfFile, Ref, Value, deflate
from imposition.resources import OVERPRINT, PLAIN
from layouts.geometry import Rect, to_pt
from layouts.template import Art

GROUND = "Ground"  #: the name by which an artwork places its designer's page


def put_art(file: PdfFile, art: Art, fonts: Mapping[str, Ref], clip: Rect) -> Ref:
    """Write artwork as a form XObject whose origin is the trim's lower left; `clip` in mm cuts a larger bleed.

    Without clip the bounding box is the art's whole box, bleed included, never the trim (print.md §0.4).
    """
    left, low = max(art.box.x, clip.x), max(art.box.y, clip.y)
    right, top = min(art.box.right, clip.right), min(art.box.top, clip.top)
    x, y = to_pt(art.box.x), to_pt(art.box.y)
    reader, _ = _art_page(art.pdf)
    resources = {
        key: item
        for key, item in Adopter(file, reader).mapping(resources_of(reader.pages[0])).items()
        if key not in ("Font", "ProcSet")
    }
    states = cast(Mapping[str, Value], resources.get("ExtGState", {}))
    if art.ground:
        states = {**states, "P": PLAIN}
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": [to_pt(left) - x, to_pt(low) - y, to_pt(right) - x, to_pt(top) - y],
        "Matrix": [1, 0, 0, 1, x, y],
        "Resources": {
            **resources,
            "XObject": _beneath(file, art, resources),
            "ExtGState": {**states, "K": OVERPRINT},
            "Font": {tag: fonts[tag] for tag in sorted(art.codes) if tag in fonts},
        },
        "Filter": "FlateDecode",
    }
    beneath = f"/{art.security.name} Do\n" if art.security else ""
    if art.ground:
        beneath = f"q\n1 0 0 1 {-x:.4f} {-y:.4f} cm\n/P gs 0 g 0 G\n/{GROUND} Do\nQ\n{beneath}"
    return file.put_stream(entries, _form_data(art.pdf, beneath, art.text, x, y))


def spots_of(file: PdfFile, art: Art) -> Mapping[str, Value]:
    """Take over the spot colours an artwork names, as colour spaces by the name of their ink (8.6.6.4)."""
    found: dict[str, Value] = {}
    for pdf in filter(None, (art.pdf, art.ground)):
        reader, _ = _art_page(pdf)
        adopter = Adopter(file, reader)
        named = resources_of(reader.pages[0]).get("/ColorSpace", DictionaryObject()).get_object()
        for space in (held.get_object() for held in cast(DictionaryObject, named).values()):
            if isinstance(space, ArrayObject) and space[0] == "/Separation" and space[1] not in ("/All", "/None"):
                found[str(space[1])[1:]] = adopter.value(space)
    return found


def _beneath(file: PdfFile, art: Art, resources: Mapping[str, Value]) -> Mapping[str, Value]:
    """Write the forms that lie beneath an artwork's own vectors: a designer's page, security art."""
    others = cast(Mapping[str, Value], resources.get("XObject", {}))
    ground: Mapping[str, Value] = {GROUND: _put_ground(file, art)} if art.ground else {}
    return {**others, **ground, **_security(file, art, resources)}


def _put_ground(file: PdfFile, art: Art) -> Ref:
    """Write a designer's page as a form of its own: origin at its trim, cut to the art's box, fonts as they are."""
    reader, content = _art_page(art.ground)
    page = reader.pages[0]
    x, y = float(page.trimbox.left), float(page.trimbox.bottom)
    box = (art.box.x, art.box.y, art.box.right, art.box.top)
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": [to_pt(edge) + origin for edge, origin in zip(box, (x, y, x, y), strict=True)],
        "Matrix": [1, 0, 0, 1, -x, -y],
        "Resources": Adopter(file, reader).mapping(resources_of(page)),
    }
    return file.put_deflated(entries, content)


def _security(file: PdfFile, art: Art, resources: Mapping[str, Value]) -> Mapping[str, Value]:
    """Write the security art as a form of its own, which a checker knows by its digest; empty where there is none."""
    if art.security is None:
        return {}
    box = [to_pt(art.box.x), to_pt(art.box.y), to_pt(art.box.right), to_pt(art.box.top)]
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": box,
        "Matrix": [1, 0, 0, 1, -box[0], -box[1]],
        "Resources": {key: resources[key] for key in ("ColorSpace", "ExtGState") if key in resources},
        "Filter": "FlateDecode",
    }
    return {art.security.name: file.put_once(entries, _deflated(art.security.content))}


@lru_cache(maxsize=64)
def _art_page(pdf: bytes) -> tuple[PdfReader, bytes]:
    """Read an art page once a process: the reader, and the page's content decoded."""
    reader = PdfReader(io.BytesIO(pdf))
    content = reader.pages[0].get_contents()
    return reader, content.get_data() if content is not None else b""


@lru_cache(maxsize=16)
def _deflated(content: bytes) -> bytes:
    """Compress security art once a process; a file a lot would do it again and again."""
    return deflate(content)


@lru_cache(maxsize=64)
def _form_data(pdf: bytes, beneath: str, text: str, x: float, y: float) -> bytes:
    """Compress a form's content: what lies beneath, the page's vectors, captions from the trim's lower left."""
    vectors = _art_page(pdf)[1]
    captions = f"q\n1 0 0 1 {-x:.4f} {-y:.4f} cm\n/K gs\n{text}Q\n" if text else ""
    return deflate(b"%sq\n%s\nQ\n%s" % (beneath.encode("ascii"), vectors, captions.encode("latin-1")))
