"""A sealed job's folder in; its lots with their documents, and what they were printed with, out.

The blocks of its remakes count on from its own, so that no two sheets of a job bear the same name: a spoiled sheet of
a remake is found like any other. Authority: contract §4 (package), domain.md §8 (ヤレ).
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.errors import ConfigError
from generator.job.kept_look import kept_look
from generator.job.lots import kept_documents
from generator.job.press import Look
from generator.job.setup import VENDORS, look_of
from generator.model import Society
from imposition.plan import Block
from imposition.sheet import Stock
from imposition.stock import load_stock
from layouts.document import Document

PILES: Final = ("cards", "notices", "letters", "carriers")
NUMBERED: Final = ("cards", "notices")
_KEPT: Final = re.compile(r"([a-z]+)-([0-9]+)\.jsonl\.gz")


@dataclass(frozen=True, slots=True, order=True)
class SealedLot:
    """One block of a pile; `remake` is the folder it was made again in, "" for the job's own."""

    pile: str
    number: int
    remake: str
    source: Path

    @property
    def whole(self) -> bool:
        """Tell whether envelopes are whole in it: in the job's own and in those of a pull, but not after spoilage."""
        return not self.remake.startswith("remake")

    @property
    def documents(self) -> tuple[Document, ...]:
        """Read its pieces in order."""
        return tuple(kept_documents(self.source))

    def names_any(self, numbers: frozenset[str]) -> bool:
        """Tell whether some of the numbers stand in it: sooner told from its text than from its documents."""
        with gzip.open(self.source, "rt", encoding="utf-8") as lines:
            return any(number in line for line in lines for number in numbers)


@dataclass(frozen=True, slots=True)
class SealedJob:
    """What a job's folder says of it."""

    folder: Path
    job: str
    day: str  #: D, ISO
    manifest: Mapping[str, Any]
    look: Look
    stocks: Mapping[str, Stock]
    lots: tuple[SealedLot, ...]
    made: tuple[str, ...] = ()  #: folders of its remakes and pulls, in order

    def of(self, pile: str) -> Iterator[SealedLot]:
        """Yield the job's own lots of a pile in order."""
        return (lot for lot in self.lots if lot.pile == pile and not lot.remake)

    def lot(self, pile: str, number: int) -> SealedLot | None:
        """Return a block of a pile, a remake's too."""
        return next((lot for lot in self.lots if (lot.pile, lot.number) == (pile, number)), None)

    def next_block(self, pile: str) -> int:
        """Return the number of the next block of a pile."""
        return 1 + max((lot.number for lot in self.lots if lot.pile == pile), default=0)


def open_sealed(folder: Path, society: Society, made_of: Callable[[Path, str], tuple[str, ...]]) -> SealedJob:
    """Read a job's folder. Raises ConfigError: no sealed job, or its look or profiles are not those of its day.

    `made_of` is asked for the remakes and pulls on record of the folder's job; what else lies there is not looked at.
    """
    folder = folder.resolve()
    try:
        manifest = json.loads((folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ConfigError(
            "job-folder-unsealed",
            folder.name,
            "this is no folder of a sealed job",
            "name the folder that run made, OUT/<job>",
        ) from None
    made = made_of(folder, manifest["job"])
    look = kept_look(folder / "office", lambda: look_of(society))
    if look is None:
        raise ConfigError(
            "job-look-unknown",
            folder.name,
            "the office no longer has what the job was drawn with",
            "put back office/look.json",
        )
    stocks = {pile: _stock(pile, manifest, society) for pile in manifest["stocks"]}
    return SealedJob(folder, manifest["job"], manifest["date"], manifest, look, stocks, _lots(folder, made), made)


def block_of(stock: Stock, number: int, count: int) -> Block:
    """Return a block of so many pieces; its pieces are counted from the first of its own."""
    return Block(number, 0, count, -(-count // len(stock.cells)))


def _stock(pile: str, manifest: Mapping[str, Any], society: Society) -> Stock:
    stock = load_stock(manifest["stocks"][pile], Path(society.folder) / VENDORS)
    if stock.sha256 != manifest["hashes"][f"vendor.{pile}"]:
        raise ConfigError(
            "profile-changed",
            stock.name,
            "the vendor's profile is not the one that job {job} was imposed with",
            "put back the profile of that day: pieces that are made again have to fit among the others",
            job=manifest["job"],
        )
    return stock


def _lots(folder: Path, made: Sequence[str]) -> tuple[SealedLot, ...]:
    found = [
        SealedLot(named[1], int(named[2]), remake, path)
        for remake in ("", *made)
        for path in (folder / remake / "office" / "documents").glob("*.jsonl.gz")
        if (named := _KEPT.fullmatch(path.name))
    ]
    return tuple(sorted(found))
