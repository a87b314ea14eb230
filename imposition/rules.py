"""A profile's `[preflight]` table in, what its press can hold out: least lines and type, most ink, least resolution.

The checker reads the figures (`proofs/checks/ink*.py`), nothing here draws. Authority: print.md §3 (what card printers
publish: lines 0.1 mm, type 6 pt, ink 280-300 %, images 300/600/1200 ppi, live matter 3 mm from the die).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imposition.tables import Table

SEVERITIES = ("error", "warning", "info", "off")
#: Findings a vendor may weigh otherwise: all of them are about the press and its tools, none about persons. How near a
#: die may come is the vendor's to say; what it cuts away (die-live), and a blank that nobody can tell from a lost print
#: (stack-void), are not.
ADJUSTABLE = frozenset(
    {
        "die-loses",
        "die-near",
        "hairline",
        "image-resolution",
        "ink-coverage",
        "ink-registration",
        "ink-unbounded",
        "overprint-white",
        "plate-knockout",
        "rich-black",
        "text-knockout",
        "text-near-edge",
        "thin-line",
        "thin-line-reversed",
        "type-colours",
        "type-small",
        "type-small-reversed",
    }
)
_APART = ("white", "weiss", "cutcontour", "cut contour", "die", "die line", "dieline", "stanze")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a press can hold; lengths in mm, type in pt, ink in per cent, images in samples an inch."""

    ink_limit: int = 300  #: all inks of a place together
    line: float = 0.1
    line_reversed: float = 0.15  #: light on a darker ground, which closes in on it
    type_pt: float = 4.5
    type_reversed_pt: float = 6.0
    type_colour_pt: float = 9.0  #: of text in more than one ink
    image_ppi: int = 300
    image_grey_ppi: int = 600
    image_bitonal_ppi: int = 1200
    safe: float = 3.0  #: from live text to the trim
    apart: tuple[str, ...] = _APART  #: plates that are no ink on the print: white beneath it, the die's line
    severity: Mapping[str, str] = field(default_factory=dict[str, str])  #: of single codes

    def is_apart(self, ink: str) -> bool:
        """Tell whether a spot is none of the inks that add up."""
        return ink.casefold() in self.apart


CARD = Rules()
#: Paper takes what plastic does not: dry toner and offset hold finer reversed lines; its trim is the sheet's edge.
PAPER = Rules(line_reversed=0.1, type_reversed_pt=5.0, type_colour_pt=8.0, image_grey_ppi=300, image_bitonal_ppi=600)


def read_rules(table: Table, base: Rules) -> Rules:
    """Read a `[preflight]` table; what it leaves out is the pile's own (`CARD`, `PAPER`)."""
    rules = Rules(
        ink_limit=table.whole("ink_limit", otherwise=base.ink_limit),
        line=_least(table, "line", base.line),
        line_reversed=_least(table, "line_reversed", base.line_reversed),
        type_pt=_least(table, "type", base.type_pt, unit="pt"),
        type_reversed_pt=_least(table, "type_reversed", base.type_reversed_pt, unit="pt"),
        type_colour_pt=_least(table, "type_colour", base.type_colour_pt, unit="pt"),
        image_ppi=table.whole("image_ppi", otherwise=base.image_ppi),
        image_grey_ppi=table.whole("image_grey_ppi", otherwise=base.image_grey_ppi),
        image_bitonal_ppi=table.whole("image_bitonal_ppi", otherwise=base.image_bitonal_ppi),
        safe=_least(table, "safe", base.safe),
        apart=tuple(word.casefold() for word in table.texts("ink_apart", otherwise=base.apart)),
        severity={**base.severity, **_severity(table.table("severity"))},
    )
    table.finish()
    return rules


def _least(table: Table, key: str, otherwise: float, *, unit: str = "mm") -> float:
    value = table.length(key, unit=unit, otherwise=otherwise)
    if value < 0:
        table.report(key, "length-negative", "a least size cannot be negative", "correct it")
    return value


def _severity(table: Table) -> Mapping[str, str]:
    """Read the weight of single codes; those that guard numbers, names and privacy are not open to a profile."""
    given = [code for code in table.given if code in ADJUSTABLE]
    for code in table.given:
        if code not in ADJUSTABLE:
            step = "open to a profile are: {known}"
            known = ", ".join(sorted(ADJUSTABLE))
            table.report(code, "rule-unknown", "no profile can weigh this code", step, known=known)
    return {code: table.choice(code, SEVERITIES) for code in given}
