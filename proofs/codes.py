"""Every code a check can give: its severity, the message's template and the sentence that explains it.

The templates are message ids of the gettext catalogue; `docs/codes.md` is made from `CODES`. ISO clauses are of
ISO 32000-1; PDF/X rows are those of print.md §1.1.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from proofs.codes_ink import INK
from proofs.codes_stack import DIE, STACK
from proofs.codes_x4 import CLAIM, PARTS
from proofs.kinds import Kind
from proofs.kinds import error as _error
from proofs.kinds import warning as _warning
from proofs.steps import STEPS

_FILE = {
    "unreadable": _error("cannot be read as PDF: {reason}", "The file is no PDF, or its structure is damaged."),
    "encrypted": _error("the file is encrypted", "PDF/X forbids encryption; the package is encrypted instead."),
    "active-content": _error(
        "{what} does not belong in a file for print", "Scripts, actions, forms, annotations, attachments."
    ),
    "file-altered": _error("the file is not the one that was sealed", "Its digest is not the manifest's."),
    "pdf-version": _warning("PDF {version}, at most 1.6 is agreed", "PDF/X-4 is PDF 1.6 (print.md §1.1)."),
    "page-count": _error("{found} pages, {wanted} are planned", "Pages = sheets × printed sides."),
    "metadata-personal": _error(
        "the metadata hold text of a document", "Title, XMP and the like never hold a person's data."
    ),
}

_BOXES = {
    "box-missing": _error("no {box}", "Every page says its TrimBox itself (PDF/X row 8)."),
    "box-wrong": _error(
        "{box} is {found} mm, planned is {wanted} mm", "A page's box is not the one of the vendor's profile."
    ),
    "profile-other": _error(
        "no page is of the profile {profile}: pages are {found} mm with their pieces on {trim} mm, the profile says"
        " {wanted} mm and {cells} mm",
        "A file of another profile is told once; where its pieces lie is then not looked at.",
    ),
    "box-order": _error("{inner} reaches out of {outer}", "TrimBox in BleedBox in MediaBox (ISO 32000-1, 14.11.2)."),
    "page-turned": _error(
        "{what} is set; printers read it in different ways", "Rotate and UserUnit are not allowed for print."
    ),
}

_FONTS = {
    "font-not-embedded": _error("{font} is not embedded", "Every font travels in the file (PDF/X row 9)."),
    "font-unknown": _error(
        "{font} is none of the catalogue's faces, so its glyphs cannot be proved",
        "The plan's texts are set in the faces of the catalogue only.",
    ),
    "font-encoding": _error(
        "{font} is not a Type 0 font with Identity-H and Identity glyphs",
        "Only there is the shown code the glyph; anything else cannot be proved by glyph.",
    ),
    "glyph-zero": _error("{font} shows glyph 0, the box for a missing glyph", "A character had no glyph."),
    "outline-differs": _error(
        "{font}: the embedded outline of glyph {glyph} is not the source font's",
        "The glyph is drawn otherwise than the font of the catalogue draws it, or is missing in the subset.",
    ),
    "width-differs": _error(
        "{font}: the width of glyph {glyph} is not the source font's", "Glyphs would lie over one another, or apart."
    ),
    "text-layer": _error(
        "{font}: the text behind glyph {glyph} is not what the glyph shows",
        "ToUnicode or ActualText says another text than the glyph's, so search and reading aloud are wrong.",
    ),
}

_COLOURS = {
    "rgb-operator": _error("an RGB colour is set ({operator})", "Only CMYK, grey and spots print (PDF/X row 11)."),
    "rgb-space": _error("{where} is an RGB colour space", "DeviceRGB, CalRGB and RGB profiles do not print."),
    "rgb-image": _error("image {name} is RGB", "Images are grey, CMYK or stencils (PDF/X row 11)."),
    "rgb-group": _error("a transparency group blends in RGB", "The blend space agrees with the press (PDF/X row 12)."),
    "image-inline": _error("an inline image", "Images are objects of the file, so that they can be checked."),
    "content-unreadable": _error(
        "the content cannot be read from operator {operator}", "The page's content breaks the rules of PDF."
    ),
}

_NUMBERS = {
    "number-missing": _error("管理番号 {number} is missing here", "The plan's number is not shown in its cell."),
    "number-twice": _error("管理番号 {number} is shown again", "A number stands once on a side of a card."),
    "number-stray": _error("管理番号 {number} does not belong here", "The plan has another number, or none, here."),
    "number-check": _error("管理番号 {number} has a wrong check digit", "Contract §4: the 保険者番号 method."),
    "number-back": _error(
        "the back bears 管理番号 {number}, its front {front}", "Front and back of a cell are one card's."
    ),
    "number-unpaired": _error(
        "管理番号 {number} is on one side of the sheet only", "Every number is once on the front, once on the back."
    ),
}

_CELLS = {
    "art-missing": _error(
        "the fixed artwork of {layout} is missing", "Each piece lies on the artwork of its own layout."
    ),
    "art-text": _error(
        "the captions of {layout} are not the layout's", "The fixed artwork shows other glyphs than the layout says."
    ),
    "barcode-missing": _error(
        "the postal barcode is missing", "Direct mail bears the customer barcode of its address."
    ),
    "barcode-wrong": _error(
        "the postal barcode is not the planned one, or not within the post's measures",
        "Bars are read back and measured (郵便番号・バーコードマニュアル p11-p21).",
    ),
    "barcode-stray": _error(
        "a barcode or mark stands where none is planned",
        "Mail by the employer bears no postal barcode; only sheets of the plan bear an inserter's marks.",
    ),
    "matrix-missing": _error("the Data Matrix is missing", "Separators and sheets for inserting machines bear one."),
    "matrix-wrong": _error(
        "the Data Matrix says {found}, planned is {wanted}",
        "Job, block, envelope, piece, page and side are those of the plan; another sheet lies here.",
    ),
    "matrix-damaged": _error(
        "the Data Matrix is damaged, moved or not of the planned size",
        "Every module is read and its error correction must be whole; a scanner might still read it, or not.",
    ),
    "omr-missing": _error("the strokes for the inserting machine are missing", "The profile asks for them."),
    "omr-wrong": _error(
        "the strokes are {found}, planned are {wanted}", "Begin, end, sequence and parity follow from the plan."
    ),
    "omr-damaged": _error(
        "a stroke stands where the profile has none", "Strokes lie in their rows, black, of the profile's size."
    ),
    "security-missing": _error(
        "the security art of {layout} does not lie whole at its place beneath the artwork",
        "Its form is not placed, moved, clipped, or drawn in another graphics state than the page begins with.",
    ),
    "security-altered": _error(
        "the security art of {layout} is not the layout's own",
        "The form's bytes, its spots or its graphics states are not those drawn from the society's number.",
    ),
    "separator-missing": _error("the separator is missing here", "The plan has a separator in this cell."),
    "blank-filled": _error("the cell is planned blank", "A blank cell shows nothing but its VOID artwork."),
    "piece-stray": _error("the plan has no piece here", "The sheet shows a piece where the plan has none."),
    "text-missing": _error("{field} is not shown", "A text of the document is not in its place."),
    "text-differs": _error(
        "{field} is not shown as the document says, from character {place}",
        "By glyph: shown code, embedded outline and the source font's glyph for the text must be one.",
    ),
    "text-twice": _error("{field} is shown twice", "A text stands once in its place."),
    "text-unexpected": _error("text that no field explains", "A cell shows the document's texts and the artwork."),
    "text-overflow": _error("{field} is wider than its room by {by} mm", "A text stays in the layout's room."),
    "text-misplaced": _error(
        "{field} does not stand where the layout puts it", "A text stands on its line, aligned as the layout says."
    ),
    "text-outside": _error("text reaches over the trim", "Live text stays inside the trimmed piece."),
    "text-invisible": _error("text that does not print", "Rendering modes 3 and 7 show nothing."),
    "text-outlined": _error("variable text is not filled plainly", "Names and numbers are filled, not stroked."),
    "text-faint": _error(
        "variable text is see-through or masked", "Names and numbers are solid black, whatever lies beneath."
    ),
    "text-layered": _error(
        "texts lie in a layer, which may be switched off", "Texts of a job lie in no layer; white and die line do."
    ),
    "paint-stray": _error(
        "something is painted in a piece that neither its layout nor the plan has",
        "A bar, an image or a form over a piece covers it, whatever the texts beneath say.",
    ),
    "art-over-text": _error(
        "the artwork is painted over the texts of its piece", "Artwork comes first, texts lie above it."
    ),
    "clip-stray": _error(
        "the sheet is cut to a shape of its own, in which texts may not be seen",
        "Sheets of a job are not clipped; their pieces are, each within its form.",
    ),
    "text-colour": _error("variable text is not plain black", "Names and numbers are K100 (print.md §8, trap 13)."),
}

_CELLS["text-knockout"] = _warning(
    "black text does not overprint", "Misregister shows as white halos (print.md §8, trap 11)."
)

_PRIVACY = {
    "digits-place": _error(
        "last-four digits outside their column", "They stand in the number column of phase Ⅰ notices and nowhere else."
    ),
    "digits-differ": _error("last-four digits are not the document's", "Each row bears its own person's digits."),
    "my-number": _error("a run of twelve digits is a valid 個人番号", "A 個人番号 is never printed."),
    "slug-missing": _error(
        "the sheet's own line is not there", "Job, pile, block, sheet, side and numbers stand on every sheet."
    ),
    "slug-differs": _error(
        "text outside the pieces is not the sheet's own line as planned",
        "Insurer, job, pile, block, sheet, side and numbers are those of the plan; nothing else stands in the margin.",
    ),
    "slug-personal": _error("the margin of the sheet holds text of a document", "No name or date in marks or slug."),
}

_ALL = {
    **{**_FILE, **_BOXES, **_FONTS, **_COLOURS, **_NUMBERS, **_CELLS, **_PRIVACY},
    **{**CLAIM, **PARTS, **INK, **STACK, **DIE},
}
KINDS: Mapping[str, Kind] = MappingProxyType(
    {code: replace(kind, step=STEPS.get(code, "")) for code, kind in _ALL.items()}
)
CODES: Mapping[str, str] = MappingProxyType({code: kind.sentence for code, kind in KINDS.items()})
