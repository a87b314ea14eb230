"""Postage and the figures of the 差出票: they balance with the envelopes, and say nothing of a person."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import folk
import pytest

from generator.decision import Route
from generator.job.envelope import Envelope
from generator.job.mailing import Posting
from generator.job.run import Wish, run_job
from generator.job.talk import Talk
from generator.model import Mail
from generator.post.tariff import tariff_of

HOME = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2025-04-01", "登録年月日": "2025-04-02"}
NOW = tariff_of(date(2025, 10, 1))


def job(folder: Path, toml: str = "") -> tuple[Path, str]:
    """Run a job of two employers and five households at home; return its folder and what was told."""
    rows = [row for n in range(1, 4) for row in folk.household(str(n), 3)]
    rows += folk.household("1", 2, 記号="200", 事業所コード="B")
    for n, (code, size) in enumerate((("100-0013", 1), ("100-0014", 3), ("530-0001", 8)), 1):
        rows += folk.household(str(n), size, 記号="900", **HOME, 郵便番号=code, 住所="東京都千代田区霞が関1-2-3")
    for n in (4, 5):
        rows += folk.household(
            str(n),
            1,
            記号="900",
            **HOME,
            マイナ保険証="登録済",
            郵便番号="060-0001",
            住所="北海道札幌市中央区北一条西2-3",
        )
    society = folk.write(folder / "s", rows, toml=f'[policy]\nphase1 = "none"\n{toml}')
    told = StringIO()
    done = run_job(Wish(society, date(2025, 10, 1), folder / "out", 1), Talk(str, out=told))
    assert done.folder is not None and done.account is not None and done.account.balanced
    return done.folder, told.getvalue()


def test_the_figures_balance_with_the_envelopes(tmp_path: Path) -> None:
    made, _ = job(tmp_path)
    envelopes = folk.read(made / "vendor" / "envelopes.csv")
    slip, listed = folk.read(made / "vendor" / "mailing.csv"), folk.read(made / "office" / "mailing.csv")
    assert [r["envelope"] for r in listed] == [r["envelope"] for r in envelopes]
    assert [(r["class"], r["grams"]) for r in listed] == [(r["class"], r["grams"]) for r in envelopes]
    keys = ("route", "class", "size", "tier_grams", "area", "postage", "option")
    counted = Counter(tuple(r[key] for key in keys) for r in listed)
    assert {tuple(r[key] for key in keys): int(r["count"]) for r in slip} == dict(counted)
    for row in slip:
        assert int(row["total"]) == int(row["count"]) * (int(row["postage"]) + int(row["option"]))
    summary = json.loads((made / "office" / "postage.json").read_text(encoding="utf-8"))
    total = sum(int(r["total"]) for r in listed)
    assert summary["total"] == total == sum(each["postage"] for each in summary["by"])
    assert summary["envelopes"] == len(envelopes) == sum(each["envelopes"] for each in summary["by"])
    manifest = json.loads((made / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["postage"] == total
    assert "mailing.csv" in {file["name"] for file in manifest["files"]}


def test_areas_are_the_first_three_digits(tmp_path: Path) -> None:
    made, _ = job(tmp_path)
    direct = [r for r in folk.read(made / "vendor" / "mailing.csv") if r["route"] == "直送"]
    areas: Counter[str] = Counter()
    for row in direct:
        areas[row["area"]] += int(row["count"])
    assert areas == {"100": 2, "530": 1, "060": 2}
    assert {r["area"] for r in folk.read(made / "vendor" / "mailing.csv") if r["route"] == "事業主"} == {"105"}


def test_classes_are_the_society_s(tmp_path: Path) -> None:
    toml = '[mail]\ncard_class = "特定記録"\nnotice_class = "特定記録"\nbulk_class = "レターパックプラス"\n'
    made, _ = job(tmp_path, toml)
    rows = folk.read(made / "vendor" / "envelopes.csv")
    assert {(r["route"], r["class"]) for r in rows} == {("事業主", "レターパックプラス"), ("直送", "特定記録")}
    bulk = [r for r in folk.read(made / "office" / "mailing.csv") if r["route"] == "事業主"]
    assert {r["total"] for r in bulk} == {"600"}


def test_what_is_near_a_limit_is_told_and_marked(tmp_path: Path) -> None:
    made, told = job(tmp_path)
    rows = folk.read(made / "office" / "mailing.csv")
    near = [r for r in rows if r["grams_to_limit"]]
    for row in rows:
        off = min(abs(float(row["grams"]) - limit) for limit in (50, 100, 150, 250, 500, 1000, 2000, 4000))
        assert bool(row["grams_to_limit"]) == (round(off, 1) <= 2)
    assert (f"{len(near)} envelopes weigh within 2 g" in told) == bool(near)


def posted(count: int, mail: Mail, *, cards: int = 0, coded: bool = True) -> Posting:
    posting = Posting(NOW, mail, "postal")
    for index in range(count):
        envelope = Envelope(index, Route.DIRECT.value, "", "", [], cards=cards, notices=1, grams=15.0)
        posting.post(envelope, f"{index % 900 + 100}-0001", coded=coded)
    return posting


@pytest.mark.parametrize(
    ("count", "asked", "yen"), [(999, True, 0), (1000, True, 3300), (1001, True, 3303), (1000, False, 0)]
)
def test_the_barcode_discount(count: int, asked: bool, yen: int) -> None:  # noqa: FBT001 - a table's column
    mailing = posted(count, Mail(barcode_discount=asked)).mailing
    assert (mailing.barcoded, mailing.discount, mailing.total) == (count, yen, count * 110)


@pytest.mark.parametrize(
    ("mail", "cards", "coded"),
    [
        (Mail(notice_class="特定記録", barcode_discount=True), 0, True),
        (Mail(card_class="普通", barcode_discount=True), 1, True),
        (Mail(barcode_discount=True), 0, False),
    ],
    ids=["tracked", "a stiff card", "no barcode"],
)
def test_no_discount_where_a_condition_lacks(mail: Mail, cards: int, coded: bool) -> None:  # noqa: FBT001 - a table's column
    mailing = posted(1200, mail, cards=cards, coded=coded).mailing
    assert (mailing.barcoded, mailing.discount) == (0, 0)


def test_enough_for_sorted_mail() -> None:
    assert not posted(1999, Mail()).mailing.sorted_due
    mailing = posted(2000, Mail()).mailing
    assert mailing.sorted_due
    assert sum(count for _, count in mailing.areas) == 2000
    assert not posted(2000, Mail(notice_class="特定記録")).mailing.sorted_due


def test_what_is_too_heavy_is_counted_and_costs_nothing() -> None:
    posting = Posting(NOW, Mail(), "job")
    row = posting.post(Envelope(0, Route.EMPLOYER.value, "A", "", ["A"], grams=4000.1), "", coded=False)
    assert posting.mailing.heavy == 1
    assert posting.mailing.total == 0
    assert row[4] == 0
