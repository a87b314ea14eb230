"""A designer's PDF in, its bytes out once it may be printed beneath a side; every fault located at the layout's key.

The one page is placed as it is, so it must already be what the press takes: the side's boxes, process and spot colours,
embedded fonts, nothing that a form XObject would lose or a printer would have to flatten. The only module of this house
that knows pypdf. Authority: ISO 15930-7 (PDF/X-4) without transparency, ISO 32000-1 14.11.2, 8.6, 9.9, 11.4; print.md
§1.1.
"""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, cast

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from layouts.errors import Faults
from layouts.geometry import to_mm
from layouts.schema import SideSpec
from layouts.source import Source

_TOLERANCE = 0.1  # mm: what drawing programs round away
_RGB = frozenset({"/DeviceRGB", "/CalRGB", "/Lab", "/RGB"})
_BASES = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}  # where the space below stands
_DAMAGE = (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_PLAIN_BLENDS = ("/Normal", "/Compatible")
_DEEPEST = 12  # forms within forms; deeper ones go in circles

Finding = tuple[str, str]  # the code of a fault, and what was found


def ground_sha256(path: Path) -> str:
    """Return the digest of a ground, "" where it cannot be read; the reading of it says why."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_ground(source: Source, side: SideSpec, faults: Faults) -> bytes:
    """Return a layout's ground, or b"" where it may not be printed, which is noted."""
    data = _bytes(source, faults)
    if not data:
        return b""
    place, before = source.ground_place, len(faults)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            return _encrypted(source, faults)
        if len(reader.pages) != 1:
            fact, step = "ground: {file} has {count} pages", "save the one page as a file of its own"
            faults.add("ground-pages", place, fact, step, file=source.ground, count=len(reader.pages))
            return b""
        page = reader.pages[0]
        _check_boxes(page, source, side, faults)
        for code, what in dict.fromkeys(_findings(reader, page)):
            _note(code, what, source, faults)
    except DependencyError:  # a cipher that pypdf would need another package for
        return _encrypted(source, faults)
    except _DAMAGE as error:
        fact, step = "ground: {file} is no readable PDF ({reason})", "export it anew"
        faults.add("ground-file", place, fact, step, file=source.ground, reason=type(error).__name__)
    return data if len(faults) == before else b""


def _bytes(source: Source, faults: Faults) -> bytes:
    """Read the file, which lies in the folder of layouts."""
    place, name = source.ground_place, PurePosixPath(source.ground)
    if source.folder is None or name.is_absolute() or ".." in name.parts:
        fact, step = "ground: {file} lies outside the folder of layouts", 'write a path such as "art/front.pdf"'
        faults.add("ground-file", place, fact, step, file=source.ground)
        return b""
    try:
        return (source.folder / name).read_bytes()
    except OSError:
        fact, step = "ground: there is no file {file}", "put it into the folder of layouts"
        faults.add("ground-file", place, fact, step, file=source.ground)
        return b""


def _encrypted(source: Source, faults: Faults) -> bytes:
    fact, step = "ground: {file} is encrypted", "save it without a password"
    faults.add("ground-encrypted", source.ground_place, fact, step, file=source.ground)
    return b""


def _check_boxes(page: PageObject, source: Source, side: SideSpec, faults: Faults) -> None:
    """Compare the page's boxes with the side's trim and bleed."""
    place, file = source.ground_place, source.ground
    if page.rotation or float(page.get("/UserUnit", 1)) != 1:
        fact, step = "ground: {file} turns or scales its page (Rotate, UserUnit)", "export it upright and in its size"
        faults.add("ground-box", place, fact, step, file=file)
        return
    if "/TrimBox" not in page:
        fact, step = "ground: {file} says no TrimBox", "export it with the trimmed size as TrimBox"
        faults.add("ground-box", place, fact, step, file=file)
        return
    left, low, right, top = (to_mm(float(edge)) for edge in page.trimbox)
    width, height = right - left, top - low
    if max(abs(width - side.trim.width), abs(height - side.trim.height)) > _TOLERANCE:
        fact = "ground: the TrimBox of {file} is {width} × {height} mm, the side's trim {width2} × {height2} mm"
        found = {"width": round(width, 2), "height": round(height, 2)}
        wanted = {"width2": side.trim.width, "height2": side.trim.height}
        faults.add("ground-box", place, fact, "draw it in the side's size", file=file, **found, **wanted)
        return
    outer = [page.bleedbox, page.mediabox]
    reach = min(
        min(left - to_mm(float(box.left)), low - to_mm(float(box.bottom)), to_mm(float(box.right)) - right,
            to_mm(float(box.top)) - top)
        for box in outer
    )  # fmt: skip
    if reach < side.bleed - _TOLERANCE:
        fact = "ground: the BleedBox of {file} reaches {reach} mm over the trim, {bleed} mm are needed"
        faults.add(
            "ground-box", place, fact, "export it with its bleed", file=file, reach=round(reach, 2), bleed=side.bleed
        )


def _note(code: str, what: str, source: Source, faults: Faults) -> None:
    place, facts = source.ground_place, {"file": source.ground, "what": what}
    if code == "rgb":
        fact, step = "ground: {file} holds RGB ({what})", "convert it to CMYK, grey or spot colours"
        faults.add("ground-rgb", place, fact, step, **facts)
    elif code == "font":
        fact, step = "ground: {file} does not embed the font {what}", "embed it, or turn the text into outlines"
        faults.add("ground-font", place, fact, step, **facts)
    elif code == "transparency":
        fact, step = "ground: {file} holds transparency ({what})", "flatten it, as PDF/X-1a does"
        faults.add("ground-transparency", place, fact, step, **facts)
    else:
        fact, step = "ground: {file} bears {what}", "flatten the file"
        faults.add("ground-active", place, fact, step, **facts)


def _findings(reader: PdfReader, page: PageObject) -> Iterator[Finding]:
    root = _dict(reader.trailer.get("/Root"))
    if _solid(page.get("/Annots")):
        yield "active", "/Annots"
    yield from (("active", key) for key in ("/AcroForm", "/OCProperties", "/OpenAction", "/AA") if key in root)
    if "/Group" in page:
        yield from _group(_dict(page.get("/Group")), "page")
    yield from _content(page.get_contents(), reader)
    yield from _resources(_dict(page.get("/Resources")), reader, 0)


def _group(group: DictionaryObject, where: str) -> Iterator[Finding]:
    if group.get("/S") == "/Transparency":
        yield "transparency", f"/Group, {where}"


def _content(content: StreamObject | None, reader: PdfReader) -> Iterator[Finding]:
    """Look at the operators that set colours."""
    if content is None:
        return
    stream = content if isinstance(content, ContentStream) else ContentStream(content, reader)
    for operands, operator in stream.operations:
        name = operator.decode("latin-1")
        if name in ("rg", "RG") or (name in ("cs", "CS") and str(operands[0]) in _RGB):
            yield "rgb", name
        elif name == "INLINE IMAGE" and _is_rgb(_dict(operands["settings"]).get("/CS")):
            yield "rgb", "BI"


def _resources(held: DictionaryObject, reader: PdfReader, depth: int) -> Iterator[Finding]:
    """Look at everything a content may name, forms within forms too."""
    if depth > _DEEPEST:
        return
    for name, space in (*_items(held, "/ColorSpace"), *_shadings(held)):
        if _is_rgb(space):
            yield "rgb", name
    for name, font in _items(held, "/Font"):
        yield from _font(name, _dict(font), reader, depth)
    for name, state in _items(held, "/ExtGState"):
        yield from _state(name, _dict(state))
    for name, ref in (*_items(held, "/XObject"), *_items(held, "/Pattern")):
        solid = _solid(ref)
        if not isinstance(solid, StreamObject):
            continue
        if solid.get("/Subtype") == "/Image":
            yield from _image(name, solid)
            continue
        yield from _group(_dict(solid.get("/Group")), name)
        yield from _content(solid, reader)
        yield from _resources(_dict(solid.get("/Resources")), reader, depth + 1)


def _font(name: str, font: DictionaryObject, reader: PdfReader, depth: int) -> Iterator[Finding]:
    if font.get("/Subtype") == "/Type3":
        for _, drawn in _items(font, "/CharProcs"):
            yield from _content(cast("StreamObject", _solid(drawn)), reader)
        yield from _resources(_dict(font.get("/Resources")), reader, depth + 1)
        return
    below = _array(font.get("/DescendantFonts"))
    descriptor = _dict((_dict(below[0]) if below else font).get("/FontDescriptor"))
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield "font", str(font.get("/BaseFont", name))[1:]


def _state(name: str, state: DictionaryObject) -> Iterator[Finding]:
    blends = [str(mode) for mode in _array(state.get("/BM"))] or [str(state.get("/BM", "/Normal"))]
    mask = state.get("/SMask", "/None")
    faint = any(float(state.get(key, 1)) < 1 for key in ("/CA", "/ca"))
    if faint or _solid(mask) != "/None" or blends[0] not in _PLAIN_BLENDS:
        yield "transparency", name


def _image(name: str, image: StreamObject) -> Iterator[Finding]:
    if "/SMask" in image or int(image.get("/SMaskInData", 0)):
        yield "transparency", name
    unsaid = "/ColorSpace" not in image and image.get("/Filter") == "/JPXDecode"  # its own header says the space
    if unsaid or _is_rgb(image.get("/ColorSpace")):
        yield "rgb", name


def _shadings(held: DictionaryObject) -> list[tuple[str, object]]:
    named = [(name, _solid(shading)) for name, shading in _items(held, "/Shading")]
    named += [(name, _solid(_dict(pattern).get("/Shading"))) for name, pattern in _items(held, "/Pattern")]
    return [(name, shading.get("/ColorSpace")) for name, shading in named if isinstance(shading, DictionaryObject)]


def _is_rgb(space: object) -> bool:
    """Tell whether a colour space is RGB or Lab, or stands on one (8.6)."""
    solid = _solid(space)
    parts = _array(solid)
    if not parts:
        return str(solid) in _RGB
    family = str(parts[0])
    if family == "/ICCBased":
        return _dict(parts[1]).get("/N") == 3
    below = _BASES.get(family, len(parts))
    return family in _RGB or (below < len(parts) and _is_rgb(parts[below]))


def _solid(held: Any) -> Any:
    """Return the object behind a reference."""
    return held.get_object() if hasattr(held, "get_object") else held


def _dict(held: object) -> DictionaryObject:
    return solid if isinstance(solid := _solid(held), DictionaryObject) else DictionaryObject()


def _array(held: object) -> list[Any]:
    solid = _solid(held)
    return list(cast("list[Any]", solid)) if isinstance(solid, ArrayObject) else []


def _items(held: DictionaryObject, key: str) -> list[tuple[str, object]]:
    found = _dict(held.get(key))
    return [(str(name)[1:], found.raw_get(name)) for name in found]
