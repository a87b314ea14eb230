"""The whole job on small societies: what contract §4 says it leaves, and what it refuses."""

import gzip
import json
import re
import shutil
from datetime import date
from pathlib import Path

import folk
import pytest

from fonts.errors import ExitCode, Refusal
from generator.decision import Kind
from generator.job.recheck import recheck
from generator.job.run import Done, Wish, run_job
from generator.job.stacked import recheck_all
from generator.job.talk import Talk
from generator.job.withdraw import withdraw_job
from imposition.stock import load_stock
from proofs.checkdigit import sound

PHASE1_NONE = '[policy]\nphase1 = "none"\n'
ON = date(2025, 10, 1)
ALONE = re.compile(rb"(?<![0-9a-f])0427(?![0-9a-f])")  # the digits, not a stretch of some hash


def run(society: Path, out: Path, on: date = ON, *, workers: int = 1, **wish: object) -> Done:
    return run_job(Wish(society, on, out, workers, **wish), Talk(str))  # type: ignore[arg-type]


def mixed(folder: Path, toml: str = PHASE1_NONE) -> Path:
    rows = [
        *folk.household("1", 3),
        *folk.household("2", 5, マイナ保険証="登録済"),
        *folk.household("3", 2, 事業所コード="B"),
        *folk.household(
            "4",
            1,
            事業所コード="",
            区分="任意継続",
            資格取得年月日="2025-04-01",
            登録年月日="2025-04-02",
            郵便番号="100-0013",
            住所="東京都千代田区霞が関1-2-3",
        ),
        *folk.household(
            "5", 1, 事業所コード="B", 通称名="健保　次郎", 郵便番号="100-0013", 住所="東京都千代田区霞が関1-2-3"
        ),
    ]
    return folk.write(folder, rows, toml=toml)


def test_a_job_leaves_what_the_contract_names(tmp_path: Path) -> None:
    done = run(mixed(tmp_path / "s"), tmp_path / "out")
    job = tmp_path / "out" / "20251001-01"
    assert done.folder == job
    names = sorted(p.relative_to(job).as_posix() for p in job.rglob("*") if p.is_file())
    assert names == [
        "office/decisions.csv", "office/documents/cards-001.jsonl.gz", "office/documents/carriers-001.jsonl.gz",
        "office/documents/faces-001.jsonl.gz", "office/documents/letters-001.jsonl.gz",
        "office/documents/notices-001.jsonl.gz", "office/documents/orders-001.jsonl.gz",
        "office/files.json", "office/inputs.json", "office/look.json", "office/mailing.csv",
        "office/names.csv", "office/postage.json", "office/queries.csv", "office/reconciliation.json",
        "office/rejected.csv",
        "vendor/cards/001.csv", "vendor/cards/001.pdf", "vendor/envelopes.csv", "vendor/letters/001.pdf",
        "vendor/letters/carriers-001.pdf", "vendor/letters/faces-001.pdf",
        "vendor/mailing.csv", "vendor/manifest.json", "vendor/notices/001.csv", "vendor/notices/001.pdf",
        "vendor/pieces.csv", "vendor/preflight.json", "vendor/work-order.pdf",
    ]  # fmt: skip
    account = json.loads((job / "office" / "reconciliation.json").read_text(encoding="utf-8"))
    assert account["balanced"] is True
    assert account["people"] == {"in": 12, "with_document": 12, "none": 0, "rejected": 0}
    assert account["documents"] == {"cards": 7, "notices": 11}


def test_numbers_run_in_order_and_carry_their_check_digit(tmp_path: Path) -> None:
    run(mixed(tmp_path / "s"), tmp_path / "out")
    rows = folk.read(tmp_path / "out" / "20251001-01" / "office" / "decisions.csv")
    cards = [r["管理番号"] for r in rows if r["文書"] == "資格確認書"]
    notices = [r["管理番号"] for r in rows if r["文書"] == "資格情報のお知らせ"]
    assert [int(n.split("-")[2]) for n in cards] == list(range(1, 8))
    assert [int(n.split("-")[2]) for n in notices] == list(range(8, 19))
    assert all(sound(n) for n in cards + notices)
    assert [r["経路"] for r in rows] == sorted([r["経路"] for r in rows], key=["事業主", "直送"].index)


def test_the_bytes_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    for workers in (1, 2):
        run(mixed(tmp_path / f"s{workers}"), tmp_path / f"out{workers}", workers=workers)
    assert tree(tmp_path / "out1") == tree(tmp_path / "out2")


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_second_run_finds_nothing_due(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s")
    run(society, tmp_path / "out")
    done = run(society, tmp_path / "out")
    assert done.folder is None
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["20251001-01"]


def test_a_job_without_documents_leaves_no_folder_and_no_event(tmp_path: Path) -> None:
    society = folk.write(
        tmp_path / "s", folk.household("1", 2, マイナ保険証="登録済"), toml='[policy]\nphase1 = "none"\n'
    )
    run(society, tmp_path / "out", date(2024, 9, 1))
    assert run(society, tmp_path / "out", date(2024, 9, 1)).job == ""


def test_the_guard_stops_before_anything_is_issued(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s")
    with pytest.raises(Refusal) as stopped:
        run(society, tmp_path / "out", expect=3)
    assert stopped.value.exit_code is ExitCode.STOPPED
    assert "ex-officio-bulk 6" in stopped.value.text()
    assert not list((tmp_path / "out").iterdir())
    assert run(society, tmp_path / "out", expect=18).job == "20251001-01"


def test_an_earlier_day_is_refused_unless_it_is_meant(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s")
    run(society, tmp_path / "out")
    with pytest.raises(Refusal) as refused:
        run(society, tmp_path / "out", date(2025, 9, 30))
    assert refused.value.exit_code is ExitCode.LEDGER


def test_a_withdrawn_job_is_due_again_under_new_numbers(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s")
    first = run(society, tmp_path / "out")
    assert withdraw_job(society, first.job, by="係長", why="試し", on=ON) == 18
    assert run(society, tmp_path / "out").job == "20251001-02"


def test_one_kind_alone(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s")
    done = run(society, tmp_path / "out", kinds=frozenset({Kind.CARD}))
    assert done.account is not None
    assert done.account.documents == {"cards": 7, "notices": 0}
    rest = run(society, tmp_path / "out", kinds=frozenset({Kind.NOTICE}))
    assert rest.account is not None
    assert rest.account.documents == {"cards": 0, "notices": 11}


def test_a_name_no_face_has_holds_its_person_back_with_the_codepoint(tmp_path: Path) -> None:
    rows = [*folk.household("1", 1, 氏名="健保　\ue000"), *folk.household("2", 1)]
    done = run(folk.write(tmp_path / "s", rows, toml=PHASE1_NONE), tmp_path / "out")
    assert done.folder is not None
    (held,) = folk.read(done.folder / "office" / "rejected.csv")
    assert (held["file"], held["line"]) == ("members.csv", "2")
    assert "U+E000" in held["message"]
    assert done.account is not None
    assert done.account.people == {"in": 2, "with_document": 1, "none": 0, "rejected": 1}


def test_phase_one_prints_the_digits_and_keeps_none(tmp_path: Path) -> None:
    snapshot = [("100", "1", "00", "0427"), ("100", "1", "01", "")]
    society = folk.write(tmp_path / "s", folk.household("1", 2), snapshot=snapshot)
    done = run(society, tmp_path / "out", date(2024, 10, 15))
    assert done.folder is not None
    manifest = json.loads((done.folder / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert [f["name"] for f in manifest["files"] if f["contains_last4"]] == ["notices/001.pdf"]
    for path in done.folder.rglob("*"):
        if path.is_file() and path.name != "001.pdf":
            assert not ALONE.search(path.read_bytes())
    assert not ALONE.search((society / "ledger.sqlite").read_bytes())
    report = recheck(done.folder / "vendor" / "notices" / "001.pdf", None, society)
    assert report.findings == ()
    with pytest.raises(Refusal):  # once only
        run(society, tmp_path / "out", date(2024, 10, 14))
    assert run(society, tmp_path / "out", date(2024, 10, 16)).job == ""


def test_a_vendor_who_prints_backs_apart_gets_two_files_a_block(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s", PHASE1_NONE + '[vendors]\ncard = "apart"\n')
    shipped = Path("imposition/vendors/card-21up.toml").read_text(encoding="utf-8")
    (society / "vendors").mkdir()
    (society / "vendors" / "apart.toml").write_text(
        shipped.replace('runs = "duplex"', 'runs = "separate"'), encoding="utf-8"
    )
    done = run(society, tmp_path / "out")
    assert done.folder is not None
    cards = done.folder / "vendor" / "cards"
    assert sorted(p.name for p in cards.iterdir()) == ["001-back.pdf", "001-front.pdf", "001.csv"]
    rows = folk.read(cards / "001.csv")
    assert {(r["side"], r["file"], r["page"]) for r in rows} == {
        ("F", "001-front.pdf", "1"),
        ("B", "001-back.pdf", "1"),
    }
    for name in ("001-front.pdf", "001-back.pdf"):
        assert recheck(cards / name, None, society).findings == ()


def test_who_has_the_vendor_s_folder_alone_is_told_nothing_of_security_art(tmp_path: Path) -> None:
    done = run(mixed(tmp_path / "s", PHASE1_NONE), tmp_path / "out")
    assert done.folder is not None
    vendor = shutil.copytree(done.folder / "vendor", tmp_path / "received" / "vendor")
    assert [f for f in recheck(vendor / "cards" / "001.pdf", None, None).findings if f.severity != "info"] == []
    manifest = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    manifest["security"] = [row for row in manifest["security"] if row["form"] != "S_card.back"]
    (vendor / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = {f.code: f.page for f in recheck(vendor / "cards" / "001.pdf", None, None).findings if f.severity != "info"}
    assert found == {"thin-line-reversed": 2}


def test_a_wrong_profile_is_told_once_with_a_plan_too(tmp_path: Path) -> None:
    done = run(mixed(tmp_path / "s", PHASE1_NONE), tmp_path / "out")
    assert done.folder is not None
    path = done.folder / "vendor" / "cards" / "001.pdf"
    reports = recheck_all([path], load_stock("card-10up"), tmp_path / "s")
    assert [f.code for report in reports for f in report.findings if f.severity != "info"] == ["profile-other"]


def test_the_registered_name_behind_an_alias_is_read_nowhere_but_on_the_own_back(tmp_path: Path) -> None:
    alias = {"通称名": "検収　花子", "氏名": "本名　隠子", "氏名カナ": "ホンミョウ　カクスコ", "事業主経由申出": "有"}
    done = run(folk.write(tmp_path / "s", folk.household("1", 1, **alias), toml=PHASE1_NONE), tmp_path / "out")
    assert done.folder is not None
    kept = {p.name: gzip.decompress(p.read_bytes()).decode() for p in (done.folder / "office" / "documents").iterdir()}
    assert "検収　花子" in kept["letters-001.jsonl.gz"]
    assert not any("ホンミョウ" in text for text in kept.values())
    assert [name for name, text in kept.items() if "本名　隠子" in text] == ["cards-001.jsonl.gz"]


def test_a_profile_for_another_piece_is_refused_before_anything_is_issued(tmp_path: Path) -> None:
    society = mixed(tmp_path / "s", PHASE1_NONE + '[vendors]\ncard = "notice-a4"\n')
    with pytest.raises(Refusal) as refused:
        run(society, tmp_path / "out")
    assert refused.value.code == "trim-mismatch"
    assert not (society / "ledger.sqlite").exists()


def test_phase_one_tells_nobody_that_no_number_is_on_file_once_the_snapshot_is_gone(tmp_path: Path) -> None:
    snapshot = [("100", "1", "00", "0427"), ("100", "2", "00", "0815")]
    rows = [*folk.household("1", 1), *folk.household("2", 1, 個別対応="有")]
    society = folk.write(tmp_path / "s", rows, snapshot=snapshot)
    run(society, tmp_path / "out", date(2024, 10, 15))
    (society / "snapshot.csv").unlink()
    folk.write(society, [*folk.household("1", 1), *folk.household("2", 1)])
    assert run(society, tmp_path / "out", date(2024, 10, 16)).job == ""
