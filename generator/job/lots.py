"""A lot: the unit of everything. Documents of one pile, cut to the stack depth, in one file of JSON lines.

Enters: Documents in order. Leaves: `<pile>-NNN.jsonl.gz` and the Lot that says what it holds. A lot can be made
again from its file alone, by anyone, any time.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from layouts.document import Document, dump, parse


@dataclass(frozen=True, slots=True)
class Lot:
    """One block of a pile: `first` is the index of its first piece in the whole pile."""

    pile: str
    number: int
    first: int
    count: int
    last4: bool  #: some document in it shows digits of a My Number

    @property
    def name(self) -> str:
        """Return cards-001."""
        return f"{self.pile}-{self.number:03d}"

    def source(self, folder: Path) -> Path:
        """Return where its documents lie."""
        return folder / f"{self.name}.jsonl.gz"


class PileWriter:
    """Cuts one pile into lots while its documents stream by."""

    def __init__(self, folder: Path, pile: str, capacity: int) -> None:
        self._folder, self._pile, self._capacity = folder, pile, capacity
        self._lines: list[str] = []
        self._first = 0
        self._last4 = False
        self.lots: list[Lot] = []
        self.kinds: dict[str, int] = {}

    @property
    def open_count(self) -> int:
        """Return how many documents the open lot holds."""
        return len(self._lines)

    def add(self, document: Document) -> None:
        """Append a document; a full lot is written."""
        self._lines.append(dump(document))
        self.kinds[document.kind] = self.kinds.get(document.kind, 0) + 1
        self._last4 = self._last4 or document.front.layout == "notice/phase1"
        if len(self._lines) == self._capacity:
            self.cut()

    def cut(self) -> None:
        """Write the open lot, if it holds anything."""
        if not self._lines:
            return
        lot = Lot(self._pile, len(self.lots) + 1, self._first, len(self._lines), self._last4)
        data = "\n".join(self._lines).encode() + b"\n"
        lot.source(self._folder).write_bytes(gzip.compress(data, compresslevel=1, mtime=0))
        self.lots.append(lot)
        self._first += len(self._lines)
        self._lines.clear()
        self._last4 = False


def keep(lot: Lot, source: Path, kept: Path) -> None:
    """Copy a lot's documents for the office, without the last four digits: those exist only where they are printed."""
    if not lot.last4:
        kept.joinpath(lot.source(source).name).write_bytes(lot.source(source).read_bytes())
        return
    lines = (dump(_without_digits(document)) for document in documents(lot.source(source)))
    data = "".join(f"{line}\n" for line in lines).encode()
    kept.joinpath(lot.source(source).name).write_bytes(gzip.compress(data, compresslevel=1, mtime=0))


def _without_digits(document: Document) -> Document:
    blocks = dict(document.front.blocks)
    if "person" in blocks:
        blocks["person"] = tuple({**row, "digits": ""} for row in blocks["person"])
    return replace(document, front=replace(document.front, blocks=blocks))


def documents(source: Path) -> Iterator[Document]:
    """Yield the documents of a lot file."""
    with gzip.open(source, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield parse(line)
