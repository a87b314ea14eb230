"""Fonts, artwork, pages from elsewhere and metadata in, objects of a file out; the only module that knows pypdf.

Authority: ISO 32000-1 8.10 (form XObjects), 9.7 (composite fonts), 14.3 (metadata); ISO 16684-1 (XMP); print.md §0.
"""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from pypdf import PageObject, PdfReader
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

from imposition.pdf import PdfFile, Ref, Value, deflate
from imposition.resources import OVERPRINT
from layouts.geometry import Rect, to_pt
from layouts.template import Art


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
    entries: Mapping[str, Value] = {
        "Type": "XObject",
        "Subtype": "Form",
        "BBox": [to_pt(left) - x, to_pt(low) - y, to_pt(right) - x, to_pt(top) - y],
        "Matrix": [1, 0, 0, 1, x, y],
        "Resources": {
            **resources,
            "ExtGState": {**states, "K": OVERPRINT},
            "Font": {tag: fonts[tag] for tag in sorted(art.codes) if tag in fonts},
        },
        "Filter": "FlateDecode",
    }
    return file.put_stream(entries, _form_data(art.pdf, art.text, x, y))


@lru_cache(maxsize=64)
def _art_page(pdf: bytes) -> tuple[PdfReader, bytes]:
    """Read an art page once a process: the reader, and the page's content decoded."""
    reader = PdfReader(io.BytesIO(pdf))
    content = reader.pages[0].get_contents()
    return reader, content.get_data() if content is not None else b""


@lru_cache(maxsize=64)
def _form_data(pdf: bytes, text: str, x: float, y: float) -> bytes:
    """Compress a form's content: vectors as the page has them, then captions from the trim's lower left."""
    vectors = _art_page(pdf)[1]
    captions = f"q\n1 0 0 1 {-x:.4f} {-y:.4f} cm\n/K gs\n{text}Q\n" if text else ""
    return deflate(b"q\n%s\nQ\n%s" % (vectors, captions.encode("latin-1")))


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
