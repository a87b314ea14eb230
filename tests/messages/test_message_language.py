"""Which language is spoken, and how a refusal, a finding and click's own words come out in it."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.problem import Problem
from generator.messages.catalogue import language, translator
from generator.messages.helps import translate_helps
from imposition.errors import StockRefused
from imposition.stock import load_stock

_NO_LANGUAGE = ("SHIKAKU_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "en"),
        ({"SHIKAKU_LANG": "ja"}, "ja"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "ja_JP.eucJP"}, "ja"),
        ({"SHIKAKU_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"SHIKAKU_LANG": "", "LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_first_variable_that_says_anything_decides(environ: dict[str, str], spoken: str) -> None:
    assert language(environ) == spoken


@pytest.fixture
def japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_LANG", "ja")


def test_a_refusal_is_place_code_fact_next_step(japanese: None) -> None:
    refusal = InputError("duplicate-key", "members.csv:7", "the key of this row stands on line {other} too",
                         "leave one row of a key", other=3)  # fmt: skip
    said = refusal.text(translator())
    assert said == (
        "members.csv:7: duplicate-key: この行と同じ記号・番号・枝番が3行目にもあります; "
        "同じ記号・番号・枝番の行は一つにしてください"
    )


def test_a_row_problem_is_japanese_with_its_column(japanese: None) -> None:
    problem = Problem("members.csv", 12, "branch-excel", "枝番")
    assert problem.text(translator()) == "枝番が1桁です。表計算ソフトが先頭の0を落としています"


def test_a_collected_refusal_is_japanese_line_by_line(japanese: None, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('format = 1\nsheat = ["1mm", "1mm"]\n', encoding="utf-8")
    with pytest.raises(StockRefused) as refused:
        load_stock(str(path))
    lines = refused.value.text(translator()).splitlines()
    assert "own.toml:2: unknown-key: sheat: 未知のキーです; 'sheet'のことですか" in lines


def test_english_needs_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_LANG", "en")
    assert Refusal("x", "", "the file is empty").text(translator()) == "x: the file is empty"


def test_help_comes_in_the_user_s_language(japanese: None) -> None:
    @click.group()
    def root() -> None:
        """List the layouts."""

    @root.command()
    @click.option("--by", help="Who answers for it.", show_default="all cores")
    def below(by: str) -> None:
        """Say what is installed, and whether it is sound."""

    translate_helps(root, translator())
    option = below.params[0]
    assert isinstance(option, click.Option)
    assert root.help == "レイアウトを一覧します。"
    assert below.help == "何が入っているか、正常かどうかを示します。"
    assert (option.help, option.show_default) == ("責任者の名前。", "全コア")


def _say(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NO_LANGUAGE}
    return subprocess.run(
        [sys.executable, "-c", "from generator.cli.main import main; main()", *arguments],
        env={**kept, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(sys.path), **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_line_speaks_japanese(tmp_path: Path) -> None:
    wrong = _say("run", str(tmp_path), SHIKAKU_LANG="ja")
    assert wrong.returncode == 2
    assert "使い方:" in wrong.stderr
    assert "エラー: オプションがありません '--" in wrong.stderr


def test_the_locale_makes_a_refusal_japanese(tmp_path: Path) -> None:
    refused = _say("decide", str(tmp_path), "--on", "2025-10-01", LANG="ja_JP.UTF-8")
    assert refused.returncode == 2
    assert refused.stderr == ("society.toml: file-missing: ファイルがありません; 組合のフォルダーを指定してください\n")


def test_without_a_language_it_speaks_english(tmp_path: Path) -> None:
    refused = _say("decide", str(tmp_path), "--on", "2025-10-01")
    assert refused.stderr == "society.toml: file-missing: the file is not there; name a society's folder\n"


def test_results_are_the_same_in_every_language() -> None:
    said = [_say("vendor", "list", "--json", SHIKAKU_LANG=spoken).stdout for spoken in ("ja", "en")]
    assert said[0] == said[1] != ""
