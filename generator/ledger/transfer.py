"""In: the ledger, or a CSV of what was issued elsewhere. Out: a CSV of every document, or documents taken over.

Both CSVs have the same columns (contract §1 `ledger import`; §4: UTF-8 with BOM, CRLF). Import requires 記号, 番号,
枝番, 資格取得年月日, 文書 (資格確認書 / 資格情報のお知らせ), 規則 (phase-1, ex-officio, …) and 交付年月日,
for cards also 有効期限. It may have 管理番号 (else one is derived from the row, so that a file is never taken over
twice), 状態 (void, superseded, expired; withdrawn rows are passed over), 短期 and 任意記載 (有), 前の記号,
前の番号, 前の枝番; other columns are ignored. Documents of one person stand together in the order of their issue.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from generator.decision import Kind
from generator.errors import InputError
from generator.intake.convert import BadValue
from generator.intake.dates import parse_date
from generator.ledger import conflict, entry, events
from generator.ledger.database import Database, RowRefused
from generator.ledger.entry import Reservation
from generator.ledger.results import RANKS
from generator.ledger.schema import PHASE_1, copy, document, ending, event, link, note, outcome
from generator.model import Key

ELSEWHERE: Final = "issued-elsewhere"
REQUIRED: Final = ("記号", "番号", "枝番", "資格取得年月日", "文書", "規則", "交付年月日")
OPTIONAL: Final = ("有効期限", "管理番号", "状態", "短期", "任意記載", "前の記号", "前の番号", "前の枝番")
HEADER: Final = REQUIRED + OPTIONAL
_EXPORTED_TOO: Final = ("ジョブ", "封筒", "作成回数", "印刷所の報告", "記録")
_EVENTS: Final = ("番号", "日", "種類", "ジョブ", "担当", "理由", "内容", "ハッシュ")

_KINDS: Final = {Kind.CARD.value: "card", Kind.NOTICE.value: "notice"}
_WRITTEN: Final = {kind: text for text, kind in _KINDS.items()}
_STATES: Final = ("", "void", "superseded", "expired", "withdrawn")
_BATCH: Final = 5000
_Row = Mapping[str, str]


class _Unreadable(ValueError):  # noqa: N818 - a fact about one row, gathered into an InputError
    """A row cannot be read; the argument is the column."""


@dataclass(frozen=True, slots=True)
class _Foreign:
    """One row of the file."""

    document: Reservation
    ended: str

    @property
    def chain(self) -> tuple[str, ...]:
        """Return what the documents of its chain have in common; other notices stand alone."""
        d = self.document
        if d.kind == "card":
            return ("card", *entry.key_row(d.key), d.acquired.isoformat())
        return (PHASE_1, entry.person_text(d.person)) if d.rule == PHASE_1 else (d.number,)


_Linked = tuple[int, int | None, _Foreign]  # row id, the predecessor's, the row


def take_over(database: Database, path: Path, by: str, on: date) -> int:
    """Write what was issued elsewhere as one event and return the number of documents.

    Raises InputError when rows cannot be read, LedgerError when they contradict the ledger.
    """
    rows = (row for row in _read(path) if row.ended != "withdrawn")
    first = next(rows, None)
    if first is None:
        return 0
    count = 0
    with database.write() as connection:
        seq = events.append(database, connection, ELSEWHERE, on, by=by)
        database.defer(connection)
        highest = connection.execute(sa.select(sa.func.coalesce(sa.func.max(document.c.id), 0))).scalar_one()
        linked = _linked(chain([first], rows), highest)
        while batch := list(islice(linked, _BATCH)):
            _add(database, connection, seq, on, batch)
            count += len(batch)
    return count


def export(database: Database, path: Path) -> int:
    """Write every document with its last state, by person, and return their number."""
    later = document.alias("later")
    replaced = sa.exists().where(later.c.number == document.c.number, later.c.turn > document.c.turn)
    statement = (
        sa.select(document.c.person, event.c.job, document.c.envelope, *_since(), *entry.ISSUED_COLUMNS)
        .select_from(
            document.join(event, event.c.seq == document.c.event).outerjoin(ending, ending.c.document == document.c.id)
        )
        .where(~replaced)
        .order_by(document.c.key_symbol, document.c.key_number, document.c.key_branch, document.c.id)
    )
    count = 0
    with database.read() as connection, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER + _EXPORTED_TOO)
        rows: Any = connection.execution_options(yield_per=_BATCH).execute(statement)
        for row in rows:
            writer.writerow(_written(tuple(row)))
            count += 1
    return count


def export_events(database: Database, path: Path) -> int:
    """Write every event with its hash, in order, and return their number."""
    statement = sa.select(event, link.c.hash).select_from(event.outerjoin(link, link.c.event == event.c.seq))
    count = 0
    with database.read() as connection, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_EVENTS)
        rows: Any = connection.execution_options(yield_per=_BATCH).execute(statement.order_by(event.c.seq))
        for row in rows:
            writer.writerow(tuple(row))
            count += 1
    return count


def _since() -> tuple[sa.ColumnElement[Any], ...]:
    """Select what became of a document since: how often it was made, the vendor's last word, the last note."""
    makes = sa.select(sa.func.max(copy.c.make)).where(copy.c.number == document.c.number).scalar_subquery()
    said = sa.select(outcome.c.status).where(outcome.c.number == document.c.number)
    weight = sa.case(RANKS, value=outcome.c.status)
    noted = sa.select(note.c.what).where(note.c.number == document.c.number).order_by(note.c.event.desc())
    return (
        sa.func.coalesce(makes, 1).label("makes"),
        said.order_by(outcome.c.make.desc(), weight.desc()).limit(1).scalar_subquery().label("reported"),
        noted.limit(1).scalar_subquery().label("noted"),
    )


def _written(row: tuple[Any, ...]) -> Sequence[str]:
    person, job, envelope, makes, reported, noted, *rest = row
    d = entry.issued(tuple(rest))
    root = Key(*entry.person_row(person))
    former = ("", "", "") if root == d.key else entry.key_row(root)
    return (
        *entry.key_row(d.key),
        d.acquired.isoformat(),
        _WRITTEN[d.kind],
        d.rule,
        d.issued_on.isoformat(),
        "" if d.valid_to is None else d.valid_to.isoformat(),
        d.number,
        d.ended,
        "有" if d.short else "",
        "有" if d.optional else "",
        *former,
        job,
        envelope,
        makes,
        reported or "",
        noted or "",
    )


def _read(path: Path) -> Iterator[_Foreign]:
    """Read every row; all that cannot be read is named by line and column at the end, never by value."""
    faults: list[tuple[int, str]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    "import-columns", path.name, "columns are missing: {columns}", columns=", ".join(missing)
                )
            for row in reader:
                try:
                    yield _foreign(row)
                except _Unreadable as fault:
                    faults.append((reader.line_num, str(fault)))
    except (UnicodeDecodeError, csv.Error):
        raise InputError(
            "import-unreadable", path.name, "the file is not CSV in UTF-8", "save it as UTF-8 CSV"
        ) from None
    if faults:
        line, column = faults[0]
        raise InputError(
            "import-rows",
            f"{path.name}:{line}",
            "{count} rows cannot be read, the first for its column {column}",
            "correct them; nothing was taken over",
            count=len(faults),
            column=column,
        )


def _foreign(row: _Row) -> _Foreign:
    kind = _KINDS.get(row["文書"])
    rule, state = row["規則"], row.get("状態", "")
    key = Key(row["記号"], row["番号"], row["枝番"])
    former = Key(row.get("前の記号", ""), row.get("前の番号", ""), row.get("前の枝番", ""))
    faults = {
        "記号": not key.symbol,
        "番号": not key.number,
        "枝番": not key.branch,
        "文書": kind is None,
        "規則": not rule or (rule == PHASE_1 and kind == "card"),
        "状態": state not in _STATES or (rule == PHASE_1 and state not in ("", "withdrawn")),
    }
    for column, fault in faults.items():
        if fault:
            raise _Unreadable(column)
    issued_on = _day(row, "交付年月日")
    read = Reservation(
        number=row.get("管理番号", "") or _derived(row),
        kind=kind or "",
        rule=rule,
        key=key,
        acquired=_day(row, "資格取得年月日"),
        issued_on=issued_on,
        valid_to=_day(row, "有効期限") if kind == "card" else None,
        person=former if former.symbol else key,
        short=row.get("短期", "") == "有",
        optional=row.get("任意記載", "") == "有",
    )
    return _Foreign(read, state)


def _day(row: _Row, column: str) -> date:
    try:
        return parse_date(row.get(column, ""))
    except BadValue:
        raise _Unreadable(column) from None


def _derived(row: _Row) -> str:
    """Derive a number from what the row says, for documents that bore none."""
    text = "\x1f".join(row.get(name, "") for name in HEADER)
    return f"X-{blake2b(text.encode(), digest_size=10).hexdigest()}"


def _linked(rows: Iterable[_Foreign], row_id: int) -> Iterator[_Linked]:
    """Number the rows, and put each behind the one before it where both are of one chain and that one has ended."""
    before: tuple[tuple[str, ...], int] | None = None
    for number, row in enumerate(rows, row_id + 1):
        mark = row.chain
        predecessor = before[1] if before is not None and before[0] == mark else None
        before = (mark, number) if row.ended else None
        yield number, predecessor, row


def _add(database: Database, connection: sa.Connection, seq: int, on: date, batch: Sequence[_Linked]) -> None:
    documents = [entry.document_row(row.document, i, seq, predecessor) for i, predecessor, row in batch]
    endings = [(i, seq, row.ended, on.isoformat()) for i, _, row in batch if row.ended]
    try:
        with connection.begin_nested():
            database.load(connection, document, documents)
            database.load(connection, ending, endings)
    except RowRefused:
        raise conflict.explain(database, connection, [row.document for _, _, row in batch]) from None
