"""What became void in a job before it is handed over in; office/void.csv out: where each piece lies, as in pull.csv.

These people did not leave, so no pull makes the list for the packer: their cards were reprinted or handed in. Numbers
and places only, so that it may be given to the vendor (domain.md §8: 引抜き, by 管理番号 and place).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator.job.csvout import CsvOut
from generator.ledger.balancing import Astray
from generator.remake.packed import PULL, TAKE, Packed

VOID: Final = "void.csv"


def list_void(job: Path, made: Sequence[str], void: Sequence[Astray]) -> Path | None:
    """Write where the void pieces of a job lie, now and, of those made again, at first; None where there are none.

    `made`: the names of its remakes and pulls, in order.
    """
    if not void:
        return None
    packed = Packed(job, made, {each.envelope for each in void})
    rows = [packed.pull_row(each.number, TAKE) for each in void]
    rows.sort(key=lambda row: (row["envelope"], row["管理番号"]))
    path = job / "office" / VOID
    with CsvOut(path, PULL) as out:
        for row in rows:
            out.row([row[name] for name in PULL])
    return path
