"""Envelopes that a pull has corrected in; their class, and what the post gets of the whole job now, out.

The same rules as the job's (generator/job: envelope, mailing), by the tariff of the job's day: an envelope that loses
its last card loses 簡易書留, one that is empty is not posted. Every other envelope stays as the office's list has it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from generator.decision import Route
from generator.errors import ConfigError
from generator.job.csvin import Row, rows
from generator.job.envelope import class_of
from generator.job.mailing import MailClass, MailCount, mailed_row, quoted
from generator.model import Mail
from generator.post.tariff import tariff_of
from generator.remake.digits import PHASE_1
from generator.remake.sealed import SealedJob

LIST: Final = "mailing.csv"


def classed(
    envelopes: Sequence[Row], left: Callable[[str], Collection[str]], job: SealedJob, mail: Mail
) -> list[dict[str, str]]:
    """Return corrected rows of envelopes.csv with the class each has now; `left`: the numbers left in an envelope.

    A class holds while there are cards in an envelope, and for an employer's; else the notices decide.
    """
    asked = {row["envelope"] for row in envelopes if row["route"] == Route.DIRECT and not int(row["cards"])}
    numbers = frozenset(number for name in asked for number in left(name))
    digits = set(_with_digits(job, numbers)) if numbers else set[str]()
    found: list[dict[str, str]] = []
    for row in envelopes:
        name, told = row["envelope"], dict(row)
        if name in asked and left(name):
            told["class"] = class_of(row["route"], mail, cards=False, phase1=name in digits)
        found.append(told)
    return found


def _with_digits(job: SealedJob, numbers: frozenset[str]) -> Iterator[str]:
    """Yield the envelopes of the phase Ⅰ notices among some."""
    for lot in job.of("notices"):
        if lot.names_any(numbers):
            for document in lot.documents:
                if document.front.layout == PHASE_1 and not numbers.isdisjoint(document.numbers):
                    yield document.envelope


@dataclass(frozen=True, slots=True)
class Posted:
    """What the post gets: the rows of office/mailing.csv by envelope, and the figures of the 差出票."""

    mailed: tuple[tuple[object, ...], ...]
    counts: tuple[MailCount, ...]


def posted(job: SealedJob, envelopes: Sequence[Row]) -> Posted:
    """Return the mail of a job without what this pull and those before it have emptied.

    Raises ConfigError where the office no longer has its list.
    """
    path = job.folder / "office" / LIST
    if not path.is_file():
        raise ConfigError("mailing-gone", path.name, "the job's list of its mail is not there", "put it back")
    now = _corrected(job, envelopes)
    tariff, counts = tariff_of(date.fromisoformat(job.day)), Counter[tuple[MailClass, str]]()
    mailed: list[tuple[object, ...]] = []
    for row in rows(path):
        name, area = row["envelope"], row["area"]
        changed = now.get(name)
        if changed is None:
            numbers = (int(row[column]) for column in ("tier_grams", "postage", "option"))
            kind = MailClass(row["route"], row["class"], row["size"], *numbers)
            mailed.append(tuple(row.values()))
        elif int(changed["cards"]) + int(changed["notices"]):
            kind, quote = quoted(tariff, row["route"], float(changed["grams"]), changed["class"])
            mailed.append(mailed_row(name, float(changed["grams"]), kind, quote, area))
        else:
            continue
        counts[kind, area] += 1
    found = (MailCount(kind, area, count) for (kind, area), count in sorted(counts.items()))
    return Posted(tuple(mailed), tuple(found))


def _corrected(job: SealedJob, envelopes: Sequence[Row]) -> Mapping[str, Row]:
    """Return the last row of every envelope that a pull has corrected."""
    lists = (job.folder / name / "vendor" / "envelopes.csv" for name in job.made if name.startswith("pull-"))
    return {row["envelope"]: row for rows_of in (*map(rows, lists), envelopes) for row in rows_of}
