"""A text in, its clusters out: a base with at most one variation selector or sound mark.

UTS #37 (ideographic variation sequences), Unicode 15, 23.4. A selector or mark that has no base stands alone and is in
no face. Names are never normalised (contract §2): only a sound mark typed apart is looked up as its composed kana.
"""

import re
import unicodedata

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
SOUND_MARKS = "\u3099\u309a"  #: 濁点, 半濁点
_SELECTOR = re.compile(f"[{SELECTORS}]")
_JOINS = re.compile(f"[{SELECTORS}{SOUND_MARKS}]")
_CLUSTER = re.compile(f"[^{SELECTORS}{SOUND_MARKS}][{SELECTORS}{SOUND_MARKS}]?|.", re.DOTALL)

# What no face serves, whatever its cmap says: controls, format characters, private and surrogate code points,
# marks that need positioning, line separators, and the sign of a failed decoding (fonts.md §4).
_UNSERVED = frozenset(("Cc", "Cf", "Co", "Cs", "Mn", "Mc", "Me", "Zl", "Zp"))
_REPLACEMENT = "\ufffd"


def clusters(text: str) -> list[str]:
    """Split a text into clusters; joined again they are the text."""
    return _CLUSTER.findall(text) if _JOINS.search(text) else list(text)


def servable(base: str) -> bool:
    """Tell whether a single character may be drawn at all."""
    return unicodedata.category(base) not in _UNSERVED and base != _REPLACEMENT


def private(base: str) -> bool:
    """Tell whether a single character is of private use (外字)."""
    return unicodedata.category(base or " ") == "Co"


def selected(cluster: str) -> bool:
    """Tell whether a cluster has a variation selector."""
    return _SELECTOR.fullmatch(cluster[1:]) is not None


def composed(cluster: str) -> str:
    """Return the one kana that a kana and its sound mark make, or "" where Unicode has none."""
    whole = unicodedata.normalize("NFC", cluster)
    return whole if len(whole) == 1 else ""


def codepoints(text: str) -> str:
    """Write a text as `U+9089 U+E0112`."""
    return " ".join(f"U+{ord(char):04X}" for char in text)


def utf16(text: str) -> str:
    """Write a text as PDF's replacement texts have it: hex of UTF-16BE with its byte order mark (14.9.4)."""
    return ("\ufeff" + text).encode("utf-16-be").hex().upper()
