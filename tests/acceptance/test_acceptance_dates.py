"""Contract §3 through the command line: one invented society over the days that matter, and a second bookkeeper.

The files are CP932. Between the days rows change as they do in life. Every decision row of every job must be what the
oracle says; what was printed must bear digits in phase Ⅰ only.
"""

import csv
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import acceptance_pages as pages
import acceptance_rules as rules
import acceptance_shop as shop
import pypdfium2
import pytest
from acceptance_society import Left, Row, process, run, shikaku, table, tree, write_table

pytestmark = pytest.mark.slow

EXPIRY = ((date(2024, 12, 2), date(2029, 12, 1)), (date(2029, 10, 1), date(2034, 9, 30)))
KINDS = ("再通知", "再交付", "訂正", "マイナカード紛失", "要配慮", "氏名変更", "旧証紛失")
COUNTS = {
    "line",
    "page",
    "block",
    "sheet",
    "tray",
    "position",
    "stack_position",
    "pieces",
    "cards",
    "notices",
    "sheets",
}
DAYS = ("2024-10-15", "2024-12-02", "2025-04-01", "2025-09-01", "2025-12-15")


def read(path: Path, encoding: str = "cp932") -> list[Row]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Told:
    """A job, and what the oracle said before it was made."""

    left: Left | None
    on: date
    oracle: dict[rules.Key, list[rules.Decided]]
    members: list[Row]


@dataclass(frozen=True, slots=True)
class Story:
    folder: Path
    jobs: list[Told]
    digits: dict[rules.Key, str]


def held_back(given: Path, on: str) -> set[rules.Key]:
    """Return the keys of rows that `check` says are rejected."""
    rows = read(given / "members.csv")
    said = shikaku("check", given, "--on", on)
    lines = {int(n) for n in re.findall(r"^members\.csv:(\d+): (?!household-mismatch)", said.out, re.MULTILINE)}
    return {rules.key_of(row) for i, row in enumerate(rows, 2) if i in lines}


def society_of(given: Path) -> rules.Society:
    """Read the files as they stand."""
    snapshot = {rules.key_of(r) for r in read(given / "snapshot.csv")} if (given / "snapshot.csv").exists() else set()
    return rules.Society(read(given / "members.csv"), read(given / "requests.csv"), snapshot, expiry=EXPIRY)


def tell(folder: Path, people: int, days: tuple[str, ...] = DAYS, seed: int = 7) -> Story:
    from generator.invent import invent  # makes the input; no part of what is tested

    given = folder / "s"
    invent(given, people=people, employers=max(3, people // 40), seed=seed, on=date(2025, 12, 15), encoding="cp932")
    with (given / "society.toml").open("a", encoding="utf-8") as toml:
        for issued_from, valid_to in EXPIRY:
            toml.write(f"\n[[expiry]]\nissued_from = {issued_from}\nvalid_to = {valid_to}\n")
    digits = {rules.key_of(r): r["個人番号下4桁"] for r in read(given / "snapshot.csv")}
    book, jobs = rules.Bookkeeper(), list[Told]()
    for on in days:
        society = society_of(given)
        said = shikaku("run", given, "--on", on, "--out", folder / "out", "--workers", 1)
        assert said.code == 0, said.err
        place = folder / "out" / f"{on.replace('-', '')}-01"
        left = Left(place) if place.is_dir() else None
        held = rejected_keys(left, society) if left else held_back(given, on)
        oracle = book.job(society, date.fromisoformat(on), set(society.current) - held)
        jobs.append(Told(left, date.fromisoformat(on), oracle, list(society.members)))
        (given / "snapshot.csv").unlink(missing_ok=True)  # contract §2: after the first phase Ⅰ job it may go
        live_on(given, len(jobs), on)
    return Story(given, jobs, digits)


def rejected_keys(left: Left, society: rules.Society) -> set[rules.Key]:
    rows = dict(enumerate(society.members, 2))
    said = [r for r in left.office("rejected.csv") if r["file"] == "members.csv"]
    return {rules.key_of(rows[int(r["line"])]) for r in said}


def live_on(given: Path, turn: int, today: str) -> None:
    """Change rows as time does: people register or lose it, marry, move on, are renumbered, leave, ask again."""
    members = read(given / "members.csv")
    requests = read(given / "requests.csv")
    homes: dict[tuple[str, str], list[Row]] = {}
    for row in members:
        homes.setdefault((row["記号"], row["番号"]), []).append(row)
    for i, row in enumerate(members):
        _change_person(row, i, turn, today)
    for i, home in enumerate(homes.values()):
        _change_home(home, i, turn, today)
    asked = [(row, KINDS[i % 7]) for i, row in enumerate(members[turn :: max(1, len(members) // 23)])]
    asked += [(row, "券面追記") for i, row in enumerate(members) if i % 47 == turn]
    for i, (row, kind) in enumerate(asked):
        asks = {"受付日": today, "種別": kind, "備考": "", "受付番号": f"W{turn}{i:03d}", "処理": ""}
        requests.append({name: row[name] for name in ("記号", "番号", "枝番")} | asks)
    write_table(given / "members.csv", list(members[0]), members, "cp932")
    write_table(given / "requests.csv", list(requests[0]), requests, "cp932")


def _change_person(row: Row, i: int, turn: int, today: str) -> None:
    if i % 29 == turn:
        row["マイナ保険証"] = {"登録済": "解除", "未登録": "登録済"}.get(row["マイナ保険証"], row["マイナ保険証"])
        row["電子証明書有効期限"] = ""
    if i % 31 == turn and not row["通称名"]:
        row["氏名"] = "再婚　" + (row["氏名"].split("　")[-1])
    if i % 37 == turn:
        row["要配慮"] = "" if row["要配慮"] else "有"
    if row["負担割合"] and i % 2 == turn % 2:
        row["負担割合"] = {"2割": "3割", "3割": "2割"}[row["負担割合"]]
    if i % 43 == turn:
        row["通称名"] = "" if row["通称名"] else "通称　花子"
    if i % 47 == turn and not row["限度額区分"]:
        row |= {"限度額区分": "ウ", "限度額発効日": today, "限度額有効期限": "2026-07-31" if i % 2 else ""}
    if i % 59 == turn:
        row["送付方法"] = "" if row["送付方法"] else "直送"
    if i % 61 == turn and row["続柄"] == "家族" and not row["資格喪失年月日"] and row["資格取得年月日"] < today:
        row["資格喪失年月日"] = (date.fromisoformat(today) + timedelta(days=20 + i % 30)).isoformat()
    if i % 67 == turn:
        row["性別裏面"] = "" if row["性別裏面"] else "有"


def _change_home(home: list[Row], i: int, turn: int, today: str) -> None:
    """A household is renumbered once, or goes on voluntarily after its 本人 left."""
    if i % 23 == turn and not any(row["前の番号"] for row in home):
        for row in home:
            row |= {f"前の{name}": row[name] for name in ("記号", "番号", "枝番")}
            row["番号"] = f"8{int(row['番号']):05d}"
            row["登録年月日"] = max(today, row["登録年月日"])
    if i % 41 == turn:
        for row in home:
            row |= {"区分": "任意継続", "事業所コード": "", "所属コード": "", "所属名": ""}


def assert_agreed(job: Told) -> None:
    if job.left is None:
        assert all(d.kind == rules.NONE for made in job.oracle.values() for d in made)
        return
    account = job.left.json("office/reconciliation.json")
    assert account["people"]["in"] == len({rules.key_of(row) for row in job.members})
    assert account["people"]["rejected"] == account["people"]["in"] - len(job.oracle)
    assert account["balanced"] is True
    columns = ("記号", "番号", "枝番", "文書", "規則", "根拠", "経路", "有効期限")
    found = Counter(tuple(r[c] for c in columns) for r in job.left.decisions())
    expected = Counter(d.row(key) for key, made in job.oracle.items() for d in made)
    more, less = sorted(found - expected), sorted(expected - found)
    assert (more, less) == ([], []), f"{job.on}: {more[:20]} where the oracle says {less[:20]}"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(tmp_path_factory.mktemp("dates"), 300)


def test_every_decision_is_the_oracles(story: Story) -> None:
    for job in story.jobs:
        assert_agreed(job)
    rules_seen = {d.rule for job in story.jobs for made in job.oracle.values() for d in made}
    assert {"phase-1", "phase-2", "phase-3", "ex-officio-bulk", "ex-officio", "special-needs", "changed"} <= rules_seen


def test_phase_1_comes_once_a_person(story: Story) -> None:
    ones = Counter(
        (*shop.key_of(r),) for j in story.jobs if j.left for r in j.left.decisions() if r["規則"] == "phase-1"
    )
    assert ones
    assert set(ones.values()) == {1}
    first = story.jobs[0].left
    assert first is not None
    assert {r["規則"] for r in first.decisions() if r["文書"] == shop.NOTICE} == {"phase-1"}


def test_digits_stand_in_phase_1_and_nowhere_else(story: Story) -> None:
    first = story.jobs[0].left
    assert first is not None
    manifest = first.json("vendor/manifest.json")
    holding = {f["name"] for f in manifest["files"] if f["contains_last4"]}
    assert holding == {p.relative_to(first.vendor).as_posix() for p in first.vendor.glob("notices/*.pdf")}
    assert_digits_of_first(first, story.digits)
    for job in story.jobs[1:]:
        if job.left is not None:
            assert not [f for f in job.left.json("vendor/manifest.json")["files"] if f["contains_last4"]]
            for path in job.left.vendor.glob("notices/*.pdf"):
                assert "下4桁" not in "".join(pages.texts(path))
                assert "下４桁" not in "".join(pages.texts(path))


def assert_digits_of_first(first: Left, digits: dict[rules.Key, str]) -> None:
    """Each person's digits stand once on the sheet, in the upper table; none of the plain files holds them."""
    keys = {r["管理番号"]: shop.key_of(r) for r in first.decisions() if r["文書"] == shop.NOTICE}
    checked = 0
    rows = [c for c in first.cells("notices") if c["kind"] == "notice"]
    for name in sorted({c["file"] for c in rows}):
        pdf = pypdfium2.PdfDocument(first.vendor / "notices" / name)
        by_page: dict[int, list[str]] = {}
        for cell in rows:
            if cell["file"] == name:
                by_page.setdefault(int(cell["page"]), []).append(cell["管理番号"])
        for page, numbers in by_page.items():
            text = pdf[page - 1].get_textpage()
            half = 297 / 2 * pages.POINTS
            upper, lower = (text.get_text_bounded(bottom=half), text.get_text_bounded(top=half))
            for number in numbers:
                last4 = digits[keys[number]]
                tokens = re.findall(r"(?<![\d-])\d{4}(?![\d-])", upper)
                if last4:
                    assert last4 in tokens, (page, number)
                    checked += 1
                else:
                    assert "未登録" in upper
                assert not last4 or last4 not in re.findall(r"(?<![\d-])\d{4}(?![\d-])", lower) or \
                    last4 in keys[number] or last4 == keys[number][0], page  # fmt: skip
        pdf.close()
    assert checked > 50
    in_keys = {part for key in digits for part in key}
    for path in first.files():
        if path.suffix == ".csv":
            said = {value for row in table(path) for name, value in row.items() if name not in COUNTS}
        elif path.suffix == ".json":
            said = set(re.findall(r'"(\d{4})"', path.read_text(encoding="utf-8")))
        else:
            continue
        assert not (said & set(digits.values())) - in_keys - {""}, path.name


def test_no_card_before_the_start_and_none_beyond_five_years(story: Story) -> None:
    for job in story.jobs:
        for row in job.left.decisions() if job.left else ():
            if row["文書"] != shop.CARD:
                assert not row["有効期限"]
                continue
            assert job.on >= date(2024, 12, 2)
            until = date.fromisoformat(row["有効期限"])
            assert job.on <= until <= rules.later(job.on, years=5) - timedelta(days=1)
            assert until <= date(2029, 12, 1)


def test_who_left_their_employer_is_written_to_directly(story: Story) -> None:
    seen = 0
    for job in story.jobs:
        heads = {(r["記号"], r["番号"]): r for r in job.members if r["続柄"] == "本人"}
        for row in job.left.decisions() if job.left else ():
            if row["文書"] != shop.NONE and heads[row["記号"], row["番号"]]["区分"] != "一般":
                assert row["経路"] == "直送"
                seen += 1
    assert seen


def test_no_second_live_card_in_a_spell(story: Story) -> None:
    """A second card of a spell comes only by a rule that ends the first, or after it."""
    live: dict[tuple[str, ...], tuple[date, str]] = {}
    replaces = {"reissue", "changed", "optional-items", "renewal"}
    for job in story.jobs:
        acquired = {
            rules.key_of(r): r["資格取得年月日"] for r in sorted(job.members, key=lambda r: r["資格取得年月日"])
        }
        for row in job.left.decisions() if job.left else ():
            if row["文書"] == shop.CARD:
                spell = (*shop.key_of(row), acquired[shop.key_of(row)])
                assert spell not in live or live[spell][0] < job.on or row["規則"] in replaces
                live[spell] = date.fromisoformat(row["有効期限"]), row["規則"]


def test_every_open_request_not_served_is_a_query(story: Story) -> None:
    last = story.jobs[-1]
    assert last.left is not None
    queried = {(r["記号"], r["番号"], r["枝番"]) for r in last.left.office("queries.csv")}
    cards = {shop.key_of(r) for r in last.left.decisions() if r["文書"] == shop.CARD}
    notices = {shop.key_of(r) for r in last.left.decisions() if r["文書"] == shop.NOTICE}
    requests = [r for r in read(story.folder / "requests.csv") if r["受付番号"].startswith("W4")]
    assert requests
    for request in requests:
        served = rules.key_of(request) in (notices if request["種別"] == "再通知" else cards)
        known = rules.key_of(request) in {rules.key_of(r) for r in last.members}
        assert served or not known or rules.key_of(request) in queried, request


def test_two_thousand_people_agree_too(tmp_path: Path) -> None:
    story = tell(tmp_path, 2000, (*DAYS, "2029-10-15", "2029-12-20"))
    for job in story.jobs:
        assert_agreed(job)
    seen = {d.rule for job in story.jobs for made in job.oracle.values() for d in made}
    assert {"renewal", "notice-changed", "renotify", "lost-old-card", "reissue", "entitlement-ended"} <= seen
    first = story.jobs[0].left
    assert first is not None
    assert_digits_of_first(first, story.digits)
    later = [job.left for job in story.jobs[1:] if job.left]
    for left in later:
        assert not [f for f in left.json("vendor/manifest.json")["files"] if f["contains_last4"]]


def test_the_snapshot_may_go_after_the_first_job(story: Story) -> None:
    """It went after the first job (see `tell`); nobody who was in it got Ⅱ unless Ⅰ missed them."""
    first, second = story.jobs[0], story.jobs[1]
    assert first.left is not None
    assert second.left is not None
    got = {shop.key_of(r) for r in first.left.decisions() if r["規則"] == "phase-1"}
    twos = {shop.key_of(r) for r in second.left.decisions() if r["規則"] == "phase-2"}
    assert twos
    assert not got & twos
    missed = twos & set(story.digits)
    queried = {shop.key_of(r) for r in second.left.office("queries.csv") if r["規則"] == "phase-1-missed"}
    assert missed <= queried


def test_copies_of_one_society_give_the_same_bytes(tmp_path: Path) -> None:
    from generator.invent import invent

    invent(tmp_path / "a", people=1500, employers=60, seed=3, on=date(2025, 10, 1), encoding="cp932")
    for name in "bc":
        shutil.copytree(tmp_path / "a", tmp_path / name)
    for name, workers in (("a", 1), ("b", 2), ("c", 4)):
        said = process("run", tmp_path / name, "--on", "2025-10-01", "--out", tmp_path / f"out-{name}",
                       "--workers", workers, TZ="Asia/Tokyo" if name == "b" else "UTC")  # fmt: skip
        assert said.code == 0, said.err
    assert tree(tmp_path / "out-a") == tree(tmp_path / "out-b") == tree(tmp_path / "out-c")
    # A ledger knows when it was written to, and a job says by which ledger it was decided: the copy is of one and all.
    shutil.copytree(tmp_path / "a", tmp_path / "d")
    again = run(tmp_path / "a", tmp_path / "out-a", "2025-12-15")
    other = run(tmp_path / "d", tmp_path / "out-d", "2025-12-15")
    assert tree(again.folder) == tree(other.folder)
