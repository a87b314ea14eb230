"""What a check found: in comes a code with its facts, out goes a frozen finding with its place in mm.

Findings are data, not log lines (contract §4, preflight.json): a code, a severity, a file, a page, a place from the
lower left of the page as it is seen, a message, and what to do. A message never holds a name, a birth date or digits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from proofs.codes import KINDS

Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found; pages count from 1 (0 = the file), a place is None where there is none."""

    code: str
    severity: str  #: error, warning, info
    file: str
    page: int
    x_mm: float | None
    y_mm: float | None
    template: str
    facts: Facts = field(default_factory=dict[str, str | int | float])
    step: str = ""

    @property
    def message(self) -> str:
        """Write the message in English."""
        return self.text()

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write the message in the language of `translate`."""
        return translate(self.template).format(**self.facts)

    def todo(self, translate: Callable[[str], str] = str) -> str:
        """Write what to do about it in the language of `translate`."""
        return translate(self.step).format(**self.facts)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of some files, in the order of file, page and place."""

    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Tell whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)


class Findings:
    """Collects the findings of one file; the same finding at the same place is kept once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[tuple[object, ...], Finding] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, page: int = 0, at: tuple[float, float] | None = None, **facts: str | int | float) -> None:
        """Note a finding of a known code at a place in mm."""
        kind = KINDS[code]
        x, y = (None, None) if at is None else (round(at[0], 2), round(at[1], 2))
        key = (code, page, x, y, tuple(sorted(facts.items())))
        if key not in self._found:
            self._found[key] = Finding(code, kind.severity, self.file, page, x, y, kind.message, facts, kind.step)

    def report(self) -> Report:
        """Return what was found, sorted by page, place and code."""
        return Report(tuple(sorted(self._found.values(), key=_order)))


def joined(reports: Iterable[Report]) -> Report:
    """Put the reports of several files one after the other."""
    return Report(tuple(finding for report in reports for finding in report.findings))


def _order(finding: Finding) -> tuple[int, float, float, str, str]:
    y = -1.0 if finding.y_mm is None else -finding.y_mm
    return finding.page, y, finding.x_mm or 0.0, finding.code, finding.message
