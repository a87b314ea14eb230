"""The root of every refusal: place, fact, next step. It lives in the lowest house so that all may raise it.

`fact` and `step` are English templates with ``{named}`` facts, the message ids of the gettext catalogue; the command
line renders them in the user's language. Facts never hold a name, a birth date or digits of a number.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Self

_WORD = "state"  #: the fact that is a word of the program's own, and translated


class ExitCode(IntEnum):
    """What the command says to the shell (contract §1)."""

    OK = 0
    USAGE = 2
    INPUT = 3
    LAYOUT = 4
    STOPPED = 5
    LEDGER = 6


class Refusal(Exception):  # noqa: N818 - it names what the house does, not what broke
    """A refusal with a place, a fact and a next step."""

    exit_code = ExitCode.USAGE

    def __init__(self, code: str, place: str, fact: str, step: str = "", **facts: object) -> None:
        super().__init__(code, place, fact, step, facts)
        self.code, self.place, self.fact, self.step, self.facts = code, place, fact, step, facts

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.place, self.fact, self.step, self.facts)

    def advising(self, step: str) -> Self:
        """Return the same refusal with another next step, for another reader."""
        return type(self)(self.code, self.place, self.fact, step, **self.facts)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write `place: code: fact; next step` in the language of `translate`."""
        facts = {name: translate(str(each)) if name == _WORD else each for name, each in self.facts.items()}
        fact = translate(self.fact).format(**facts)
        head = f"{self.place}: {self.code}: {fact}" if self.place else f"{self.code}: {fact}"
        return f"{head}; {translate(self.step).format(**facts)}" if self.step else head

    def __str__(self) -> str:
        return self.text()


def _rebuild(kind: type[Refusal], code: str, place: str, fact: str, step: str, facts: dict[str, object]) -> Refusal:
    """Rebuild a refusal that crossed a process boundary."""
    return kind(code, place, fact, step, **facts)


class FontRefused(Refusal):
    """A font file is missing, altered or not allowed to be embedded."""

    exit_code = ExitCode.LAYOUT
