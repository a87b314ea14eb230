"""Numbers and keys on the command line: full-width, with any dash, they are the same; what is stored so, is found."""

import csv
import json
from pathlib import Path

import click
import pytest
from cli_desk import Command, Sealed
from plain_society import PLAIN
from test_cli_words_type import options

from generator.cli.main import shikaku as program
from generator.cli.named import KEY, NUMBER, SUBJECT, KeyType, NumberType, SubjectType, readings_of
from generator.ledger.opening import open_ledger
from generator.model import Key

HEADER = "記号,番号,枝番,続柄,氏名,氏名カナ,性別,生年月日,資格取得年月日,登録年月日,事業所コード,区分,マイナ保険証"
PERSON = "00,本人,健保　太郎,ケンポ　タロウ,男,1980-04-02,2025-04-01,2025-04-03,A,一般,未登録"
DAY = ("--on", "2025-10-20", "--by", "佐藤")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a society with one 記号 written full-width and one half-width."""
    home = tmp_path / "society"
    home.mkdir()
    (home / "society.toml").write_text(PLAIN, encoding="utf-8")
    (home / "employers.csv").write_text(
        "事業所コード,名称,郵便番号,所在地,担当部署\nA,株式会社見本,105-0011,東京都港区芝公園1-2-3,人事部\n", "utf-8"
    )
    (home / "members.csv").write_text(f"{HEADER}\n１００,2,{PERSON}\n200,2,{PERSON}\nケー,2,{PERSON}\n", "utf-8")
    return home


@pytest.mark.parametrize("dash", "-－‐‑–—―−ー─")
def test_every_dash_parts_a_key(dash: str) -> None:
    assert KEY.convert(f"２００{dash}2{dash}００", None, None)[-1] == Key("200", "2", "00")
    assert NUMBER.convert(f"20251001{dash}０１{dash}000001{dash}8", None, None) == "20251001-01-000001-8"
    assert SUBJECT.convert(f" ２０２５１００１{dash}01{dash}000001{dash}8　", None, None) == "20251001-01-000001-8"


def test_a_key_is_read_as_typed_first() -> None:
    assert readings_of("１００-2-00") == (Key("１００", "2", "00"), Key("100", "2", "00"))
    wide = readings_of("１００－２－００")
    assert wide is not None
    assert (wide[0], wide[-1]) == (Key("１００", "２", "００"), Key("100", "2", "00"))
    assert Key("１００", "2", "00") in wide
    assert readings_of("100-2-00") == (Key("100", "2", "00"),)
    assert readings_of("ケー-2-00") == (Key("ケー", "2", "00"),)
    assert readings_of("ケーー2ー00") is None
    assert readings_of("100") is None


def test_every_command_reads_them_alike() -> None:
    meant = {"管理番号": NumberType, "記号-番号-枝番": KeyType, "管理番号|記号-番号-枝番": SubjectType}
    found = [(path, param) for path, param in options(program, ()) if param.metavar in meant or _named(param)]
    assert {path for path, _ in found} == {
        "decide", "reprint", "spoil", "ledger show", "ledger found", "ledger returned", "ledger unrecovered",
        "ledger sent-again",
    }  # fmt: skip
    for path, param in found:
        assert isinstance(param.type, meant[param.metavar or param.type.name]), (path, param.opts)


def _named(param: click.Parameter) -> bool:
    return isinstance(param.type, NumberType | KeyType | SubjectType)


def test_a_key_typed_full_width_finds_its_person(folder: Path, shikaku: Command) -> None:
    for typed, key in (("２００－２－００", "200-2-00"), ("１００－２－００", "１００-2-00"), ("ケーー２ー００", "")):
        said = shikaku("decide", folder, "--on", "2025-10-01", "--explain", typed)
        assert (said.code, bool(key)) in ((0, True), (2, False)), said.err
    assert shikaku("run", folder, "--on", "2025-10-01", "--out", folder.parent / "out", "--workers", 1).code == 0
    queued = ("--reason", "紛失", *DAY, "--printer", "gang", "--yes")
    for typed, key in (("２００－２－００", ("200", "2", "00")), ("１００-2-00", ("１００", "2", "00"))):
        said = shikaku("reprint", folder, "--person", typed, *queued)
        assert said.code == 0, said.err
        listed = json.loads(shikaku("reprint", folder, "--list", *DAY[:2], "--json").out)
        assert [(row["記号"], row["番号"], row["枝番"]) for row in listed if row["状態"] == "queued"] == [key]
        assert shikaku("ledger", "show", folder, typed).code == 0
        assert shikaku("reprint", folder, "--undo", typed.replace("-", "–"), *DAY).code == 0
        listed = json.loads(shikaku("reprint", folder, "--list", *DAY[:2], "--json").out)
        assert not [row for row in listed if row["状態"] == "queued"]


def test_a_request_is_closed_under_the_key_the_files_have(folder: Path, shikaku: Command) -> None:
    shikaku("run", folder, "--on", "2025-10-01", "--out", folder.parent / "out", "--workers", 1)
    for written in ("２０２５-10-01|２００－２－００|再交付|", "2025-10-01|１００－2－00｜再交付|"):
        assert shikaku("ledger", "close-request", folder, written, "--why", "取下げ", *DAY).code == 0
    with open_ledger(folder, create=False) as ledger:
        closed = sorted(ledger.taken_off("取下げ"))
    assert closed == ["2025-10-01|200\t2\t00|再交付|", "2025-10-01|１００\t2\t00|再交付|"]


def test_a_number_typed_full_width_is_found(sealed: Sealed, shikaku: Command) -> None:
    with (sealed.cards / "vendor" / "cards" / "001.csv").open(encoding="utf-8-sig", newline="") as file:
        number = next(row["管理番号"] for row in csv.DictReader(file) if row["kind"] == "card")
    wide = number.translate({ord("-"): "－"} | {ord(str(n)): chr(ord("０") + n) for n in range(10)})
    assert shikaku("ledger", "show", sealed.society, wide).out == shikaku("ledger", "show", sealed.society, number).out
