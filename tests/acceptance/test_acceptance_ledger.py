"""Contract §1, §2, §4: what the ledger gives away and takes over, and that a sealed file stays what it was."""

import json
import shutil
from pathlib import Path

import acceptance_shop as shop
import pikepdf
import pytest
from acceptance_society import household, member, run, shikaku, society

pytestmark = pytest.mark.slow

ON = "2025-10-01"


def test_what_was_issued_elsewhere_is_not_issued_again(tmp_path: Path) -> None:
    rows = [*household("1", 3), *household("2", 1)]
    given = society(tmp_path / "s", rows)
    left = run(given, tmp_path / "out", ON)
    assert shikaku("ledger", "export", given, tmp_path / "issued.csv").code == 0
    text = (tmp_path / "issued.csv").read_text(encoding="utf-8-sig")
    assert all(row["管理番号"] in text for row in left.decisions())
    assert "検収" not in text
    assert "1980-04-02" not in text
    other = society(tmp_path / "t", [*rows, *household("3", 1)])
    said = shikaku("ledger", "import", other, tmp_path / "issued.csv", "--on", ON, "--by", "係長")
    assert said.code == 0, said.err
    again = run(other, tmp_path / "out2", "2025-10-02")
    made = [shop.key_of(row)[1] for row in again.decisions() if row["文書"] != shop.NONE]
    assert made == ["3", "3"]


def test_a_document_and_a_person_can_be_asked_after(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member()])
    left = run(given, tmp_path / "out", ON)
    number = left.decisions()[0]["管理番号"]
    for subject in (number, "100-1-00"):
        told = shikaku("ledger", "show", given, subject, "--json")
        assert told.code == 0
        assert number in told.out
        assert "検収" not in told.out
        assert json.loads(told.out)


def test_a_backup_takes_the_ledgers_place(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member()])
    run(given, tmp_path / "out", ON)
    assert shikaku("ledger", "backup", given, tmp_path / "copy.sqlite").code == 0
    (given / "ledger.sqlite").unlink()
    assert shikaku("decide", given, "--on", ON).code == 6
    shutil.copy(tmp_path / "copy.sqlite", given / "ledger.sqlite")
    assert "holds" in shikaku("decide", given, "--on", ON).out


def test_a_sealed_file_that_was_changed_is_5(tmp_path: Path) -> None:
    given = society(tmp_path / "s", [member()])
    left = run(given, tmp_path / "out", ON)
    cards = left.vendor / "cards" / "001.pdf"
    assert shikaku("preflight", cards, "--society", given).code == 0
    with pikepdf.open(cards, allow_overwriting_input=True) as pdf:
        pdf.pages.remove(p=2)
        pdf.save(cards)
    said = shikaku("preflight", cards, "--society", given, "--json")
    assert said.code == 5
    assert {"error"} <= {finding["severity"] for finding in json.loads(said.out)["findings"]}


def test_a_request_closed_in_the_ledger_is_open_no_more(tmp_path: Path) -> None:
    able = {"マイナ保険証": "登録済", "電子証明書有効期限": "2029-01-01"}
    asked = [{"受付日": "2025-09-20", "記号": "100", "番号": "1", "枝番": "00", "種別": "訂正", "受付番号": "R1"}]
    given = society(tmp_path / "s", [member(**able), member(番号="2")], requests=asked)
    first = run(given, tmp_path / "out", ON)
    assert [q["番号"] for q in first.office("queries.csv")] == ["1"]
    request = "2025-09-20|100-1-00|訂正|R1"
    closed = shikaku("ledger", "close-request", given, request, "--on", ON, "--by", "係長", "--why", "取下げ")
    assert closed.code == 0, closed.err
    society(tmp_path / "s", [member(**able), member(番号="2"), member(番号="3")], requests=asked)
    second = run(given, tmp_path / "out", "2025-10-02")
    assert second.office("queries.csv") == []


def test_a_requests_twin_by_spelling_stays_open(tmp_path: Path) -> None:
    """`1`/`2-3` and `1-2`/`3` read alike; serving the one must not serve the other."""
    keys = (("1", "2-3"), ("1-2", "3"))
    asked = [{"受付日": "2025-09-20", "記号": s, "番号": n, "枝番": "00", "種別": "マイナカード紛失"} for s, n in keys]
    able = {"マイナ保険証": "登録済", "電子証明書有効期限": "2029-01-01"}
    rows = [member(記号=s, 番号=n, **able) for s, n in keys]
    given = society(tmp_path / "s", rows[:1], requests=asked[:1])
    run(given, tmp_path / "out", ON)
    society(tmp_path / "s", rows, requests=asked)
    second = run(given, tmp_path / "out", "2025-10-02")
    cards = [shop.key_of(r)[:2] for r in second.decisions() if r["規則"] == "mynumber-card-lost"]
    assert cards == [("1-2", "3")]
