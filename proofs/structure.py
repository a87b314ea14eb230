"""A delivered PDF goes in; pages, boxes in mm, fonts, forms, images and colour spaces come out as plain values.

The only module of this house that imports pypdf, and only as a reader of objects: content streams are never parsed
here (see `proofs/scan.py`). Objects are read once and kept by their number. ISO 32000-1, clauses 7 to 9 and 14.
"""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from proofs.cmap import LATIN, read_to_unicode
from proofs.facts import IDENTITY, Box, Encrypted, Font, Form, Frame, Image, Matrix, Page, Resources, Unreadable, area
from proofs.grounds import form_digest, names_digest
from proofs.guard import guarded
from proofs.metrics import cid_widths
from proofs.raw import RawFile, RawPage

_BOXES = {"media": "/MediaBox", "crop": "/CropBox", "bleed": "/BleedBox", "trim": "/TrimBox", "art": "/ArtBox"}
_RGB = frozenset({"/DeviceRGB", "/CalRGB", "/RGB"})
_BASES = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}  # where the space below stands
_DAMAGE = (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)
_reads = guarded(*_DAMAGE)


class Delivered:
    """An open file: facts about the whole, and its pages one after the other."""

    def __init__(self, path: Path) -> None:
        try:
            data = path.read_bytes()
            self._reader = PdfReader(BytesIO(data), strict=False)
            if self._reader.is_encrypted:
                raise Encrypted
            self._root = _dict(self._reader.trailer.get("/Root"))
            self._raw = RawFile(data, self._offsets())
            tree = self._root.raw_get("/Pages") if "/Pages" in self._root else None
            self._plain = self._raw.pages(tree.idnum) if isinstance(tree, IndirectObject) else None
            self.page_count = len(self._reader.pages if self._plain is None else self._plain)
        except DependencyError:
            raise Encrypted from None  # only ciphers need what is not installed
        except _DAMAGE as error:
            raise Unreadable(type(error).__name__) from error
        self.version = self._reader.pdf_header.removeprefix("%PDF-")
        self._resources: dict[object, Resources] = {}
        self._fonts: dict[object, Font] = {}
        self._forms: dict[object, Form] = {}
        self._frames: dict[bytes, Frame] = {}

    def pages(self) -> Iterator[Page]:
        """Read the pages in order; raises Unreadable."""
        for number, page in enumerate(self._reader.pages if self._plain is None else self._plain, 1):
            yield self._plain_page(number, page) if isinstance(page, RawPage) else self._page(number, page)

    @_reads
    def active(self) -> tuple[str, ...]:
        """Name what the catalog would do or carry besides pages."""
        found = [key for key in ("/OpenAction", "/AA", "/AcroForm", "/Collection") if key in self._root]
        names = _dict(self._root.get("/Names"))
        return tuple(found + [key for key in ("/JavaScript", "/EmbeddedFiles") if key in names])

    @_reads
    def rgb_intents(self) -> bool:
        """Tell whether an output intent carries an RGB profile."""
        intents = _array(self._root.get("/OutputIntents"))
        return any(_dict(_dict(intent).get("/DestOutputProfile")).get("/N") == 3 for intent in intents)

    @_reads
    def metadata(self) -> str:
        """Return the document information and the XMP packet as one text."""
        info = [str(_solid(value)) for value in _dict(self._reader.trailer.get("/Info")).values()]
        return "\n".join([*info, _data(self._root.get("/Metadata")).decode("utf-8", "replace")])

    def _offsets(self) -> dict[int, int]:
        """Return where the objects of generation 0 begin that stand in the file by themselves."""
        free, packed = self._reader.xref_free_entry.get(0, {}), self._reader.xref_objStm
        return {n: at for n, at in self._reader.xref.get(0, {}).items() if not free.get(n) and n not in packed}

    @_reads
    def _plain_page(self, number: int, page: RawPage) -> Page:
        """Read a page of which others of its kind may be known."""
        frame = None if page.kind is None else self._frames.get(page.kind)
        if frame is None:
            read = self._page(number, _dict(IndirectObject(page.number, 0, self._reader)))
            if page.kind is None:
                return read
            frame = self._frames[page.kind] = read.frame
        return Page(number, frame, partial(self._content, page))

    @_reads
    def _content(self, page: RawPage) -> str:
        data = None if page.content is None else self._raw.stream(page.content)
        return _content(_dict(IndirectObject(page.number, 0, self._reader))) if data is None else data.decode("latin-1")

    @_reads
    def _page(self, number: int, page: DictionaryObject) -> Page:
        return Page(number, self._frame(page), partial(_content, page))

    def _frame(self, page: DictionaryObject) -> Frame:
        media = _numbers(page.get("/MediaBox"))
        left, bottom = min(media[0], media[2]), min(media[1], media[3])
        return Frame(
            boxes={name: area(_numbers(page[key]), left, bottom) for name, key in _BOXES.items() if key in page},
            origin=(left, bottom),
            rotate=int(_number(page.get("/Rotate", 0))),
            user_unit=_number(page.get("/UserUnit", 1)),
            rgb_group=_rgb_group(page),
            actions=tuple(key for key in ("/Annots", "/AA") if _solid(page.get(key))),
            resources=self._resource(page.get("/Resources")) or Resources(),
        )

    def _resource(self, held: object) -> Resources | None:
        solid = _solid(held)
        if not isinstance(solid, DictionaryObject):
            return None
        key = _key(held, solid)
        if key not in self._resources:
            self._resources[key] = self._read_resources(solid)
        return self._resources[key]

    def _read_resources(self, held: DictionaryObject) -> Resources:
        forms: dict[str, Form] = {}
        images: dict[str, Image] = {}
        for name, ref in _items(held, "/XObject"):
            stream = _solid(ref)
            if isinstance(stream, StreamObject) and stream.get("/Subtype") == "/Form":
                forms[name] = self._form(ref, stream)
            elif isinstance(stream, StreamObject):
                images[name] = Image(rgb=_rgb_image(stream))
        tiles = [(ref, _solid(ref)) for _, ref in _items(held, "/Pattern")]
        spaces = [*_items(held, "/ColorSpace"), *_shadings(held)]
        return Resources(
            fonts={name: self._font(ref) for name, ref in _items(held, "/Font")},
            forms=forms,
            images=images,
            patterns=tuple(self._form(ref, tile) for ref, tile in tiles if isinstance(tile, StreamObject)),
            overprints=_overprints(held),
            rgb_spaces=tuple(name for name, space in spaces if _is_rgb(space)),
        )

    def _form(self, ref: object, stream: StreamObject) -> Form:
        key = _key(ref, stream)
        if key not in self._forms:
            self._forms[key] = Form(
                matrix=cast(Matrix, _tuple(stream.get("/Matrix"), IDENTITY)),
                box=cast(Box, _tuple(stream.get("/BBox"), (0.0, 0.0, 0.0, 0.0))),
                rgb_group=_rgb_group(stream),
                resources=self._resource(stream.get("/Resources")),
                content=partial(_text, stream),
                digest=partial(form_digest, stream),
                names=partial(names_digest, stream),
            )
        return self._forms[key]

    def _font(self, ref: object) -> Font:
        solid = _dict(ref)
        key = _key(ref, solid)
        if key not in self._fonts:
            self._fonts[key] = _composite(solid) if solid.get("/Subtype") == "/Type0" else _simple(solid)
        return self._fonts[key]


def _composite(font: DictionaryObject) -> Font:
    inner = _dict(_array(font["/DescendantFonts"])[0])
    program, embedded = _program(inner)
    straight = font.get("/Encoding") == "/Identity-H" and inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
    return Font(
        base_font=str(font.get("/BaseFont", "/"))[1:],
        identity=straight and inner.get("/Subtype") == "/CIDFontType2",
        code_digits=4,
        program=program,
        embedded=embedded,
        widths=cid_widths([_entry(part) for part in _array(inner.get("/W"))]),
        default_width=_number(inner.get("/DW", 1000)),
        to_unicode=read_to_unicode(_data(font.get("/ToUnicode")), 4),
    )


def _simple(font: DictionaryObject) -> Font:
    program, embedded = _program(font)
    first = int(_number(font.get("/FirstChar", 0)))
    values = _numbers(font.get("/Widths"))
    scale = 1000 * _numbers(font["/FontMatrix"])[0] if "/FontMatrix" in font else 1.0
    return Font(
        base_font=str(font.get("/BaseFont", "/Type3"))[1:],
        identity=False,
        code_digits=2,
        program=program,
        embedded=embedded or font.get("/Subtype") == "/Type3",
        widths={f"{first + i:02X}": value * scale for i, value in enumerate(values)},
        default_width=_number(_dict(font.get("/FontDescriptor")).get("/MissingWidth", 0 if values else 500)),
        to_unicode=read_to_unicode(_data(font.get("/ToUnicode")), 2) or LATIN,
    )


def _program(font: DictionaryObject) -> tuple[bytes, bool]:
    descriptor = _dict(font.get("/FontDescriptor"))
    if isinstance(outlines := _solid(descriptor.get("/FontFile2")), StreamObject):
        return _data(outlines), True
    return b"", "/FontFile" in descriptor or "/FontFile3" in descriptor


def _overprints(held: DictionaryObject) -> dict[str, bool]:
    """Tell of each graphics state that sets overprint whether fills of one ink leave the others (11.7.4)."""
    states = [(name, _dict(state)) for name, state in _items(held, "/ExtGState")]
    said = [(name, state, state.get("/op", state.get("/OP"))) for name, state in states]
    return {name: str(op) == "True" and state.get("/OPM") == 1 for name, state, op in said if op is not None}


def _shadings(held: DictionaryObject) -> list[tuple[str, object]]:
    named: list[tuple[str, object]] = _items(held, "/Shading")
    named += [(name, _dict(pattern).get("/Shading")) for name, pattern in _items(held, "/Pattern")]
    return [(name, _dict(shading).get("/ColorSpace")) for name, shading in named]


def _rgb_image(image: StreamObject) -> bool:
    if "/ColorSpace" in image:
        return _is_rgb(image["/ColorSpace"])
    return image.get("/Filter") == "/JPXDecode"  # its own header says the space, and no reader here opens it


def _rgb_group(holder: DictionaryObject) -> bool:
    return _is_rgb(_dict(holder.get("/Group")).get("/CS"))


def _is_rgb(space: object) -> bool:
    """Tell whether a colour space is RGB, or stands on one (8.6)."""
    solid: object = _solid(space)
    if isinstance(solid, str):
        return solid in _RGB
    parts = _array(solid)
    if not parts:
        return False
    family = str(parts[0])
    if family == "/ICCBased":
        return _dict(parts[1]).get("/N") == 3
    below = _BASES.get(family, len(parts))
    return family in _RGB or (below < len(parts) and _is_rgb(parts[below]))


def _key(ref: object, solid: object) -> object:
    if isinstance(ref, IndirectObject):
        return ref.idnum
    indirect = getattr(solid, "indirect_reference", None)
    return indirect.idnum if isinstance(indirect, IndirectObject) else ("direct", id(solid))


def _solid(held: object) -> PdfObject | None:
    """Return the object behind a reference."""
    return held.get_object() if isinstance(held, PdfObject) else None


def _dict(held: object) -> DictionaryObject:
    return solid if isinstance(solid := _solid(held), DictionaryObject) else DictionaryObject()


def _items(held: DictionaryObject, key: str) -> list[tuple[str, object]]:
    found = _dict(held.get(key))
    return [(str(name)[1:], found.raw_get(name)) for name in found]


def _array(held: object) -> list[PdfObject]:
    return list(cast("list[PdfObject]", solid)) if isinstance(solid := _solid(held), ArrayObject) else []


def _number(held: object) -> float:
    return float(cast(Any, _solid(held) if isinstance(held, PdfObject) else held))


def _numbers(held: object) -> list[float]:
    return [_number(value) for value in _array(held)]


def _entry(held: object) -> float | list[float]:
    return _numbers(held) if isinstance(_solid(held), ArrayObject) else _number(held)


def _tuple(held: object, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    values = tuple(_numbers(held))
    return values if len(values) == len(otherwise) else otherwise


@_reads
def _content(page: DictionaryObject) -> str:
    held = page.get("/Contents")
    return "\n".join(_text(part) for part in _array(held) or [held])


@_reads
def _text(held: object) -> str:
    return _data(held).decode("latin-1")


def _data(held: object) -> bytes:
    return cast(Any, solid).get_data() if isinstance(solid := _solid(held), StreamObject) else b""
