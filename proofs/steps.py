"""What to do about a finding, code by code; the templates are message ids of the gettext catalogue."""

from collections.abc import Mapping
from typing import Final

AGAIN: Final = "make the file again"
KEEP: Final = "do not hand the file over; report it"
CMYK: Final = "convert it to CMYK, grey or a spot, and make the file again"
SOURCE: Final = "correct it where the file is made, and export again as PDF/X-4"
VENDOR: Final = "ask the vendor"
NOTHING: Final = "nothing needs to be done"
REMOVE: Final = "take it out, and make the file again"
LAYOUT: Final = "correct the layout"
THICKER: Final = "draw it thicker, and make the file again"
LARGER: Final = "set it larger, and make the file again"
FLATTEN: Final = "flatten it, or ask the vendor"
WRITER: Final = "save the file anew with another program, and check it again"

_AGAIN: Final = (
    "page-count box-missing box-order page-turned font-encoding content-unreadable art-missing art-text "
    "barcode-missing barcode-wrong barcode-stray security-missing separator-missing text-twice text-misplaced "
    "text-invisible text-outlined text-faint text-layered paint-stray art-over-text clip-stray text-colour "
    "matrix-missing matrix-wrong matrix-damaged omr-missing omr-wrong omr-damaged "
    "stack-sheet stack-lost sheet-twice sheet-code-missing sheet-code-differs"
)
_KEPT: Final = (
    "metadata-personal outline-differs width-differs text-layer number-missing number-twice number-stray number-check "
    "number-back number-unpaired security-altered blank-filled piece-stray text-missing text-differs text-unexpected "
    "digits-place digits-differ my-number slug-missing slug-differs slug-personal dpart-personal stack-order stack-gap "
    "stack-twice stack-job stack-number stack-separator stack-count stack-back stack-head stack-blank"
)
_SOURCES: Final = (
    "claim-missing claim-version xmp-missing xmp-packed xmp-unreadable xmp-property xmp-differs intent-missing "
    "intent-twice intent-condition intent-profile trapped id-missing box-art filter-lzw postscript layer-unnamed "
    "layer-order layer-automatic transparency-forbidden layers-forbidden dpart-broken dpart-order dpart-names vt-date"
)
_REMOVED: Final = (
    "active-content filter-crypt stream-external reference transfer halftone annotation-inside annotation-outside "
    "space-default"
)
_OWN: Final[Mapping[str, str]] = {
    "unreadable": "get the file again",
    "encrypted": "hand the file over without a password, and encrypt the package",
    "file-altered": "put the sealed file back",
    "box-wrong": "check the profile, then make the file again",
    "font-not-embedded": "embed it, and make the file again",
    "font-unknown": "set the text in a face of the catalogue",
    "glyph-zero": "check the character",
    "image-inline": "make it an image of its own",
    "claim-other": "export again as {wanted}",
    "intent-profile-wrong": "embed the vendor's profile, and make the file again",
    "intent-other": "embed the vendor's profile, and make the file again",
    "ink-spelling": "write one ink in one way in all artwork",
    "ink-unlisted": "take the ink out, or agree on it with the vendor",
    "ink-registration": "use black instead",
    "type-colours": "set it in black or one spot, or larger",
    "text-near-edge": "move it away from the edge",
    "ink-coverage": "lessen the inks, and make the file again",
    "ink-unbounded": "check it in a program that shows ink coverage",
    "overprint-white": "take the overprint off the white",
    "plate-knockout": "let it overprint",
    "image-resolution": "put in an image of more samples, or make it smaller",
    "page-many": "divide the file",
    "stack-block": "give the files of all blocks, in their order",
    "stack-alone": "give the other file too",
    "stack-none": "check the profile",
    "profile-other": "give the profile that the file was made for",
}


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for codes, step in (
        (_AGAIN, AGAIN),
        (_KEPT, KEEP),
        (_SOURCES, SOURCE),
        (_REMOVED, REMOVE),
        ("rgb-operator rgb-space rgb-image rgb-group", CMYK),
        ("pdf-version text-knockout claim-unknown intent-registry layer-hidden space-lab page-differs", VENDOR),
        ("claim-none layer-step object-unused rich-black", NOTHING),
        ("text-overflow text-outside die-live die-near", LAYOUT),
        ("hairline thin-line thin-line-reversed", THICKER),
        ("type-small type-small-reversed", LARGER),
        ("stack-void die-loses", VENDOR),
        ("transparency", FLATTEN),
        ("page-tree xref-damaged object-missing", WRITER),
    ):
        found |= dict.fromkeys(codes.split(), step)
    return found | dict(_OWN)


STEPS: Final[Mapping[str, str]] = _table()
