"""Pieces in the order of the emptied trays go in; whether numbers, separators, blanks and backs are right comes out.

Numbers rise one by one through the stacks of a pile; a separator lies before every envelope and says whose pieces
follow; both sides of a piece are one document's, head to head; blanks come last (contract §4, §5; print.md §4.3, §8
traps 2, 3, 17, 19). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from proofs.checkdigit import check_digit
from proofs.printed import Held
from proofs.stacking import Fault, Lying, Piece, Stack

Serial = int


@dataclass(slots=True)
class _Segment:
    """A separator, None before the first, and the serials that lie behind it."""

    separator: Lying | None = None
    serials: set[Serial] = field(default_factory=set[Serial])
    strange: bool = False  #: one that is not its own was told


class PileJudge:
    """Judges the stacks of one pile, given from the first to the last."""

    def __init__(self, *, single: bool) -> None:
        self.faults: list[Fault] = []
        self._single = single  #: a piece bears one number
        self._job, self._digits = "", 6
        self._seen: dict[Serial, Lying] = {}
        self._group, self._last, self._before = "", 0, 0
        self._segments: list[_Segment] = [_Segment()]
        self._doubtful: dict[Serial, Lying] = {}

    def take(self, stack: Stack, pieces: Sequence[Piece]) -> None:
        """Take the pieces of a stack as they come from its trays."""
        filled = [at for at, piece in enumerate(pieces) if piece.shown.held.kind not in ("void", "empty")]
        last = max(filled, default=-1)
        for at, piece in enumerate(pieces):
            sound = self._sides(piece)
            kind = piece.shown.held.kind
            if kind == "separator":
                self._segments.append(_Segment(piece.shown))
            elif sound and kind == "piece":
                self._piece(stack, piece.shown)
            elif sound:
                self._blank(piece.shown, amid=at < last)

    def close(self, *, complete: bool) -> None:
        """Judge what only the whole pile tells; `complete` if no stack follows."""
        self._gaps(complete=complete)
        for at, segment in enumerate(self._segments):
            if segment.separator is not None:
                self._segment(segment, segment.separator, closed=complete or at + 1 < len(self._segments))

    def _tell(self, code: str, at: Lying, **facts: str | int) -> None:
        self.faults.append(Fault(code, at.file, at.page, at.at, facts))

    def _sides(self, piece: Piece) -> bool:
        """Tell whether both sides of a piece are one document's, each upright."""
        for side in (piece.front, piece.back):
            if side is not None and not side.held.upright:
                self._tell("stack-head", side)
        front, back = piece.front, piece.back
        if front is None or back is None or _alike(front.held, back.held):
            return True
        self._tell("stack-back", back, front=_called(front.held), back=_called(back.held))
        for side in (front, back):
            self._doubtful |= {_serial(n): side for n in side.held.numbers if side.held.kind == "piece"}
        return False

    def _blank(self, at: Lying, *, amid: bool) -> None:
        if amid:
            self._tell("stack-blank", at)
        elif at.held.kind == "empty":
            self._tell("stack-void", at)

    def _piece(self, stack: Stack, at: Lying) -> None:
        numbers = at.held.numbers
        lowest = next(iter(numbers), "")
        if not lowest or (self._single and len(numbers) > 1):
            self._tell("stack-number", at, count=len(numbers))
            return
        job = lowest.rsplit("-", 2)[0]
        if not self._job:
            self._begin(stack, at, lowest, job)
        if job != self._job:
            self._tell("stack-job", at, number=lowest, job=self._job)
            return
        self._count([_serial(number) for number in numbers], at)

    def _begin(self, stack: Stack, at: Lying, number: str, job: str) -> None:
        """Note the first number; a job's first block begins with a separator."""
        self._job, self._digits = job, len(number.split("-")[-2])
        if stack.block == 1 and stack.job == job and len(self._segments) == 1:
            self._tell("stack-separator", at, number=number, first="-", last="-")
            self._segments[0].strange = True

    def _count(self, serials: list[Serial], at: Lying) -> None:
        """Hold a piece's numbers against those before it, and against its separator."""
        again = [serial for serial in serials if serial in self._seen]
        for serial in again:
            self._tell("stack-twice", at, number=self._number(serial))
        fresh = [serial for serial in serials if serial not in self._seen]
        if not fresh:
            return
        self._seen |= dict.fromkeys(fresh, at)
        together = bool(at.held.group) and at.held.group == self._group
        if not together:
            self._before = self._last
        # The lowest counts: who has a sheet alone may have a number between two of the household's sheet.
        self._last = max(self._last, fresh[0]) if together else fresh[0]
        self._group = at.held.group
        if fresh[0] < self._before:
            self._tell("stack-order", at, number=self._number(fresh[0]), before=self._number(self._before))
            self._segments[-1].serials.update(fresh)
        else:
            self._belongs(fresh, at)

    def _belongs(self, serials: list[Serial], at: Lying) -> None:
        segment = self._segments[-1]
        segment.serials.update(serials)
        if segment.separator is None or segment.strange:
            return
        first, last = _range(segment.separator.held)
        strange = next((s for s in serials if s < first or (last and s > last)), None)
        if strange is not None:
            segment.strange = True
            told = {"first": self._number(first), "last": self._number(last) if last else "-"}
            self._tell("stack-separator", at, number=self._number(strange), **told)

    def _gaps(self, *, complete: bool) -> None:
        """Name the numbers that are nowhere between the first and the last."""
        ends = [_range(s.separator.held) for s in self._segments if s.separator and s.separator.held.numbers]
        known = self._doubtful | self._seen
        if not known:
            return
        low = min(known) if self._segments[0].serials else min([min(known), *(first for first, _ in ends[:1])])
        high = max([max(known), *(last for _, last in ends[-1:] if complete)])
        for before, after in pairwise(sorted({low - 1, *known, high + 1})):
            if after - before > 1:
                at = known[after if after in known else max(known)]
                first, last = self._number(before + 1), self._number(after - 1)
                numbers = first if first == last else f"{first} - {last}"
                self._tell("stack-gap", at, count=after - before - 1, first=first, last=last, numbers=numbers)

    def _segment(self, segment: _Segment, at: Lying, *, closed: bool) -> None:
        """Hold what a separator says against what lies behind it."""
        first, last = _range(at.held)
        if first and last and at.held.counts and last - first + 1 not in at.held.counts:
            self._tell("stack-count", at, told=at.held.counts[0], found=last - first + 1)
        ends = [first, *([last] if closed else [])]
        wrong = next((s for s in ends if s and s in self._seen and s not in segment.serials), None)
        if wrong is not None and not segment.strange:
            told = {"first": self._number(first), "last": self._number(last) if last else "-"}
            self._tell("stack-separator", at, number=self._number(wrong), **told)

    def _number(self, serial: Serial) -> str:
        """Write a number of the job with its check digit."""
        body = f"{self._job}-{serial:0{self._digits}d}"
        return f"{body}-{check_digit(body.replace('-', ''))}"


def _alike(front: Held, back: Held) -> bool:
    return (front.kind, front.numbers, front.envelope) == (back.kind, back.numbers, back.envelope)


def _called(held: Held) -> str:
    """Name what a side shows, without a word of any language."""
    if held.kind == "void":
        return "VOID"
    return held.envelope or (held.numbers[0] if held.numbers else "-")


def _range(separator: Held) -> tuple[Serial, Serial]:
    """Return the first and the last serial a separator tells, 0 where it does not."""
    serials = sorted(_serial(number) for number in separator.numbers)
    if not serials:
        return 0, 0
    return serials[0], serials[-1] if separator.counts or len(serials) > 1 else 0


def _serial(number: str) -> Serial:
    return int(number.split("-")[-2])
