"""An envelope's form, weight and class in; its size class, weight tier and postage out, by the table of the day.

`tariff.toml` has a table for each day from which a tariff holds; a later tariff is a new table. Authority: Japan
Post, 内国郵便約款, 料金表 (post.japanpost.jp/send/fee); 定形: 14-23.5 × 9-12 cm, at most 1 cm and 50 g; 規格内: at most
34 × 25 × 3 cm and 1 kg (domain.md §7).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from generator.errors import ConfigError

_FILE: Final = Path(__file__).with_name("tariff.toml")
STANDARD, INSIDE, OUTSIDE = "定形", "定形外規格内", "定形外規格外"
PACK: Final = "専用封筒"  #: of a レターパック
Form = Literal["長3", "角2"]
#: What an envelope of each form may be, the lightest first. A 角2 of 1 kg holds no more than 3 cm of what we send: 200
#: cards lie in 17 layers of 0.76 mm, 100 inner envelopes in 50 pairs of half a millimetre; so weight decides.
_SIZES: Final[Mapping[Form, tuple[str, ...]]] = {"長3": (STANDARD, INSIDE, OUTSIDE), "角2": (INSIDE, OUTSIDE)}
_PACK_GRAMS: Final = 4000
NEAR_GRAMS: Final = 2.0  #: a computed weight so near to a limit may be weighed on its other side


@dataclass(frozen=True, slots=True)
class Quote:
    """What the post takes for one envelope; `tier` is the limit in grams, 0 where it is too heavy for any."""

    size: str
    tier: int
    postage: int
    option: int
    near: float | None  #: grams to the nearest limit within 2 g, positive below it

    @property
    def total(self) -> int:
        """Return postage and option together."""
        return self.postage + self.option


@dataclass(frozen=True, slots=True)
class Tariff:
    """One table of charges in yen."""

    valid_from: date
    sizes: Mapping[str, Mapping[int, int]]  #: size class → grams up to → yen, the lightest first
    options: Mapping[str, int]
    packs: Mapping[str, int]

    def quote(self, form: Form, grams: float, postal_class: str) -> Quote:
        """Return what an envelope costs; too heavy for the post costs nothing and says tier 0."""
        if postal_class in self.packs:
            fits = grams <= _PACK_GRAMS
            charge, tier = (self.packs[postal_class], _PACK_GRAMS) if fits else (0, 0)
            return Quote(PACK, tier, charge, 0, near(grams, (_PACK_GRAMS,)))
        option = self.options.get(postal_class, 0)
        limits = sorted({limit for size in _SIZES[form] for limit in self.sizes[size]})
        for size in _SIZES[form]:
            for limit, charge in self.sizes[size].items():
                if grams <= limit:
                    return Quote(size, limit, charge, option, near(grams, limits))
        return Quote(OUTSIDE, 0, 0, 0, near(grams, limits))


def near(grams: float, limits: tuple[int, ...] | list[int]) -> float | None:
    """Return how far the nearest limit lies above (negative: below) a weight; None where it is not near."""
    nearest = min((limit - grams for limit in limits), key=abs)
    return round(nearest, 1) if abs(nearest) <= NEAR_GRAMS else None


@cache
def tariffs() -> tuple[Tariff, ...]:
    """Read all tables, the oldest first."""
    rows: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["tariff"]
    return tuple(sorted(map(_tariff, rows), key=lambda tariff: tariff.valid_from))


def tariff_of(day: date) -> Tariff:
    """Return the table that holds on a day; raises ConfigError for a day before all of them."""
    held = [tariff for tariff in tariffs() if tariff.valid_from <= day]
    if not held:
        raise ConfigError(
            "tariff-missing",
            "--on",
            "no table of postage goes back to {day}; the first holds from {first}",
            "give a later day",
            day=day.isoformat(),
            first=tariffs()[0].valid_from.isoformat(),
        )
    return held[-1]


def tariff_sha256() -> str:
    """Return the digest of all tables."""
    return sha256(_FILE.read_bytes()).hexdigest()


def _tariff(row: dict[str, Any]) -> Tariff:
    sizes = {str(size): _tiers(tiers) for size, tiers in row["sizes"].items()}
    return Tariff(row["from"], sizes, dict(row["options"]), dict(row["packs"]))


def _tiers(row: dict[str, int]) -> Mapping[int, int]:
    return dict(sorted((int(grams), yen) for grams, yen in row.items()))
