"""What imposition refuses: a vendor's profile that cannot be, a piece that does not fit it, a foreign page."""

from collections.abc import Callable
from typing import cast

from fonts.errors import ExitCode, Refusal


class Collected(Refusal):
    """A refusal that may hold several, each with a place of its own."""

    @property
    def problems(self) -> tuple[Refusal, ...]:
        """Return the collected findings (none where the refusal stands alone)."""
        return cast(tuple[Refusal, ...], self.facts.get("problems", ()))

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Write one line a finding."""
        return "\n".join(p.text(translate) for p in self.problems) or super().text(translate)


class StockRefused(Collected):
    """A vendor's profile is unknown or unsound."""

    exit_code = ExitCode.USAGE


class PieceRefused(Refusal):
    """A document and the profile or layout it meets do not belong together."""

    exit_code = ExitCode.LAYOUT


class PageRefused(Collected):
    """A page from elsewhere cannot be placed as it stands."""

    exit_code = ExitCode.INPUT
