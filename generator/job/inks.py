"""The spot inks of a job in, refused where one ink has two spellings or two colours; each place is named.

A press makes a plate for every spelling it meets, and a file may give one name one colour only. Authority: print.md §3
and §8 trap 14, ISO 15930-7 (Separations of one name are one colour).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.errors import ConfigError
from imposition.layers import inks_seen
from imposition.sheet import Stock
from layouts.groundinks import ground_inks
from layouts.ink import Ink
from layouts.load import Layouts

_NEAR = 0.002  # of an ink: what writing a number down rounds away
_JOINTS = frozenset(" -_\u2010\u2011\u2012\u2013\u2014\u2212\u30fb")


@dataclass(frozen=True, slots=True)
class Named:
    """A spot as one place names it; `cmyk` is what stands for it, None where that cannot be told."""

    name: str
    cmyk: tuple[float, ...] | None
    place: str


def check_inks(colour: Ink | None, layouts: Layouts, stocks: Iterable[Stock]) -> None:
    """See that every spot of a job has one spelling and one colour; raises ConfigError."""
    seen: dict[str, Named] = {}
    for ink in _inks(colour, layouts, stocks):
        first = seen.setdefault(plain_name(ink.name), ink)
        if first.name != ink.name:
            raise ConfigError(
                "spot-spelling",
                ink.place,
                "the ink {ink} is called {other} in {where}; a press would make two plates",
                "write it the same way everywhere",
                ink=ink.name,
                other=first.name,
                where=first.place,
            )
        if first.cmyk and ink.cmyk and _differ(first.cmyk, ink.cmyk):
            raise ConfigError(
                "spot-colour",
                ink.place,
                "the ink {ink} stands for {cmyk}, in {where} for {other}",
                "give it one colour everywhere",
                ink=ink.name,
                cmyk=_said(ink.cmyk),
                where=first.place,
                other=_said(first.cmyk),
            )
        if first.cmyk is None:
            seen[plain_name(ink.name)] = ink


def spot_names(colour: Ink | None, layouts: Layouts, stock: Stock) -> frozenset[str]:
    """Return the spots that may be on a sheet: the society's colour, those of designers' pages, white and die line."""
    return frozenset(ink.name for ink in _inks(colour, layouts, (stock,)))


def plain_name(name: str) -> str:
    """Return what two spellings of one ink share: NFKC, one case, no spaces, no hyphens."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c not in _JOINTS and not c.isspace())


def _inks(colour: Ink | None, layouts: Layouts, stocks: Iterable[Stock]) -> Iterator[Named]:
    if colour and colour.spot:
        yield Named(colour.spot, colour.cmyk, "society.toml")
    for ground, layout in sorted(layouts.grounds.items(), key=lambda item: item[1]):
        for name, ink in ground_inks(ground):
            yield Named(name, ink.cmyk if ink else None, f"{layout}.toml")
    for stock in stocks:
        if stock.plates:
            for name, cmyk in inks_seen(stock.plates).items():
                yield Named(name, tuple(cmyk), f"{stock.name}.toml")


def _differ(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return any(abs(a - b) > _NEAR for a, b in zip(one, other, strict=True))


def _said(cmyk: tuple[float, ...]) -> str:
    return " ".join(f"{letter}{100 * part:.3g}" for letter, part in zip("CMYK", cmyk, strict=True))
