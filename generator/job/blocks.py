"""Where blocks begin in a pile: sizes of destinations in, whether the next one begins a new block out.

The order of the job never changes; only where a block ends, and a block always ends before a separator. `continuous`:
blocks are as full as a stack is deep (contract §5). `break`: a large employer begins a block, and so does whatever
follows it. `pool`: employers share a block while it has room for all of the next one; none straddles two blocks but
one larger than a block, which has blocks of its own. An employer is a bulk destination, all its parts together.
Direct mail is nobody's employer: it flows on, unless the employer before it keeps its block to itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coming:
    """What one destination has in a pile: its cards or sheets, and with them the separator before each part."""

    documents: int = 0
    pieces: int = 0


NOTHING = Coming()


@dataclass(frozen=True, slots=True)
class Blocking:
    """How one pile is cut: the policy of society.toml, and how many pieces fill a block."""

    policy: str
    break_from: int
    capacity: int

    def is_apart(self, coming: Coming | None) -> bool:
        """Tell whether a destination keeps its blocks to itself; None is direct mail."""
        if coming is None or self.policy == "continuous":
            return False
        return coming.pieces > self.capacity if self.policy == "pool" else coming.documents >= self.break_from

    def begins(self, coming: Coming | None, filled: int, *, after_apart: bool) -> bool:
        """Tell whether a destination begins a new block, with so many pieces in the open one."""
        crowded = self.policy == "pool" and coming is not None and filled + coming.pieces > self.capacity
        return after_apart or self.is_apart(coming) or crowded
