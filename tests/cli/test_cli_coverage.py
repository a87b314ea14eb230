"""`ledger coverage` on a screen: who has nothing stands in columns, under a head, whatever a column has to hold."""

import shutil
from pathlib import Path

import pytest
from cli_desk import Command, Sealed

from generator.cli import outlook
from generator.messages.columns import width


@pytest.mark.parametrize("screenful", [3, 1000])
def test_the_list_stands_in_columns(
    sealed: Sealed, tmp_path: Path, shikaku: Command, monkeypatch: pytest.MonkeyPatch, screenful: int
) -> None:
    shutil.copytree(sealed.society.parent, tmp_path / "out")
    monkeypatch.setattr(outlook, "_SCREENFUL", screenful)
    society, job = tmp_path / "out" / "society", tmp_path / "out" / sealed.cards.name
    told = ("--on", "2025-10-01", "--by", "係", "--why", "試し", "--society", society)
    assert shikaku("withdraw", job, *told).code == 0
    shown = shikaku("ledger", "coverage", society, "--on", "2025-12-02").out.splitlines()
    end = next(at for at, line in enumerate(shown) if line.endswith("people are insured"))
    gaps = [line for line in shown[:end] if "members.csv:" in line]
    heads = [line for line in shown[:end] if line.startswith("key ")]
    assert len(gaps) > 3
    assert len(heads) + len(gaps) == end
    assert len(heads) == -(-len(gaps) // (screenful - 1))
    if screenful > len(gaps):
        starts = {width(line[: line.index("members.csv:")]) for line in gaps}
        assert starts == {width(heads[0][: heads[0].index("row of the file")])}
