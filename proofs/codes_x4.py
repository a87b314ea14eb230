"""Codes of the file as a whole: what it claims to be, and what PDF/X-4 asks of it.

PDF/X rows are those of print.md §1.1; ISO clauses are of ISO 32000-1. `proofs/codes.py` puts all codes together.
"""

from collections.abc import Mapping
from typing import Final

from proofs.kinds import Kind, error, info, warning

CLAIM: Final[Mapping[str, Kind]] = {
    "claim-none": info(
        "the file claims no PDF/X", "So nobody checked it as such; what prints is checked all the same."
    ),
    "claim-missing": error("no PDF/X claim, {wanted} is expected", "XMP names the standard (PDF/X row 2)."),
    "claim-other": error("the file claims {found}, {wanted} is expected", "Another standard than the vendor's."),
    "claim-unknown": warning(
        "{found} is a standard this check does not know", "Known are PDF/X-1a, PDF/X-3, PDF/X-4 and PDF/X-4p."
    ),
    "claim-version": error(
        "{claim} is PDF {most} at most, the file is PDF {version}", "Header and catalog both count (PDF/X row 1)."
    ),
    "xmp-missing": error("{claim} needs XMP, the file has none", "A stream at /Metadata in the catalog (PDF/X row 2)."),
    "xmp-packed": error("the XMP is compressed", "Programs that know no PDF read it too (PDF/X row 2)."),
    "xmp-unreadable": error("the XMP cannot be read: {reason}", "UTF-8, well formed, no DOCTYPE (PDF/X row 2)."),
    "xmp-property": error("{property} is missing in the XMP", "What PDF/X asks to be named (PDF/X row 3)."),
    "xmp-differs": error(
        "{property} in the XMP is not {key} of the document information", "Where both exist they agree (PDF/X row 3)."
    ),
    "intent-missing": error("no output intent of PDF/X", "It says which press the colours are for (PDF/X row 5)."),
    "intent-twice": error("{count} output intents of PDF/X, one is allowed", "Exactly one (PDF/X row 5)."),
    "intent-condition": error("the output intent has no {key}", "It names the printing condition (PDF/X row 5)."),
    "intent-registry": warning(
        "{identifier} and the registry {registry} do not belong together",
        "RegistryName is http://www.color.org for registered conditions, and for no other (PDF/X row 5).",
    ),
    "intent-profile": error(
        "the output intent embeds no profile", "PDF/X-4 carries it, PDF/X-4p names it, PDF/X-1a may go without (row 6)."
    ),
    "intent-profile-wrong": error(
        "the profile of the output intent is wrong in {what}", "A sound ICC profile of a CMYK press (PDF/X row 6)."
    ),
    "intent-other": error(
        "the output intent is for another printing condition than the vendor's", "Its profile's digest is another one."
    ),
    "trapped": error("Trapped is neither True nor False", "The document information says so (PDF/X row 7)."),
    "id-missing": error("the trailer has no ID of two strings", "PDF/X row 10; ISO 32000-1, 14.4."),
    "transparency-forbidden": error(
        "{claim} allows no transparency ({what})", "Only PDF/X-4 and later do (PDF/X row 12)."
    ),
    "layers-forbidden": error("{claim} allows no layers", "Only PDF/X-4 and later do (PDF/X row 15)."),
}

PARTS: Final[Mapping[str, Kind]] = {
    "filter-lzw": error("object {number} is packed with LZW", "Flate, JPEG, JPEG 2000, fax, JBIG2 (PDF/X row 13)."),
    "filter-crypt": error("object {number} has a cipher of its own", "PDF/X forbids encryption (PDF/X row 10)."),
    "stream-external": error("the data of object {number} lie in another file", "A file is whole (PDF/X row 14)."),
    "postscript": error("object {number} is PostScript", "Presses draw PDF (PDF/X row 14)."),
    "reference": error("object {number} stands for something else ({what})", "Ref, OPI, alternates (PDF/X row 14)."),
    "transfer": error("object {number} bends the tones ({what})", "TR is none, TR2 is Default (PDF/X row 14)."),
    "halftone": error("object {number} sets the screen ({what})", "Type 1 or 5, no name, no HTP (PDF/X row 14)."),
    "annotation-inside": error(
        "an annotation ({kind}) reaches into the bleed", "Some programs would print it (PDF/X row 14)."
    ),
    "annotation-outside": warning(
        "an annotation ({kind}) beside the page", "PDF/X allows it; the press asks (row 14)."
    ),
    "transparency": warning("{name} is transparent ({what})", "Allowed, and flattened at the press (PDF/X row 12)."),
    "space-lab": warning("{name} is a Lab colour space", "The press converts it; its inks are not known before."),
    "space-default": error(
        "{name} gives other colours to those of the press", "Default spaces would change black and spots (row 11)."
    ),
    "layer-unnamed": error("a layer configuration has no name of its own", "PDF/X row 15; ISO 32000-1, 8.11.4.3."),
    "layer-order": error("layer {layer} is missing in the list of layers", "An Order lists all (PDF/X row 15)."),
    "layer-automatic": error("layers switch by themselves (AS)", "What prints may not hang on the program (row 15)."),
    "layer-hidden": warning("layer {layer} is switched off", "Some programs print it, others do not."),
    "layer-step": info(
        "layer {layer} is the processing step {step}, its ink {ink}", "ISO 19593-1: white, die lines and the like."
    ),
    "ink-spelling": error("the ink {one} is also written {other}", "Two spellings are two plates (print.md §8.14)."),
    "ink-unlisted": error("the ink {ink} is not among the job's", "Every plate is agreed on beforehand."),
    "ink-registration": error(
        "registration colour inside the trim", "It prints on every plate; it is for marks alone (print.md §4.1)."
    ),
    "box-art": error("TrimBox and ArtBox both", "One of the two (PDF/X row 8)."),
    "page-differs": warning("the page is {found} mm, the first is {wanted} mm", "Sheets of one file are alike."),
    "page-many": warning("{count} pages in one file", "Programs take 10,000 (print.md §8)."),
    "page-tree": warning("the page tree says {said} pages, there are {count}", "ISO 32000-1, 7.7.3."),
    "xref-damaged": warning(
        "{what} is not as PDF says", "Programs mend it in different ways, and may show different pages (7.5)."
    ),
    "object-missing": warning("object {number} is named and does not exist", "It counts as nothing (7.3.10)."),
    "object-unused": info("{count} objects that nothing names", "They do not print, but travel with the file."),
    "dpart-broken": error("the document parts are not sound: {what}", "PDF/VT, print.md §2; ISO 32000-2, 14.12."),
    "dpart-order": error("page {number} is in no document part, or out of order", "Leaves stand in page order, whole."),
    "dpart-names": error("the levels of the document parts are not named: {what}", "NodeNameList holds a name each."),
    "dpart-personal": error("the document parts hold text of a document", "Their metadata are numbers only."),
    "vt-date": error("the date of PDF/VT is not the one of the last change", "GTS_PDFVTModDate = xmp:ModifyDate."),
}
