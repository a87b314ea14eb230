"""Objects in, a PDF file out, written forward only; the one place that knows PDF syntax.

Memory holds the offsets of the objects and nothing else. No clock: the file's identifier is the digest of its content.
Authority: ISO 32000-1 7.3 (objects), 7.5 (file structure), 7.7.3 (page tree), 14.4 (file identifiers).
"""

import hashlib
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

HEADER = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"  # four bytes above 127: this is binary (7.5.2)
GROUP = 64  # pages under one node of the page tree
LEVEL = 6  # of zlib
BUFFER = 1 << 18  # bytes kept before the system is asked to write them
REGULAR = frozenset(b"!\"$&'*+,-.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ\\^_`abcdefghijklmnopqrstuvwxyz|~")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Raw:
    """Syntax that is already written."""

    data: bytes


#: str is a name without its slash, bytes a string; other kinds are what they are in Python.
Value: TypeAlias = "bool | int | float | str | bytes | Ref | Raw | Mapping[str, Value] | Sequence[Value] | None"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file."""

    pages: int
    bytes: int
    sha256: str


def syntax(value: Value) -> bytes:
    """Write a value as PDF syntax."""
    match value:
        case Raw(data):
            return data
        case Ref(number):
            return b"%d 0 R" % number
        case str():
            return name(value)
        case bytes():
            return b"<%s>" % value.hex().upper().encode("ascii")
        case bool() | None:
            return {True: b"true", False: b"false", None: b"null"}[value]
        case int():
            return b"%d" % value
        case float():
            return real(value)
        case Mapping():
            return b"<<%s>>" % b"".join(name(key) + b" " + syntax(item) for key, item in value.items())
        case _:
            return b"[%s]" % b" ".join(map(syntax, value))


def name(text: str) -> bytes:
    """Write a name; what is not a regular character becomes #xx (7.3.5)."""
    return b"/" + b"".join(bytes((b,)) if b in REGULAR else b"#%02X" % b for b in text.encode("utf-8"))


def real(value: float) -> bytes:
    """Write a real number with at most five decimals and no exponent."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode("ascii")


def text_string(text: str) -> bytes:
    """Encode a text string of a document (7.9.2.2)."""
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def deflate(data: bytes) -> bytes:
    """Compress a stream as /FlateDecode wants it."""
    return zlib.compress(data, LEVEL)


class PdfFile:
    """A PDF being written; as a context manager it removes a file that was not finished."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb", buffering=BUFFER)
        self._digest = hashlib.sha256()
        self._at = 0
        self._offsets = array("Q", [0])  # by object number; 0 = reserved, not written
        self._kids: list[Ref] = []
        self._nodes: list[tuple[Ref, int]] = []
        self._node = Ref(0)
        self._root = self.reserve()
        self._finished = False
        self._once: dict[bytes, Ref] = {}
        self._write(HEADER)

    def __enter__(self) -> "PdfFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if not self._finished:
            self._path.unlink(missing_ok=True)

    def reserve(self) -> Ref:
        """Take an object number for an object that is written later."""
        self._offsets.append(0)
        return Ref(len(self._offsets) - 1)

    def put(self, value: Value, at: Ref | None = None) -> Ref:
        """Write an object."""
        ref = at or self.reserve()
        self._object(ref, syntax(value))
        return ref

    def put_stream(self, entries: Mapping[str, Value], data: bytes, at: Ref | None = None) -> Ref:
        """Write a stream whose data is encoded as its entries say."""
        ref = at or self.reserve()
        head = syntax({**entries, "Length": len(data)})
        self._object(ref, b"%s\nstream\n%s\nendstream" % (head, data))
        return ref

    def put_deflated(self, entries: Mapping[str, Value], data: bytes, at: Ref | None = None) -> Ref:
        """Compress and write a stream."""
        return self.put_stream({**entries, "Filter": "FlateDecode"}, deflate(data), at)

    def put_once(self, entries: Mapping[str, Value], data: bytes) -> Ref:
        """Write a stream as `put_stream`; the same data again are the same object, under the entries given first."""
        key = hashlib.sha256(data).digest()
        if key not in self._once:
            self._once[key] = self.put_stream(entries, data)
        return self._once[key]

    def put_page(self, entries: bytes, content: bytes) -> Ref:
        """Write a page: its entries as syntax (boxes, resources) and its content."""
        if not self._kids:
            self._node = self.reserve()
        body = self.reserve()
        data = deflate(content)
        self._object(body, b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(data), data))
        page = self.reserve()
        parent, number = self._node.number, body.number
        self._object(page, b"<</Type/Page/Parent %d 0 R/Contents %d 0 R%s>>" % (parent, number, entries))
        self._kids.append(page)
        if len(self._kids) == GROUP:
            self._close_node()
        return page

    def finish(self, catalog: Mapping[str, Value], info: Mapping[str, Value]) -> Written:
        """Write page tree, catalog, information, cross-references and trailer; close the file."""
        if self._kids:
            self._close_node()
        pages = sum(count for _, count in self._nodes)
        self.put({"Type": "Pages", "Kids": [ref for ref, _ in self._nodes], "Count": pages}, self._root)
        root = self.put({"Type": "Catalog", "Pages": self._root, **catalog})
        about = self.put(info)
        start = self._at
        self._write(self._table())
        identifier = self._digest.digest()[:16]
        trailer = {"Size": len(self._offsets), "Root": root, "Info": about, "ID": [identifier, identifier]}
        self._write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (syntax(trailer), start))
        self._finished = True
        self._file.close()
        return Written(pages, self._at, self._digest.hexdigest())

    def _close_node(self) -> None:
        node: Mapping[str, Value] = {
            "Type": "Pages", "Parent": self._root, "Kids": tuple(self._kids), "Count": len(self._kids)
        }  # fmt: skip
        self.put(node, self._node)
        self._nodes.append((self._node, len(self._kids)))
        self._kids.clear()

    def _object(self, ref: Ref, body: bytes) -> None:
        self._offsets[ref.number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (ref.number, body))

    def _table(self) -> bytes:
        """Write the cross-reference table, twenty bytes an object (7.5.4); numbers never used are free."""
        rows = [b"%010d 00000 n\r\n" % offset if offset else b"0000000000 65535 f\r\n" for offset in self._offsets]
        return b"xref\n0 %d\n%s" % (len(self._offsets), b"".join(rows))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)
