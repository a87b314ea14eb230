"""Codes on a screen: every rule, state and reason has a word in both languages, and its code behind it."""

import csv
import inspect
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from cli_desk import Sealed, process

from generator.cli.terms import remedy, term
from generator.eligibility import rules
from generator.job import gaps

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_TABLES = (rules.NOT_AT_ALL, rules.CARDS, rules.NO_CARD, rules.NOTICES)
RULES = sorted({rule.name for table in _TABLES for rule in table} | {"entitlement-ended"})
STATES = [gaps.Cover.GAP, gaps.Cover.UNDELIVERED, gaps.Cover.REJECTED]
REASONS = [
    *(code for code in re.findall(r'return f?"([a-z-]+)"', inspect.getsource(gaps._reason))),  # pyright: ignore[reportPrivateUsage]
    *("card-void", "card-withdrawn", "mynumber-card-lost", "certificate-expired", "card-not-begun", "card-expired"),
]
BARE = re.compile(r"(?<![(a-z:./_-])[a-z]+(?:-[a-z]+)+(?![)a-z.])")
"""A code with nothing round it."""


@pytest.mark.parametrize("tongue", ["ja", "en"])
@pytest.mark.parametrize("code", [*RULES, *STATES, *REASONS, "send-again", "correct-the-row"])
def test_every_code_has_its_word(code: str, tongue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_LANG", tongue)
    if code == "card-":  # the beginning of two that are looked at whole
        return
    said = term(code)
    assert said.endswith(f" ({code})")
    assert bool(JAPANESE.search(said)) == (tongue == "ja")


def test_a_remedy_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_LANG", "ja")
    assert remedy("run:ex-officio") == "次のジョブで発行: 職権交付 (ex-officio)"
    assert remedy("look:manual") == "人が見る: 個別対応 (manual)"
    assert remedy("held:glyph-missing") == "保留になる: glyph-missing"  # a code of refusals, as those are told
    assert remedy("send-again") == "再送する (send-again)"


@pytest.mark.slow
def test_what_a_clerk_reads_in_japanese_has_no_bare_code(sealed: Sealed, tmp_path: Path) -> None:
    shutil.copytree(sealed.society.parent, tmp_path / "out")
    in_japanese = partial(process, tongue="ja")  # a command is put into one language once a process
    society, job = tmp_path / "out" / "society", tmp_path / "out" / sealed.cards.name
    told = ("--on", "2025-10-01", "--by", "係", "--society", society)
    with (job / "office" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        number = next(row["管理番号"] for row in csv.DictReader(file) if row["管理番号"])
    assert in_japanese("spoil", job, "--number", number, "--why", "破れ", *told).code == 0
    shown = in_japanese("ledger", "show", society, number).out
    assert "1回目(差替え前)" in shown and "2回目(remake-01)" in shown
    assert not re.search(r"\bmake\b", shown)
    assert not BARE.findall(shown)
    assert in_japanese("withdraw", job, "--why", "試し", *told).code == 0
    listed = in_japanese("ledger", "coverage", society, "--on", "2025-12-02").out
    assert "手元に何もない (gap)" in listed
    assert "`shikaku check` のコード ratio-missing" in listed  # a refusal's code is told with its sentence there
    assert not BARE.findall(listed.replace("のコード ratio-missing", ""))
