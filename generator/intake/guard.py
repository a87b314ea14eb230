"""One cluster of a name in, the code of what is wrong with it out ("" where nothing is), before any font is asked.

What an earlier system lost, typed by mistake or hid is refused, never mended: domain.md §6, fonts.md §4; variation
sequences: UTS #37. Names are never normalised (contract §2).
"""

import re
import unicodedata
from typing import Final

from fonts.clusters import SELECTORS, SOUND_MARKS, composed
from fonts.collections import collection, ideographic
from generator.intake.convert import Memo

#: Where these stand, the character itself is lost; no table can bring it back, for they stand for any.
LOST: Final = frozenset("●〓?？\ufffd")
HALF_KANA: Final = "\uff61-\uff9f"
#: Everything that most names are made of; nothing in it needs a closer look.
PLAIN: Final = "A-Za-z '.,\\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u3000\u3005-\u3007\u3041-\u3096\u309d\u309e" + (
    "\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uff21-\uff3a\uff41-\uff5a"
)
#: ㈠ to ㉇ (㈱ among them) and ㊤ to ㊨: mail may go to a firm or an office, so an addressee may hold them.
ENCLOSED: Final = re.compile("[\u3220-\u3247\u32a4-\u32a8]")
_RADICAL: Final = re.compile("[\u2e80-\u2eff\u2f00-\u2fdf]")
#: Description characters and strokes say how a character looks; they are not it.
_DESCRIPTION: Final = re.compile("[\u2ff0-\u2fff\u303e\u31c0-\u31ef]")
#: Letters and marks by their category, but blank: fillers and the grapheme joiner.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_MARKS: Final = frozenset(("Mn", "Mc", "Me"))
_IDEOGRAPH: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SELECTOR: Final = re.compile(f"[{SELECTORS}]")
_HALF: Final = re.compile(f"[{HALF_KANA}]")


class Guard:
    """What a name may hold in one society: its collection of sequences, and whether it has a face of its own."""

    def __init__(self, ivs: str, *, private: bool) -> None:
        self._ivs, self._private = ivs, private
        self._known = Memo(self._look)

    def fault(self, cluster: str) -> str:
        """Return the code of what is wrong with a cluster, or ""."""
        return self._known[cluster]

    def mappable(self, cluster: str) -> bool:
        """Tell whether a table may name a cluster: something visible that stands for one character only."""
        category = unicodedata.category(cluster[0])
        blank = cluster.isspace() or cluster[0] in _BLANK or category in _HIDDEN
        return not (blank or category in _MARKS or cluster[0] in LOST or _HALF.match(cluster))

    def _look(self, cluster: str) -> str:
        base, mark = cluster[0], cluster[1:]
        code = self._base(base)
        if code or not mark:
            return code
        if mark in SOUND_MARKS:
            return "" if composed(cluster) else "name-mark"
        if not _IDEOGRAPH.match(base):
            return "name-character"
        return self._sequence(cluster)

    def _base(self, char: str) -> str:
        category = unicodedata.category(char)
        if _RADICAL.match(char):
            return "name-radical"
        if char in LOST or category == "So" or _DESCRIPTION.match(char):
            return "name-placeholder"
        if category in _HIDDEN or char in _BLANK or _SELECTOR.match(char):
            return "name-character"
        if category in _MARKS:
            return "name-mark"
        if category == "Co" and not self._private:
            return "name-private"
        return "name-halfkana" if _HALF.match(char) else ""

    def _sequence(self, cluster: str) -> str:
        if not self._ivs or not ideographic(cluster):
            return ""
        found = collection(cluster)
        if found == self._ivs:
            return ""
        return "ivs-collection" if found else "ivs-unknown"
