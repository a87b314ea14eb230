"""Contract §5, envelopes: parts k/n, households whole, destinations merged, direct ones alone where they must be.

And contract §4, letters: what an employer receives names the right firm, people and counts, and nothing else.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import acceptance_pages as pages
import acceptance_shop as shop
import pytest
from acceptance_society import NO_PHASE_1, Left, Row, firm, household, member, run, shikaku, society

pytestmark = pytest.mark.slow

ON = "2025-10-01"
FIRMS = [firm("A", name="朝凪建設株式会社"), firm("B", name="春日野化学株式会社", ship_to="C"),
         firm("C", name="霧島台食品株式会社"), firm("D", name="有限会社高台", ship_to="Z9", department="")]  # fmt: skip


def people() -> list[Row]:
    sizes = (3, 2, 4, 1, 5, 2, 3, 1, 1, 4)
    rows = [r for n, size in enumerate(sizes, 1) for r in household(str(n), size, 事業所コード="A")]
    rows += [r for n in (1, 2) for r in household(str(n), 2, 記号="200", 事業所コード="B")]
    rows += [r for n in (1, 2) for r in household(str(n), 1, 記号="150", 事業所コード="C")]
    rows += household("1", 2, 記号="300", 事業所コード="D")
    return rows


def direct_people() -> list[Row]:
    home = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2024-11-01", "登録年月日": "2024-11-05"}
    limit = {"限度額区分": "ウ", "限度額発効日": "2025-09-01"}
    away = {"送付方法": "直送", "送付先宛名": "別所　様子", "送付先郵便番号": "060-0001",
            "送付先住所": "北海道札幌市中央区北一条西2-3"}  # fmt: skip
    rows = household("1", 4, 記号="990", **home)
    rows[1] |= limit  # a card with optional items: an envelope of its own
    rows[2] |= away  # a 送付先: one of its own
    rows += household("2", 2, 記号="990", **home)
    alone = household("3", 3, 記号="100", 事業所コード="A")
    alone[1] |= {"送付方法": "直送"}
    alone[2] |= {"通称名": "検収　花子", "氏名": "本名　隠子", "氏名カナ": "ホンミョウ　カクスコ"}
    return [*rows, *alone, *household("4", 2, 記号="100", 事業所コード="A")]


def test_the_separator_before_direct_mail_names_the_number_behind_it(tmp_path: Path) -> None:
    """The envelope that begins holds the second card: the first one goes in an envelope of its own."""
    home = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2024-12-10", "登録年月日": "2024-12-12"}
    rows = household("1", 3, 記号="990", **home)
    rows[0] |= {"マイナ保険証": "登録済"}
    rows[1] |= {"送付方法": "直送", "送付先宛名": "別所　様子", "送付先郵便番号": "060-0001",
                "送付先住所": "北海道札幌市中央区北一条西2-3"}  # fmt: skip
    given = society(tmp_path / "s", rows, firms=FIRMS, toml=NO_PHASE_1)
    left = run(given, tmp_path / "out", ON)
    cards = [r for r in left.cells("cards") if r["side"] == "F" and r["kind"] == "card"]
    assert [r["envelope"] for r in sorted(cards, key=lambda r: int(r["stack_position"]))] == ["E000002", "E000001"]
    said = shikaku("preflight", left.vendor / "cards" / "001.pdf", "--society", given, "--json")
    assert said.code == 0, said.out


def sums(rows: list[Row], pieces: Iterable[Row]) -> dict[str, tuple[int, int, int]]:
    mine: dict[str, list[Row]] = {}
    for piece in pieces:
        mine.setdefault(piece["envelope"], []).append(piece)
    return {r["envelope"]: (len(mine[r["envelope"]]), int(r["cards"]), int(r["notices"])) for r in rows}


@pytest.mark.parametrize("most", [1, 5, 7, 12, 500])
def test_parts_by_pieces(tmp_path: Path, most: int) -> None:
    toml = NO_PHASE_1 + f"\n[envelope]\nmax_pieces = {most}\n"
    left = run(society(tmp_path / "s", people(), firms=FIRMS, toml=toml), tmp_path / "out", ON)
    order = shop.Order(people(), FIRMS)
    expected = shop.bulk_envelopes(left.decisions(), order, most)
    rows = left.envelopes()
    assert [r["envelope"] for r in rows] == [e.name for e in expected]
    for row, envelope in zip(rows, expected, strict=True):
        cards, notices = envelope.of(shop.CARD), envelope.of(shop.NOTICE)
        firms = {order.head(shop.key_of(r))["事業所コード"] for r in envelope.rows}
        told = {name: row[name] for name in ("route", "送付先コード", "part", "parts", "pieces", "cards", "notices")}
        assert told == {
            "route": "事業主", "送付先コード": envelope.group, "part": str(envelope.part),
            "parts": str(envelope.parts), "pieces": str(envelope.pieces), "cards": str(len(cards)),
            "notices": str(len(notices)),
        }  # fmt: skip
        assert set(row["事業所コード"].split()) == firms
        for name, held in (("card", cards), ("notice", notices)):
            ends = [held[0]["管理番号"], held[-1]["管理番号"]] if held else ["", ""]
            assert [row[f"{name}_first"], row[f"{name}_last"]] == ends
    assert {r["送付先コード"] for r in rows} == {"A", "C", "Z9"}
    assert set(sums(rows, left.pieces())) == {e.name for e in expected}
    separators = [r["envelope"] for r in left.cells("cards") if r["kind"] == "separator" and r["side"] == "F"]
    assert sorted(separators) == [e.name for e in expected if e.of(shop.CARD)]


def test_parts_by_weight(tmp_path: Path) -> None:
    """Weights as domain.md §7: card 4.9, A4 of 80 gsm 5.0, of 64 gsm 4.0, 長3 5, 角2 18."""
    toml = NO_PHASE_1 + "\n[envelope]\nmax_grams = 100\n"
    left = run(society(tmp_path / "s", people(), firms=FIRMS, toml=toml), tmp_path / "out", ON)
    parts: list[tuple[str, float]] = []
    for row in left.envelopes():
        pieces = [p for p in left.pieces() if p["envelope"] == row["envelope"]]
        content = sum(float(p["grams"]) for p in pieces)
        listed = int(row["cards"]) + int(row["notices"])
        whole = content + 18 + 4 * (2 + -(-listed // 30))
        assert float(row["grams"]) == pytest.approx(whole, abs=0.15)
        for piece in pieces:
            weight = int(piece["cards"]) * 4.9 + int(piece["sheets"]) * 5 + (5 if piece["kind"] == "notice" else 0)
            assert float(piece["grams"]) == pytest.approx(weight, abs=0.06)
        parts.append((row["送付先コード"], whole))
    of_a = [grams for code, grams in parts if code == "A"]
    assert len(of_a) > 2
    homes = {r["管理番号"]: i for i, e in enumerate(left.envelopes()) for r in left.decisions() if within(r, e)}
    for _, rows in groupby(left.decisions(), key=lambda r: shop.key_of(r)[:2]):
        assert len({homes[r["管理番号"]] for r in rows}) == 1, "a household is never split"
    assert all(grams <= 100 for grams in of_a) or any(int(r["pieces"]) > 5 for r in left.envelopes())


def within(row: Row, envelope: Row) -> bool:
    kind = "card" if row["文書"] == shop.CARD else "notice"
    first, last = envelope[f"{kind}_first"], envelope[f"{kind}_last"]
    return bool(first) and first <= row["管理番号"] <= last


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("direct")
    asked = [{"受付日": "2025-09-20", "記号": "990", "番号": "1", "枝番": "01", "種別": "券面追記"}]
    given = society(folder / "s", direct_people(), firms=FIRMS, requests=asked)
    return run(given, folder / "out", ON)


def test_direct_envelopes(direct: Left) -> None:
    people_of: dict[str, list[tuple[str, str, str, str]]] = {}
    numbers = {r["管理番号"]: (*shop.key_of(r), r["文書"]) for r in direct.decisions() if r["管理番号"]}
    for pile, kind in (("cards", "card"), ("notices", "notice")):
        for cell in direct.cells(pile):
            if cell["kind"] == kind and cell["side"] == "F":
                people_of.setdefault(cell["envelope"], []).append(numbers[cell["管理番号"]])
    sent = {r["envelope"]: r for r in direct.envelopes() if r["route"] == "直送"}
    found = sorted(sorted(people_of[name]) for name in sent)
    card, notice = shop.CARD, shop.NOTICE

    def both(*key: str) -> list[tuple[str, ...]]:
        return [(*key, card), (*key, notice)]

    expected = [
        [*both("990", "1", "00"), ("990", "1", "01", notice), *both("990", "1", "03")],
        [("990", "1", "01", card)],
        both("990", "1", "02"),
        [*both("990", "2", "00"), *both("990", "2", "01")],
        both("100", "3", "01"),
        [("100", "3", "02", card)],
    ]
    assert found == sorted(map(sorted, expected))
    assert {r["class"] for n, r in sent.items() if any(p[3] == card for p in people_of[n])} == {"簡易書留"}
    rows = [r for r in direct.cells("cards") if r["kind"] == "separator" and r["side"] == "F"]
    assert len(rows) == 2, "one for the employer's part, one before the direct route"


def test_classes_of_notices_sent_directly(tmp_path: Path) -> None:
    home = {"事業所コード": "", "区分": "任意継続", "マイナ保険証": "登録済", "電子証明書有効期限": "2030-01-01"}
    rows = household("1", 2, 記号="990", **home)
    later = run(society(tmp_path / "a", rows), tmp_path / "a-out", ON)
    assert [(r["route"], r["class"]) for r in later.envelopes()] == [("直送", "普通")]
    snapshot = [{"記号": "990", "番号": "1", "枝番": f"0{i}", "個人番号下4桁": f"042{i}"} for i in range(2)]
    first = run(society(tmp_path / "b", rows, toml="", snapshot=snapshot), tmp_path / "b-out", "2024-10-15")
    assert [(r["route"], r["class"]) for r in first.envelopes()] == [("直送", "特定記録")]


def test_what_goes_directly_stands_on_no_list(direct: Left) -> None:
    text = "".join(t for path in direct.vendor.glob("letters/0*.pdf") for t in pages.texts(path))
    by_route = {
        route: {r["管理番号"] for r in direct.decisions() if r["経路"] == route} for route in ("事業主", "直送")
    }
    assert all(number in text for number in by_route["事業主"])
    assert not [number for number in by_route["直送"] if number in text]


def test_a_name_behind_a_通称名_is_on_no_list(direct: Left) -> None:  # noqa: N802 - the word itself
    texts = [t for path in direct.vendor.glob("letters/*.pdf") for t in pages.texts(path)]
    texts += pages.texts(direct.vendor / "notices" / "001.pdf")
    assert not [t for t in texts if "本名隠子" in t]
    assert any("検収花子" in t for t in texts)


def test_carriers_show_the_address_and_the_cards_of_their_envelope(direct: Left) -> None:
    texts = [t for path in sorted(direct.vendor.glob("letters/carriers*.pdf")) for t in pages.texts(path)]
    cells = [c for c in direct.cells("cards") if c["kind"] == "card" and c["side"] == "F"]
    for envelope in direct.envelopes():
        if envelope["route"] != "直送" or envelope["cards"] == "0":
            continue
        mine = "".join(t for t in texts if envelope["envelope"] in t)
        inside = {c["管理番号"] for c in cells if c["envelope"] == envelope["envelope"]}
        assert set(re.findall(r"20251001-01-\d{6}-\d", mine)) == inside
    away = [t for t in texts if "別所様子" in t]
    assert len(away) == 1
    assert "060-0001" in away[0]
    assert "北海道札幌市中央区北一条西2-3" in away[0]


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("letters")
    many = [r for n in range(1, 30) for r in household(str(n), 2, 事業所コード="A")]
    rows = [*many, *(r for r in people() if r["事業所コード"] != "A")]
    return run(society(folder / "s", rows, firms=FIRMS), folder / "out", ON)


def test_letters_of_every_bulk_envelope(bulk: Left) -> None:
    texts = [t for path in sorted(bulk.vendor.glob("letters/0*.pdf")) for t in pages.texts(path)]
    names = {row["事業所コード"]: pages.squeeze(row["名称"]) for row in FIRMS}
    at = 0
    for envelope in bulk.envelopes():
        rows = [r for r in bulk.decisions() if within(r, envelope)]
        persons = len({shop.key_of(r) for r in rows})
        lists = -(-len(rows) // 30)
        cover, pages_of, receipt = texts[at], texts[at + 1 : at + 1 + lists], texts[at + 1 + lists]
        at += lists + 2
        firm_name = names.get(envelope["送付先コード"]) or names[envelope["事業所コード"].split()[0]]
        for text in (cover, *pages_of, receipt):
            assert firm_name in text
            assert envelope["envelope"] in text
        others = [n for n in names.values() if n != firm_name]
        assert not [n for n in others if n in "".join((cover, *pages_of, receipt))]
        assert "御中" in cover
        assert f"{envelope['envelope']}{envelope['cards']}{envelope['notices']}{persons}" in cover
        assert f"{envelope['cards']}{envelope['notices']}" in receipt
        listed = [n for text in pages_of for n in re.findall(r"20251001-01-\d{6}-\d", text)]
        assert listed == [r["管理番号"] for r in rows]
        assert all(f"{k}/{lists}" in text for k, text in enumerate(pages_of, 1))
        for word in ("昭和55年", "1980", "令和11年12月1日", "2029", "割合", "有効期限", "検収"):
            assert word not in "".join(pages_of).replace("検収健康保険組合", ""), word
    assert at == len(texts)


def test_faces_of_every_bulk_envelope(bulk: Left) -> None:
    """One envelope's face a page, in order: whose it is, and nothing of whom or how many it is for."""
    texts = [t for path in sorted(bulk.vendor.glob("letters/faces*.pdf")) for t in pages.texts(path)]
    firms = {row["事業所コード"]: row for row in FIRMS}
    envelopes = [e for e in bulk.envelopes() if e["route"] == "事業主"]
    assert len(texts) == len(envelopes)
    for text, envelope in zip(texts, envelopes, strict=True):
        of = firms.get(envelope["送付先コード"]) or firms[envelope["事業所コード"].split()[0]]
        for word in (of["名称"], of["郵便番号"], of["所在地"], of["担当部署"], "御中", "親展", "検収健康保険組合"):
            assert pages.squeeze(word) in text, word
        assert f"{envelope['part']}/{envelope['parts']}" in text
        assert re.findall(r"E\d{6}", text) == [envelope["envelope"]]
        assert not [f["名称"] for f in FIRMS if f is not of and pages.squeeze(f["名称"]) in text]
        assert not re.findall(r"\d{8}-\d{2}-\d{6}-\d", text), "no number of a document"
        for word in ("様", "枚", "名分", "ケンシュウ"):
            assert word not in text, word


def test_orders_of_direct_mail(tmp_path: Path) -> None:
    home = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2024-11-01", "登録年月日": "2024-11-05"}
    rows = [*household("1", 2, 記号="990", **home, 郵便番号="900-0001"),
            *household("2", 1, 記号="990", **home, 郵便番号="010-0001"),
            *household("3", 1, 記号="990", **home, 郵便番号="500-0001"),
            *household("1", 1, 郵便番号="999-0001")]  # fmt: skip
    plain = run(society(tmp_path / "a", rows), tmp_path / "a-out", ON)
    assert [r["番号"] for r in plain.decisions() if r["経路"] == "直送" and r["枝番"] == "00"] == list("112233")
    toml = NO_PHASE_1 + '\n[mail]\norder = "postal"\n'
    postal = run(society(tmp_path / "b", rows, toml=toml), tmp_path / "b-out", ON)
    assert [r["番号"] for r in postal.decisions() if r["経路"] == "直送" and r["枝番"] == "00"] == list("223311")
    assert postal.decisions()[0]["経路"] == "事業主"


def test_cards_on_carriers_for_the_employer(tmp_path: Path) -> None:
    toml = NO_PHASE_1 + '\n[packing]\ncards = "carrier"\n'
    left = run(society(tmp_path / "s", people(), firms=FIRMS, toml=toml), tmp_path / "out", ON)
    households = {shop.key_of(r)[:2] for r in left.decisions()}
    kinds = [p["kind"] for p in left.pieces()]
    assert kinds.count("carrier") == kinds.count("notice") == len(households)
    texts = [t for path in sorted(left.vendor.glob("letters/carriers*.pdf")) for t in pages.texts(path)]
    assert member()["住所"] not in "".join(texts), "never the home address"
    assert any("朝凪建設株式会社" in t for t in texts)


def test_windows_to_employees_never_show_a_home(bulk: Left) -> None:
    texts = pages.texts(bulk.vendor / "notices" / "001.pdf")
    assert not [t for t in texts if member()["住所"] in t]
