"""Fonts, artwork, pages from elsewhere and metadata in, objects of a file out; the only module that knows pypdf.

Authority: ISO 32000-1 8.10 (form XObjects), 9.7 (composite fonts), 14.3 (metadata); ISO 16684-1 (XMP); print.md §0.
"""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from xml.sax.saxutils import escape

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

from fonts.embed import FontProgram, embed
from imposition.pdf import PdfFile, Raw, Ref, Value, deflate, text_string
from layouts.geometry import Rect, to_pt
from layouts.template import Art

PRODUCER = "shikaku-print"
BLACK = "/K gs 0 0 0 1 k\n"
#: Black prints over whatever lies beneath; without OPM 1 DeviceCMYK black would still erase C, M and Y (print.md §0.5).
OVERPRINT: Mapping[str, Value] = {"Type": "ExtGState", "OP": True, "op": True, "OPM": 1}
#: Registration colour: every plate, spots included (ISO 32000-1 8.6.6.4).
EVERY_PLATE: Value = [
    "Separation", "All", "DeviceCMYK",
    {"FunctionType": 2, "Domain": [0, 1], "C0": [0, 0, 0, 0], "C1": [1, 1, 1, 1], "N": 1},
]  # fmt: skip
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
{dates}<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DATES = (
    "<xmp:CreateDate>{0}</xmp:CreateDate><xmp:ModifyDate>{0}</xmp:ModifyDate><xmp:MetadataDate>{0}</xmp:MetadataDate>\n"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: a neutral title, and the day of its job as YYYY-MM-DD ("" = none)."""

    title: str
    day: str = ""


def catalog(file: PdfFile, about: About) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Write the metadata stream; return the catalog's entries and the information dictionary."""
    stamp = f"{about.day}T00:00:00+09:00"
    xmp = XMP.format(
        title=escape(about.title),
        producer=PRODUCER,
        dates=DATES.format(stamp) if about.day else "",
        document=uuid.uuid5(uuid.NAMESPACE_URL, f"{PRODUCER}/{about.title}"),
        instance=uuid.uuid5(uuid.NAMESPACE_URL, f"{PRODUCER}/{about.title}/1"),
    )
    metadata = file.put_stream({"Type": "Metadata", "Subtype": "XML"}, xmp.encode("utf-8"))
    info: dict[str, Value] = {
        "Title": text_string(about.title), "Producer": text_string(PRODUCER), "Trapped": "False"
    }  # fmt: skip
    if about.day:
        date = text_string(f"D:{about.day.replace('-', '')}000000+09'00'")
        info |= {"CreationDate": date, "ModDate": date}
    return {"Metadata": metadata}, info


def put_fonts(file: PdfFile, shown: Mapping[str, set[str]]) -> dict[str, Ref]:
    """Write one font a face, subset to what was shown; return them by tag."""
    return {tag: _put_font(file, embed(tag, shown[tag])) for tag in sorted(shown) if shown[tag]}


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


def put_marks(file: PdfFile, width: float, height: float, drawn: str) -> Ref:
    """Write a side's marks in registration colour as a form the size of the sheet (pt)."""
    entries: Mapping[str, Value] = {
        "Type": "XObject", "Subtype": "Form", "BBox": [0, 0, width, height],
        "Resources": {"ColorSpace": {"R": EVERY_PLATE}},
    }  # fmt: skip
    return file.put_deflated(entries, f"/R CS 1 SCN\n{drawn}".encode("latin-1"))


def _put_font(file: PdfFile, font: FontProgram) -> Ref:
    """Write a Type0 font over a CIDFontType2 with Identity-H: a code is the glyph id of the source face."""
    program = file.put_deflated({"Length1": len(font.program)}, font.program)
    descriptor = file.put(
        {
            "Type": "FontDescriptor",
            "FontName": font.base_font,
            "Flags": font.flags,
            "FontBBox": font.bbox,
            "ItalicAngle": font.italic_angle,
            "Ascent": font.ascent,
            "Descent": font.descent,
            "CapHeight": font.cap_height,
            "StemV": font.stem_v,
            "FontFile2": program,
        }
    )
    descendant = file.put(
        {
            "Type": "Font",
            "Subtype": "CIDFontType2",
            "BaseFont": font.base_font,
            "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
            "FontDescriptor": descriptor,
            "CIDToGIDMap": "Identity",
            "DW": 1000,
            "W": Raw(_widths(font.widths)),
        }
    )
    return file.put(
        {
            "Type": "Font",
            "Subtype": "Type0",
            "BaseFont": font.base_font,
            "Encoding": "Identity-H",
            "DescendantFonts": [descendant],
            "ToUnicode": file.put_deflated({}, font.to_unicode),
        }
    )


def _widths(widths: tuple[tuple[int, int], ...]) -> bytes:
    """Write /W, neighbours in one list (ISO 32000-1 9.7.4.3)."""
    parts: list[str] = []
    before = -2
    for glyph, width in sorted(widths):
        parts.append(f" {width}" if glyph == before + 1 else f"{']' if parts else ''}{glyph}[{width}")
        before = glyph
    return f"[{''.join(parts)}{']' if parts else ''}]".encode("ascii")


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
