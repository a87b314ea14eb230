"""Objects of pypdf go in, and what stands behind their references comes out as plain values.

What is missing or of another kind is empty, never an error. ISO 32000-1, 7.3 and 7.9.
"""

from typing import Any, cast

from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from proofs.guard import guarded

DAMAGE = (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)
reads = guarded(*DAMAGE)  #: raises Unreadable where pypdf stumbles over damage


def key_of(ref: object, held: object) -> object:
    """Return what an object is known by: its number, or itself where it stands within another."""
    if isinstance(ref, IndirectObject):
        return ref.idnum
    indirect = getattr(held, "indirect_reference", None)
    return indirect.idnum if isinstance(indirect, IndirectObject) else ("direct", id(held))


def solid(held: object) -> PdfObject | None:
    """Return the object behind a reference."""
    return held.get_object() if isinstance(held, PdfObject) else None


def table(held: object) -> DictionaryObject:
    """Return a dictionary."""
    return found if isinstance(found := solid(held), DictionaryObject) else DictionaryObject()


def items(held: DictionaryObject, key: str) -> list[tuple[str, object]]:
    """Return the names of a dictionary within another, with what they hold, references as they are."""
    found = table(held.get(key))
    return [(str(name)[1:], found.raw_get(name)) for name in found]


def array(held: object) -> list[PdfObject]:
    """Return the parts of an array."""
    return list(cast("list[PdfObject]", found)) if isinstance(found := solid(held), ArrayObject) else []


def number(held: object) -> float:
    """Return a number; raises TypeError or ValueError for anything else."""
    return float(cast(Any, solid(held) if isinstance(held, PdfObject) else held))


def numbers(held: object) -> list[float]:
    """Return the numbers of an array."""
    return [number(value) for value in array(held)]


def entry(held: object) -> float | list[float]:
    """Return a number, or the numbers of an array."""
    return numbers(held) if isinstance(solid(held), ArrayObject) else number(held)


def fixed(held: object, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    """Return an array of so many numbers, else another."""
    values = tuple(numbers(held))
    return values if len(values) == len(otherwise) else otherwise


def name(held: object) -> str:
    """Return a name without its slash, "" for anything else."""
    found = solid(held)
    return found[1:] if isinstance(found, str) and found.startswith("/") else ""


def names(held: object) -> tuple[str, ...]:
    """Return a name, or the names of an array."""
    found = array(held) or [held]
    return tuple(text for text in map(name, found) if text)


def truth(held: object) -> bool | None:
    """Return a truth value, None for anything else."""
    return {"True": True, "False": False}.get(str(solid(held)))


def data(held: object) -> bytes:
    """Return the decoded data of a stream."""
    return cast(Any, found).get_data() if isinstance(found := solid(held), StreamObject) else b""


@reads
def text(held: object) -> str:
    """Return the decoded data of a stream, one character a byte."""
    return data(held).decode("latin-1")
