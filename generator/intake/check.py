"""A society's folder in, what `shikaku check` says out: counts, and every problem at its place (contract §1-2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from fonts.errors import ExitCode, Refusal
from generator.intake.columns import SNAPSHOT
from generator.intake.problem import Notice, Problem
from generator.intake.read import Intake, examine
from generator.model import Society


class Weight(StrEnum):
    """What a finding of `check` does to a job."""

    REFUSED = "refused"  #: no job at all
    REJECTED = "rejected"  #: holds a person back
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `check`."""

    weight: Weight
    place: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.text}"


class Check:
    """A society's folder, examined; close it to remove the scratch."""

    def __init__(self, intake: Intake, *, phase1_on_record: bool) -> None:
        self._intake = intake
        self._phase1_on_record = phase1_on_record

    def __enter__(self) -> "Check":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._intake.close()

    @property
    def exit_code(self) -> ExitCode:
        """Return 3 where a job would refuse or reject anything, 2 where society.toml stands in its way, else 0."""
        codes = {refusal.exit_code for refusal in self._intake.refusals}
        if ExitCode.INPUT in codes or next(self._intake.problems(), None) is not None:
            return ExitCode.INPUT
        return ExitCode.USAGE if codes else ExitCode.OK

    def counts(self) -> Mapping[str, int]:
        """Return rows per file, then people, and how many of them are held back."""
        counts = self._intake.counts
        return {**counts.rows, "people": counts.people, "rejected": counts.rejected}

    def findings(self, translate: Callable[[str], str] = str) -> Iterator[Finding]:
        """Stream refusals, rejections, warnings, each kind by file and line (household warnings by key)."""
        for refusal in self._intake.refusals:
            yield _refused(refusal, translate)
        for problem in self._intake.problems():
            yield _placed(Weight.REJECTED, problem, translate)
        for notice in (*self._intake.notices, *self._remaining()):
            yield _placed(Weight.WARNING, notice, translate)
        for warning in self._intake.warnings():
            yield _placed(Weight.WARNING, warning, translate)

    def _remaining(self) -> Iterator[Notice]:
        digits = self._intake.counts.digits
        if self._phase1_on_record and digits:
            yield Notice(SNAPSHOT.file, 1, "digits-remain", detail=str(digits))


def check_society(society: Society, scratch: Path, on: date, *, phase1_on_record: bool) -> Check:
    """Examine a society's folder as a job on that day would read it; refuses nothing."""
    return Check(examine(society, scratch, on), phase1_on_record=phase1_on_record)


def _refused(refusal: Refusal, translate: Callable[[str], str]) -> Finding:
    return Finding(Weight.REFUSED, refusal.place, refusal.code, refusal.text(translate).split(": ", 2)[-1])


def _placed(weight: Weight, found: Problem | Notice, translate: Callable[[str], str]) -> Finding:
    return Finding(weight, f"{found.file}:{found.line}", found.code, found.text(translate))
