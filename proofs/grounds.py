"""A designer's page and the form that a file has in its place go in; digests of all they hold come out.

Such a page is art of its own: it may bear fonts of the designer's, which no face of the catalogue proves. So it is
held to be byte for byte what the layout names: content, fonts, images, colour spaces, whatever hangs on it.
Of security art (`proofs/security.py`) only what it names is told here. ISO 32000-1, 7.3.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, PdfObject, StreamObject

from proofs.facts import Matrix
from proofs.guard import guarded

GROUND = "Ground"  #: the name by which an artwork places its designer's page
_PAINTS = ("/ColorSpace", "/ExtGState")
_OWN = frozenset({"/Length", "/Type"})  # what changes when a stream is copied
_PACKING = frozenset({"/Filter", "/DecodeParms"})  # what another program may change and draw the same
_FLATE = ("/FlateDecode", ["/FlateDecode"])
_reads = guarded(OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Ground:
    """A designer's page as it must lie in a file: what it holds, and the matrix that takes it to the trim."""

    digest: str
    at: Matrix


@lru_cache(64)
@_reads
def planned(pdf: bytes) -> Ground:
    """Return what a layout's ground must be in the file."""
    page = PdfReader(BytesIO(pdf)).pages[0]
    content, box = page.get_contents(), page.trimbox
    data = content.get_data() if content is not None else b""
    at = (1.0, 0.0, 0.0, 1.0, -float(box.left), -float(box.bottom))
    return Ground(_digest(data, page.get("/Resources")), at)


@_reads
def form_digest(form: StreamObject) -> str:
    """Return the digest of a form's content and of all it names."""
    return _digest(form.get_data(), form.get("/Resources"))


@lru_cache(64)
@_reads
def planned_names(pdf: bytes) -> str:
    """Return the digest of what security art on a layout's art page may name: its spots and graphics states."""
    held = cast(DictionaryObject, PdfReader(BytesIO(pdf)).pages[0]["/Resources"])
    return _named({key: held.raw_get(key) for key in _PAINTS if key in held})


@_reads
def names_digest(form: StreamObject) -> str:
    """Return the digest of all that a form names."""
    held = cast(DictionaryObject, form.get("/Resources", DictionaryObject()).get_object())
    return _named({key: held.raw_get(key) for key in held})


def _named(held: Mapping[str, PdfObject]) -> str:
    found, seen = hashlib.sha256(), dict[int, int]()
    for key in sorted(held):
        found.update(key.encode())
        for part in _parts(held[key], seen):
            found.update(part)
    return found.hexdigest()


def _digest(content: bytes, resources: object) -> str:
    found = hashlib.sha256(b" ".join(content.split()))
    for part in _parts(cast(PdfObject, resources), {}):
        found.update(part)
    return found.hexdigest()


def _parts(held: PdfObject | None, seen: dict[int, int]) -> Iterator[bytes]:
    """Yield a value in one spelling, whatever the numbers of its objects are; what comes back is named by its turn."""
    if isinstance(held, IndirectObject):
        known = seen.get(held.idnum)
        if known is not None:
            yield b"@%d" % known
            return
        seen[held.idnum] = len(seen)
        held = held.get_object()
    if isinstance(held, DictionaryObject):
        flat = isinstance(held, StreamObject) and held.get("/Filter", "/FlateDecode") in _FLATE
        yield b"<"
        for key in sorted(held.keys() - (_OWN | _PACKING if flat else _OWN)):
            yield str(key).encode()
            yield from _parts(cast(PdfObject, held.raw_get(key)), seen)
        yield b">"
        if isinstance(held, StreamObject):
            yield held.get_data() if flat else held._data  # pyright: ignore[reportPrivateUsage] - as it is encoded
    elif isinstance(held, ArrayObject):
        yield b"["
        for part in held:
            yield from _parts(cast(PdfObject, part), seen)
        yield b"]"
    else:
        yield _plain(held)


def _plain(held: object) -> bytes:
    bare = getattr(held, "original_bytes", None)
    if isinstance(bare, bytes):
        return b"(" + bare + b")"
    if isinstance(held, int | float | NumberObject) and not isinstance(held, bool):
        return b"#%.3f" % float(held)
    return str(held).encode()
