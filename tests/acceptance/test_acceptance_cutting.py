"""Contract §5: every cell of every sheet lies where the simulated cutter and trays say, and bears its own number.

Profiles are a society's own, small enough that several blocks, short blocks and blanks come up with few cards.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import acceptance_pages as pages
import acceptance_shop as shop
import pikepdf
import pytest
from acceptance_society import NO_PHASE_1, Left, Row, firm, household, member, run, shikaku, society

pytestmark = pytest.mark.slow

Jobs = Callable[[str], Left]
Read = Callable[[str], list[tuple[Row, str]]]

ON = "2025-10-01"
CARD_21 = shop.Profile(3, 7, (26, 28.5), (96, 62), (330, 483), (86, 54), "guillotine", 100)

PROFILES = {
    "own-cut": (
        shop.Profile(2, 3, (17, 20), (90, 60), (210, 230), (86, 54), "guillotine", 3),
        'sheet = ["210mm", "230mm"]\ncells = { columns = 2, rows = 3, first = ["17mm", "20mm"],'
        ' step = ["90mm", "60mm"] }\nturn = "vertical"\nfinishing = "guillotine"\nstack_depth = 3\n',
    ),
    "own-punch": (
        shop.Profile(3, 2, (15, 20), (92, 60), (310, 150), (86, 54), "punch", 2, turn="horizontal"),
        'sheet = ["310mm", "150mm"]\ncells = { columns = 3, rows = 2, first = ["15mm", "20mm"],'
        ' step = ["92mm", "60mm"] }\nturn = "horizontal"\nfinishing = "punch"\nstack_depth = 2\n',
    ),
    "own-columns": (
        shop.Profile(3, 2, (12, 20), (92, 60), (310, 150), (86, 54), "punch-column", 4),
        'sheet = ["310mm", "150mm"]\ncells = { columns = 3, rows = 2, first = ["12mm", "20mm"],'
        ' step = ["92mm", "60mm"] }\nturn = "vertical"\nfinishing = "punch-column"\nstack_depth = 4\n',
    ),
    "own-parted": (
        shop.Profile(3, 2, (12, 20), (92, 60), (310, 150), (86, 54), "guillotine", 2, "horizontal", separate=True),
        'sheet = ["310mm", "150mm"]\ncells = { columns = 3, rows = 2, first = ["12mm", "20mm"],'
        ' step = ["92mm", "60mm"] }\nturn = "horizontal"\nfinishing = "guillotine"\nstack_depth = 2\n'
        'runs = "separate"\n',
    ),
}
OWN = 'format = 1\npile = "card"\ntrim = ["86mm", "54mm"]\nbleed = "2mm"\nthickness = "0.76mm"\n'
MARKS = '[marks]\ncut = "none"\n'


def people() -> list[Row]:
    home = {"事業所コード": "", "区分": "任意継続", "資格取得年月日": "2025-04-01", "登録年月日": "2025-04-02"}
    rows = [row for n in range(1, 6) for row in household(str(n), 2, 事業所コード="A")]
    rows += [row for n in range(6, 9) for row in household(str(n), 3, 事業所コード="B")]
    rows += household("9", 1, 事業所コード="C")
    rows += [
        member(記号="990", 番号=n, 氏名=f"検収　{kanji}", **home)
        for n, kanji in (("1", "壱"), ("2", "弐"), ("10", "拾"))
    ]
    return rows


def made(folder: Path, card: str, notice: str = "notice-a4", toml: str = "") -> Left:
    vendors = {name: OWN + text + ("" if "runs" in text else 'runs = "duplex"\n') + MARKS
               for name, (_, text) in PROFILES.items()}  # fmt: skip
    vendors |= {
        "deep-2": 'format = 1\nextends = "card-21up"\nfinishing = "punch"\nstack_depth = 2\n',
        "two-up": 'format = 1\nextends = "notice-2up"\nstack_depth = 3\n',
        "own-turned": OWN + 'sheet = ["160mm", "220mm"]\ncells = { columns = 2, rows = 2, first = ["20mm", "25mm"],'
        ' step = ["62mm", "95mm"], turned = 270 }\nturn = "horizontal"\nfinishing = "guillotine"\nstack_depth = 3\n'
        + MARKS,
        "columns-21": 'format = 1\nextends = "card-21up"\nfinishing = "punch-column"\nstack_depth = 1\n',
    }
    chosen = f'\n[vendors]\ncard = "{card}"\nnotice = "{notice}"\n'
    given = society(folder / "s", people(), toml=NO_PHASE_1 + chosen + toml, vendors=vendors)
    return run(given, folder / "out", ON)


CASES = {
    **{name: profile for name, (profile, _) in PROFILES.items()},
    "card-21up": CARD_21,
    "card-21up-punch": shop.Profile(3, 7, (26, 28.5), (96, 62), (330, 483), (86, 54), "punch", 100),
    "card-10up": shop.Profile(2, 5, (17, 5.5), (90, 58), (210, 297), (86, 54), "guillotine", 100),
    "card-24up": shop.Profile(3, 8, (43, 20.5), (96, 60), (364, 515), (86, 54), "guillotine", 100),
    "card-24up-laminated": shop.Profile(3, 8, (43, 20.5), (96, 60), (364, 515), (86, 54), "punch", 100, separate=True),
    "card-8up": shop.Profile(4, 2, (31.5, 16), (60, 92), (297, 210), (86, 54), "guillotine", 100, turned=90),
    "own-turned": shop.Profile(
        2, 2, (20, 25), (62, 95), (160, 220), (86, 54), "guillotine", 3, "horizontal", turned=270
    ),
    "card-single": shop.Profile(1, 1, (-0.2, -0.01), (0, 0), (85.6, 53.98), (86, 54), "sequential", 500),
    "columns-21": shop.Profile(3, 7, (26, 28.5), (96, 62), (330, 483), (86, 54), "punch-column", 1),
    "deep-2": shop.Profile(3, 7, (26, 28.5), (96, 62), (330, 483), (86, 54), "punch", 2),
}


#: A job each; those of large sheets, whose arithmetic smaller ones show as well, take a minute together.
LARGE = {"card-21up-punch", "columns-21", "deep-2", "card-24up", "card-24up-laminated"}
LISTED = [pytest.param(name, marks=pytest.mark.slow) if name in LARGE else name for name in CASES]


@pytest.fixture(scope="module")
def read(jobs: Jobs) -> Read:
    """Return every row of a job's cells with what stands inside the piece; a job is read once."""
    known: dict[str, list[tuple[Row, str]]] = {}

    def cells(card: str) -> list[tuple[Row, str]]:
        if card not in known:
            left = jobs(card)
            known[card] = list(pages.cell_texts(left.vendor / "cards", left.cells("cards"), CASES[card].taken))
        return known[card]

    return cells


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jobs]:
    done: dict[str, Left] = {}

    def job(card: str) -> Left:
        if card not in done:
            done[card] = made(tmp_path_factory.mktemp(card), card)
        return done[card]

    yield job


def envelope_of(left: Left) -> dict[str, str]:
    """Return the envelope of every number by simulation: employers' parts, then one a household."""
    order = shop.Order(people(), [firm(c) for c in "ABC"])
    decisions = left.decisions()
    homes: dict[str, str] = {}
    count = 0
    for envelope in shop.bulk_envelopes(decisions, order, 500):
        count += 1
        homes |= {row["管理番号"]: envelope.name for row in envelope.rows}
    last = None
    for row in decisions:
        if row["経路"] == shop.DIRECT and row["文書"] != shop.NONE:
            count += shop.key_of(row)[:2] != last
            last = shop.key_of(row)[:2]
            homes[row["管理番号"]] = f"E{count:06d}"
    return homes


def as_set(rows: list[Row]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted(row.items())) for row in rows)


@pytest.mark.parametrize("card", LISTED)
def test_cards_lie_where_the_trays_say(jobs: Jobs, card: str) -> None:
    left, profile = jobs(card), CASES[card]
    pieces = shop.card_pieces(left.decisions(), envelope_of(left))
    assert sum(piece.kind == "separator" for piece in pieces) == 4
    expected, found = shop.cut(pieces, profile), left.cells("cards")
    assert as_set(found) - as_set(expected) == Counter()
    assert as_set(expected) - as_set(found) == Counter()


@pytest.mark.parametrize("card", LISTED)
def test_every_cell_bears_its_own_number_on_both_sides(jobs: Jobs, read: Read, card: str) -> None:
    left = jobs(card)
    rows = left.cells("cards")
    for row, text in read(card):
        others = {r["管理番号"] for r in rows if r["管理番号"]} - {row["管理番号"]}
        if row["kind"] == "card":
            assert row["管理番号"] in text, row
            assert not [n for n in others if n in text], row
        elif row["kind"] == "separator":
            assert "仕切" in text
            assert not row["envelope"] or row["envelope"] in text
        else:
            assert "VOID" in text
            assert left.job + "-" not in text


#: Which way a number reads on the sheet: of a piece turned anticlockwise, and of its back seen through the sheet.
WAYS = {
    "card-21up": {"F": (1, 0), "B": (1, 0)},
    "own-punch": {"F": (1, 0), "B": (-1, 0)},
    "card-8up": {"F": (0, 1), "B": (0, -1)},
    "own-turned": {"F": (0, -1), "B": (0, -1)},
}


@pytest.mark.parametrize("card", WAYS)
def test_heads_lie_behind_heads(jobs: Jobs, card: str) -> None:
    """A vertical axis keeps up up; a horizontal one keeps left left. Either way head lies behind head."""
    left = jobs(card)
    rows = [row for row in left.cells("cards") if row["kind"] == "card"]
    for row, way in pages.directions(left.vendor / "cards", rows, CASES[card].taken):
        assert way == WAYS[card][row["side"]], row


@pytest.mark.parametrize("card", LISTED)
def test_a_name_stands_on_the_front_of_its_own_cell_only(jobs: Jobs, read: Read, card: str) -> None:
    left = jobs(card)
    keys = {r["管理番号"]: shop.key_of(r) for r in left.decisions() if r["文書"] == shop.CARD}
    members = {shop.key_of(row): row for row in people()}
    for row, text in read(card):
        if row["kind"] != "card":
            continue
        person = members[keys[row["管理番号"]]]
        insured = members[*keys[row["管理番号"]][:2], "00"]
        if row["side"] == "F":
            assert pages.squeeze(person["氏名"]) in text
            assert pages.squeeze(person["記号"] + person["番号"] + person["枝番"]) in text
        allowed = {person["氏名"], insured["氏名"]} if row["side"] == "F" else set[str]()
        strangers = {pages.squeeze(m["氏名"]) for m in members.values() if m["氏名"] not in allowed}
        assert not [name for name in strangers if name in text], row


def test_notices_two_up_are_cut_like_cards(tmp_path: Path) -> None:
    left = made(tmp_path, "card-21up", "two-up")
    profile = shop.Profile(2, 1, (11, 11.5), (218, 0), (450, 320), (210, 297), "guillotine", 3, two_sided=False)
    homes, pieces, last = envelope_of(left), [], ("", "")
    notices = [row for row in left.decisions() if row["文書"] == shop.NOTICE]
    lot = ""
    for row in notices:
        envelope, key = homes[row["管理番号"]], shop.key_of(row)
        here = envelope if row["経路"] == shop.BULK else shop.DIRECT
        if here != lot:
            pieces.append(shop.Piece("separator", (), "" if here == shop.DIRECT else envelope))
        if key[:2] == last and here == lot:
            pieces[-1] = shop.Piece("notice", (*pieces[-1].numbers, row["管理番号"]), envelope)
        else:
            pieces.append(shop.Piece("notice", (row["管理番号"],), envelope))
        lot, last = here, key[:2]
    expected, found = shop.cut(pieces, profile), left.cells("notices")
    assert as_set(found) - as_set(expected) == Counter()
    assert as_set(expected) - as_set(found) == Counter()
    rows = [row for row in found if row["kind"] == "notice"]
    for row, text in pages.cell_texts(left.vendor / "notices", rows, profile.trim):
        assert text.count(row["管理番号"]) == 2


@pytest.mark.parametrize("card", LISTED)
def test_pages_have_the_sheet_of_the_profile(jobs: Jobs, card: str) -> None:
    for path in (jobs(card).vendor / "cards").glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                size = [float(v) / pages.POINTS for v in page.mediabox]
                assert size == pytest.approx([0, 0, *CASES[card].sheet], abs=0.01)


def test_a_profile_that_does_not_fit_is_a_wrong_configuration(tmp_path: Path) -> None:
    bad = OWN + 'sheet = ["100mm", "100mm"]\ncells = { columns = 2, rows = 1, first = ["5mm", "5mm"],' \
        ' step = ["90mm", "60mm"] }\nturn = "vertical"\nfinishing = "guillotine"\nstack_depth = 3\n' \
        'runs = "duplex"\n[marks]\ncut = "none"\n'  # fmt: skip
    given = society(tmp_path / "s", people(), toml=NO_PHASE_1 + '[vendors]\ncard = "bad"\n', vendors={"bad": bad})
    said = shikaku("run", given, "--on", ON, "--out", tmp_path / "out", "--workers", 1)
    assert said.code == 2
    assert "bad" in said.err
    assert not (given / "ledger.sqlite").exists() or not list((tmp_path / "out").glob("2025*"))


def test_a_sealed_file_is_held_against_the_societys_own_profile(jobs: Jobs) -> None:
    left = jobs("own-cut")
    given = left.folder.parents[1] / "s"
    for options in ((), ("--vendor", "own-cut")):
        said = shikaku("preflight", left.vendor / "cards" / "001.pdf", "--society", given, *options)
        assert said.code == 0, said.err
