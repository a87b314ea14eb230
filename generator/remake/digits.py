"""Phase Ⅰ notices without their digits in, the same with those of the society's snapshot out.

The digits of a My Number are kept nowhere (contract §4): only the very snapshot the job was made from gives them back.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from generator.errors import ConfigError
from generator.intake.columns import SNAPSHOT
from generator.intake.read import Intake, open_intake
from generator.job.recheck import digits_of, filled
from generator.model import Key, Society
from layouts.document import Document

PHASE_1: Final = "notice/phase1"


def with_digits(pieces: Sequence[Document], society: Society, office: Path) -> tuple[Document, ...]:
    """Fill phase Ⅰ notices; others pass. Raises ConfigError where the job's own snapshot is not at hand."""
    keys = frozenset(
        Key(front.fields["symbol"], front.fields["number"], row["branch"])
        for front in (piece.front for piece in pieces)
        if front.layout == PHASE_1
        for row in front.blocks["person"]
    )
    if not keys:
        return tuple(pieces)
    hashes = json.loads((office / "inputs.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as scratch, closing(_opened(society, Path(scratch), keys)) as intake:
        if intake.hashes.get(SNAPSHOT.file) != hashes.get(SNAPSHOT.file):
            raise ConfigError(
                "digits-gone",
                SNAPSHOT.file,
                "phase Ⅰ notices have digits that only the job's own snapshot holds, and this is not it",
                "put back the snapshot.csv that the job was made from, and run the command again",
            )
        return tuple(filled(piece, digits_of(intake)) for piece in pieces)


def _opened(society: Society, scratch: Path, keys: frozenset[Key]) -> Intake:
    return open_intake(society, scratch / "intake.sqlite", date.max, keys)
