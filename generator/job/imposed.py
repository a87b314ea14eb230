"""Any PDF in, its imposed file out; it claims PDF/X-4 only if reading it back bears that out (`shikaku impose`).

Nothing is known of a page from elsewhere; so the sheets are written, read back, and written again without the claim
where something in them breaks it. Authority: ISO 15930-7 by print.md §1.1, §8 trap 15.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from imposition.draw import Drawn
from imposition.errors import PageRefused
from imposition.foreign import impose_file
from imposition.sheet import Stock
from proofs.check import check_file
from proofs.checks.plates import check_inks
from proofs.claims import NOTHING_ASKED
from proofs.facts import Unreadable
from proofs.finding import Finding, Findings
from proofs.structure import Delivered

#: What a file may not have that claims PDF/X-4; other findings concern its use as a society's document.
BROKEN = frozenset(
    {
        *("unreadable", "encrypted", "active-content", "pdf-version", "box-missing", "box-order", "box-art"),
        *("font-not-embedded", "content-unreadable", "trapped", "id-missing", "annotation-inside"),
        *("rgb-operator", "rgb-space", "rgb-image", "rgb-group", "space-default", "transfer", "halftone"),
        *("filter-lzw", "filter-crypt", "stream-external", "postscript", "reference"),
        *("layer-unnamed", "layer-order", "layer-automatic"),
    }
)
BROKEN_KINDS = ("claim-", "xmp-", "intent-")  #: what begins so concerns the claim itself


@dataclass(frozen=True, slots=True)
class Imposed:
    """What was written, whether it claims PDF/X-4, and what stood in the way."""

    drawn: Drawn
    claims: bool
    findings: tuple[Finding, ...]


def impose_sound(front: Path, out: Path, stock: Stock, *, back: Path | None = None, day: str = "") -> Imposed:
    """Impose to `out`, a temporary name that the caller renames; raises PageRefused and leaves no file then."""
    drawn = impose_file(front, out, stock, back=back, day=day)
    _refuse_spellings(out, front.name)
    if stock.intent is None or not drawn.day:
        return Imposed(drawn, claims=False, findings=())
    found = check_file(out, expected=None, stock=stock).findings
    broken = tuple(f for f in found if f.code in BROKEN or (f.severity == "error" and f.code.startswith(BROKEN_KINDS)))
    if not broken:
        return Imposed(drawn, claims=True, findings=())
    return Imposed(
        impose_file(front, out, replace(stock, intent=None), back=back, day=day), claims=False, findings=broken
    )


def _refuse_spellings(out: Path, name: str) -> None:
    """Refuse pages that write one ink in two ways: each would be a plate of its own (print.md §8, trap 14)."""
    findings = Findings(out.name)
    with suppress(Unreadable):  # which reading back tells
        check_inks(Delivered(out).survey().spots, NOTHING_ASKED, findings)
    if told := findings.report().findings:
        out.unlink()
        fact = "the ink {one} is also written {other}: two plates for one ink"
        raise PageRefused("ink-spellings", name, fact, "write it in one way in all pages", **told[0].facts)
