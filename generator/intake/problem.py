"""Row problems and file refusals of intake: place, code, template; never a value (contract §2).

A problem holds one person back and goes to rejected.csv. A refusal stops the file, all of them collected first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fonts.errors import Refusal
from generator.errors import ConfigError, InputError
from generator.intake.codes import ROW_CODES

#: More refusals of one file than this are counted, not listed.
LISTED = 20


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One row of rejected.csv; `detail` is a count or another line, never a value of the row."""

    file: str
    line: int
    code: str
    column: str
    detail: str = ""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write what is wrong in the language of `translate`."""
        return translate(ROW_CODES[self.code]).format(column=self.column, detail=self.detail)

    @property
    def message(self) -> str:
        """Return what is wrong, in English."""
        return self.text()


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something ignored or odd that holds nobody back."""

    file: str
    line: int
    code: str
    column: str = ""
    detail: str = ""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write what was noticed in the language of `translate`."""
        return translate(ROW_CODES[self.code]).format(column=self.column, detail=self.detail)


class ConfigErrors(ConfigError):  # noqa: N818 - several of them
    """Several configuration errors at once, one a line."""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write each refusal on a line of its own."""
        return _lines(self.facts, translate)


class InputErrors(InputError):  # noqa: N818 - several of them
    """Several refusals of input files at once, one a line."""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write each refusal on a line of its own."""
        return _lines(self.facts, translate)


def gathered(refusals: Sequence[Refusal], kind: type[ConfigErrors] | type[InputErrors]) -> Refusal:
    """Return one refusal for all of them: itself where it is alone, else a `kind` with the first one's code."""
    first = refusals[0]
    if len(refusals) == 1:
        return first
    return kind(first.code, first.place, first.fact, first.step, each=tuple(refusals))


def each(refusal: Refusal) -> tuple[Refusal, ...]:
    """Return the single refusals in a refusal."""
    held = refusal.facts.get("each")
    if not isinstance(held, tuple):
        return (refusal,)
    return tuple(item for item in held if isinstance(item, Refusal))  # pyright: ignore[reportUnknownVariableType]


def _lines(facts: dict[str, object], translate: Callable[[str], str]) -> str:
    held = facts.get("each")
    assert isinstance(held, tuple)  # noqa: S101 - made by `gathered` only
    return "\n".join(item.text(translate) for item in held if isinstance(item, Refusal))  # pyright: ignore[reportUnknownVariableType]
