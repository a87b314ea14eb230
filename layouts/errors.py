"""The layouts' refusals: layout files that cannot be used, and a text that does not fit its place."""

from collections.abc import Callable
from typing import cast

from fonts.errors import ExitCode, Refusal


class LayoutRefused(Refusal):
    """A layout file is wrong; `problems` holds every one that was found, each with file and line."""

    exit_code = ExitCode.LAYOUT

    @property
    def problems(self) -> tuple["LayoutRefused", ...]:
        """Return the single problems of a collected refusal."""
        return cast("tuple[LayoutRefused, ...]", self.facts.get("problems", ()))

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write every problem on its own line."""
        lines = [problem.text(translate) for problem in self.problems]
        return "\n".join([Refusal.text(self, translate), *lines])


class Overflow(LayoutRefused):
    """A text cannot be drawn in its place: too wide, or a glyph is missing. Never holds the text itself."""


class Unreadable(Exception):  # noqa: N818 - it names what the value is
    """A value of a layout file cannot be read; `step` is a template that says what to write instead."""

    def __init__(self, step: str, **facts: object) -> None:
        super().__init__(step)
        self.step, self.facts = step, facts


class Faults:
    """Collects problems while layouts are read, so that staff see all of them at once."""

    def __init__(self) -> None:
        self._found: dict[str, LayoutRefused] = {}
        self._noted = 0

    def add(self, code: str, place: str, fact: str, step: str = "", **facts: object) -> None:
        """Note one problem."""
        self._noted += 1
        problem = LayoutRefused(code, place, fact, step, **facts)
        self._found.setdefault(problem.text(), problem)  # a base's fault shows in every layout that extends it

    def take(self, others: "Faults") -> None:
        """Note the problems of others too."""
        self._noted += len(others)
        self._found = others._found | self._found

    def __len__(self) -> int:
        """Count the notes, repeated ones too: a table with a fault of its base's is as unusable as the base."""
        return self._noted

    def stop(self) -> None:
        """Raise LayoutRefused with everything noted so far; do nothing if there is nothing."""
        if self._found:
            found = tuple(sorted(self._found.values(), key=_by_place))
            raise LayoutRefused("layout", "", "{count} problem(s) in the layouts", problems=found, count=len(found))


def _by_place(problem: LayoutRefused) -> tuple[str, int, str]:
    name, _, line = problem.place.rpartition(":")
    return (name, int(line), problem.code) if line.isdigit() else (problem.place, 0, problem.code)
