"""Personal texts where none may be: margins and metadata. Contract §4: no name or birth date in a mark, slug, title."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from layouts.document import Document, Fields

#: Fields of documents that say who somebody is; a number of a 記号 is too short to tell a slug's from a person's.
_PERSON = ("name", "kana", "born", "insured_name", "other_name", "former_name", "registered_name")
FIELDS = frozenset((*_PERSON, "addressee", "address", "address1", "address2"))
_SHORTEST = 2  # fewer letters may stand anywhere by chance
_WORD = 4  # fewer Latin letters may stand within a word by chance
_APART = "\0"
_NEUTRAL = re.compile("(?:^|(?<=\0))[\1-\x7f表裏]+(?=\0|$)")  # between `_APART`, written like a margin


class Personal:
    """The personal texts of a file's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents

    @cached_property
    def _all(self) -> frozenset[str]:
        """Return all of them; a file that is as planned seldom asks."""
        return frozenset(_of(self._documents))

    @cached_property
    def _neutral(self) -> Sequence[str]:
        """Return those that are written like a margin."""
        return _NEUTRAL.findall(_APART.join(self._all))

    def within(self, text: str) -> bool:
        """Tell whether a text holds one of them."""
        # Most lines of a margin bear no character that a Japanese name is written with.
        possible = self._neutral if _neutral(text) else self._all
        found = [personal for personal in possible if personal in text]
        return any(_tells(personal) and _stands(personal, text) for personal in found)


def _tells(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _SHORTEST


def _neutral(text: str) -> bool:
    """Tell whether a text is written like a margin, where a slug names the side."""
    return text.isascii() or text.replace("表", "").replace("裏", "").isascii()


def _stands(personal: str, text: str) -> bool:
    """Tell whether a text within another is more than two or three letters of a word."""
    short = len(personal) < _WORD and personal.isascii()
    return not short or re.search(rf"(?<![0-9A-Za-z]){re.escape(personal)}(?![0-9A-Za-z])", text) is not None


def _of(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the personal texts; sides whose fields are named alike, thousands of them, are picked from alike."""
    pickers: dict[tuple[str, ...], Callable[[Fields], Iterable[str]] | None] = {}
    for fields in _each(documents):
        names = (*fields,)
        if names not in pickers:
            pickers[names] = _picker([name for name in names if name in FIELDS])
        if (pick := pickers[names]) is not None:
            yield from pick(fields)


def _each(documents: Iterable[Document]) -> Iterator[Fields]:
    for document in documents:
        for side in (document.front, document.back):
            if side is not None:
                yield side.fields
                for sets in side.blocks.values():
                    yield from sets


def _picker(chosen: Sequence[str]) -> Callable[[Fields], Iterable[str]] | None:
    """Return what picks the fields of some names, None for no names."""
    if len(chosen) > 1:
        return itemgetter(*chosen)
    return (lambda fields: [fields[name] for name in chosen]) if chosen else None
