"""An invented society is the same for the same seed, sound for intake, and has someone for every rule."""

import csv
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from fonts.runs import shaper
from generator.decision import Kind, Verdict
from generator.eligibility.decide import decide
from generator.fiction.dice import Dice, cumulate
from generator.fiction.material import load_material
from generator.fiction.mishaps import KINDS, spoil
from generator.history import History, Standing
from generator.intake.columns import EMPLOYERS, MEMBERS, REQUESTS, SNAPSHOT
from generator.intake.read import Intake, open_intake
from generator.intake.settings import load_society
from generator.invent import TABLES, invent
from generator.model import Key, Request

pytestmark = pytest.mark.slow

ON = date(2025, 10, 1)
ENCODINGS = ("utf-8", "cp932")


@pytest.fixture(scope="module", params=ENCODINGS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("society")
    invent(made, people=6000, employers=240, encoding=request.param)
    return made


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, str]]:
    encoding = "cp932" if 'default = "cp932"' in (folder / "society.toml").read_text(encoding="utf-8") else "utf-8-sig"
    with (folder / "members.csv").open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def read(folder: Path, scratch: Path, on: date = ON) -> Intake:
    return open_intake(load_society(folder), scratch / "scratch.sqlite", on)


def verdicts(folder: Path, scratch: Path, on: date) -> list[Verdict]:
    """Decide an invented society whose ledger is empty."""
    society = load_society(folder)
    with read(folder, scratch, on) as intake:
        snapshot = set(intake.snapshot_keys())
        requests: dict[Key, list[Request]] = {}
        for request in intake.requests:
            requests.setdefault(request.key, []).append(request)
        return [
            decide(
                household,
                requests,
                {m.key: History((), in_snapshot=bool({m.key, m.former} & snapshot)) for m in household.members},
                Standing(phase1_on_record=False, snapshot_known=True, served=frozenset()),
                society.policy,
                society.insurer,
                on,
                "|".join,
                has_digits=lambda key: bool(intake.digits(key)),
            )
            for household in intake.households()
        ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, encoding: str) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        invent(tmp_path / name, people=300, employers=12, seed=seed, encoding=encoding)
    for table in (*TABLES, "society.toml"):
        assert (tmp_path / "a" / table).read_bytes() == (tmp_path / "b" / table).read_bytes()
    members = "members.csv"
    assert (tmp_path / "a" / members).read_bytes() != (tmp_path / "c" / members).read_bytes()


def test_headers_are_the_contracts() -> None:
    for spec in (MEMBERS, EMPLOYERS, SNAPSHOT, REQUESTS):
        assert set(TABLES[spec.file]) == set(spec.order)


@pytest.mark.parametrize(("people", "employers"), [(1, 1), (3, 5), (26, 1), (500, 20)])
def test_as_many_people_as_asked_for(tmp_path: Path, people: int, employers: int) -> None:
    invent(tmp_path, people=people, employers=employers)
    with read(tmp_path, tmp_path) as intake:
        assert intake.people == people
        assert len(intake.employers) == employers


def test_intake_accepts_it_but_for_a_few_rows(folder: Path, tmp_path: Path) -> None:
    with read(folder, tmp_path) as intake:
        assert intake.people == 6000
        assert intake.counts.rejected < 60
        codes = {problem.code for problem in intake.problems()}
        assert {"postcode-excel", "name-placeholder", "date-calendar", "date-serial", "name-split"} <= codes
        assert {query.rule for query in intake.queries()} <= {"household-mismatch"}


def test_employers_have_25_people_and_uneven_sizes(rows: list[dict[str, str]]) -> None:
    sizes = Counter(row["事業所コード"] for row in rows if row["事業所コード"])
    assert 200 < len(sizes) <= 240
    assert max(sizes.values()) > 80
    assert min(sizes.values()) < 12


def test_the_mixture_of_people(rows: list[dict[str, str]]) -> None:
    share = {name: sum(bool(row[name]) for row in rows) / len(rows) for name in TABLES["members.csv"]}
    assert 0.005 < share["前の番号"] < 0.03
    assert 0.01 < share["資格喪失年月日"] < 0.05
    assert share["通称名"] and share["旧姓"] and share["性別裏面"] and share["送付先住所"]
    assert share["限度額区分"] and share["特定疾病"] and share["事業主経由申出"] and share["要配慮"]
    assert share["負担割合"] and share["高齢受給者証"] and share["交付希望"] and share["所属名"]
    assert {row["区分"] for row in rows} == {"一般", "任意継続", "特例退職"}
    assert len({row["マイナ保険証"] for row in rows}) == 9


def test_households(rows: list[dict[str, str]]) -> None:
    households: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        households.setdefault((row["記号"], row["番号"]), []).append(row)
    for members in households.values():
        people = {row["枝番"] for row in members}
        assert sum(row["続柄"] == "本人" for row in {r["枝番"]: r for r in members}.values()) == 1
        assert 1 <= len(people) <= 6
        assert len({row["区分"] for row in members}) == 1
    assert 1.8 < len(rows) / len(households) < 2.6


def test_hard_names(folder: Path, rows: list[dict[str, str]]) -> None:
    text = "".join(row["氏名"] for row in rows)
    assert "髙" in text and "﨑" in text
    assert any(row["氏名"].isascii() and len(row["氏名"]) > 30 for row in rows)
    if (folder / "members.csv").read_bytes().startswith(b"\xef\xbb\xbf"):
        assert "\U00020bb7" in text and "\U000e0100" in text


def test_every_rule_a_first_run_can_know_has_someone(folder: Path, tmp_path: Path) -> None:
    made = verdicts(folder, tmp_path, ON)
    rules = Counter(d.rule for verdict in made for d in verdict.decisions)
    assert rules.keys() >= {
        *("able", "left", "not-yet", "leaves-soon", "phase-2", "phase-3", "renotify"),
        *("ex-officio", "ex-officio-bulk", "wish", "special-needs", "lost-old-card", "mynumber-card-lost"),
        "optional-items",
    }
    cards = sum(d.kind is Kind.CARD for verdict in made for d in verdict.decisions)
    assert 0.33 < cards / 6000 < 0.41


@pytest.mark.parametrize("on", [date(2024, 10, 15), date(2024, 12, 2), date(2025, 2, 28), date(2028, 2, 29)])
def test_any_day(tmp_path: Path, on: date) -> None:
    invent(tmp_path, people=800, employers=32, on=on)
    with read(tmp_path, tmp_path, on) as intake:
        assert intake.counts.rejected < 16
    rules = Counter(d.rule for verdict in verdicts(tmp_path, tmp_path, on) for d in verdict.decisions)
    assert rules["not-yet"] < 60
    if on == date(2024, 10, 15):
        assert rules["phase-1"] > 600


def test_memory_does_not_grow_with_people(tmp_path: Path) -> None:
    peaks = []
    for people in (500, 4000):
        tracemalloc.start()
        invent(tmp_path / str(people), people=people, employers=20)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3


def test_every_mishap_spoils() -> None:
    row = {"氏名": "見本　太郎", "郵便番号": "100-0013", "旧姓": "", "性別": "男", "登録年月日": "2025-01-01"}
    row |= {"資格取得年月日": "2025-01-01", "所属コード": "", "所属名": ""}
    for kind in range(KINDS):
        spoilt = dict(row)
        spoil(spoilt, kind, load_material("utf-8"))
        assert spoilt != row


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_names_are_printable_but_for_one_character(encoding: str) -> None:
    material = load_material(encoding)
    for written, read_as in (*material.surnames, *material.hard, *material.men, *material.women, *material.latin):
        assert not shaper("gothic").missing(written + read_as)
    for chain in ("gothic", "mincho"):
        assert shaper(chain).missing(material.unprintable)


def test_dice_fall_where_they_may() -> None:
    dice = Dice(3)
    assert {dice.between(2, 4) for _ in range(200)} == {2, 3, 4}
    assert {dice.day(date(2025, 2, 27), date(2025, 3, 1)).day for _ in range(200)} == {27, 28, 1}
    assert dice.day(date(2025, 3, 1), date(2025, 2, 1)) == date(2025, 3, 1)
    table = cumulate((3, "a"), (0.5, "b"))
    counts = Counter(dice.weighted(table) for _ in range(700))
    assert 550 < counts["a"] < 650
