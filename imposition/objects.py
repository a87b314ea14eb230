"""Artwork and pages from elsewhere in, form XObjects of a file out; the only module that knows pypdf.

Authority: ISO 32000-1 8.10 (form XObjects), 14.11.2 (page boundaries), 7.7.3.3 (Rotate, UserUnit); print.md §0, §8.6.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from imposition.errors import PageRefused
from imposition.metadata import day_of
from imposition.pdf import PdfFile, Ref, Value, deflate
from imposition.resources import OVERPRINT, PLAIN
from layouts.geometry import Rect, to_mm, to_pt
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
        for key, item in _Adopter(file, reader).mapping(_resources(reader.pages[0])).items()
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
        "Resources": _Adopter(file, reader).mapping(_resources(page)),
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


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page from elsewhere as a reader shows it: sizes in mm after Rotate and UserUnit; `boxes` in its own units."""

    trim: Rect  #: size of the trim (TrimBox, else the whole page), at 0, 0
    has_trim: bool
    rotate: int
    unit: float
    box: tuple[float, float, float, float]  #: TrimBox, else MediaBox, in the page's own units
    media: tuple[float, float, float, float]
    annotated: bool  #: bears what a form XObject would lose

    def inset(self, by: float) -> "SourcePage":
        """Return the page with a trim smaller by a length in mm on every side."""
        own = to_pt(by) / self.unit
        x0, y0, x1, y1 = self.box
        return replace(self, trim=self.trim.grown(-by), box=(x0 + own, y0 + own, x1 - own, y1 - own))


class SourceFile:
    """A PDF from elsewhere, its pages ready to be placed; raises PageRefused where it cannot be read."""

    def __init__(self, path: Path, file: PdfFile) -> None:
        self.name, self._file = path.name, file
        try:
            self._reader = PdfReader(path)
            if self._reader.is_encrypted:
                raise _encrypted(path)
            self.count = len(self._reader.pages)
        except DependencyError:  # a cipher that pypdf would need another package for
            raise _encrypted(path) from None
        except (PyPdfError, ValueError, OSError) as e:
            fact = "this is not a readable PDF ({reason})"
            raise PageRefused("pdf-unreadable", path.name, fact, reason=type(e).__name__) from None
        self._adopter = _Adopter(file, self._reader)

    @property
    def day(self) -> str:
        """Return the day the file says it was last changed or made on, YYYY-MM-DD, "" where it says none."""
        said = cast("Mapping[str, object]", self._reader.metadata or {})
        found = (day_of(str(said.get(key, ""))) for key in ("/ModDate", "/CreationDate"))
        return next(filter(None, found), "")

    def page(self, index: int) -> SourcePage:
        """Describe a page."""
        page = self._reader.pages[index]
        has_trim = "/TrimBox" in page
        unit = float(cast(float, page.get("/UserUnit", 1)))
        box = tuple(float(v) for v in (page.trimbox if has_trim else page.mediabox))
        media = tuple(float(v) for v in page.mediabox)
        width, height = (to_mm((box[i + 2] - box[i]) * unit) for i in (0, 1))
        if page.rotation % 180:
            width, height = height, width
        trim = Rect(x=0, y=0, width=width, height=height)
        kinds = {str(note.get_object().get("/Subtype")) for note in page.annotations or ()}
        return SourcePage(
            trim, has_trim, page.rotation % 360, unit, _four(box), _four(media), bool(kinds - {"/Link", "/Popup"})
        )

    def put(self, index: int, page: SourcePage, bleed: float) -> Ref:
        """Write a page as a form whose origin is the lower left of its trim, with up to `bleed` mm around it."""
        source = self._reader.pages[index]
        content = source.get_contents()
        own = to_pt(bleed) / page.unit
        (x0, y0, x1, y1), (left, low, right, top) = page.box, page.media
        entries: dict[str, Value] = {
            "Type": "XObject",
            "Subtype": "Form",
            "BBox": [
                max(x0 - own, left),
                max(y0 - own, low),
                min(x1 + own, right),
                min(y1 + own, top),
            ],
            "Matrix": _upright(page),
            "Resources": self._adopter.mapping(_resources(source)),
        }
        if "/Group" in source:
            entries["Group"] = self._adopter.value(cast(PdfObject, source.raw_get("/Group")))
        return self._file.put_deflated(entries, content.get_data() if content is not None else b"")


def _encrypted(path: Path) -> PageRefused:
    return PageRefused("pdf-encrypted", path.name, "the file is encrypted", "save it without a password")


def _upright(page: SourcePage) -> list[float]:
    """Turn and scale a page as a reader shows it, the lower left of its trim to the origin."""
    u, (x0, y0, x1, y1) = page.unit, page.box
    return {
        0: [u, 0.0, 0.0, u, -u * x0, -u * y0],
        90: [0.0, -u, u, 0.0, -u * y0, u * x1],
        180: [-u, 0.0, 0.0, -u, u * x1, u * y1],
        270: [0.0, u, -u, 0.0, u * y1, -u * x0],
    }[page.rotate]


def _four(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


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


def _resources(page: PageObject) -> DictionaryObject:
    found = page.get("/Resources", DictionaryObject())
    return cast(DictionaryObject, found.get_object())


class _Adopter:
    """Takes objects of another file over, each once, under numbers of the file being written."""

    def __init__(self, file: PdfFile, reader: PdfReader) -> None:
        self._file, self._reader = file, reader
        self._refs: dict[int, Ref] = {}

    def mapping(self, source: DictionaryObject) -> dict[str, Value]:
        """Take over a dictionary's entries."""
        return {str(key)[1:]: self.value(cast(PdfObject, item)) for key, item in source.items()}

    def value(self, item: PdfObject) -> Value:
        """Take over any value."""
        match item:
            case IndirectObject():
                return self._ref(item)
            case DictionaryObject():
                return self.mapping(item)
            case ArrayObject():
                return [self.value(cast(PdfObject, part)) for part in item]
            case NullObject():
                return None
            case _:
                return _plain(item)

    def _ref(self, item: IndirectObject) -> Ref:
        known = self._refs.get(item.idnum)
        if known is not None:
            return known
        ref = self._refs[item.idnum] = self._file.reserve()
        target = cast(PdfObject, item.get_object())
        if isinstance(target, StreamObject):
            entries = {key: value for key, value in self.mapping(target).items() if key != "Length"}
            self._file.put_stream(entries, target._data, ref)  # pyright: ignore[reportPrivateUsage] - as it is encoded
        else:
            self._file.put(self.value(target), ref)
        return ref


def _plain(item: PdfObject) -> Value:
    match item:
        case NameObject():
            return str(item)[1:]
        case BooleanObject():
            return bool(item.value)
        case TextStringObject():
            return item.original_bytes
        case ByteStringObject():
            return bytes(item)
        case NumberObject():
            return int(item)
        case _:
            return float(cast(float, item))
