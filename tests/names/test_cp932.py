"""Every two-byte code of CP932 as a one-character name: printed exactly or held back, its outcome on record."""

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import names_job
import pytest
from names_job import Job, Outcome, expected, same_outline

GOLDEN = Path(__file__).with_name("golden") / "cp932.txt"
#: Lead bytes of CP932, and trail bytes but the two that are none.
CODES = [
    bytes((lead, trail))
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD))
    for trail in range(0x40, 0xFD)
    if trail != 0x7F
]

pytestmark = pytest.mark.slow


def decoded(code: bytes) -> str | None:
    try:
        return code.decode("cp932")
    except UnicodeDecodeError:
        return None


NAMED = [(code, char) for code in CODES if (char := decoded(code)) is not None]
UNDECODABLE = [code for code in CODES if decoded(code) is None]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("cp932")
    names = [code for code, _ in NAMED]
    names_job.write_society(folder / "society", names, encoding="cp932")
    return names_job.job(folder / "society", folder / "out", names)


def test_whatever_is_printed_is_the_glyph_and_outline_of_its_source(found: Job) -> None:
    wrong = []
    for (code, char), outcome in zip(NAMED, found.outcomes, strict=True):
        if outcome.glyphs:
            ((face, gid),) = outcome.glyphs
            if expected(face, char) != gid or not same_outline(found, face, gid):
                wrong.append(code.hex())
    assert wrong == []


def test_nobody_is_lost(found: Job) -> None:
    lost = [code.hex() for (code, _), o in zip(NAMED, found.outcomes, strict=True) if not o.held and not o.glyphs]
    both = [code.hex() for (code, _), o in zip(NAMED, found.outcomes, strict=True) if o.held and o.glyphs]
    assert (lost, both) == ([], [])


@pytest.mark.parametrize("code", [UNDECODABLE[0], UNDECODABLE[len(UNDECODABLE) // 2], UNDECODABLE[-1]], ids=bytes.hex)
def test_a_code_that_is_none_refuses_the_file(tmp_path: Path, code: bytes) -> None:
    names_job.write_society(tmp_path / "society", [code], encoding="cp932")
    done = names_job.run(tmp_path / "society", tmp_path / "out")
    assert done.returncode == 3
    assert "members.csv:2: undecodable" in done.stderr


def test_outcomes_are_those_on_record(found: Job) -> None:
    said = {code: _said(outcome) for (code, _), outcome in zip(NAMED, found.outcomes, strict=True)}
    said |= dict.fromkeys(UNDECODABLE, "file refused: undecodable")
    table = "".join(f"{line}\n" for line in _table(said))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(table, encoding="utf-8")
    assert table == GOLDEN.read_text(encoding="utf-8")


def _said(outcome: Outcome) -> str:
    return f"held back: {', '.join(outcome.held)}" if outcome.held else f"printed {outcome.faces}"


def _table(said: dict[bytes, str]) -> Iterator[str]:
    """Write codes of one outcome that follow one another as one line."""
    for outcome, group in groupby(CODES, key=lambda code: said[code]):
        codes = list(group)
        span = codes[0].hex().upper() + (f"-{codes[-1].hex().upper()}" if len(codes) > 1 else "")
        yield f"{span:<10} {len(codes):>5}  {outcome}"
