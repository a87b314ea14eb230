"""The bytes of a file and where its objects lie go in; plain pages and plain streams come out, unparsed.

Pages of one file are alike but for their content, so each is known by its bytes without the numbers of its content and
parent, and only one of a kind is parsed. What is not written in the plainest way is left to the parser: every answer
here is None, or the very one the parser would give. ISO 32000-1, 7.3.8, 7.3.10, 7.7.3.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_FLAT = rb"[^<>()%#\x00\x0b\x0c]*"  # no strings, comments, escaped names and dictionaries within
_OBJECT = re.compile(rb"(\d+) 0 obj\s*<<(" + _FLAT + rb")>>\s*endobj\b")
_STREAM = re.compile(
    rb"(\d+) 0 obj\s*<<\s*(?:/Filter\s*/FlateDecode\s*/Length (\d+)|/Length (\d+)\s*/Filter\s*/FlateDecode)\s*>>"
    rb"\s*stream\r?\n"
)
_STREAM_END = re.compile(rb"\s*endstream\s+endobj\b")
_OWN = re.compile(rb"/(Contents|Parent)\s+(\d+) 0 R\b")
_ENTRY = re.compile(
    rb"\s*/([^\s/\[\]{}]+)\s*(\d+\s+\d+\s+R\b|\[[^\[\]]*\]|/[^\s/\[\]{}]+|[-+.0-9]+(?=[\s/]|$)|true\b|false\b)"
)
_KID = re.compile(rb"\s*(\d+) 0 R\b")
_INHERITED = frozenset({b"Resources", b"MediaBox", b"CropBox", b"Rotate"})
_DEEPEST = 20  # nodes of the page tree within nodes
_LARGEST = 1 << 24  # bytes of one page's content; the parser has its own limit


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page: its object's number, its content's if it is one stream, and what it is but for that content."""

    number: int
    content: int | None
    kind: bytes | None  #: None = like no other


class RawFile:
    """A file as bytes; `offsets` says where the objects of generation 0 begin."""

    def __init__(self, data: bytes, offsets: Mapping[int, int]) -> None:
        self._data, self._offsets = data, offsets
        self._kinds: dict[bytes, Mapping[bytes, bytes] | None] = {}

    def pages(self, root: int) -> list[RawPage] | None:
        """Return the pages below a node of the page tree; None unless all nodes are plain and hand nothing down."""
        found: list[RawPage] = []
        return found if self._walk(root, found, 0) else None

    def is_plain(self, number: int) -> bool:
        """Tell whether a stream is deflated and nothing else, so that nothing hides in its dictionary."""
        at = self._offsets.get(number, 0)
        head = _STREAM.match(self._data, at) if at else None
        return head is not None and int(head[1]) == number

    def stream(self, number: int) -> bytes | None:
        """Return the decoded data of a stream that is deflated and nothing else."""
        at = self._offsets.get(number, 0)
        head = _STREAM.match(self._data, at) if at else None
        if head is None or int(head[1]) != number:
            return None
        start = head.end()
        end = start + int(head[2] or head[3])
        return _inflated(self._data[start:end]) if _STREAM_END.match(self._data, end) else None

    def _walk(self, number: int, found: list[RawPage], depth: int) -> bool:
        node = self._entries(self._body(number))
        if node is None or node.get(b"Type") != b"/Pages" or node.keys() & _INHERITED or depth > _DEEPEST:
            return False
        kids = node.get(b"Kids", b"")
        numbers = [int(kid) for kid in _KID.findall(kids)]
        if _KID.sub(b"", kids).translate(None, b" \r\n\t") != b"[]":
            return False
        for kid in numbers:
            page = self._page(kid)
            if page is not None:
                found.append(page)
            elif not self._walk(kid, found, depth + 1):
                return False
        return True

    def _page(self, number: int) -> RawPage | None:
        """Return a page; None for what is no page, or not plainly one."""
        body = self._body(number)
        if body is None:
            return None
        kind = _OWN.sub(rb"/\1 0 0 R", body)
        entries = self._entries(kind)
        if entries is None or entries.get(b"Type") != b"/Page" or b"Kids" in entries:
            return None
        own = _OWN.findall(body)
        numbers = dict(own)
        if entries.get(b"Contents") != b"0 0 R" or len(own) > len(numbers):
            return RawPage(number, None, None)
        return RawPage(number, int(numbers[b"Contents"]), kind)

    def _body(self, number: int) -> bytes | None:
        """Return the inside of an object that is a flat dictionary."""
        at = self._offsets.get(number, 0)
        found = _OBJECT.match(self._data, at) if at else None
        return found[2] if found is not None and int(found[1]) == number else None

    def _entries(self, body: bytes | None) -> Mapping[bytes, bytes] | None:
        """Return the entries of a flat dictionary; None where a key comes twice or anything is not plain."""
        if body is None:
            return None
        if body not in self._kinds:
            entries = _ENTRY.findall(body)
            whole = not _ENTRY.sub(b"", body).strip()
            self._kinds[body] = dict(entries) if whole and len(dict(entries)) == len(entries) else None
        return self._kinds[body]


def _inflated(data: bytes) -> bytes | None:
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(data, _LARGEST)
    except zlib.error:
        return None
    return found if inflater.eof and not inflater.unused_data else None
