"""The work order of a job tells what the job's own lists count, bears nobody's name, and is checked like every file."""

import csv
import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import folk
import pypdfium2
import pytest

from fonts.errors import Refusal
from generator.job.lots import kept_documents
from generator.job.order_words import stock_words
from generator.job.recheck import recheck
from generator.job.run import Wish, run_job
from generator.job.talk import Talk
from imposition.furniture import Die
from imposition.inserter import Inserter, Strokes
from imposition.stock import load_stock
from layouts.document import Fields
from layouts.geometry import Point, Size

ON = date(2025, 10, 1)
TOML = '[policy]\nphase1 = "none"\n[envelope]\nmax_pieces = 8\n[vendors]\ncard = "card-24up-laminated"\n'
HOME = {
    "事業所コード": "",
    "区分": "任意継続",
    "資格取得年月日": "2025-04-01",
    "郵便番号": "100-0013",
    "住所": "東京都千代田区霞が関1-2-3",
}
FIRM = "株式会社見本甲"


def society(folder: Path) -> Path:
    rows = [row for i in range(1, 5) for row in folk.household(str(i), 3)]
    folk.write(folder, [*rows, *folk.household("6", 1, **HOME)], toml=TOML)
    head = ("事業所コード", "名称", "郵便番号", "所在地", "担当部署")
    with (folder / "employers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, ("A", FIRM, "105-0011", "東京都港区芝公園1-2-3", "人事部")])
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("order")
    done = run_job(Wish(society(folder / "s"), ON, folder / "out", 1), Talk(str))
    assert done.folder is not None
    return done.folder


@pytest.fixture(scope="module")
def pages(made: Path) -> dict[str, dict[str, tuple[Fields, ...]]]:
    """Return the blocks of each page by its layout; this job needs one of each."""
    documents = list(kept_documents(made / "office" / "documents" / "orders-001.jsonl.gz"))
    assert [d.front.fields["page"] for d in documents] == [f"{k}/4" for k in range(1, 5)]
    return {d.front.layout: dict(d.front.blocks) for d in documents}


def values(rows: tuple[Fields, ...]) -> dict[str, int]:
    return {row["what"]: int(row["value"].replace(",", "")) for row in rows}


def test_it_counts_what_the_manifest_and_the_lists_count(
    made: Path, pages: dict[str, dict[str, tuple[Fields, ...]]]
) -> None:
    manifest = json.loads((made / "vendor" / "manifest.json").read_text("utf-8"))
    counts, told = manifest["counts"], values(pages["letter/order"]["count"])
    assert told["資格確認書（カード）"] == counts["cards"] > 0
    assert told["カードの仕切り"] == counts["cells"]["separators"]
    assert told["カードの空白（VOID）"] == counts["cells"]["blanks"]
    assert told["お知らせ（人数）"] == counts["notices"]
    assert told["封筒（すべて）"] == counts["envelopes"]
    envelopes = folk.read(made / "vendor" / "envelopes.csv")
    assert told["うち分割（k/n）の封筒"] == sum(row["parts"] != "1" for row in envelopes) > 0
    classes = {(row["route"], row["class"]): int(row["value"]) for row in pages["letter/order"]["mail"]}
    names = {"事業主": "事業主あて", "直送": "個人あて直送"}
    assert classes == Counter((names[row["route"]], row["class"]) for row in envelopes)


def test_every_file_has_its_sheets_and_spare_sheets(
    made: Path, pages: dict[str, dict[str, tuple[Fields, ...]]]
) -> None:
    manifest = json.loads((made / "vendor" / "manifest.json").read_text("utf-8"))
    listed = {row["name"]: row["pages"] for row in manifest["files"] if row["name"].endswith(".pdf")}
    rows = {row["file"]: row for row in pages["letter/order-files"]["row"]}
    assert rows.keys() | {"work-order.pdf"} == listed.keys()
    assert {name: int(row["pages"]) for name, row in rows.items()} == {
        name: count for name, count in listed.items() if name != "work-order.pdf"
    }
    front, back = rows["cards/001-front.pdf"], rows["cards/001-back.pdf"]
    assert (front["sheets"], front["spare"], front["total"]) == (back["sheets"], back["spare"], back["total"])
    (cards, *_) = pages["letter/order-stock"]["stock"]
    ready = load_stock("card-24up-laminated").shop.make_ready
    wanted = 2 * (int(front["sheets"]) + ready.share(int(front["sheets"])) + ready.sheets)
    assert int(cards["total"]) == wanted
    assert "型抜きの目印" in cards["marks"] and cards["codes"] == "用紙コード" and "別々" in cards["runs"]
    assert cards["data"].startswith("PDF/X-4、仮の印刷条件")


def test_postage_is_that_of_the_mailing(made: Path, pages: dict[str, dict[str, tuple[Fields, ...]]]) -> None:
    rows = folk.read(made / "vendor" / "mailing.csv")
    told = pages["letter/order-mail"]["row"]
    assert sum(int(row["total"].replace(",", "")) for row in told) == sum(int(row["total"]) for row in rows)
    assert sum(int(row["count"]) for row in told) == sum(int(row["count"]) for row in rows)


def test_it_tells_what_is_never_to_be_done_and_nobody_s_name(made: Path) -> None:
    with pypdfium2.PdfDocument(made / "vendor" / "work-order.pdf") as pdf:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    assert made.name in text
    for said in (
        "信書です。宅配便",
        "廃棄証明",
        "刷り直しは発注者が作ります",
        "消去証明",
        "製版・面付け",
        "封入・封かん",
    ):
        assert said in text, said
    people = folk.read(made.parents[1] / "s" / "members.csv")
    private = {FIRM, "芝公園", "霞が関", *(row["氏名"].replace("　", "") for row in people)}
    assert [name for name in private if name in text] == []


def test_it_is_read_back_like_every_file(made: Path, tmp_path: Path) -> None:
    path = made / "vendor" / "work-order.pdf"
    assert recheck(path, None, None).findings == ()
    copied = shutil.copytree(made, tmp_path / made.name)
    other = copied / "vendor" / "work-order.pdf"
    other.write_bytes((copied / "vendor" / "letters" / "001.pdf").read_bytes())
    codes = {finding.code for finding in recheck(other, None, made.parents[1] / "s").findings}
    assert "file-altered" in codes and codes & {"name-wrong", "text-wrong", "page-count", "text-missing"}


def words(profile: str, **change: Any) -> dict[str, str]:
    stock = replace(load_stock(profile), **change)
    return stock_words(stock, backs=stock.pile == "card", inks="墨（K）")


def test_what_finishes_is_named_and_nothing_else() -> None:
    cut = words("card-21up")
    assert cut["finishing"].startswith("断裁。")
    assert cut["die"] == "使わない（断裁で仕上げ、角は 3.18 mm に丸める）"
    punched = words("card-21up-punch")
    assert "型抜き" in punched["finishing"] and "断裁" not in punched["finishing"]
    assert punched["die"].startswith("86 × 54 mm、") or punched["die"].startswith("85.6 × 53.98 mm、")
    both = words("card-21up", die=Die(Size(width=85.6, height=53.98), 3.18))
    assert both["finishing"].startswith("断裁して1枚ずつ型抜き") and both["die"].startswith("85.6 × 53.98 mm")
    assert words("notice-a4")["die"] == "—"


def test_thickness_is_told_to_the_micrometre() -> None:
    assert words("card-21up", stack_depth=125, thickness=0.093)["depth"] == "125 枚まで重ねる（厚さ 11.625 mm）"


def test_codes_and_plates_have_lines_of_their_own() -> None:
    assert words("notice-a4")["codes"] == "封入機のコード"
    omr = Strokes(Point(x=4, y=20), 10, 5, 1, ("start", "end"), 8, 8, "even")
    assert words("notice-a4", inserter=Inserter(None, omr))["codes"] == "封入機の線（OMR）"
    assert words("card-single")["codes"] == "なし"
    assert (words("card-21up")["inks"], words("card-21up")["plates"]) == ("表裏とも 墨（K）", "なし")


def test_words_without_room_stop_a_job_before_anything_is_issued(tmp_path: Path) -> None:
    folder = society(tmp_path / "s")
    (folder / "vendors").mkdir()
    own = f'format = 1\nextends = "card-21up"\nmaterial = "{"とても長い名前の用紙" * 12}"\n'
    (folder / "vendors" / "wordy.toml").write_text(own, "utf-8")
    toml = folder / "society.toml"
    toml.write_text(toml.read_text("utf-8").replace("card-24up-laminated", "wordy"), "utf-8")
    with pytest.raises(Refusal) as refused:
        run_job(Wish(folder, ON, tmp_path / "out", 1), Talk(str))
    assert (refused.value.code, refused.value.place) == ("order-text", "wordy.toml")
    assert not (folder / "ledger.sqlite").exists()
