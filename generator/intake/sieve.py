"""A CSV file in, the few records that may be wanted out, with their lines: the others pass as bytes, unread.

A record is kept if it holds all the texts of one of the wishes, wherever in it; what it means is decided by who reads
it. Records are parted as RFC 4180 parts them: at line ends outside quotes. The header is always kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.intake.twins import CP932, twins


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a record has to hold: all the texts of one row, as the file writes them."""

    wanted: tuple[tuple[bytes, ...], ...]

    def sift(self, blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield first line and bytes of the records kept; blocks are whole lines."""
        line, rest, headed = 1, b"", False
        for block in blocks:
            data = rest + block if rest else block
            end = _whole(data)
            whole, rest = data[:end], data[end:]
            header = 0 if headed else _after_header(whole)
            headed = headed or header > 0
            counted = 0
            for at, stop in chain([(0, header)] if header else (), self._kept(whole, header)):
                line += whole.count(b"\n", counted, at)
                counted = at
                yield line, whole[at:stop]
            line += whole.count(b"\n", counted)
        if rest:
            yield line, rest

    def _kept(self, data: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Yield the bounds of the records from `start` on that hold what is wanted, in order, each once."""
        quoted = b'"' in data
        found: set[tuple[int, int]] = set()
        for rarest, *others in self.wanted:
            if any(text not in data for text in others):
                continue
            at = data.find(rarest, start)
            while at >= 0:
                bounds = _record(data, at, start, quoted=quoted)
                if all(data.find(text, *bounds) >= 0 for text in others):
                    found.add(bounds)
                at = data.find(rarest, bounds[1])
        yield from sorted(found)


def sieve_for(rows: Iterable[Sequence[str]], encoding: str) -> Sieve | None:
    """Return the sieve for rows that hold certain texts; None where such a row cannot be told by its bytes."""
    wanted: list[tuple[bytes, ...]] = []
    for texts in rows:
        told = tuple(sorted(filter(None, (_bytes(text, encoding) for text in texts)), key=len, reverse=True))
        if not told:
            return None
        wanted.append(told)
    return Sieve(tuple(dict.fromkeys(wanted)))


def _bytes(text: str, encoding: str) -> bytes:
    """Return a text as every file of this encoding has it, b"" where it may be written in two ways or not at all."""
    if encoding == CP932 and not twins().isdisjoint(text):
        return b""
    try:
        return text.replace('"', '""').encode(encoding)
    except UnicodeEncodeError:
        return b""


def _whole(data: bytes) -> int:
    """Return where the last record that ends in these bytes ends: a quoted field may go on in the next block."""
    if b'"' not in data or data.count(b'"') % 2 == 0:
        return len(data)
    end = data.rfind(b'"') + 1
    while end > 0:
        end = data.rfind(b"\n", 0, end - 1) + 1
        if data.count(b'"', 0, end) % 2 == 0:
            return end
    return 0


def _after_header(data: bytes) -> int:
    """Return where the first record that is not blank ends."""
    at = 0
    while at < len(data):
        _, stop = _record(data, at, at, quoted=True)
        if data[at:stop].strip(b" \t\r\n,"):
            return stop
        at = stop
    return 0


def _record(data: bytes, at: int, start: int, *, quoted: bool) -> tuple[int, int]:
    """Return the bounds of the record around a place; `start` is where one begins."""
    first = data.rfind(b"\n", start, at) + 1 or start
    stop = data.find(b"\n", at) + 1 or len(data)
    if not quoted:
        return first, stop
    while first > start and data.count(b'"', start, first) % 2:
        first = data.rfind(b"\n", start, first - 1) + 1 or start
    while stop < len(data) and data.count(b'"', first, stop) % 2:
        stop = data.find(b"\n", stop) + 1 or len(data)
    return first, stop
