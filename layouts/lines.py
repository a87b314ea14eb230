"""Running text in, lines out: Japanese line breaking by the widths of the faces that will show it.

Broken once, when a layout is loaded. Platypus is not used: it would measure with, and embed, a font of its own in every
file beside ours. Authority: JIS X 4051 6.1 (行頭行末禁則, 分離禁止), JLReq 3.1.7-3.1.10.
"""

import re
from collections.abc import Callable

from fonts.clusters import clusters

#: 行頭禁則: what must not begin a line.
NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）〕］｝〉》」』】〟’”‐〜～…‥％%℃,.:;?!)]}」"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
#: 行末禁則: what must not end a line.
NOT_LAST = frozenset("（〔［｛〈《「『【〝‘“([{￥¥＄$№〒")
_TOGETHER = frozenset("―—")  # 分離禁止: doubled, never parted
_WORD = re.compile(r"[0-9A-Za-z]+(?:[-./:@_%&?=#~+'’,][0-9A-Za-z]+)*/?")
_SPACES = " \u3000"


def break_lines(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines of at most `room`, both in the unit of `measure`; a newline always breaks.

    A unit wider than the room stands alone on its line: the caller sees that it is too wide.
    """
    return [line for part in text.split("\n") for line in _fill(part, room, measure)]


def _fill(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in units(text):
        if line and measure((line + unit).rstrip(_SPACES)) > room:
            lines.append(line.rstrip(_SPACES))
            line = unit.lstrip(_SPACES)
        else:
            line += unit
    return [*lines, line.rstrip(_SPACES)]


def units(text: str) -> list[str]:
    """Split a text into the units between which a line may be broken."""
    found: list[str] = []
    for atom in _atoms(text):
        if found and _glued(found[-1], atom):
            found[-1] += atom
        else:
            found.append(atom)
    return found


def _atoms(text: str) -> list[str]:
    """Split into words of Latin letters or figures, and single clusters."""
    atoms: list[str] = []
    at = 0
    for word in _WORD.finditer(text):
        atoms += [*clusters(text[at : word.start()]), word[0]]
        at = word.end()
    return [*atoms, *clusters(text[at:])]


def _glued(before: str, after: str) -> bool:
    last = before.rstrip(_SPACES)[-1:]  # spaces between two characters do not part what must stay together
    doubled = after[0] in _TOGETHER and before[-1] == after[0]
    return after in _SPACES or last in NOT_LAST or after[0] in NOT_FIRST or doubled
