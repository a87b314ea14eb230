"""All objects of a file but its plain pages go in; what none of them may be or hold comes out.

A page that is written plainly, and its plainly deflated content, can hide nothing and are left out: so the work is the
same for a file of one sheet and of a thousand. PDF/X rows 11, 13, 14 (print.md §1.1); ISO 32000-1, 7.3.8, 7.5.4, 12.6.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject, StreamObject

from proofs.facts import Space, Unreadable
from proofs.structure_spaces import read_space
from proofs.structure_values import DAMAGE, array, name, names, number, reads, solid, table
from proofs.whole import Survey, Trait

_ACTIONS = frozenset(
    (
        *("GoTo", "GoToR", "GoToE", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named", "SubmitForm"),
        *("ResetForm", "ImportData", "JavaScript", "SetOCGState", "Rendition", "Trans", "GoTo3DView"),
    )
)
_HEAD = re.compile(rb"\s*(\d+)\s+\d+\s+obj\b")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_XREF = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_TAIL = 2048  # bytes at the end within which programs look for startxref
_DEEPEST = 40  # values within values
_OF_THE_FILE = frozenset({"XRef", "ObjStm"})  # objects that nothing need name
_HALFTONES = frozenset({1, 5})


@dataclass(slots=True, eq=False)
class _Seen:
    traits: list[Trait] = field(default_factory=list[Trait])
    spots: dict[Space, None] = field(default_factory=dict[Space, None])
    named: set[int] = field(default_factory=set[int])
    quiet: set[int] = field(default_factory=set[int])  # objects that nothing need name


@reads
def read_survey(reader: PdfReader, data: bytes, skipped: set[int], named: Iterable[int]) -> Survey:
    """Look at every object but those `skipped`; `named` are the numbers that the skipped ones name."""
    seen = _Seen(named=set(named))
    numbers = _in_use(reader)
    for value, generation in numbers.items():
        if value not in skipped:
            _look(reader, IndirectObject(value, generation, reader), seen)
    for key, held in reader.trailer.items():
        if key not in ("/Prev", "/XRefStm"):
            _walk(reader.trailer.raw_get(key) if isinstance(held, PdfObject) else held, 0, seen, 0)
    unused = numbers.keys() - seen.named - seen.quiet - skipped
    return Survey(
        traits=tuple(seen.traits),
        spots=tuple(seen.spots),
        missing=tuple(sorted(seen.named - numbers.keys() - {0})),
        unused=len(unused),
        damage=tuple(_damage(reader, data)),
    )


def _in_use(reader: PdfReader) -> Mapping[int, int]:
    """Return the generation of every object there is."""
    found = dict.fromkeys(reader.xref_objStm, 0)
    for generation, places in reader.xref.items():
        free = reader.xref_free_entry.get(generation, {})
        found |= {value: generation for value in places if value and not free.get(value)}
    return found


def _look(reader: PdfReader, ref: IndirectObject, seen: _Seen) -> None:
    try:
        held = solid(ref)
    except DAMAGE as error:
        raise Unreadable(type(error).__name__) from error
    if isinstance(held, DictionaryObject) and (name(held.get("/Type")) in _OF_THE_FILE or "/Linearized" in held):
        seen.quiet.add(ref.idnum)
        if "/Linearized" in held:
            seen.quiet |= reader.xref.get(0, {}).keys()  # hint streams lie where it says, and nothing names them
        return
    _walk(held, ref.idnum, seen, 0)


def _walk(held: object, home: int, seen: _Seen, depth: int) -> None:
    """Look at a value and all that stands in it, without following references."""
    if isinstance(held, IndirectObject):
        seen.named.add(held.idnum)
    elif depth > _DEEPEST:
        return
    elif isinstance(held, DictionaryObject):
        seen.traits += [Trait(kind, what, home) for kind, what in _traits(held)]
        for key in held:
            _walk(held.raw_get(key), home, seen, depth + 1)
    elif isinstance(held, ArrayObject):
        parts = list[object](held)
        if len(parts) > 2 and name(parts[0]) in ("Separation", "DeviceN") and (space := read_space(held)):
            seen.spots[space] = None
        for part in parts:
            _walk(part, home, seen, depth + 1)


def _traits(held: DictionaryObject) -> Iterator[tuple[str, str]]:
    """Say what is remarkable about a dictionary."""
    kind = name(held.get("/S"))
    if kind in _ACTIONS and _is_action(held):
        yield "action", kind
    if "/TR" in held and not isinstance(solid(held["/TR"]), NullObject) and _is_state(held):
        yield "transfer", "TR"
    if "/TR2" in held and name(held["/TR2"]) != "Default":
        yield "transfer", "TR2"
    if "/HTP" in held:
        yield "halftone", "HTP"
    if "/HalftoneType" in held and number(held["/HalftoneType"]) not in _HALFTONES:
        yield "halftone", f"HalftoneType {number(held['/HalftoneType']):g}"
    if "/HalftoneName" in held:
        yield "halftone", "HalftoneName"
    if isinstance(held, StreamObject):
        yield from _stream_traits(held)


def _is_action(held: DictionaryObject) -> bool:
    """Tell an action from what else is told apart by /S: structure elements, page transitions, groups (12.6.2)."""
    return name(held.get("/Type")) in ("", "Action") and not {"/P", "/K", "/Pg"} & held.keys()


def _is_state(held: DictionaryObject) -> bool:
    """Tell a graphics state from a soft mask, whose /TR is its own (11.6.5.2)."""
    return name(held.get("/S")) not in ("Alpha", "Luminosity")


def _stream_traits(held: StreamObject) -> Iterator[tuple[str, str]]:
    packed = names(held.get("/Filter"))
    if "LZWDecode" in packed or "LZW" in packed:
        yield "lzw", "LZWDecode"
    if "Crypt" in packed:
        yield "crypt", "Crypt"
    if "/F" in held and not names(held["/F"]):
        yield "external", "F"
    if name(held.get("/Subtype")) == "PS" or name(held.get("/Subtype2")) == "PS":
        yield "postscript", "PS"
    if "/Ref" in held and name(held.get("/Subtype")) == "Form":
        yield "reference", "Ref"
    if "/OPI" in held:
        yield "reference", "OPI"
    if any("/DefaultForPrinting" in table(other) for other in array(held.get("/Alternates"))):
        yield "reference", "Alternates"


def _damage(reader: PdfReader, data: bytes) -> Iterator[str]:
    """Say what of header, trailer and cross-references is not as the file's own bytes are."""
    if not data.startswith(b"%PDF-"):
        yield "%PDF"
    start = _START.findall(data, max(len(data) - _TAIL, 0))
    if not start or (not _XREF.match(data, int(start[-1])) and data.startswith(b"%PDF-")):
        yield "startxref"
    for generation, places in reader.xref.items():
        free = reader.xref_free_entry.get(generation, {})
        for value, at in places.items():
            head = _HEAD.match(data, at) if value and not free.get(value) else None
            if value and not free.get(value) and (head is None or int(head[1]) != value):
                yield f"xref {value}"
                return
