"""A CSV file in, its records with their physical lines out, streamed (contract §2; RFC 4180).

UTF-8 with or without BOM, or CP932 as declared; lines end in CRLF or LF. What cannot be trusted refuses the file whole:
undecodable bytes, NUL, and quotes that swallow lines. With a sieve, only the records it keeps are looked at.
"""

import codecs
import csv
import hashlib
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.problem import LISTED
from generator.intake.sieve import Sieve

_BLOCK = 1 << 18
_AHEAD = 16  # blocks that may wait for their digest, which another thread works out
#: Bytes 80, A0 and FD-FF stand alone in no CP932 text, but Python's codec lets them through (fonts.md §5).
STRAY = re.compile("[\x80\uf8f0-\uf8f3]")


class _Block:
    """Some whole lines of the file as they are; parted only when somebody asks for one."""

    def __init__(self, data: bytes, first: int) -> None:
        self._data, self._first = data, first
        self._parted: list[bytes] = []

    @property
    def last(self) -> int:
        return self._first + self._data.count(b"\n") - 1

    def between(self, first: int, last: int) -> list[bytes]:
        """Return those of the lines from `first` to `last` that are here."""
        if not self._parted:
            self._parted = self._data.removesuffix(b"\n").split(b"\n")
        return self._parted[max(0, first - self._first) : max(0, last + 1 - self._first)]


class CsvFile:
    """One file being read; `refusals`, `broken` and `sha256` are complete when `records` has ended."""

    def __init__(self, path: Path, name: str, encoding: str, sieve: Sieve | None = None) -> None:
        self.path, self.name, self.encoding, self._sieve = path, name, encoding, sieve
        self.refusals: list[Refusal] = []
        self._hash = hashlib.sha256()
        self._raw = ""
        self._start = 1  #: line at which the record at hand begins
        self._held: list[_Block] = []  #: blocks that hold the record at hand; the last is being read

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes read."""
        return self._hash.hexdigest()

    def records(self) -> Iterator[tuple[int, int, list[str] | None, str]]:
        """Yield first line, last line, fields, and "" or, for a record whose quotes do not match, None and its text."""
        if self._sieve is None:
            yield from self._records(self._lines(self._texts()), 0)
            return
        for first, data in self._sieve.sift(self._blocks()):
            self._held, self._start = [_Block(data, first)], first
            text = io.StringIO(self._decode(data, first), newline="\n")
            yield from self._records(self._lines([text]), first - 1)

    def _records(self, lines: Iterator[str], before: int) -> Iterator[tuple[int, int, list[str] | None, str]]:
        reader = csv.reader(lines, strict=True)
        start = before + 1
        while True:
            try:
                for fields in reader:
                    end = before + reader.line_num
                    yield start, end, fields, ""
                    self._start = start = end + 1
            except csv.Error:
                end = before + reader.line_num
                if end > start or len(self._raw) > csv.field_size_limit():
                    self.refuse_quote(start)
                    return
                yield start, end, None, self._raw
                self._start = start = end + 1
            else:
                return

    def original(self, last: int) -> list[bytes]:
        """Return the fields of the well-formed record at hand, which ends on line `last`, as the file has them.

        Read as Latin-1, every byte is a character; no byte of UTF-8 or CP932 text is a comma, quote or line end but
        those themselves, for the second byte of a CP932 character is 40 or above.
        """
        text = b"\n".join([line for block in self._held for line in block.between(self._start, last)])
        if b'"' not in text:
            return text.removesuffix(b"\r").split(b",")
        records = csv.reader(io.StringIO(text.decode("latin-1"), newline="\n"), strict=True)
        return [field.encode("latin-1") for fields in records for field in fields]

    def refuse_swallowing(self, line: int, fields: list[str]) -> None:
        """Refuse the file if a field of a record over several lines has as many commas as a row: it took one in."""
        if any(field.count(",") >= len(fields) - 1 for field in fields if "\n" in field):
            self.refuse_quote(line)

    def refuse_quote(self, line: int) -> None:
        """Refuse the file for a quote that swallowed lines."""
        fact = "a quote opened in this row takes following lines into one field"
        self.refuse("quote-unclosed", line, fact, "close the quote, or double it where it is part of the text")

    def refuse(self, code: str, line: int, fact: str, step: str, **facts: object) -> None:
        """Note a refusal of the whole file; only the first ones of a file are listed."""
        if len(self.refusals) < LISTED:
            self.refusals.append(InputError(code, f"{self.name}:{line}", fact, step, **facts))

    def _lines(self, texts: Iterable[io.StringIO]) -> Iterator[str]:
        for line in chain.from_iterable(texts):
            self._raw = line
            yield line

    def _texts(self) -> Iterator[io.StringIO]:
        first = 1
        for block in self._blocks():
            text = self._decode(block, first)
            self._held = [held for held in self._held if held.last >= self._start]
            self._held.append(_Block(block, first))
            yield io.StringIO(text, newline="\n")
            first += block.count(b"\n")

    def _blocks(self) -> Iterator[bytes]:
        """Yield the file in blocks of whole lines, without the BOM."""
        rest: list[bytes] = []
        hashed: deque[Future[None]] = deque()
        with self.path.open("rb") as stream, ThreadPoolExecutor(1) as beside:
            if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
                self._hash.update(codecs.BOM_UTF8)
                self._refuse_bom()
            else:
                stream.seek(0)
            while block := stream.read(_BLOCK):
                hashed.append(beside.submit(self._hash.update, block))
                if len(hashed) > _AHEAD:
                    hashed.popleft().result()
                head, newline, tail = block.rpartition(b"\n")
                if newline:
                    yield b"".join((*rest, head, newline))
                    rest = [tail]
                else:
                    rest.append(block)
        if last := b"".join(rest):
            yield last

    def _refuse_bom(self) -> None:
        if self.encoding == "cp932":
            fact = "the file is declared as cp932 but begins as UTF-8"
            self.refuse("encoding-mismatch", 1, fact, "declare utf-8 under [encoding] in society.toml")

    def _decode(self, block: bytes, first: int) -> str:
        if b"\0" in block:
            self._refuse_byte("nul-byte", block, block.index(b"\0"), first)
            block = block.replace(b"\0", b" ")
        try:
            text = block.decode(self.encoding)
        except UnicodeDecodeError:
            self._refuse_lines(block, first)
            return block.decode(self.encoding, errors="replace")
        if self.encoding == "cp932" and STRAY.search(text):
            self._refuse_stray(text, first)
        return text

    def _refuse_lines(self, block: bytes, first: int) -> None:
        for number, line in enumerate(block.split(b"\n"), first):
            try:
                line.decode(self.encoding)
            except UnicodeDecodeError as error:
                self._refuse_byte("undecodable", line, error.start, number)

    def _refuse_stray(self, text: str, first: int) -> None:
        for number, line in enumerate(text.split("\n"), first):
            if found := STRAY.search(line):
                before = line[: found.start()].encode(self.encoding)
                self._refuse_byte("undecodable", before, len(before), number)

    def _refuse_byte(self, code: str, block: bytes, at: int, first: int) -> None:
        line = first + block.count(b"\n", 0, at)
        byte = at - block.rfind(b"\n", 0, at)
        if code == "nul-byte":
            fact, step = "byte {byte} of the line is NUL", "export the file as CSV text, not as UTF-16 or a workbook"
        else:
            fact = "byte {byte} of the line is not {encoding}"
            step = "declare the file's encoding under [encoding] in society.toml, or export it again"
        self.refuse(code, line, fact, step, byte=byte, encoding=self.encoding)
