"""A name in, told apart from others or refused: who signs a proof or lets a job out is somebody (print.md §7)."""

import unicodedata
from typing import Final

from generator.errors import LedgerError

_HIDDEN: Final = frozenset(("Cc", "Cf", "Mn"))


def one_person(one: str, other: str) -> bool:
    """Tell whether two names are the same but for width, spaces, variants of a character and what is not seen."""
    return _plain(one) == _plain(other)


def somebody(name: str) -> bool:
    """Tell whether a name has a letter or a digit."""
    return any(unicodedata.category(char)[0] in "LN" for char in _plain(name))


def refuse_nobody(by: str, place: str) -> None:
    """Raise LedgerError where nobody answers for a step that a person has to answer for."""
    if not somebody(by):
        fact, step = "nobody is named who answers for it", "name the person with --by"
        raise LedgerError("by-nobody", place, fact, step)


def _plain(name: str) -> str:
    shown = (c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in _HIDDEN)
    return "".join("".join(shown).split()).casefold()
