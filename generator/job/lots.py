"""A lot: the unit of everything. Documents of one pile, cut to the stack depth, in one file.

Enters: Documents in order. Leaves: `<pile>-NNN.lot` in the work folder, from which anyone can make the lot, any time;
and, kept by the office, the same documents as JSON lines without the last four digits.
"""

import gzip
import marshal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.job.blocks import Blocking, Coming
from layouts.document import Document, Plain, PlainSides, Side, dump, parse, plain, tracked


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
        return folder / f"{self.name}.lot"


class PileWriter:
    """Cuts one pile into lots while its documents stream by."""

    def __init__(self, folder: Path, pile: str, blocking: Blocking) -> None:
        self._folder, self._pile, self._blocking = folder, pile, blocking
        self._after_apart = False
        self._pieces: list[Plain] = []
        self._first = 0
        self._last4 = False
        self._sheets = self._turns = 0  # so far, of what inserting machines take
        self.lots: list[Lot] = []
        self.kinds: dict[str, int] = {}

    @property
    def open_count(self) -> int:
        """Return how many documents the open lot holds."""
        return len(self._pieces)

    @property
    def block(self) -> int:
        """Return the number of the block that the next document falls into."""
        return len(self.lots) + 1

    def arrive(self, coming: Coming | None) -> None:
        """Begin a new block where the policy has the next destination (None: direct mail) begin one."""
        if self._blocking.begins(coming, self.open_count, after_apart=self._after_apart):
            self.cut()
        self._after_apart = self._blocking.is_apart(coming)

    def add(self, document: Document) -> None:
        """Append a document; a full lot is written."""
        self._pieces.append(plain(self._counted(document)))
        self.kinds[document.kind] = self.kinds.get(document.kind, 0) + 1
        self._last4 = self._last4 or document.front.layout == "notice/phase1"
        if len(self._pieces) == self._blocking.capacity:
            self.cut()

    def _counted(self, document: Document) -> Document:
        """Give a tracked sheet its running numbers in the pile; those of a piece follow one another."""
        if document.track is None:
            return document
        self._sheets += 1
        self._turns += document.track.page == 1
        return replace(document, track=replace(document.track, sheet=self._sheets, turn=self._turns))

    def cut(self) -> None:
        """Write the open lot, if it holds anything."""
        if not self._pieces:
            return
        lot = Lot(self._pile, len(self.lots) + 1, self._first, len(self._pieces), self._last4)
        # Version 2 writes equal values as equal bytes, whatever objects they share: a resume compares the hash.
        lot.source(self._folder).write_bytes(marshal.dumps(self._pieces, 2))
        self.lots.append(lot)
        self._first += len(self._pieces)
        self._pieces.clear()
        self._last4 = False


def documents(source: Path) -> list[Document]:
    """Read the documents of a lot in the work folder."""
    rows = marshal.loads(source.read_bytes())  # noqa: S302 - written by this very job
    return [_document(*row) for row in rows]


def _document(
    kind: str, numbers: tuple[str, ...], envelope: str, sides: PlainSides, track: tuple[int, ...]
) -> Document:
    front, *back = [Side(*side) for side in sides]
    return Document(kind, numbers, envelope, front, back[0] if back else None, tracked(track))


def kept_name(lot: str) -> str:
    """Return the name under which the office keeps a lot's documents."""
    return f"{lot}.jsonl.gz"


def keep(pieces: Iterable[Document], path: Path) -> None:
    """Write documents for the office, without the last four digits: those exist only where they are printed."""
    data = "".join(f"{dump(_without_digits(piece))}\n" for piece in pieces).encode()
    temporary = path.with_name(f".{path.name}.partial")
    temporary.write_bytes(gzip.compress(data, compresslevel=1, mtime=0))
    temporary.replace(path)


def kept_documents(path: Path) -> Iterator[Document]:
    """Yield the documents the office kept."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield parse(line)


def _without_digits(document: Document) -> Document:
    if document.front.layout != "notice/phase1":
        return document
    blocks = dict(document.front.blocks)
    blocks["person"] = tuple({**row, "digits": ""} for row in blocks["person"])
    return replace(document, front=replace(document.front, blocks=blocks))
