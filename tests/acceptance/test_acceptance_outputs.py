"""Contract §4 on one mixed society: names, headers, encodings, order, numbers, sums, and what may stand nowhere."""

import json
import re
import sqlite3
from collections import Counter
from hashlib import sha256
from pathlib import Path

import acceptance_pages as pages
import acceptance_shop as shop
import pytest
from acceptance_society import (
    NO_PHASE_1,
    Left,
    Row,
    firm,
    header,
    household,
    member,
    run,
    shikaku,
    society,
    table,
)

pytestmark = pytest.mark.slow

ON = "2025-10-01"
FIRMS = [firm("B2", ship_to="A10"), firm("A9"), firm("A10", name="検収物産株式会社"), firm("Ｂ１", ship_to="A10")]


def people() -> list[Row]:
    home = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2025-04-01", "登録年月日": "2025-04-02"}
    return [
        *household("10", 5, 事業所コード="A10"),
        *household("9", 2, 事業所コード="A10"),
        *household("1", 3, 記号="０１", 事業所コード="B2", 所属コード="営業10", 所属名="営業十課"),
        *household("1", 2, 記号="01", 事業所コード="B2", 所属コード="営業9", 所属名="営業九課"),
        *household("1", 2, 記号="1", 事業所コード="Ｂ１"),
        *household("2", 4, 記号="200", 事業所コード="A9", マイナ保険証="登録済", 電子証明書有効期限="2027-01-01"),
        *household("3", 1, 記号="200", 事業所コード="A9", 限度額区分="ウ", 限度額発効日="2025-09-01"),
        *household("4", 1, 記号="200", 事業所コード="A9", 資格喪失年月日="2025-09-01"),
        *household("5", 3, 記号="990", **home),
        member(
            記号="990", 番号="6", 氏名="検収　己", 氏名カナ="ケンシュウ　ミ", 送付方法="直送", 事業所コード="A9",
            送付先宛名="別所　様子", 送付先郵便番号="060-0001", 送付先住所="北海道札幌市中央区北一条西2-3",
        ),
        member(記号="990", 番号="7", 氏名="検収　●", 事業所コード="A9"),
        member(記号="990", 番号="7", 枝番="01", 氏名="検収　庚", 事業所コード="A9"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Left]:
    folder = tmp_path_factory.mktemp("outputs")
    given = society(folder / "s", people(), firms=FIRMS)
    return given, run(given, folder / "out", ON)


@pytest.fixture(scope="module")
def left(made: tuple[Path, Left]) -> Left:
    return made[1]


def test_files_and_headers(left: Left) -> None:
    heads = {
        "vendor/pieces.csv": "piece,envelope,kind,sheets,cards,grams,number_first,number_last",
        "vendor/envelopes.csv": "envelope,route,class,送付先コード,事業所コード,part,parts,pieces,cards,card_first,"
        "card_last,notices,notice_first,notice_last,sheets,grams",
        "office/decisions.csv": "記号,番号,枝番,文書,規則,根拠,経路,有効期限,管理番号",
        "office/rejected.csv": "file,line,code,column,message",
        "office/queries.csv": "記号,番号,枝番,規則,内容",
        "office/names.csv": "記号,番号,枝番,項目,事由,変換前,変換後,承認者,承認日,原バイト列",
    }
    cells = "file,page,side,row,column,x_mm,y_mm,block,sheet,tray,position,stack_position,kind,管理番号,envelope"
    for path in [*left.vendor.glob("cards/*.csv"), *left.vendor.glob("notices/*.csv")]:
        heads[path.relative_to(left.folder).as_posix()] = cells
    for name, expected in heads.items():
        assert header(left.folder / name) == expected, name
    for name in ("cards/001.pdf", "notices/001.pdf", "manifest.json", "preflight.json"):
        assert (left.vendor / name).is_file(), name
    assert list(left.vendor.glob("letters/*.pdf"))
    assert {p.name for p in left.folder.iterdir()} == {"vendor", "office"}
    assert re.fullmatch(r"20251001-01", left.job)


def test_every_csv_and_json_is_written_as_agreed(left: Left) -> None:
    for path in left.files():
        if path.suffix == ".csv":
            table(path)
        if path.suffix == ".json":
            data = path.read_bytes()
            assert not data.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in data
            again = json.dumps(json.loads(data), ensure_ascii=False, indent=2, sort_keys=True)
            assert data.decode() == again + "\n", path
    assert not [p for p in left.folder.rglob("*") if ".partial" in p.name or p.name.startswith(".")]


def test_decisions_stand_in_order(left: Left) -> None:
    order = shop.Order(people(), FIRMS)
    rows = left.decisions()
    assert rows == sorted(rows, key=order.of)
    assert {r["文書"] for r in rows} == {shop.CARD, shop.NOTICE, shop.NONE}
    assert all(not r["経路"] and not r["管理番号"] and not r["根拠"] for r in rows if r["文書"] == shop.NONE)
    one_each = [(*shop.key_of(r), r["文書"]) for r in rows]
    assert len(set(one_each)) == len(one_each)


def test_everyone_has_a_row_but_those_rejected(left: Left) -> None:
    decided = {shop.key_of(r) for r in left.decisions()}
    held = {shop.key_of(r) for r in people()} - decided
    assert held == {("990", "7", "00"), ("990", "7", "01")}
    rejected = left.office("rejected.csv")
    lines = {i: shop.key_of(r) for i, r in enumerate(people(), 2)}
    assert {lines[int(r["line"])] for r in rejected} == held
    for key, rows in left.issued().items():
        assert [r["文書"] for r in rows] in ([shop.CARD], [shop.NOTICE], [shop.CARD, shop.NOTICE], [shop.NONE]), key


def test_numbers_count_cards_then_notices(left: Left) -> None:
    rows = left.decisions()
    numbered = [r for kind in (shop.CARD, shop.NOTICE) for r in rows if r["文書"] == kind]
    assert [r["管理番号"] for r in numbered] == [shop.number(left.job, i) for i in range(1, len(numbered) + 1)]


def test_the_manifest_lists_every_file(left: Left) -> None:
    manifest = left.json("vendor/manifest.json")
    listed = {f["name"]: f for f in manifest["files"]}
    there = {p.relative_to(left.vendor).as_posix(): p for p in left.vendor.rglob("*") if p.is_file()}
    assert set(listed) == set(there) - {"manifest.json"}
    for name, entry in listed.items():
        data = there[name].read_bytes()
        assert entry["bytes"] == len(data)
        assert entry["sha256"] == sha256(data).hexdigest()
        assert entry["pages"] == (pages.page_count(there[name]) if name.endswith(".pdf") else 0)
        assert entry["contains_last4"] is False
    assert (manifest["job"], manifest["date"]) == (left.job, ON)
    assert manifest["tool"]
    assert manifest["counts"]
    hashes = " ".join(manifest["hashes"])
    assert all(word in hashes for word in ("layouts", "fonts", "vendor"))


def test_preflight_has_no_error(left: Left) -> None:
    findings = left.json("vendor/preflight.json")["findings"]
    assert not [f for f in findings if f["severity"] == "error"]
    for finding in findings:
        assert set(finding) == {"code", "severity", "file", "page", "x_mm", "y_mm", "message", "todo"}


def test_the_sums_agree(left: Left) -> None:
    account = left.json("office/reconciliation.json")
    rows, cells, places = left.decisions(), left.cells("cards"), left.cells("notices")
    with_document = {shop.key_of(r) for r in rows if r["文書"] != shop.NONE}
    none = {shop.key_of(r) for r in rows if r["文書"] == shop.NONE}
    assert account["people"] == {
        "in": len(people()), "with_document": len(with_document), "none": len(none),
        "rejected": len(people()) - len(with_document) - len(none),
    }  # fmt: skip
    count = {kind: sum(r["文書"] == kind for r in rows) for kind in (shop.CARD, shop.NOTICE)}
    assert account["documents"] == {"cards": count[shop.CARD], "notices": count[shop.NOTICE]}
    for side in "FB":
        mine = [r["kind"] for r in cells if r["side"] == side]
        found = {"cards": mine.count("card"), "separators": mine.count("separator"), "blanks": mine.count("blank")}
        assert account["cells"] == found
        assert found["cards"] == count[shop.CARD]
    sheets = {(r["file"], r["page"], r["row"], r["column"], r["kind"]) for r in places}
    kinds = [kind for *_, kind in sheets]
    assert account["notice_places"]["separators"] == kinds.count("separator")
    assert account["notice_places"]["blanks"] == kinds.count("blank")
    assert account["balanced"] is True
    by = account["by"]
    assert sum(s["cards"] for s in by) == count[shop.CARD]
    assert sum(s["notices"] for s in by) == count[shop.NOTICE]
    order = shop.Order(people(), FIRMS)
    held: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if row["文書"] != shop.NONE:
            held[row["経路"], order.head(shop.key_of(row))["事業所コード"], row["文書"]] += 1
    for share in by:
        for name, kind in (("cards", shop.CARD), ("notices", shop.NOTICE)):
            assert share[name] == held[share["route"], share["employer"], kind]
    envelopes = left.envelopes()
    assert sum(int(e["cards"]) for e in envelopes) == count[shop.CARD]
    assert sum(int(e["notices"]) for e in envelopes) == count[shop.NOTICE]
    pieces = left.pieces()
    assert sum(int(p["cards"]) for p in pieces) == count[shop.CARD]
    for envelope in envelopes:
        mine = [p for p in pieces if p["envelope"] == envelope["envelope"]]
        assert len(mine) == int(envelope["pieces"])
        assert sum(int(p["cards"]) for p in mine) == int(envelope["cards"])


def test_every_number_lies_once_on_each_side(left: Left) -> None:
    cards = [r["管理番号"] for r in left.decisions() if r["文書"] == shop.CARD]
    notices = [r["管理番号"] for r in left.decisions() if r["文書"] == shop.NOTICE]
    for side in "FB":
        assert sorted(r["管理番号"] for r in left.cells("cards") if r["side"] == side and r["管理番号"]) == cards
    assert sorted(r["管理番号"] for r in left.cells("notices") if r["管理番号"]) == notices


def names_and_births() -> set[str]:
    names = {part for r in people() for part in re.split(r"[\s　]", r["氏名"]) + re.split(r"[\s　]", r["氏名カナ"])}
    return {n for n in names if len(n) > 1} - {"検収"} | {"1980-04-02", "19800402", "昭和55年4月2日", "1980/04/02"}


def test_no_name_and_no_birth_date_where_none_may_stand(made: tuple[Path, Left]) -> None:
    given, left = made
    said = [p.relative_to(left.folder).as_posix() for p in left.files()]
    said += [(left.vendor / n).read_text(encoding="utf-8") for n in ("manifest.json", "preflight.json")]
    said += [p.read_text(encoding="utf-8-sig") for p in left.vendor.rglob("*.csv")]
    said += [(left.folder / "office" / n).read_text("utf-8-sig") for n in ("rejected.csv", "queries.csv")]
    said += [pages.hidden(p) for p in left.vendor.rglob("*.pdf")]
    said += ledger_texts(given)
    for secret in names_and_births():
        for text in said:
            assert secret not in text, secret


def ledger_texts(given: Path) -> list[str]:
    with sqlite3.connect(given / "ledger.sqlite") as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        rows = [row for name in tables for row in db.execute(f'select * from "{name}"')]  # noqa: S608
    db.close()
    return [str(value) for row in rows for value in row]


def test_slug_and_marks_bear_no_name(left: Left) -> None:
    rows = left.cells("cards")
    places: dict[int, list[tuple[float, float]]] = {}
    for row in rows:
        places.setdefault(int(row["page"]), []).append((float(row["x_mm"]), float(row["y_mm"])))
    slug = pages.outside(left.vendor / "cards" / "001.pdf", places, (86, 54))
    assert left.job in slug
    for secret in names_and_births():
        assert secret not in slug


def test_the_vendor_is_told_no_reason(made: tuple[Path, Left]) -> None:
    _, left = made
    rules = {r["規則"] for r in left.decisions()} | {"職権", "申請", "規則", "根拠", "マイナ保険証", "要配慮", "区分"}
    hashes = set(left.json("office/inputs.json").values())
    assert len(hashes) >= 3
    for path in left.vendor.rglob("*"):
        if path.suffix in (".csv", ".json"):
            text = path.read_text(encoding="utf-8-sig")
            assert not {word for word in rules | hashes if re.search(rf"(?<![\w-]){word}(?![\w-])", text)}, path
        if path.suffix == ".pdf":
            text = "".join(pages.texts(path)) + pages.hidden(path)
            assert not {word for word in rules | hashes if re.fullmatch(r"[a-z0-9-]{6,}", word) and word in text}
    nothing = [r for r in left.decisions() if r["文書"] == shop.NONE]
    assert nothing
    for row in nothing:
        text = "".join("".join(pages.texts(p)) for p in left.vendor.rglob("*.pdf"))
        assert f"検収甲{row['番号']}" not in text


def test_no_path_host_or_time_in_any_output(made: tuple[Path, Left]) -> None:
    given, left = made
    for path in left.files():
        data = path.read_bytes() if path.suffix != ".pdf" else pages.hidden(path).encode()
        assert str(given.parent).encode() not in data
        assert not re.search(rb"20(2[6-9]|[3-9]\d)-?\d\d-?\d\dT?\d\d:", data)


def test_household_sheets(left: Left) -> None:
    rows = [r for r in left.cells("notices") if r["kind"] not in ("separator", "blank")]
    persons = {r["管理番号"]: shop.key_of(r) for r in left.decisions() if r["文書"] == shop.NOTICE}
    sheets: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        sheets.setdefault(row["page"], []).append(persons[row["管理番号"]])
    for page, keys in sheets.items():
        assert len(keys) <= 4, page
        assert len({k[:2] for k in keys}) == 1, page
        assert keys == sorted(keys, key=lambda k: k[2])
    texts = pages.texts(left.vendor / "notices" / "001.pdf")
    by_key = {shop.key_of(r): r for r in people()}
    five = [p for p, keys in sheets.items() if keys[0][:2] == ("100", "10")]
    assert [len(sheets[p]) for p in sorted(five, key=int)] == [4, 1]
    assert "1/2" in texts[int(min(five, key=int)) - 1]
    assert "2/2" in texts[int(max(five, key=int)) - 1]
    for page, keys in sheets.items():
        text = texts[int(page) - 1]
        insured = by_key[*keys[0][:2], "00"]
        assert pages.squeeze(insured["氏名"]) + "様" in text or keys[0] == ("990", "6", "00")
        for key, row in by_key.items():
            if key[:2] == keys[0][:2]:
                inside = key in keys or key[2] == "00"
                assert (pages.squeeze(row["氏名"]) in text) == inside, (page, key)
        for row in rows:
            if row["page"] == page:
                assert text.count(row["管理番号"]) == 2, "at the person's row and at the cut-out"


def test_talk_and_result_bear_no_name(tmp_path: Path) -> None:
    given = society(tmp_path / "s", people(), firms=FIRMS, toml=NO_PHASE_1)
    said = shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--workers", 1)
    checked = shikaku("check", given, "--on", ON)
    decided = shikaku("decide", given, "--on", ON)
    assert (said.code, checked.code, decided.code) == (0, 3, 0)
    for secret in names_and_births():
        assert secret not in said.out + said.err + checked.out + checked.err + decided.out + decided.err
    assert "ex-officio-bulk" in said.err
