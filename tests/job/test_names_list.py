"""office/names.csv: every alteration behind a printed name, and nothing of it outside the office (contract §4)."""

import csv
import gzip
from datetime import date
from pathlib import Path

import folk

from generator.job.run import Done, Wish, run_job
from generator.job.talk import Talk

ON = date(2025, 10, 1)
TOML = '[policy]\nphase1 = "none"\n[encoding]\nforms = "jis90"\n'
TABLE = "from,to,who,when\r\nU+E000,U+9AD9,係長,2025-01-06\r\nU+E001,U+5D0E,課長,令和7年2月3日\r\n"
HEADER = ["記号", "番号", "枝番", "項目", "事由", "変換前", "変換後", "承認者", "承認日", "原バイト列"]


def society(folder: Path) -> Path:
    rows = [
        folk.person(
            番号="1", 氏名="\ue000橋　太郎", 氏名カナ="ﾀｶﾊｼ　ﾀﾛｳ", マイナ保険証="登録済", 登録年月日="2020-04-03"
        ),
        folk.person(番号="1", 枝番="01", 氏名="\ue000橋　花子"),
        folk.person(番号="2", 氏名="山\ue001　一郎", 資格喪失年月日="2025-09-01"),
        folk.person(番号="3", 氏名="\u8fbb　三郎", 事業所コード="B"),
        folk.person(番号="4", 氏名="健保　四郎"),
        *(folk.person(番号=str(n), 氏名="\ue000　五郎", 氏名カナ="ｺﾞﾛｳ") for n in range(10, 40)),
    ]
    folk.write(folder, rows, toml=TOML)
    (folder / "gaiji.csv").write_text(TABLE, encoding="utf-8", newline="")
    return folder


def run(folder: Path, out: Path, workers: int) -> Done:
    return run_job(Wish(folder, ON, out, workers), Talk(str))


def test_names_are_altered_and_listed(tmp_path: Path) -> None:
    job = run(society(tmp_path / "s"), tmp_path / "out", 1).folder
    assert job is not None
    rows = folk.read(job / "office" / "names.csv")
    assert list(rows[0]) == HEADER
    keys = [(row["記号"], row["番号"], row["枝番"]) for row in rows]
    assert keys == sorted(keys)
    first = [tuple(row.values())[2:] for row in rows if row["番号"] == "1"]
    approved = ("substituted", "U+E000", "U+9AD9", "係長", "2025-01-06")
    kana = ("氏名カナ", "widened", "U+FF80 U+FF76 U+FF8A U+FF7C U+3000 U+FF80 U+FF9B U+FF73")
    assert first == [
        ("00", "氏名", *approved, "\ue000橋　太郎".encode().hex()),
        ("00", *kana, "U+30BF U+30AB U+30CF U+30B7 U+3000 U+30BF U+30ED U+30A6", "", "", "ﾀｶﾊｼ　ﾀﾛｳ".encode().hex()),
        ("01", "氏名", *approved, "\ue000橋　花子".encode().hex()),
    ]
    assert [row["番号"] for row in rows if row["番号"] in ("2", "4")] == []  # has left; nothing altered
    (form,) = (row for row in rows if row["番号"] == "3")
    assert (form["事由"], form["変換前"], form["変換後"]) == ("form", "U+8FBB", "U+8FBB U+E0100")
    documents = gzip.decompress((job / "office" / "documents" / "cards-001.jsonl.gz").read_bytes()).decode()
    assert "\u9ad9橋　花子" in documents
    assert "\ue000" not in documents


def test_the_list_stays_in_the_office_and_does_not_depend_on_workers(tmp_path: Path) -> None:
    lists: list[bytes] = []
    for workers in (1, 2):
        job = run(society(tmp_path / f"s{workers}"), tmp_path / f"out{workers}", workers).folder
        assert job is not None
        assert [path.parent.name for path in job.rglob("names.csv")] == ["office"]
        lists.append((job / "office" / "names.csv").read_bytes())
        assert '"gaiji.csv"' in (job / "office" / "inputs.json").read_text(encoding="utf-8")
        for path in (job / "vendor").rglob("*.csv"):
            assert "U+E000" not in path.read_text(encoding="utf-8-sig")
    assert lists[0] == lists[1]
    assert len(lists[0].splitlines()) == 1 + 3 + 1 + 2 * 30


def test_without_alterations_the_list_is_a_header(tmp_path: Path) -> None:
    job = run(folk.write(tmp_path / "s", folk.household("1", 1), toml=TOML), tmp_path / "out", 1).folder
    assert job is not None
    text = (job / "office" / "names.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [HEADER]


def test_the_altered_name_is_what_a_card_bore(tmp_path: Path) -> None:
    """The source mends its character to the approved one: the card bears it already, and nothing is due."""
    folder = society(tmp_path / "s")
    run(folder, tmp_path / "out", 1)
    members = folder / "members.csv"
    members.write_text(members.read_text(encoding="utf-8").replace("\ue000", "\u9ad9"), encoding="utf-8", newline="")
    again = run(folder, tmp_path / "out", 1)
    assert (again.job, again.rules) == ("", {})
