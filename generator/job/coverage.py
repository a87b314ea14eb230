"""All names of a society in, which faces they need and how they would stand out, before anything is decided.

Enters: Society. Leaves: a Coverage whose rows name people by key only: those who need more than the first face in full
size, and those who would be held back. Plain names pass unmeasured, so that a whole file takes seconds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.intake.names import GUARDED
from generator.intake.problem import Problem
from generator.intake.read import Intake, open_intake
from generator.job.press import layouts_of
from generator.job.setup import look_of
from generator.job.texts import front_name, honoured, list_name, reading, remarks
from generator.model import Member, Society
from layouts.load import Layouts
from layouts.template import Slot
from layouts.trial import HELD, ORDER, How, Standing, standing

#: Where a name of each kind is printed: layout, block ("" = the side itself), field.
_PLACES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "氏名": (("card/front", "", "name"), ("notice/plain", "person", "name"), ("notice/plain", "cutout", "name")),
    "氏名カナ": (("card/front", "", "kana"), ("notice/plain", "person", "kana"), ("notice/plain", "cutout", "kana")),
    "対象者一覧": (("letter/list", "row", "kana"),),
    "被保険者氏名": (("card/front-family", "", "insured_name"),),
    "宛名": (("notice/plain", "", "addressee"), ("letter/carrier", "", "addressee")),
    "備考": (("card/back", "remark", "text"),),
}


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name that is not plainly right everywhere, by its person's key; `stands` by layout."""

    key: str
    column: str
    faces: str
    stands: Mapping[str, Standing]

    @property
    def worst(self) -> Standing:
        """Return how it stands where it stands worst."""
        return max(self.stands.values(), key=lambda each: ORDER.index(each.how))


@dataclass(slots=True)
class Coverage:
    """What came of it."""

    people: int = 0
    names: int = 0
    faces: Counter[str] = field(default_factory=Counter[str])
    hows: Counter[How] = field(default_factory=Counter[How])
    rows: list[NameRow] = field(default_factory=list[NameRow])
    held: list[Problem] = field(default_factory=list[Problem])  #: rows that intake holds back for a name

    @property
    def clean(self) -> bool:
        """Tell whether nobody would be held back for a name."""
        return not self.held and not any(row.worst.how in HELD for row in self.rows)


class NameDesk:
    """Says how names stand in one set of layouts."""

    def __init__(self, layouts: Layouts) -> None:
        self._slots = {column: tuple(_slots(layouts, places)) for column, places in _PLACES.items()}
        (_, first), *_ = self._slots["氏名"]
        self.first = first.shaper.tag

    def plain(self, column: str, text: str) -> bool:
        """Tell quickly that a name stands everywhere in full size and the first face."""
        return all(
            len(text) * 1000 <= slot.steps[0].full and slot.shaper.covers(text) for _, slot in self._slots[column]
        )

    def row(self, key: str, column: str, text: str) -> NameRow:
        """Say how a name stands."""
        stands = {place: standing(slot, text) for place, slot in self._slots[column]}
        return NameRow(key, column, next(iter(stands.values())).faces, stands)


def cover(society: Society, on: date) -> Coverage:
    """Look at every name of a society; raises Refusal where its settings, layouts or files cannot be used."""
    desk, found = NameDesk(layouts_of(look_of(society))), Coverage()
    with TemporaryDirectory() as scratch, closing(open_intake(society, Path(scratch) / "intake.sqlite", on)) as intake:
        for key, column, text in _names(intake, found):
            found.names += 1
            if desk.plain(column, text):
                found.faces[desk.first] += 1
                found.hows["full"] += 1
                continue
            row = desk.row(key, column, text)
            found.faces[row.faces or "-"] += 1
            found.hows[row.worst.how] += 1
            if row.faces != desk.first or row.worst.how != "full":
                found.rows.append(row)
        found.held = [problem for problem in intake.problems() if problem.column in GUARDED]
    return found


def _names(intake: Intake, found: Coverage) -> Iterator[tuple[str, str, str]]:
    """Yield every name that documents bear: key, column, text; count the people."""
    for household in intake.households():
        for member in household.members:
            found.people += 1
            yield from _of(member)
        if len(household.members) > 1:
            yield str(household.insured.key), "被保険者氏名", household.insured.shown_name
        yield str(household.insured.key), "宛名", honoured(household.insured.shown_name)


def _of(member: Member) -> Iterator[tuple[str, str, str]]:
    """Yield what documents bear of one person's names; an employer's list names by the reading, or by the 通称名."""
    key = str(member.key)
    yield key, "氏名", front_name(member)
    if kana := reading(member):
        yield key, "氏名カナ", kana
    yield key, "対象者一覧", list_name(member)
    for line in remarks(member):
        yield key, "備考", line["text"]
    if member.mail_to and member.direct:
        yield key, "宛名", honoured(member.mail_to.addressee)


def _slots(layouts: Layouts, places: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, Slot]]:
    for layout, block, name in places:
        template = layouts.template(layout)
        slots = template.blocks[block].slots if block else template.slots
        yield f"{layout} {block}".rstrip(), next(slot for slot in slots if slot.field_name == name)
