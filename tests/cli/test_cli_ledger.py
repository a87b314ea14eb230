"""`shikaku ledger` as a clerk meets it: where a piece lies, what came back, what is wrong with ledger or files."""

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli_desk import Command, Sealed, release

from generator.cli.table import aligned, width

ON = ("--on", "2025-10-20", "--by", "適用課")


@dataclass(frozen=True, slots=True)
class Home:
    """A copy of a society with its two jobs beside it."""

    society: Path
    cards: Path
    notices: Path

    def rows(self, name: str = "cards/001.csv") -> list[dict[str, str]]:
        """Read a list of the job of cards."""
        with (self.cards / "vendor" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def card(self) -> dict[str, str]:
        """Return the front cell of the last card."""
        return [row for row in self.rows() if row["kind"] == "card" and row["side"] == "F"][-1]


@pytest.fixture
def home(sealed: Sealed, tmp_path: Path) -> Home:
    """Copy everything, so that a test may damage it."""
    out = tmp_path / "out"
    shutil.copytree(sealed.society.parent, out)
    return Home(out / "society", out / sealed.cards.name, out / sealed.notices.name)


def test_a_number_is_told_with_the_pile_it_lies_in(home: Home, shikaku: Command) -> None:
    card = home.card
    said = shikaku("ledger", "show", home.society, card["管理番号"])
    assert said.code == 0, said.err
    assert "valid to 2029-12-01" in said.out
    place = (
        f"cards/001.pdf page {card['page']}, block {card['block']}, sheet {card['sheet']}, row {card['row']},"
        f" column {card['column']}; tray {card['tray']}, position {card['position']},"
        f" stack position {card['stack_position']}"
    )
    assert place in said.out
    assert f"envelope {card['envelope']} (" in said.out


def test_every_card_and_notice_is_found_where_the_lists_have_it(home: Home, shikaku: Command) -> None:
    pieces = {row["piece"]: row for row in home.rows("pieces.csv")}
    for cell in [row for row in home.rows() if row["kind"] == "card" and row["side"] == "F"][::7]:
        said = shikaku("ledger", "show", home.society, cell["管理番号"], "--json")
        place: dict[str, Any] = json.loads(said.out)["documents"][0]["place"]
        same = ("page", "block", "sheet", "row", "column", "tray", "position", "stack_position", "envelope")
        assert {name: place[name] for name in same} == {name: cell[name] for name in same}
        piece = pieces[place["piece"]]
        assert piece["envelope"] == cell["envelope"]
        assert piece["number_first"] <= cell["管理番号"] <= piece["number_last"]


def test_a_person_is_told_over_both_jobs_in_order(home: Home, shikaku: Command) -> None:
    number = home.card["管理番号"]
    told = json.loads(shikaku("ledger", "show", home.society, number, "--json").out)
    person = "-".join(told["documents"][0]["document"]["key"][part] for part in ("symbol", "number", "branch"))
    lines = shikaku("ledger", "show", home.society, person).out
    assert number in lines
    dates = [line[:10] for line in lines.splitlines() if line[:2] == "20" and line[4] == "-"]
    assert dates == sorted(dates)


def test_without_the_job_s_folder_the_envelope_is_told(home: Home, shikaku: Command) -> None:
    said = shikaku("ledger", "show", home.society, home.card["管理番号"], "--jobs", home.society)
    assert said.code == 0
    assert f"the folder of job {home.cards.name} is not here" in said.out


@pytest.mark.parametrize(
    ("subject", "code", "name"),
    [("20990101-01-000001-0", 6, "subject-not-found"), ("9-9-99", 6, "subject-not-found"), ("x", 2, "subject-unknown")],
)
def test_a_stranger_is_refused(home: Home, shikaku: Command, subject: str, code: int, name: str) -> None:
    said = shikaku("ledger", "show", home.society, subject)
    assert (said.code, said.out) == (code, "")
    assert f": {name}: " in said.err


def test_a_sound_society_verifies(home: Home, shikaku: Command) -> None:
    said = shikaku("ledger", "verify", home.society)
    assert said.code == 0, said.out
    assert said.out.splitlines()[-1] == "2 jobs, 0 faults"
    told = json.loads(shikaku("ledger", "verify", home.society, "--json").out)
    assert (told["faults"], len(told["jobs"])) == ([], 2)


def damage_file(home: Home) -> None:
    path = home.cards / "vendor" / "cards" / "001.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_file(home: Home) -> None:
    (home.cards / "vendor" / "pieces.csv").unlink()


def add_file(home: Home) -> None:
    (home.cards / "vendor" / "cards" / "002.pdf").write_bytes(b"%PDF-1.6")


def cut_envelope(home: Home) -> None:
    path = home.cards / "vendor" / "envelopes.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))


def miscount(home: Home) -> None:
    path = home.cards / "office" / "reconciliation.json"
    account = json.loads(path.read_text(encoding="utf-8"))
    account["documents"]["cards"] += 1
    account["balanced"] = False
    path.write_text(json.dumps(account), encoding="utf-8")


def rewrite_manifest(home: Home) -> None:
    path = home.cards / "vendor" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["tool"] = "another"
    path.write_text(json.dumps(manifest), encoding="utf-8")


def lose_manifest(home: Home) -> None:
    (home.cards / "vendor" / "manifest.json").unlink()


def lose_folder(home: Home) -> None:
    shutil.rmtree(home.cards)


def other_head(home: Home) -> None:
    path = home.cards / "office" / "inputs.json"
    inputs = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**inputs, "ledger": "0" * 64}), encoding="utf-8")


def write_in_the_office(home: Home) -> None:
    path = home.cards / "office" / "decisions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("ex-officio", "ex_officio"), encoding="utf-8")


def empty_the_office_list(home: Home) -> None:
    (home.cards / "office" / "files.json").write_text('{"files": []}', encoding="utf-8")


def _past_triggers(home: Home, *statements: str) -> None:
    """Write into the ledger behind its back, as someone with the file could."""
    with closing(sqlite3.connect(home.society / "ledger.sqlite")) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)


def alter_row(home: Home) -> None:
    _past_triggers(home, "UPDATE document SET valid_to = '2030-12-01' WHERE kind = 'card' AND id % 10 = 0")


def unlink_event(home: Home) -> None:
    _past_triggers(home, "DELETE FROM link WHERE event = 2")


def cut_off_ledger(home: Home) -> None:
    """Take the second job out of the ledger, links and all: the chain that is left holds."""
    tables = ("link", "ending", "request_mark", "snapshot_key", "document")
    _past_triggers(
        home,
        "PRAGMA foreign_keys = OFF",
        *(f"DELETE FROM {table} WHERE event >= 3" for table in tables),  # noqa: S608 - names of tables
        "DELETE FROM event WHERE seq >= 3",
    )


Damage = Callable[[Home], None]


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (damage_file, {"file-changed"}),
        (lose_file, {"file-lost"}),
        (add_file, {"file-unlisted"}),
        (cut_envelope, {"file-changed", "counts-differ"}),
        (miscount, {"file-changed", "counts-differ", "job-unbalanced"}),
        (write_in_the_office, {"file-changed"}),
        (empty_the_office_list, {"office-list-altered"}),
        (rewrite_manifest, {"manifest-altered"}),
        (lose_manifest, {"file-unreadable"}),
        (lose_folder, {"job-folder-missing"}),
        (other_head, {"file-changed", "ledger-rewritten"}),
        (alter_row, {"chain-broken"}),
        (unlink_event, {"chain-link-missing"}),
        (cut_off_ledger, {"job-not-in-ledger"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_found_and_named(home: Home, shikaku: Command, damage: Damage, codes: set[str]) -> None:
    damage(home)
    said = shikaku("ledger", "verify", home.society, "--json")
    assert said.code == 6
    assert {fault["code"] for fault in json.loads(said.out)["faults"]} == codes
    assert shikaku("ledger", "verify", home.society).code == 6


def test_all_faults_are_collected(home: Home, shikaku: Command) -> None:
    for damage in (damage_file, add_file, other_head, alter_row):
        damage(home)
    found = {fault["code"] for fault in json.loads(shikaku("ledger", "verify", home.society, "--json").out)["faults"]}
    assert found == {"file-changed", "file-unlisted", "ledger-rewritten", "chain-broken"}


def test_a_job_is_not_withdrawn_before_its_day(home: Home, shikaku: Command) -> None:
    args = ("--by", "a", "--why", "b", "--society", home.society)
    said = shikaku("withdraw", home.cards, "--on", "2025-09-30", *args)
    assert (said.code, "day-impossible: it is withdrawn on 2025-09-30" in said.err) == (6, True)
    assert shikaku("withdraw", home.cards, *args).code == 0  # undated: on its own day


def test_a_withdrawn_job_s_folder_may_be_gone(home: Home, shikaku: Command) -> None:
    args = ("--on", "2025-10-01", "--by", "a", "--why", "b", "--society", home.society)
    assert shikaku("withdraw", home.cards, *args).code == 0
    shutil.rmtree(home.cards)
    assert shikaku("ledger", "verify", home.society).code == 0


def test_results_of_an_unreleased_job_are_refused_by_line(home: Home, shikaku: Command) -> None:
    results = home.society.parent / "results.csv"
    results.write_text(f"管理番号,make,status,time\r\n{home.card['管理番号']},1,printed,\r\n", encoding="utf-8-sig")
    said = shikaku("ledger", "receive", home.society, results, *ON)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("results.csv:2: result-job-state: ")


def test_results_are_added_up_and_what_is_missing_named(home: Home, shikaku: Command) -> None:
    release(home.society, home.cards)
    numbers = [row["管理番号"] for row in home.rows() if row["kind"] == "card" and row["side"] == "F"]
    results = home.society.parent / "results.csv"
    lines = "".join(f"{n},1,inserted,2025-10-05T10:00\r\n" for n in numbers[1:])
    results.write_text(f"管理番号,make,status,time\r\n{lines}", encoding="utf-8-sig")
    said = shikaku("ledger", "receive", home.society, results, *ON, "--missing")
    assert said.code == 0, said.err
    assert f"{numbers[0]} make 1" in said.out and "missing" in said.out
    told = json.loads(shikaku("ledger", "receive", home.society, results, *ON, "--json").out)
    (job,) = told["jobs"]
    assert (told["fresh"], job["missing"], job["ordered"], job["good"]) == (0, 1, len(numbers), len(numbers) - 1)
    results.write_text(f"管理番号,make,status,time\r\n{numbers[0]},1,inserted,\r\n", encoding="utf-8-sig")
    assert "is reconciled" in shikaku("ledger", "receive", home.society, results, *ON).out
    assert shikaku("ledger", "verify", home.society).code == 0


def test_columns_stand_under_each_other_however_wide_their_signs_are() -> None:
    lines = list(aligned([("管理番号", "b"), ("x", "資格"), ("ｶﾅ", "か\u3099")]))
    assert [width(line[: line.index(cell)]) for line, cell in zip(lines, ("b", "資格", "か"), strict=True)] == [10] * 3
    assert width("ｶﾅ") == 2 and width("か\u3099") == 2
