"""In: a ledger made by this or an earlier version. Out: one with this version's tables, or LedgerError.

A step leads from one version to the next; all steps of an opening run in one transaction, and each leaves a row in
`meta`, so the table tells the ledger's own history. The rows themselves are never rewritten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from generator.errors import LedgerError
from generator.ledger.database import Database
from generator.ledger.schema import VERSION, add_version_2, meta

Step = Callable[[sa.Connection], None]

STEPS: Final[Mapping[int, Step]] = {1: add_version_2}
"""Version → the step that leads from it to the next."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which ledger this is. The salt keys the digests of what documents bore; it never leaves the ledger."""

    version: int
    ledger_id: str
    salt: str = field(repr=False)


def identity(connection: sa.Connection) -> Identity | None:
    """Read which ledger this is; None where there are no tables or no identity."""
    if not sa.inspect(connection).has_table(meta.name):
        return None
    row: Any = connection.execute(sa.select(*meta.columns).order_by(meta.c.version.desc()).limit(1)).first()
    return None if row is None else Identity(*row)


def migrate(database: Database, found: Identity, steps: Mapping[int, Step] = STEPS, target: int = VERSION) -> Identity:
    """Bring a ledger to the target version. Raises LedgerError when it was made by a later one."""
    if found.version == target:
        return found
    if found.version > target:
        raise LedgerError(
            "ledger-newer",
            database.place,
            "the ledger has version {found}, this program knows up to {known}",
            "install the version of shikaku-print that made it, or a later one",
            found=found.version,
            known=target,
        )
    with database.write() as connection:
        for version in range(found.version, target):
            steps[version](connection)
            row = (version + 1, found.ledger_id, found.salt)
            database.load(connection, meta, [row])
    return Identity(target, found.ledger_id, found.salt)
