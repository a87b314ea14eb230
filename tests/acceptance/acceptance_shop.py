"""Contract §5 simulated from its text: the order, the numbers, the envelopes, the cutter and the trays.

Shares no code with the packages. Rows are those of members.csv, employers.csv and decisions.csv.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Row = Mapping[str, str]
Key = tuple[str, str, str]

CARD, NOTICE, NONE = "資格確認書", "資格情報のお知らせ", "なし"
BULK, DIRECT = "事業主", "直送"
_KINDS = (CARD, NOTICE, NONE)


def natural(text: str) -> tuple[str, str]:
    """Return how a code compares: NFKC, runs of digits padded to 20, ties by code points."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[0-9]+", lambda run: "0" * (20 - len(run[0])) + run[0], folded), text


def key_of(row: Row) -> Key:
    return row["記号"], row["番号"], row["枝番"]


class Order:
    """The order of contract §5 over a society's rows."""

    def __init__(self, members: Iterable[Row], firms: Iterable[Row]) -> None:
        self._heads = {key_of(row)[:2]: row for row in members if row["続柄"] == "本人"}
        self._ships = {row["事業所コード"]: row.get("送付先コード") or row["事業所コード"] for row in firms}

    def head(self, key: Key) -> Row:
        return self._heads[key[:2]]

    def group(self, key: Key) -> str:
        """Return 送付先コード, else 事業所コード."""
        code = self.head(key)["事業所コード"]
        return self._ships.get(code, code)

    def of(self, decision: Row) -> tuple[Any, ...]:
        """Return the sort key of a decision row."""
        key = key_of(decision)
        head = self.head(key)
        codes = (self.group(key), head["事業所コード"], head.get("所属コード", ""), *key)
        last = decision["文書"] == NONE
        route = 0 if last else (BULK, DIRECT).index(decision["経路"])
        return last, route, *map(natural, codes), _KINDS.index(decision["文書"])


def check_digit(digits: str) -> str:
    """Return the 保険者番号 check digit: from the right 2, 1, 2 …, digits of the products summed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def number(job: str, serial: int) -> str:
    """Return a 管理番号."""
    text = f"{job}-{serial:06d}"
    return f"{text}-{check_digit(text.replace('-', ''))}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A card, a notice sheet or a separator in job order."""

    kind: str
    numbers: tuple[str, ...]
    envelope: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a vendor's profile decides where a piece lies; millimetres."""

    columns: int
    rows: int
    first: tuple[float, float]
    step: tuple[float, float]
    sheet: tuple[float, float]
    trim: tuple[float, float]
    finishing: str
    depth: int
    turn: str = "vertical"
    two_sided: bool = True
    separate: bool = False
    turned: int = 0

    @property
    def taken(self) -> tuple[float, float]:
        """Return the width and height a piece takes on the sheet."""
        return (self.trim[1], self.trim[0]) if self.turned in (90, 270) else self.trim

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    def tray(self, cell: int) -> int:
        by = {"guillotine": cell + 1, "punch": 1, "sequential": 1, "punch-column": cell % self.columns + 1}
        return by[self.finishing]

    def place(self, cell: int, side: str) -> tuple[int, int, float, float]:
        """Return row, column, x, y of a cell as seen on that side."""
        row, column = divmod(cell, self.columns)
        x = self.first[0] + column * self.step[0]
        y = self.first[1] + (self.rows - 1 - row) * self.step[1]
        if side == "B" and self.turn == "vertical":
            column, x = self.columns - 1 - column, self.sheet[0] - x - self.taken[0]
        elif side == "B":
            row, y = self.rows - 1 - row, self.sheet[1] - y - self.taken[1]
        return row + 1, column + 1, x, y


def cut(pieces: Sequence[Piece], profile: Profile) -> list[dict[str, str]]:
    """Return the rows of NNN.csv for all blocks: pieces dealt into trays, sheet by sheet, turn by turn."""
    size, rows, stack = profile.cells * profile.depth, list[dict[str, str]](), 0
    for block, start in enumerate(range(0, len(pieces), size), 1):
        share = list(pieces[start : start + size])
        sheets = -(-len(share) // profile.cells)
        filled: dict[tuple[int, int], tuple[Piece, int, int, int]] = {}
        dealt = iter(share)
        for tray in sorted({profile.tray(cell) for cell in range(profile.cells)}):
            turns = [cell for cell in range(profile.cells) if profile.tray(cell) == tray]
            position = 0
            for sheet in range(sheets):
                for cell in turns:
                    if (piece := next(dealt, None)) is not None:
                        position, stack = position + 1, stack + 1
                        filled[sheet, cell] = piece, tray, position, stack
        for sheet in range(sheets):
            for cell in range(profile.cells):
                rows += _rows(profile, block, sheet, cell, filled.get((sheet, cell)))
    return rows


def _rows(
    profile: Profile, block: int, sheet: int, cell: int, lies: tuple[Piece, int, int, int] | None
) -> list[dict[str, str]]:
    out: list[dict[str, str]] = []
    for turn, side in enumerate("FB" if profile.two_sided else "F"):
        row, column, x, y = profile.place(cell, side)
        if profile.separate:
            file, page = f"{block:03d}-{'front' if side == 'F' else 'back'}.pdf", sheet + 1
        else:
            file, page = f"{block:03d}.pdf", sheet * (2 if profile.two_sided else 1) + turn + 1
        place = {
            "file": file, "page": str(page), "side": side, "row": str(row), "column": str(column),
            "x_mm": f"{x:.3f}", "y_mm": f"{y:.3f}", "block": str(block), "sheet": str(sheet + 1),
        }  # fmt: skip
        if lies is None:
            out.append({**place, "tray": "", "position": "", "stack_position": "", "kind": "blank",
                        "管理番号": "", "envelope": ""})  # fmt: skip
            continue
        piece, tray, position, stack = lies
        turns = {"tray": str(tray), "position": str(position), "stack_position": str(stack), "kind": piece.kind}
        out += [{**place, **turns, "管理番号": n, "envelope": piece.envelope} for n in piece.numbers or ("",)]
    return out


@dataclass(slots=True)
class Envelope:
    """What lies in one envelope."""

    route: str
    group: str
    rows: list[Row]
    pieces: int = 0
    part: int = 1
    parts: int = 1
    name: str = ""

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row["文書"] == kind]


def bulk_envelopes(decisions: Iterable[Row], order: Order, max_pieces: int) -> list[Envelope]:
    """Return the employers' envelopes, cards loose: households walked in order, a new part where it would be full."""
    envelopes: list[Envelope] = []
    due = [row for row in decisions if row["経路"] == BULK and row["文書"] != NONE]
    for group, rows in groupby(due, key=lambda row: order.group(key_of(row))):
        parts: list[Envelope] = []
        for _, together in groupby(rows, key=lambda row: key_of(row)[:2]):
            household = list(together)
            cards = sum(row["文書"] == CARD for row in household)
            pieces = cards + (len(household) > cards)
            if not parts or parts[-1].pieces + pieces > max_pieces:
                parts.append(Envelope(BULK, group, []))
            parts[-1].pieces += pieces
            parts[-1].rows += household
        for part, envelope in enumerate(parts, 1):
            envelope.part, envelope.parts = part, len(parts)
            envelope.name = f"E{len(envelopes) + part:06d}"
        envelopes += parts
    return envelopes


def card_pieces(decisions: Iterable[Row], envelope_of: Mapping[str, str]) -> list[Piece]:
    """Return cards with a separator before every employer's part and one before the direct route."""
    pieces: list[Piece] = []
    last = ""
    for row in decisions:
        if row["文書"] != CARD:
            continue
        envelope = envelope_of[row["管理番号"]]
        lot = envelope if row["経路"] == BULK else DIRECT
        if lot != last:
            pieces.append(Piece("separator", (), "" if lot == DIRECT else envelope))
        pieces.append(Piece("card", (row["管理番号"],), envelope))
        last = lot
    return pieces
