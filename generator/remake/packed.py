"""A sealed job's lists in; what an envelope holds and where each piece of it lies, and the same without some, out.

Earlier pulls have corrected some rows already: theirs count (contract §4: envelopes.csv, pieces.csv, cell lists).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.job.csvin import Row, cells, rows
from generator.job.weights import Weights
from generator.remake.sealed import NUMBERED

TAKE: Final = "抜取り"  #: what is to be done with a piece of the list
_FIRST: Final = ("file", "block", "sheet", "row", "column", "tray", "position", "stack_position")
PULL: Final = (
    *("envelope", "part", "parts", "at", "管理番号", "make", "kind", "piece", "file", "page", "block", "sheet", "row"),
    *("column", "tray", "position", "stack_position", "action"),
    *(f"first_{name}" for name in _FIRST),
)
"""Where a piece lies now, and behind it where its first make lay, for those that were made again."""

_EMPTY: Final[Row] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """What leaves an envelope besides its cards and persons: pages of letters; grams of a card and of the papers."""

    letters: int
    weigh: Weights


class Packed:
    """The lists of a job, of some envelopes."""

    def __init__(self, folder: Path, made: Sequence[str], envelopes: Collection[str]) -> None:
        pulls = [folder / name for name in made if name.startswith("pull-")]
        self.envelopes = _latest(folder, pulls, "envelopes.csv", envelopes, "envelope")
        self.pieces = _latest(folder, pulls, "pieces.csv", envelopes, "piece")
        self.first: dict[str, Row] = {}  #: where the job's own copies lie
        self.cells: dict[str, Row] = {}  #: where the last ones lie, those of a remake or a pull before the job's own
        for name in ("", *made):
            for pile in NUMBERED:
                for row in cells(folder / name, pile):
                    if row["side"] == "F" and row["管理番号"] and row["envelope"] in envelopes:
                        file = "/".join(filter(None, (name, pile, row["file"])))
                        told = {**row, "file": file, "pile": pile, "make": row.get("make") or "1"}
                        self.first.setdefault(row["管理番号"], told)
                        self.cells[row["管理番号"]] = told

    def numbers(self, envelope: str) -> Mapping[str, tuple[str, ...]]:
        """Return the numbers of an envelope by pile, in its order."""
        within = sorted(number for number, row in self.cells.items() if row["envelope"] == envelope)
        return {pile: tuple(n for n in within if self.cells[n]["pile"] == pile) for pile in NUMBERED}

    def left(self, envelope: str, gone: Collection[str]) -> tuple[str, ...]:
        """Return the numbers that stay in an envelope."""
        return tuple(n for numbers in self.numbers(envelope).values() for n in numbers if n not in gone)

    def piece_of(self, number: str) -> Row:
        """Return the row of pieces.csv that a number belongs to."""
        cell = self.cells[number]
        kinds = ("card", "carrier") if cell["pile"] == "cards" else ("notice",)
        found = (
            row
            for row in self.pieces.values()
            if row["envelope"] == cell["envelope"] and row["kind"] in kinds
            and row["number_first"] <= number <= row["number_last"]
        )  # fmt: skip
        return next(found, _EMPTY)

    def pull_row(self, number: str, action: str) -> dict[str, str]:
        """Return where a packer finds a piece."""
        cell = self.cells[number]
        home = self.envelopes[cell["envelope"]]
        at = self.numbers(cell["envelope"])[cell["pile"]].index(number) + 1
        first = self.first[number] if self.first[number] is not cell else _EMPTY
        told = {
            **cell,
            **{f"first_{name}": first.get(name, "") for name in _FIRST},
            "part": home["part"],
            "parts": home["parts"],
            "at": str(at),
            "kind": cell["kind"],
            "piece": self.piece_of(number).get("piece", ""),
            "action": action,
        }
        return {name: told[name] for name in PULL}

    def corrected(
        self, gone: Collection[str], changes: Mapping[str, Change], sheets: Mapping[str, int]
    ) -> tuple[Sequence[Row], Sequence[Row]]:
        """Return the corrected rows of envelopes.csv and pieces.csv; the class of an envelope is still the former.

        `gone`: everything pulled so far. `changes`: by envelope. `sheets`: by piece, the paper that leaves it now.
        """
        pieces = {name: self._piece(row, gone, changes[row["envelope"]], sheets.get(name, 0))
                  for name, row in self._touched(changes, gone)}  # fmt: skip
        envelopes = [self._envelope(name, gone, change, pieces) for name, change in changes.items()]
        return envelopes, tuple(pieces.values())

    def _touched(self, changes: Mapping[str, Change], gone: Collection[str]) -> Iterator[tuple[str, Row]]:
        names = {
            self.piece_of(n).get("piece", "") for n in gone if n in self.cells and self.cells[n]["envelope"] in changes
        }
        return ((name, self.pieces[name]) for name in sorted(names) if name)

    def _piece(self, row: Row, gone: Collection[str], change: Change, sheets: int) -> dict[str, str]:
        pile = "notices" if row["kind"] == "notice" else "cards"
        own = [n for n in self.numbers(row["envelope"])[pile] if self.piece_of(n).get("piece") == row["piece"]]
        left = [n for n in own if n not in gone]
        if not left:
            return {**row, "sheets": "0", "cards": "0", "grams": "0.0", "number_first": "", "number_last": ""}
        cards = len(left) if row["kind"] != "notice" else 0
        paper = change.weigh.notice_sheet if row["kind"] == "notice" else change.weigh.carrier_sheet
        lighter = (int(row["cards"] or 0) - cards) * change.weigh.card + sheets * paper
        return {
            **row,
            "sheets": str(int(row["sheets"] or 0) - sheets),
            "cards": str(cards),
            "grams": f"{float(row['grams']) - lighter:.1f}",
            "number_first": left[0],
            "number_last": left[-1],
        }

    def _envelope(self, name: str, gone: Collection[str], change: Change, pieces: Mapping[str, Row]) -> dict[str, str]:
        row, own = self.envelopes[name], self.numbers(name)
        cards, notices = ([n for n in own[pile] if n not in gone] for pile in NUMBERED)
        before = [self.pieces[piece] for piece, now in pieces.items() if now["envelope"] == name]
        after = [now for now in pieces.values() if now["envelope"] == name]
        paper = _sum(before, "sheets") - _sum(after, "sheets") + change.letters
        grams = _sum(before, "grams") - _sum(after, "grams") + change.letters * change.weigh.letter_sheet
        lost = sum(not now["number_first"] and bool(self.pieces[now["piece"]]["number_first"]) for now in after)
        edges = {
            **{"card_first": cards[:1], "card_last": cards[-1:]},
            **{"notice_first": notices[:1], "notice_last": notices[-1:]},
        }
        return {
            **row,
            "pieces": str(int(row["pieces"]) - lost),
            "cards": str(len(cards)),
            "notices": str(len(notices)),
            **{column: "".join(numbers) for column, numbers in edges.items()},
            "sheets": str(int(row["sheets"]) - round(paper)),
            "grams": f"{float(row['grams']) - grams:.1f}",
        }


def _sum(rows: Iterable[Row], column: str) -> float:
    return sum(float(row[column] or 0) for row in rows)


def _latest(folder: Path, pulls: Iterable[Path], name: str, envelopes: Collection[str], key: str) -> dict[str, Row]:
    paths = (folder / "vendor" / name, *(pull / "vendor" / name for pull in pulls))
    return {row[key]: row for path in paths for row in rows(path) if row["envelope"] in envelopes}
