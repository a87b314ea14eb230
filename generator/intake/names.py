"""The stored text of a name in; the text that is printed, what is wrong with it and every alteration out.

The one place where a name changes: approved substitutions first, then half-width kana of a reading, sound marks typed
apart, and the declared JIS form of bare kanji. Never NFC or NFKC on a name. Authority: contract §2; fonts.md §4-5.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from fonts.clusters import SELECTORS, SOUND_MARKS, clusters, codepoints, composed
from fonts.collections import MOJI_JOHO, collection
from fonts.forms import sequences
from generator.intake.columns import MEMBER_TEXTS
from generator.intake.convert import Memo
from generator.intake.gaiji import Approved
from generator.intake.guard import ENCLOSED, HALF_KANA, PLAIN, Guard
from generator.intake.table import Fault
from generator.intake.twins import CP932, retold, twins

READING: Final = "氏名カナ"
ADDRESSEE: Final = "送付先宛名"
GUARDED: Final = ("氏名", READING, "通称名", "旧姓", ADDRESSEE)
#: Columns in which approved substitutions are made and nothing else is looked at.
SUBSTITUTED: Final = ("所属名", "住所", "住所B", "送付先住所")
#: These two are printed in one line, and so by one face.
_BESIDE: Final = {"氏名": "旧姓", "旧姓": "氏名"}
_PLACES: Final = tuple((MEMBER_TEXTS.index(column), column) for column in (*GUARDED, *SUBSTITUTED))
_NAME_PLACES: Final = _PLACES[: len(GUARDED)]
(_NAME, _), (_KANA, _), (_ALIAS, _), (_MAIDEN, _), (_TO, _) = _NAME_PLACES
_OTHERS: Final = tuple(MEMBER_TEXTS.index(column) for column in SUBSTITUTED)
_NO_FORMS: Final[Mapping[str, str]] = {}
_BMP: Final = 1 << 16
_SOUND: Final = frozenset(SOUND_MARKS)
#: A run of half-width kana, with the full-width kana before it where it begins with the sound mark of that.
_HALF_RUN: Final = re.compile(
    f"(?:[\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fd\u30fe](?=[\uff9e\uff9f]))?[{HALF_KANA}][{HALF_KANA}{SOUND_MARKS}]*"
)
#: In a reading runs that only spaces part are one alteration; everything else goes by clusters.
_READING_TOKEN: Final = re.compile(
    f"{_HALF_RUN.pattern}(?:[ \u3000]+{_HALF_RUN.pattern})*|[^{SELECTORS}{SOUND_MARKS}][{SELECTORS}{SOUND_MARKS}]?|.",
    re.DOTALL,
)
#: Return the bytes of a column of the row at hand, as they stand in the file.
Original = Callable[[str], bytes]


class Change(NamedTuple):
    """An Alteration without the bytes: a tuple, because a file of half-width readings has one in every row."""

    column: str
    kind: str
    before: str
    after: str
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is printed; `faults` are (code, code points) of what must not be."""

    text: str
    faults: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """The texts of a row as they are printed; alterations are the fields of an Alteration."""

    texts: tuple[str, ...]
    faults: tuple[Fault, ...]
    alterations: tuple[tuple[str, ...], ...]


class Names:
    """How names are read in one run: made once from [encoding], [gaiji] and the approved table."""

    def __init__(self, guard: Guard, form: str, approved: Mapping[str, Approved], encoding: str) -> None:
        self._guard, self._approved = guard, approved
        self._forms = sequences(form)
        self._twins = twins() if encoding == CP932 else frozenset[str]()
        self._mapped = frozenset(cluster[0] for cluster in approved)
        self._points = Memo(codepoints)  # of single characters
        self._settled: set[str] = set()  # tokens of guarded names met that need nothing; as many as the repertoire has
        self._plain = _plain(frozenset(self._mapped | self._twins | self._forms.keys()))

    def untouched(self, texts: tuple[str, ...]) -> bool:
        """Tell at a glance that nothing in a row's texts needs a look: so it is with most rows."""
        if not self._plain(f"{texts[_NAME]}\n{texts[_KANA]}\n{texts[_ALIAS]}\n{texts[_MAIDEN]}\n{texts[_TO]}"):
            return False
        return not self._mapped or self._mapped.isdisjoint("".join([texts[at] for at in _OTHERS]))

    def row(self, texts: tuple[str, ...], original: Original) -> Renamed:
        """Read every name and address of a row."""
        renamed, faults, alterations = list(texts), list[Fault](), list[tuple[str, ...]]()
        for at, column in _PLACES if self._mapped else _NAME_PLACES:
            if self._plain(texts[at]):
                continue
            beside = _BESIDE.get(column)
            reading = self.read(column, texts[at], texts[MEMBER_TEXTS.index(beside)] if beside else "")
            renamed[at] = reading.text
            faults += [(code, column, detail) for code, detail in reading.faults]
            alterations += self._with_bytes(column, texts[at], reading.changes, original)
        return Renamed(tuple(renamed), tuple(faults), tuple(alterations))

    def read(self, column: str, text: str, beside: str = "") -> Reading:
        """Read one text, printed in one line with another; its changes stand in the order of the text."""
        guarded = column in GUARDED
        if self._plain(text) or (not guarded and self._mapped.isdisjoint(text)):
            return Reading(text)
        tokens: list[str] = _READING_TOKEN.findall(text) if column == READING else clusters(text)
        if self._settled.issuperset(tokens):
            return Reading(text)
        parts, faults, changes = list[str](), dict[str, str](), list[Change]()
        forms = self._forms_of(f"{text}\n{beside}") if guarded else _NO_FORMS
        for token in tokens:
            kind, part = self._part(column, token, forms) if guarded or token in self._approved else ("", token)
            parts.append(part)
            if kind:
                changes.append(self._change(column, kind, token, part))
            found = list(self._faults(column, kind, part)) if guarded else []
            for code, cluster in found:
                faults.setdefault(code, codepoints(cluster))
            if guarded and column != ADDRESSEE and not kind and not found and token not in self._forms:
                self._settled.add(token)
        return Reading("".join(parts), tuple(faults.items()), tuple(changes))

    def _forms_of(self, line: str) -> Mapping[str, str]:
        """Return the forms for a line of text: none beside Moji_Joho, for no face has that and Adobe-Japan1."""
        if not self._forms:
            return _NO_FORMS
        printed = "".join([self._approved[c].to if c in self._approved else c for c in clusters(line)])
        return _NO_FORMS if any(collection(cluster) == MOJI_JOHO for cluster in clusters(printed)) else self._forms

    def _part(self, column: str, token: str, forms: Mapping[str, str]) -> tuple[str, str]:
        """Return what is done with a token, "" for nothing, and what is printed for it."""
        if token in self._approved:
            return "substituted", self._approved[token].to
        if token in forms:
            return "form", forms[token]
        if column == READING and _HALF_RUN.search(token):
            return "widened", _HALF_RUN.sub(_widened, token)
        if len(token) == 2 and token[1] in _SOUND and (whole := composed(token)):
            return "composed", whole
        return "", token

    def _faults(self, column: str, kind: str, part: str) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a part; what was approved or chosen by form has been looked at."""
        if kind in ("substituted", "form") or self._plain(part):
            return
        for cluster in clusters(part):
            if column == ADDRESSEE and ENCLOSED.fullmatch(cluster):
                continue
            if code := self._guard.fault(cluster):
                yield code, cluster

    def _change(self, column: str, kind: str, before: str, after: str) -> Change:
        points = self._points
        change = Change(column, kind, " ".join([points[c] for c in before]), " ".join([points[c] for c in after]))
        if kind != "substituted":
            return change
        approved = self._approved[before]
        return change._replace(who=approved.who, when=approved.when)

    def _with_bytes(
        self, column: str, text: str, changes: tuple[Change, ...], original: Original
    ) -> list[tuple[str, ...]]:
        """Add the bytes of the file to the changes, and note those that the text does not tell."""
        doubled = column in GUARDED and not self._twins.isdisjoint(text)
        if not doubled and not changes:
            return []
        raw = original(column)
        found: list[tuple[str, ...]] = [(*change, raw.hex()) for change in changes]
        if doubled and retold(raw) != raw:
            points = codepoints("".join(char for char in text if char in self._twins))
            found.append((*Change(column, "bytes", points, points), raw.hex()))
        return found


def _widened(run: re.Match[str]) -> str:
    """Return half-width kana as full-width ones, sound marks taken in; a mark without a kana stays and is a fault."""
    return unicodedata.normalize("NFKC", run[0])


@cache
def _plain(touched: frozenset[str]) -> Callable[[str], object]:
    """Compile the one expression that names without need of a look match whole: PLAIN without what is touched."""
    without = {ord(char) for char in touched}
    every = "".join(map(chr, range(_BMP)))
    points = [ord(char) for run in re.findall(f"[{PLAIN}]+", every) for char in run]
    ranges = "".join(_ranges(sorted(point for point in points if point not in without)))
    return re.compile(f"[\n{ranges}]*").fullmatch


def _ranges(points: Iterable[int]) -> Iterator[str]:
    """Yield runs of ascending code points as they stand in a character class."""
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    yield from (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)
