"""Personal texts where none may be: margins and metadata. Contract §4: no name or birth date in a mark, slug, title."""

from collections.abc import Iterable

from layouts.document import Document, Fields, Side

#: Fields of documents that say who somebody is; a number of a 記号 is too short to tell a slug's from a person's.
FIELDS = (
    *("name", "kana", "born", "insured_name", "other_name", "former_name", "registered_name"),
    *("addressee", "address", "address1", "address2"),
)
_SHORTEST = 2  # a shorter text may stand anywhere by chance


def personal_within(text: str, documents: Iterable[Document]) -> bool:
    """Tell whether a text holds a personal text of one of some documents."""
    if not text:
        return False
    for document in documents:
        for side in (document.front, document.back):
            if side is not None and (_holds(text, side.fields) or any(_in_blocks(text, side))):
                return True
    return False


def _in_blocks(text: str, side: Side) -> Iterable[bool]:
    return (_holds(text, fields) for sets in side.blocks.values() for fields in sets)


def _holds(text: str, fields: Fields) -> bool:
    for name in FIELDS:
        held = fields.get(name)
        if held and held in text and len(held) >= _SHORTEST:
            return True
    return False
