"""Personal texts where none may be: margins and metadata. Contract §4: no name or birth date in a mark, slug, title."""

from collections.abc import Iterable

from layouts.document import Document, Fields

#: Fields of documents that say who somebody is; a number of a 記号 is too short to tell a slug's from a person's.
FIELDS = frozenset(
    ("name", "kana", "born", "insured_name", "other_name", "former_name", "registered_name", "addressee")
) | {"address", "address1"}
_SHORTEST = 2  # a shorter text may stand anywhere by chance


class Personal:
    """The personal texts of some documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._texts = frozenset(text for document in documents for text in _of(document) if len(text) >= _SHORTEST)

    def within(self, text: str) -> bool:
        """Tell whether a text holds one of them."""
        return any(personal in text for personal in self._texts)


def _of(document: Document) -> Iterable[str]:
    for side in (document.front, document.back):
        if side is None:
            continue
        yield from _personal(side.fields)
        for sets in side.blocks.values():
            for fields in sets:
                yield from _personal(fields)


def _personal(fields: Fields) -> Iterable[str]:
    return (fields[name] for name in FIELDS & fields.keys())
