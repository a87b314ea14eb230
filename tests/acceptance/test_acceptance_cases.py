"""Single people whom contract §2-§4 speaks of: what is asked back, what their documents bear, who stands apart."""

import re
from pathlib import Path

import acceptance_pages as pages
import acceptance_shop as shop
import pytest
from acceptance_society import NO_PHASE_1, Left, Row, firm, household, member, run, shikaku, society

pytestmark = pytest.mark.slow

ON = "2025-10-01"
NEW = {"資格取得年月日": "2025-04-01", "登録年月日": "2025-04-02"}
ABLE = {"マイナ保険証": "登録済", "電子証明書有効期限": "2029-01-01"}


def front(left: Left, number: str, side: str = "F") -> str:
    """Return the text of the card with this 管理番号."""
    rows = [r for r in left.cells("cards") if r["管理番号"] == number and r["side"] == side]
    ((_, text),) = pages.cell_texts(left.vendor / "cards", rows, (86, 54))
    return text


def card_of(left: Left, *key: str) -> Row:
    (row,) = [r for r in left.decisions() if shop.key_of(r) == key and r["文書"] == shop.CARD]
    return row


def queries(left: Left) -> dict[tuple[str, str, str], set[str]]:
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in left.office("queries.csv"):
        found.setdefault(shop.key_of(row), set()).add(row["規則"])
    return found


def test_everything_to_be_asked_back_is(tmp_path: Path) -> None:
    rows = [
        member(番号="1"),
        member(番号="1", 枝番="01", 事業所コード="B"),
        member(番号="2", 旧姓="旧", 氏名="ひとつづき"),
        member(番号="3", 個別対応="有"),
        member(番号="4", マイナ保険証="不開示"),
        member(番号="5", 資格喪失年月日="2025-10-10"),
        member(番号="6", 生年月日="1950-10-01"),
        member(番号="6", 枝番="01"),
        member(番号="7", 資格喪失年月日="2025-09-01"),
        member(番号="7", 枝番="01"),
        member(番号="8", 交付希望="有", **ABLE, **NEW),
        member(番号="9", マイナ保険証="未確認", 資格取得年月日="2025-09-20", 登録年月日="2025-09-21"),
        member(番号="10", 区分="任意継続", 事業所コード="", 資格取得年月日="2023-10-01", 登録年月日="2023-10-02"),
        member(番号="11", **ABLE),
        member(番号="12", **ABLE),
    ]
    asked = [
        {"受付日": "2025-06-01", "記号": "100", "番号": "11", "枝番": "00", "種別": "旧証紛失"},
        {"受付日": "2025-09-30", "記号": "100", "番号": "12", "枝番": "00", "種別": "訂正"},
    ]
    left = run(society(tmp_path / "s", rows, requests=asked), tmp_path / "out", ON)
    found = queries(left)
    expected = {
        ("1", "01"): "household-mismatch", ("3", "00"): "manual", ("4", "00"): "manual",
        ("5", "00"): "leaves-soon", ("6", "00"): "over-75", ("6", "01"): "insured-over-75",
        ("7", "01"): "insured-left", ("8", "00"): "wish-but-registered", ("9", "00"): "unconfirmed",
        ("10", "00"): "entitlement-ended", ("11", "00"): "stale-request",
    }  # fmt: skip
    for (number, branch), rule in expected.items():
        assert rule in found.get(("100", number, branch), set()), (number, branch, rule, found)
    assert found["100", "12", "00"]
    assert [r["code"] for r in left.office("rejected.csv")] == ["name-split"]
    assert ("100", "7", "00") not in found


def test_a_card_of_a_former_key_or_spell_is_to_be_collected(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member(番号="1"), member(番号="2")])
    run(given, tmp_path / "out", ON)
    rows = [
        member(
            番号="3", 資格取得年月日="2025-10-05", 登録年月日="2025-10-06", 前の記号="100", 前の番号="1", 前の枝番="00"
        ),
        member(番号="2", 資格喪失年月日="2025-10-03"),
        member(番号="2", 資格取得年月日="2025-10-05", 登録年月日="2025-10-06"),
    ]
    society(tmp_path / "s", rows)
    left = run(given, tmp_path / "out", "2025-10-10")
    found = queries(left)
    assert "to-collect" in found["100", "3", "00"]
    assert "to-collect" in found["100", "2", "00"]
    assert {r["規則"] for r in left.decisions() if r["文書"] == shop.CARD} == {"ex-officio"}
    texts = [t for path in left.vendor.glob("letters/0*.pdf") for t in pages.texts(path)]
    assert sum(t.count("旧資格確認書を回収") for t in texts) == 2


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("kinds")
    rows = [
        member(番号="1", 氏名="本名　隠之介", 氏名カナ="ホンミョウ　カクノスケ", 通称名="通名　花江", 性別="男"),
        member(番号="1", 枝番="01", 氏名="家族　普子"),
        member(番号="2", 旧姓="旧川", 氏名="新山　桜"),
        member(番号="3", 性別裏面="有", 氏名="性別　裏人"),
        member(番号="4", 区分="特例退職", 事業所コード="", 氏名="特例　退人", 生年月日="1956-01-15",
               負担割合="2割", 負担割合発効日="2026-02-01"),
        member(番号="5", 生年月日="1954-05-20", 負担割合="3割", 負担割合発効日="2025-08-01", 氏名="割合　三郎"),
        member(番号="6", 生年月日="1955-10-02", 負担割合="2割", 負担割合発効日="2025-11-01", 氏名="割合　未満"),
        member(番号="7", 生年月日="1955-10-01", 負担割合="2割", 負担割合発効日="2025-10-01", 氏名="割合　一日"),
        member(番号="8", 生年月日="1954-05-20", 氏名="割合　無"),
        member(番号="9", 生年月日="1954-05-20", 高齢受給者証="有", 負担割合="2割", 負担割合発効日="2025-08-01",
               氏名="別証　有"),
        member(番号="10", 区分="任意継続", 事業所コード="", 資格取得年月日="2024-11-01", 登録年月日="2024-11-05"),
    ]  # fmt: skip
    return run(society(folder / "s", rows), folder / "out", ON)


def test_the_通称名_is_the_name(kinds: Left) -> None:  # noqa: N802 - the word itself
    card = card_of(kinds, "100", "1", "00")["管理番号"]
    text, back = front(kinds, card), front(kinds, card, "B")
    assert "通名花江" in text
    assert "裏面参照" in text
    assert "戸籍上の氏名は本名隠之介" in back
    assert "戸籍上の性別は男" in back
    family = front(kinds, card_of(kinds, "100", "1", "01")["管理番号"])
    assert "通名花江" in family, "被保険者氏名"
    for path in kinds.vendor.rglob("*.pdf"):
        for text in pages.texts(path):
            assert "ホンミョウ" not in text, path
            assert text.count("隠之介") == text.count("戸籍上の氏名は本名隠之介"), path
    letters = "".join(t for p in kinds.vendor.glob("letters/carriers*") for t in pages.texts(p))
    assert "通名花江様" in letters


def test_what_the_fronts_bear(kinds: Left) -> None:
    maiden = card_of(kinds, "100", "2", "00")["管理番号"]
    assert "新山（旧川）桜" in front(kinds, maiden)
    assert "氏名欄の括弧内は旧姓" in front(kinds, maiden, "B")
    hidden = card_of(kinds, "100", "3", "00")["管理番号"]
    assert "裏面参照" in front(kinds, hidden)
    assert "戸籍上の性別は男" in front(kinds, hidden, "B")
    retired = front(kinds, card_of(kinds, "100", "4", "00")["管理番号"])
    assert "63139992" in retired
    assert "06139992" not in retired
    for number in ("5", "7"):
        assert "割" in front(kinds, card_of(kinds, "100", number, "00")["管理番号"]).replace("割合三郎", "").replace(
            "割合一日", ""
        )
    for number, name in (("6", "割合未満"), ("9", "別証有"), ("4", "特例退人")):
        text = front(kinds, card_of(kinds, "100", number, "00")["管理番号"]).replace(name, "")
        assert "2割" not in text, number
        assert "３割" not in text
    held = {r["code"] for r in kinds.office("rejected.csv")}
    assert held == {"ratio-missing"}
    assert ("100", "8", "00") not in kinds.issued()


def test_expiries(kinds: Left) -> None:
    until = {key[1]: rows[0]["有効期限"] for key, rows in kinds.issued().items() if rows[0]["文書"] == shop.CARD}
    assert until["5"] == "2029-05-19"
    assert until["7"] == "2029-12-01"
    assert until["10"] == "2026-10-31"
    text = front(kinds, card_of(kinds, "100", "10", "00")["管理番号"])
    assert "令和8年10月31日" in text
    assert "令和7年10月1日" in text


def test_phase_1_stands_apart_from_the_rest_of_the_household(tmp_path: Path) -> None:
    rows = household("1", 8, **ABLE)
    keys = ["00", "01", "02", "04", "05", "06"]
    snapshot = [{"記号": "100", "番号": "1", "枝番": b, "個人番号下4桁": f"83{b}" if b != "06" else ""} for b in keys]
    toml = "\n[policy]\nphase2_from = 2024-10-01\n"
    left = run(society(tmp_path / "s", rows, toml=toml, snapshot=snapshot), tmp_path / "out", "2024-10-15")
    by_page: dict[str, list[str]] = {}
    branch_of = {r["管理番号"]: (r["枝番"], r["規則"]) for r in left.decisions()}
    for cell in left.cells("notices"):
        if cell["kind"] == "notice":
            by_page.setdefault(cell["page"], []).append(cell["管理番号"])
    sheets = [[branch_of[n] for n in numbers] for _, numbers in sorted(by_page.items(), key=lambda p: int(p[0]))]
    assert sorted(sheets) == sorted([
        [(b, "phase-1") for b in ("00", "01", "02", "04")], [(b, "phase-1") for b in ("05", "06")],
        [(b, "phase-2") for b in ("03", "07")],
    ])  # fmt: skip
    for page, text in enumerate(pages.texts(left.vendor / "notices" / "001.pdf"), 1):
        mine = [branch_of[n] for n in by_page.get(str(page), [])]
        for branch in keys[:-1]:
            on_this = (branch, "phase-1") in mine
            assert text.count(f"83{branch}") == (1 if on_this else 0), (page, branch)
        assert ("未登録" in text) == (("06", "phase-1") in mine)
    manifest = left.json("vendor/manifest.json")
    assert [f["name"] for f in manifest["files"] if f["contains_last4"]] == ["notices/001.pdf"]
    for path in left.files():
        if path.suffix in (".csv", ".json"):
            assert not re.search(r"(?<!\d)830[0-5](?!\d)", path.read_text(encoding="utf-8-sig")), path
    kept = re.sub(rb"[0-9a-f]{32,}", b"", (tmp_path / "s" / "ledger.sqlite").read_bytes())  # a digest may hold any four
    for branch in keys[:-1]:
        assert f"83{branch}".encode() not in kept


def test_hold_makes_nothing_for_who_has_no_digits(tmp_path: Path) -> None:
    snapshot = [
        {"記号": "100", "番号": "1", "枝番": f"0{i}", "個人番号下4桁": "7" * 4 if i == 0 else ""} for i in range(2)
    ]
    toml = '\n[policy]\nno_mynumber = "hold"\n'
    given = society(tmp_path / "s", household("1", 2), toml=toml, snapshot=snapshot)
    left = run(given, tmp_path / "out", "2024-10-15")
    assert [(r["枝番"], r["文書"]) for r in left.decisions()] == [("00", shop.NOTICE), ("01", shop.NONE)]
    assert ("100", "1", "01") in queries(left)


def test_who_sends_directly_is_on_no_household_sheet(tmp_path: Path) -> None:
    rows = household("1", 3, **ABLE)
    rows[1] |= {"送付方法": "直送", "送付先宛名": "施設　御中", "送付先郵便番号": "060-0001", "送付先住所": "札幌市9-9"}
    left = run(society(tmp_path / "s", rows), tmp_path / "out", ON)
    texts = pages.texts(left.vendor / "notices" / "001.pdf")
    with_second = [t for t in texts if "検収乙1" in t]
    assert len(with_second) == 1
    assert "検収丙1" not in with_second[0]
    assert "札幌市9-9" in with_second[0]
    assert "施設御中" in with_second[0]
    assert not [t for t in texts if "検収丙1" in t and "検収乙1" in t]


def test_a_family_member_without_an_address_travels_to_the_insured(tmp_path: Path) -> None:
    home = {"区分": "任意継続", "事業所コード": "", "資格取得年月日": "2024-11-01", "登録年月日": "2024-11-05"}
    rows = household("1", 2, **home)
    rows[1] |= {"郵便番号": "", "住所": ""}
    rows += household("2", 2, **home, 郵便番号="", 住所="")
    left = run(society(tmp_path / "s", rows), tmp_path / "out", ON)
    assert set(left.issued()) == {("100", "1", "00"), ("100", "1", "01")}
    assert len(left.office("rejected.csv")) >= 2


def test_households_whose_keys_read_alike_stay_apart(tmp_path: Path) -> None:
    rows = [*household("2-3", 2, 記号="1", **ABLE), *household("3", 2, 記号="1-2", **ABLE)]
    rows += [*household("3", 1, 記号="1-2-3"), *household("2-3", 1, 記号="1-2")]
    left = run(society(tmp_path / "s", rows), tmp_path / "out", ON)
    keys = {r["管理番号"]: shop.key_of(r)[:2] for r in left.decisions()}
    on_page: dict[str, set[tuple[str, str]]] = {}
    for cell in left.cells("notices"):
        if cell["kind"] == "notice":
            on_page.setdefault(cell["page"], set()).add(keys[cell["管理番号"]])
    assert [len(households) for households in on_page.values()] == [1, 1, 1, 1]
    assert sum(p["kind"] == "notice" for p in left.pieces()) == 4
    cover = pages.texts(left.vendor / "letters" / "001.pdf")[0]
    assert "E000001266" in cover, "2 cards, 6 notices, 6 people"


def test_duplicates_in_employers_are_refused(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member()], firms=[firm("A"), firm("A")])
    said = shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--workers", 1)
    assert said.code == 3
    assert re.search(r"employers\.csv:[23]: ", said.err)


def test_unknown_columns_blank_lines_and_quoted_breaks(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member(), member(番号="2")])
    text = (given / "members.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    lines = [lines[0] + ",備考欄", lines[1] + ',"二行\r\nある"', lines[2] + ","]
    (given / "members.csv").write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    said = shikaku("check", given, "--on", ON)
    assert said.code == 0, said.out
    assert "備考欄" in said.out
    assert len(run(given, tmp_path / "out", ON).decisions()) == 4


def test_own_column_names_are_mapped(tmp_path: Path) -> None:
    toml = NO_PHASE_1 + '\n[columns.members]\n"マイナ保険証" = "利用登録"\n"氏名カナ" = "フリガナ"\n'
    given = society(tmp_path / "s", [member()], toml=toml)
    text = (given / "members.csv").read_text(encoding="utf-8")
    text = text.replace("マイナ保険証", "利用登録", 1).replace("氏名カナ", "フリガナ", 1)
    (given / "members.csv").write_text(text, encoding="utf-8")
    assert len(run(given, tmp_path / "out", ON).decisions()) == 2


def test_advance_days_date_the_document_by_the_acquisition(tmp_path: Path) -> None:
    toml = NO_PHASE_1 + "advance_days = 10\n"
    rows = [member(資格取得年月日="2025-10-08", 登録年月日="2025-09-30"),
            member(番号="2", 資格取得年月日="2025-10-12", 登録年月日="2025-09-30")]  # fmt: skip
    left = run(society(tmp_path / "s", rows, toml=toml), tmp_path / "out", ON)
    assert {k[1]: r[0]["規則"] for k, r in left.issued().items()} == {"1": "ex-officio", "2": "not-yet"}
    text = front(left, card_of(left, "100", "1", "00")["管理番号"])
    assert "交付年月日" in text
    assert text.count("令和7年10月8日") == 2
    assert "令和7年10月1日" not in text
