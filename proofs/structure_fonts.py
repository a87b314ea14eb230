"""A font goes in, and comes out as a plain value: its program, widths and text layer. ISO 32000-1, 9.6 and 9.7."""

from pypdf.generic import DictionaryObject, StreamObject

from proofs.cmap import LATIN, read_to_unicode
from proofs.facts import Font, Resources
from proofs.metrics import cid_widths
from proofs.structure_values import array, data, entry, number, numbers, solid, table


def read_font(font: DictionaryObject, resources: Resources | None) -> Font:
    """Read a font; `resources` are those of a Type 3 font's glyphs."""
    return _composite(font) if font.get("/Subtype") == "/Type0" else _simple(font, resources)


def _composite(font: DictionaryObject) -> Font:
    inner = table(array(font["/DescendantFonts"])[0])
    program, embedded = _program(inner)
    straight = font.get("/Encoding") == "/Identity-H" and inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
    return Font(
        base_font=str(font.get("/BaseFont", "/"))[1:],
        identity=straight and inner.get("/Subtype") == "/CIDFontType2",
        code_digits=4,
        program=program,
        embedded=embedded,
        widths=cid_widths([entry(part) for part in array(inner.get("/W"))]),
        default_width=number(inner.get("/DW", 1000)),
        to_unicode=read_to_unicode(data(font.get("/ToUnicode")), 4),
    )


def _simple(font: DictionaryObject, resources: Resources | None) -> Font:
    program, embedded = _program(font)
    first = int(number(font.get("/FirstChar", 0)))
    values = numbers(font.get("/Widths"))
    scale = 1000 * numbers(font["/FontMatrix"])[0] if "/FontMatrix" in font else 1.0
    return Font(
        base_font=str(font.get("/BaseFont", "/Type3"))[1:],
        identity=False,
        code_digits=2,
        program=program,
        embedded=embedded or font.get("/Subtype") == "/Type3",
        widths={f"{first + i:02X}": value * scale for i, value in enumerate(values)},
        default_width=number(table(font.get("/FontDescriptor")).get("/MissingWidth", 0 if values else 500)),
        to_unicode=read_to_unicode(data(font.get("/ToUnicode")), 2) or LATIN,
        resources=resources,
    )


def _program(font: DictionaryObject) -> tuple[bytes, bool]:
    descriptor = table(font.get("/FontDescriptor"))
    if isinstance(outlines := solid(descriptor.get("/FontFile2")), StreamObject):
        return data(outlines), True
    return b"", "/FontFile" in descriptor or "/FontFile3" in descriptor
