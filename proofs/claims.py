"""What a file says it is goes in, and what that standard asks comes out; and what a vendor asks of a file.

PDF/X-1a and PDF/X-3 are claimed in the document information, PDF/X-4 in the XMP (print.md §1.1 rows 1, 2, 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from proofs.whole import Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a vendor asks of the file as a whole; "" and None ask nothing."""

    claim: str = ""  #: such as PDF/X-4
    intent_sha256: str = ""  #: of the profile to be embedded, decoded
    identifier: str = ""  #: of the printing condition
    inks: tuple[str, ...] | None = None  #: spots that may be on the sheet


NOTHING_ASKED: Final = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What a version of PDF/X asks."""

    name: str
    most: tuple[int, int]  #: version of PDF
    profile: str  #: embedded, named, free
    modern: bool  #: has transparency, layers, and its claim in XMP


_KNOWN: Final = (
    Standard(name="PDF/X-1:2001", most=(1, 3), profile="free", modern=False),
    Standard(name="PDF/X-1a:2001", most=(1, 3), profile="free", modern=False),
    Standard(name="PDF/X-1a:2003", most=(1, 4), profile="free", modern=False),
    Standard(name="PDF/X-3:2002", most=(1, 3), profile="free", modern=False),
    Standard(name="PDF/X-3:2003", most=(1, 4), profile="free", modern=False),
    Standard(name="PDF/X-4", most=(1, 6), profile="embedded", modern=True),
    Standard(name="PDF/X-4p", most=(1, 6), profile="named", modern=True),
)
STANDARDS: Final[Mapping[str, Standard]] = {standard.name: standard for standard in _KNOWN}


def claim_of(whole: Whole, xmp: Mapping[str, str]) -> str:
    """Return the standard a file claims to follow, "" for none."""
    return (
        xmp.get("pdfxid:GTS_PDFXVersion", "")
        or whole.info.get("GTS_PDFXConformance", "")
        or whole.info.get("GTS_PDFXVersion", "")
    )
