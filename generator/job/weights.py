"""What things weigh, in grams (domain.md §7, computed from area, grammage and density)."""

from dataclasses import dataclass

_CARD_GRAMS = 4.9  # 86 × 54 mm PVC at 0.76 mm
_CARD_MM = 0.76


@dataclass(frozen=True, slots=True)
class Weights:
    """Grams of each part that travels."""

    card: float = _CARD_GRAMS
    notice_sheet: float = 5.0  # A4, 80 gsm: it is cut up and kept
    letter_sheet: float = 4.0  # A4, 64 gsm
    carrier_sheet: float = 8.0  # A4, 128 gsm 台紙
    window_envelope: float = 5.0  # 長3
    bulk_envelope: float = 18.0  # 角2


def weights(card_thickness_mm: float) -> Weights:
    """Return the weights for a card of this thickness."""
    return Weights(card=round(_CARD_GRAMS * card_thickness_mm / _CARD_MM, 2))
