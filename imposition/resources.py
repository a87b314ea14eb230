"""What pages name: fonts, marks and graphics states in, objects of a file out.

Authority: ISO 32000-1 8.6.6.4 (Separation), 8.6.7 (overprint), 9.7 (composite fonts), 9.8 (descriptors).
"""

from collections.abc import Mapping

from fonts.catalog import Gaiji
from fonts.embed import FontProgram, embed
from imposition.pdf import PdfFile, Raw, Ref, Value

BLACK = "/K gs 0 0 0 1 k\n"
#: Black prints over whatever lies beneath; without OPM 1 DeviceCMYK black would still erase C, M and Y (print.md §0.5).
OVERPRINT: Mapping[str, Value] = {"Type": "ExtGState", "OP": True, "op": True, "OPM": 1}
#: What a page begins with (8.4.1): a designer's page is not to inherit the sheet's overprint.
PLAIN: Mapping[str, Value] = {"Type": "ExtGState", "OP": False, "op": False, "OPM": 0}
#: Registration colour: every plate, spots included (ISO 32000-1 8.6.6.4).
EVERY_PLATE: Value = [
    "Separation", "All", "DeviceCMYK",
    {"FunctionType": 2, "Domain": [0, 1], "C0": [0, 0, 0, 0], "C1": [1, 1, 1, 1], "N": 1},
]  # fmt: skip


def put_fonts(file: PdfFile, shown: Mapping[str, set[str]], gaiji: Gaiji | None = None) -> dict[str, Ref]:
    """Write one font a face, subset to what was shown; return them by tag."""
    return {tag: _put_font(file, embed(tag, shown[tag], gaiji)) for tag in sorted(shown) if shown[tag]}


def put_marks(file: PdfFile, width: float, height: float, drawn: str) -> Ref:
    """Write a side's marks in registration colour as a form the size of the sheet (pt)."""
    entries: Mapping[str, Value] = {
        "Type": "XObject", "Subtype": "Form", "BBox": [0, 0, width, height],
        "Resources": {"ColorSpace": {"R": EVERY_PLATE}},
    }  # fmt: skip
    return file.put_deflated(entries, f"/R cs 1 scn\n{drawn}".encode("latin-1"))


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
