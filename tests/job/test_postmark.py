"""Direct mail bears the barcode of its address; none by way of the employer, none for codes ending in 00."""

import csv
from datetime import date
from pathlib import Path

import pytest

from generator.job.lots import kept_documents
from generator.job.postmark import Mark, PostDesk
from generator.job.run import Wish, run_job
from generator.job.talk import Talk
from generator.model import Destination
from generator.post.customer_code import Reason

ON = date(2025, 10, 1)
HEAD = (
    "記号,番号,枝番,続柄,氏名,氏名カナ,性別,生年月日,資格取得年月日,登録年月日,事業所コード,区分,マイナ保険証,郵"
    "便番号,住所,住所B"
)
ROW = (
    "7,{n},00,本人,検収　太郎,ケンシュウ　タロウ,男,1980-04-02,2020-04-01,2020-04-03,{employ"
    "er},{kind},未登録,{post},{address},{detail}"
)
TOML = """format = 1
[insurer]
number = "06139992"
name = "検収健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関1-2-3"
phone = "03-1234-5678"
url = ""
[policy]
phase1 = "none"
"""
PEOPLE = (
    ("任意継続", "", "263-0023", "千葉県千葉市稲毛区緑町3丁目30-8　郵便ビル403号", ""),
    ("任意継続", "", "273-0102", "千葉県鎌ケ谷市右京塚", "東3丁目-20-5　郵便・A&bコーポB604号"),
    ("任意継続", "", "100-0000", "東京都千代田区どこか1-2", ""),
    ("任意継続", "", "263-0023", "青森県どこにもない町3-4", ""),
    ("一般", "A", "263-0023", "千葉県千葉市稲毛区緑町3-1", ""),
)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    society = folder / "society"
    society.mkdir()
    rows = [
        ROW.format(n=n, kind=kind, employer=employer, post=post, address=address, detail=detail)
        for n, (kind, employer, post, address, detail) in enumerate(PEOPLE, 1)
    ]
    (society / "society.toml").write_text(TOML, "utf-8")
    (society / "members.csv").write_text("\n".join([HEAD, *rows, ""]), "utf-8")
    (society / "employers.csv").write_text(
        "事業所コード,名称,郵便番号,所在地,担当部署\nA,株式会社検収,105-0011,東京都港区芝公園1-2-3,人事部\n", "utf-8"
    )
    done = run_job(Wish(society, ON, folder / "out", 1), Talk(str))
    assert done.folder is not None
    return done.folder


def test_codes_are_those_of_the_addresses(job: Path) -> None:
    expected = {"1": "26300233-30-8-403", "2": "27301023-20-5B604", "3": "", "4": "", "5": ""}
    for pile in ("notices", "carriers"):
        for kept in (job / "office" / "documents").glob(f"{pile}-*"):
            for document in kept_documents(kept):
                if document.kind == "notice":
                    assert document.front.fields["postal"] == expected[document.front.fields["number"]]
                elif document.kind == "carrier":
                    assert document.front.fields["postal"] in set(expected.values())


def test_mail_without_its_code_is_on_the_query_list(job: Path) -> None:
    with (job / "office" / "queries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["番号"], row["規則"], row["内容"]) for row in csv.DictReader(file)]
    assert [row for row in rows if row[1].startswith(("town", "postcode"))] == [("4", "town-unknown", "住所B=")]


def test_the_desk_says_why_there_is_none() -> None:
    with PostDesk() as desk:
        assert desk.mark(Destination("", "100-0000", "東京都千代田区")) == Mark("", Reason.REPRESENTATIVE)
        assert desk.mark(Destination("", "", "東京都千代田区")) == Mark("", Reason.POSTCODE)
        assert desk.mark(Destination("", "407-0033", "山梨県韮崎市", "韮崎400")).content == "4070033400"
