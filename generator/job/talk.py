"""Progress and talk on stderr; keys, numbers and counts only, never a name.

The clock is read here and nowhere else, and only for the rate and the time left that a person watches.
"""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_EVERY_SECONDS = 0.2


class Talk:
    """Says what is being done, in the user's language, and how far it is."""

    def __init__(self, translate: Callable[[str], str], out: TextIO | None = None) -> None:
        self.translate = translate
        self._out = sys.stderr if out is None else out
        self._live = self._out.isatty()
        self._drawn = 0.0
        self._stage = ""
        self._begun = 0.0

    def say(self, template: str, **facts: object) -> None:
        """Write one line."""
        self._wipe()
        self._out.write(self.translate(template).format(**facts) + "\n")
        self._out.flush()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show a stage's count, rate and time left, on a terminal only."""
        if not self._live:
            return
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._begun = stage, now
        if done < total and now - self._drawn < _EVERY_SECONDS:
            return
        self._drawn = now
        rate = done / max(now - self._begun, 0.001)
        left = (total - done) / rate if rate and total > done else 0
        text = f"{self.translate(stage)} {done:,}/{total:,}  {rate:,.0f}/s"
        self._out.write(f"\r\x1b[K{text}" + (f"  {left:,.0f} s" if left else ""))
        self._out.flush()

    def _wipe(self) -> None:
        if self._live:
            self._out.write("\r\x1b[K")
