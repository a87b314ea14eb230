"""Personal texts where none may be: margins and metadata. Contract §4: no name or birth date in a mark, slug, title."""

from collections.abc import Iterable

from layouts.document import Document, Fields

#: Fields of documents that say who somebody is; a number of a 記号 is too short to tell a slug's from a person's.
_PERSON = ("name", "kana", "born", "insured_name", "other_name", "former_name", "registered_name")
FIELDS = frozenset((*_PERSON, "addressee", "address", "address1", "address2"))
_SIDES = {ord("表"): None, ord("裏"): None}  # a slug names the side
_SHORTEST = 2  # fewer letters may stand anywhere by chance


class Personal:
    """The personal texts of a file's documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        texts = set(filter(_tells, {text for document in documents for text in _of(document)}))
        self._texts = frozenset(texts)
        self._neutral = frozenset(text for text in texts if _neutral(text))

    def within(self, text: str) -> bool:
        """Tell whether a text holds one of them."""
        # Most lines of a margin bear no character that a Japanese name is written with.
        possible = self._neutral if _neutral(text) else self._texts
        return any(personal in text for personal in possible)


def _tells(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _SHORTEST


def _neutral(text: str) -> bool:
    return text.isascii() or text.translate(_SIDES).isascii()


def _of(document: Document) -> Iterable[str]:
    for side in (document.front, document.back):
        if side is None:
            continue
        yield from _personal(side.fields)
        for sets in side.blocks.values():
            for fields in sets:
                yield from _personal(fields)


def _personal(fields: Fields) -> Iterable[str]:
    return [text for name, text in fields.items() if name in FIELDS]
