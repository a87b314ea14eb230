"""In: a connection to an empty database. Out: the ledger's tables, constraints and triggers in it.

Append-only: what is true now is a view over rows that are never changed (contract §4; domain.md §4.1: a second Ⅰ for
the same person is a hard error). Three rules are the database's own, so that no program can break them:

- the cards of a spell, and the phase Ⅰ notices of a person, are a chain: one first document, at most one successor to
  each, and a successor only behind one of the same chain that has ended (`predecessor` refers to `ending`);
- a phase Ⅰ notice ends by nothing but the withdrawal of its job;
- no row is ever updated or deleted.

What happens to a piece after it is issued (made again, received, found, returned) never changes its document: those
are rows of their own. Every event is linked to the one before by a hash over it and all its rows (`chain`).

A card that lives again because the job that ended it was withdrawn is a new row of the same number (`turn` + 1)
behind the withdrawn one, so the chain holds for it too. Columns hold keys, numbers, dates and salted digests only.
"""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

PHASE_1: Final = "phase-1"

VERSION: Final = 2
"""Version of these tables; `migration.STEPS` leads here from older ones."""

METADATA: Final = sa.MetaData()

# Compared byte by byte on both databases, whatever the server's locale.
_TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=False)


def _number(name: str, refers_to: str) -> sa.Column[int]:
    """Make a column that refers to another row; deferrable so that a copy may fill tables one by one."""
    return sa.Column(name, sa.Integer, sa.ForeignKey(refers_to, deferrable=True, initially="IMMEDIATE"), nullable=False)


def _unique(name: str, *columns: sa.ColumnElement[Any], where: sa.ColumnElement[bool]) -> sa.Index:
    """Make an index over some rows. PostgreSQL is told when it makes its tables: naming it here would load it all."""
    return sa.Index(name, *columns, unique=True, sqlite_where=where)


meta: Final = sa.Table(
    "meta",
    METADATA,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _text("ledger_id"),
    _text("salt"),
)

event: Final = sa.Table(
    "event",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _text("on_day"),
    _text("kind"),
    _text("job"),
    _text("by"),
    _text("why"),
    _text("detail"),
)

document: Final = sa.Table(
    "document",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _text("number"),
    sa.Column("turn", sa.Integer, nullable=False),
    _number("event", "event.seq"),
    _text("kind"),
    _text("rule"),
    _text("key_symbol"),
    _text("key_number"),
    _text("key_branch"),
    _text("acquired"),
    _text("person"),
    _text("issued_on"),
    sa.Column("valid_to", _TEXT),
    sa.Column("short", sa.Boolean, nullable=False),
    sa.Column("optional", sa.Boolean, nullable=False),
    _text("content"),
    sa.Column("predecessor", sa.Integer),
    _text("envelope"),
    sa.UniqueConstraint("number", "turn", name="number_once"),
    sa.ForeignKeyConstraint(
        ["predecessor"],
        ["ending.document"],
        name="successor_of_ended",
        use_alter=True,
        deferrable=True,
        initially="IMMEDIATE",
    ),
    sa.CheckConstraint("predecessor < id", name="predecessor_earlier"),
    sa.CheckConstraint("kind IN ('card', 'notice')", name="known_kind"),
    sa.CheckConstraint("kind = 'notice' OR valid_to IS NOT NULL", name="card_expires"),
    sa.CheckConstraint("rule <> 'phase-1' OR kind = 'notice'", name="phase_1_is_notice"),
    sa.CheckConstraint(
        "predecessor IS NULL OR kind = 'card' OR rule = 'phase-1'", name="only_chains_have_predecessors"
    ),
)

ending: Final = sa.Table(
    "ending",
    METADATA,
    sa.Column(
        "document",
        sa.Integer,
        sa.ForeignKey("document.id", deferrable=True, initially="IMMEDIATE"),
        primary_key=True,
        autoincrement=False,
    ),
    _number("event", "event.seq"),
    _text("how"),
    _text("on_day"),
    sa.CheckConstraint("how IN ('void', 'superseded', 'expired', 'withdrawn')", name="known_how"),
)

request_mark: Final = sa.Table(
    "request_mark",
    METADATA,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True),
    _text("state"),
    _text("number"),
    sa.CheckConstraint("state IN ('served', 'closed', 'reopened')", name="known_state"),
)

snapshot_key: Final = sa.Table(
    "snapshot_key",
    METADATA,
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True),
    sa.Column("key_symbol", _TEXT, primary_key=True),
    sa.Column("key_number", _TEXT, primary_key=True),
    sa.Column("key_branch", _TEXT, primary_key=True),
    sqlite_with_rowid=False,
)

copy: Final = sa.Table(
    "copy",
    METADATA,
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True),
    sa.Column("number", _TEXT, primary_key=True),
    sa.Column("make", sa.Integer, nullable=False),
    sa.UniqueConstraint("number", "make", name="made_once"),
    sa.CheckConstraint("make > 1", name="first_make_is_the_document"),
)
"""A document that was printed again after spoilage (ヤレ): same 管理番号, next make."""

outcome: Final = sa.Table(
    "outcome",
    METADATA,
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True),
    sa.Column("number", _TEXT, primary_key=True),
    sa.Column("make", sa.Integer, primary_key=True),
    sa.Column("status", _TEXT, primary_key=True),
    _text("at"),
    sa.UniqueConstraint("number", "make", "status", name="received_once"),
    sa.CheckConstraint("status IN ('printed', 'spoiled', 'inserted', 'pulled')", name="known_status"),
)
"""What the vendor reports of each copy (contract §1, `ledger receive`)."""

note: Final = sa.Table(
    "note",
    METADATA,
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True),
    sa.Column("number", _TEXT, primary_key=True),
    _text("what"),
    sa.CheckConstraint(
        "what IN ('found', 'undelivered', 'sent-again', 'handed-in', 'unrecovered', 'pulled')", name="known_what"
    ),
)
"""What became of a document outside: found again, 返戻 (undelivered), sent again, 返納 (handed in), 回収不能
(unrecovered), 引抜き (pulled)."""

filed: Final = sa.Table(
    "filed",
    METADATA,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), nullable=False),
    _text("key_symbol"),
    _text("key_number"),
    _text("key_branch"),
    _text("kind"),
    _text("reason"),
)
"""A request taken at the desk instead of through requests.csv; `id` is the request's identity there too."""

link: Final = sa.Table(
    "link",
    METADATA,
    sa.Column("event", sa.Integer, sa.ForeignKey("event.seq", deferrable=True), primary_key=True, autoincrement=False),
    _text("hash"),
)

TABLES: Final = (meta, event, document, ending, request_mark, snapshot_key, copy, outcome, note, filed, link)
"""In the order in which a copy fills them."""

SINCE_2: Final = (copy, outcome, note, filed, link)
"""What a ledger of version 1 lacks."""

_unique("job_once", event.c.job, where=event.c.kind == "reserved")
_unique(
    "one_first_card_a_spell",
    document.c.key_symbol,
    document.c.key_number,
    document.c.key_branch,
    document.c.acquired,
    where=(document.c.kind == "card") & document.c.predecessor.is_(None),
)
_unique(
    "one_first_phase_1_a_person",
    document.c.person,
    where=(document.c.rule == "phase-1") & document.c.predecessor.is_(None),
)
_unique("one_successor", document.c.predecessor, where=document.c.predecessor.is_not(None))
sa.Index("document_by_household", document.c.key_symbol, document.c.key_number)
sa.Index("ending_by_event", ending.c.event)
sa.Index("mark_by_event", request_mark.c.event)
sa.Index("note_by_number", note.c.number)

_BREAKS_CHAIN: Final = """NOT EXISTS (
  SELECT 1 FROM document AS before WHERE before.id = NEW.predecessor AND before.kind = NEW.kind AND (
    NEW.kind = 'card' AND before.key_symbol = NEW.key_symbol AND before.key_number = NEW.key_number
      AND before.key_branch = NEW.key_branch AND before.acquired = NEW.acquired
    OR NEW.rule = 'phase-1' AND before.rule = 'phase-1' AND before.person = NEW.person))"""
_ENDS_PHASE_1: Final = "EXISTS (SELECT 1 FROM document WHERE id = NEW.document AND rule = 'phase-1')"

_SQLITE_CHECK: Final = """CREATE TRIGGER {name} AFTER INSERT ON {table} WHEN {when} AND {fault}
BEGIN SELECT RAISE(ABORT, '{name}'); END"""
_SQLITE_FROZEN: Final = """CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, 'append_only'); END"""

_POSTGRES_CHECK: Final = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {fault} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"""
_POSTGRES_REFUSE: Final = """CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
# Once a statement, so that not even an UPDATE that meets no row, or TRUNCATE, passes.
_POSTGRES_FROZEN: Final = """CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION append_only()"""

_CHECKS: Final = (
    {"name": "same_chain", "table": "document", "when": "NEW.predecessor IS NOT NULL", "fault": _BREAKS_CHAIN},
    {"name": "phase_1_stays", "table": "ending", "when": "NEW.how <> 'withdrawn'", "fault": _ENDS_PHASE_1},
)


def create_tables(connection: sa.Connection) -> None:
    """Create tables, constraints and triggers in the connection's transaction."""
    # SQLAlchemy marks a reference that it adds by ALTER as done, and would leave it out of the next CREATE TABLE in
    # this process: a SQLite backup of a PostgreSQL ledger would lose it. So each database is made from a copy.
    fresh = sa.MetaData()
    for table in TABLES:
        for index in table.to_metadata(fresh).indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is not None and connection.dialect.name != "sqlite":
                index.dialect_kwargs["postgresql_where"] = where
    fresh.create_all(connection, checkfirst=False)
    for statement in _triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


def add_version_2(connection: sa.Connection) -> None:
    """Add what version 2 has more: tables, an index and the triggers that freeze them."""
    fresh = sa.MetaData()
    event.to_metadata(fresh)
    for table in SINCE_2:
        table.to_metadata(fresh).create(connection)
    connection.exec_driver_sql("CREATE INDEX mark_by_event ON request_mark (event)")
    for statement in _frozen(connection.dialect.name, SINCE_2):
        connection.exec_driver_sql(statement)


def _frozen(dialect: str, tables: Sequence[sa.Table]) -> list[str]:
    """Return the triggers that refuse every change of rows that are written."""
    if dialect == "sqlite":
        return [_SQLITE_FROZEN.format(table=t.name, what=what) for t in tables for what in ("update", "delete")]
    return [_POSTGRES_FROZEN.format(table=t.name) for t in tables]


def _triggers(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [*(_SQLITE_CHECK.format(**check) for check in _CHECKS), *_frozen(dialect, TABLES)]
    return [_POSTGRES_REFUSE, *(_POSTGRES_CHECK.format(**c) for c in _CHECKS), *_frozen(dialect, TABLES)]
