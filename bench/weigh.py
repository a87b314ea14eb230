"""A PDF in, what it weighs out: bytes of fonts, of art placed more than once, and what is left for its cards.

Read with pypdf from the file as it is: a font's bytes are those of its program and its ToUnicode, an art is a form or
image that several pages (or forms) name; the profile of the output intent is written once a file and only by us. The
rest, page objects and cross-references included, is what cards cost.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Weight:
    """The bytes of a file, and its fonts."""

    bytes: int
    fonts: int  #: distinct fonts named
    font_bytes: int
    art_bytes: int
    profile_bytes: int  #: of the output intent

    @property
    def variable(self) -> int:
        """Return the bytes beside fonts, fixed art and colour profile."""
        return self.bytes - self.font_bytes - self.art_bytes - self.profile_bytes


def weigh(path: Path) -> Weight:
    """Weigh a file."""
    reader = PdfReader(path)
    objects = [IndirectObject(number, 0, reader).get_object() for number in _numbers(reader)]
    fixed = _fixed(objects, reader)
    fonts = art = count = profile = 0
    for item in objects:
        if not isinstance(item, DictionaryObject):
            continue
        if item.get("/Type") == "/Font" and "CIDFont" not in str(item.get("/Subtype")):
            count += 1
            fonts += _stream_bytes(item.get("/ToUnicode"))
        elif item.get("/Type") == "/FontDescriptor":
            fonts += sum(_stream_bytes(item.get(key)) for key in _PROGRAMS)
        elif item.get("/Type") == "/OutputIntent":
            profile += _stream_bytes(item.get("/DestOutputProfile"))
        elif isinstance(item, StreamObject) and _number(item) in fixed:
            art += _stream_bytes(item)
    return Weight(path.stat().st_size, count, fonts, art, profile)


def _numbers(reader: PdfReader) -> Iterator[int]:
    """Yield the numbers of all objects in use."""
    found = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    yield from sorted(number for number in found if number > 0)


def _fixed(objects: list[PdfObject | None], reader: PdfReader) -> set[int]:
    """Return the numbers of the forms that several pages or forms name, and of the forms within those."""
    used: Counter[int] = Counter(number for page in reader.pages for number in _named(page))
    inner = {
        _number(o): list(_named(o)) for o in objects if isinstance(o, StreamObject) and o.get("/Subtype") == "/Form"
    }
    used.update(number for numbers in inner.values() for number in numbers)
    found: set[int] = set()
    waiting = [number for number, count in used.items() if count > 1]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += inner.get(number, [])
    return found


def _named(holder: DictionaryObject) -> Iterator[int]:
    """Yield the numbers of the XObjects that a page or form names."""
    resources = holder.get("/Resources")
    held = resources.get_object() if resources is not None else None
    named = held.get("/XObject") if isinstance(held, DictionaryObject) else None
    forms = named.get_object() if named is not None else None
    if isinstance(forms, DictionaryObject):
        values = (forms.raw_get(key) for key in forms)
        yield from (value.idnum for value in values if isinstance(value, IndirectObject))


def _number(item: StreamObject) -> int:
    reference = item.indirect_reference
    return reference.idnum if reference is not None else 0


def _stream_bytes(value: object) -> int:
    item = value.get_object() if isinstance(value, PdfObject) else None
    if not isinstance(item, StreamObject):
        return 0
    return len(item._data)  # pyright: ignore[reportPrivateUsage] - the bytes as they lie in the file
