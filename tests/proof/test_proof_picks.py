"""What is picked for a proof: every reason there is, the hardest case of each, by one pass and a seed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from gaiji_face import gaiji_face
from hypothesis import given
from hypothesis import strategies as st

from generator.job.press import layouts_of
from generator.job.setup import sample_look
from generator.proof.dummy import ENVELOPES, PILES, dummies
from generator.proof.edges import candidates_of
from generator.proof.mask import MASK, masked
from generator.proof.measure import Claim, claims, variant
from generator.proof.pick import SAMPLE, Candidate, Picked, Place, pick
from generator.proof.specimen import STAMP, beside_names
from layouts.document import Document, Side
from layouts.load import Layouts, load_layouts
from layouts.place import slot_box

REASONS = ("name-widest", "condensed", "gaiji", "variant:a", "variant:b")
Told = Sequence[Sequence[tuple[str, float]]]
told = st.lists(st.lists(st.tuples(st.sampled_from(REASONS), st.integers(0, 50).map(float)), max_size=4), max_size=40)
LAYOUTS = layouts_of(sample_look())


def candidates(rows: Told) -> list[Candidate]:
    return [Candidate(Place(0, 1, i), f"N{i}", [Claim(*claim) for claim in row]) for i, row in enumerate(rows)]


def reasons(picks: Sequence[Picked]) -> list[str]:
    return sorted(reason for each in picks for reason in each.reasons if reason != SAMPLE)


def card(name: str, **more: str) -> Document:
    fields = {"name": name, "symbol": "1", "number": "2", **more}
    return Document("card", ("20251001-00-000001-0",), "E000001", Side("card/front", fields), Side("card/back", {}))


def found(document: Document) -> dict[str, float]:
    return {claim.reason: claim.score for claim in claims(document, "cards", LAYOUTS)}


@given(told)
def test_every_reason_there_is_has_its_hardest_case_once(rows: Told) -> None:
    picks = pick(candidates(rows), 1, 0)
    assert reasons(picks) == sorted({reason for row in rows for reason, _ in row})
    for each in picks:
        for reason in each.reasons:
            best = max(score for row in rows for other, score in row if other == reason)
            assert best in [score for other, score in rows[each.place.piece] if other == reason]
            earlier = [score for row in rows[: each.place.piece] for other, score in row if other == reason]
            assert all(score < best for score in earlier), "of equal cases the first is picked"


@given(told, st.integers(), st.integers(), st.integers(0, 9))
def test_the_seed_moves_the_sample_and_nothing_else(rows: Told, seed: int, other: int, sample: int) -> None:
    one, two = pick(candidates(rows), seed, sample), pick(candidates(rows), other, sample)
    assert one == pick(candidates(rows), seed, sample)
    assert [(p.place, r) for p in one for r in p.reasons if r != SAMPLE] == [
        (p.place, r) for p in two for r in p.reasons if r != SAMPLE
    ]
    drawn = sum(SAMPLE in each.reasons for each in one)
    assert drawn == min(sample, len(rows))


def test_another_seed_draws_others() -> None:
    rows: Told = [[("condensed", 1.0)]] * 200
    drawn = [{p.place for p in pick(candidates(rows), seed, 9) if SAMPLE in p.reasons} for seed in (1, 2)]
    assert drawn[0] != drawn[1]


@given(told, st.randoms())
def test_picks_come_in_the_order_of_the_job(rows: Told, _random: object) -> None:
    places = [each.place for each in pick(candidates(rows), 3, 4)]
    assert places == sorted(set(places))


def test_a_name_is_claimed_for_as_it_is_set() -> None:
    plain = found(card("山田　太郎"))
    assert plain["name-longest:cards"] == 5
    assert not {reason for reason in plain if reason.startswith(("face", "condensed", "two-lines"))}
    assert "one-character:cards" in found(card("林"))
    long = found(card("勅使河原　弥右衛門之助・アレクサンドリーナ　勅使河原　弥右衛門之助"))
    assert "condensed:name" in long or "two-lines:name" in long
    assert any(reason.startswith("face:") for reason in found(card("渡邉󠄒　𠮷之介")))


def test_a_remark_says_why_it_is_there() -> None:
    back = Side("card/back", {}, {"remark": ({"text": "戸籍上の氏名はスミス"}, {"text": "戸籍上の性別は男"})})
    document = Document("card", (), "", Side("card/front", {}), back)
    assert {"alias", "sex-back", "variant:card/back remark×2"} <= found(document).keys()


def test_digits_never_pass() -> None:
    persons = ({"digits": "4821"}, {"digits": "未登録"}, {"name": "見本"})
    notice = Document("notice", (), "", Side("notice/phase1", {"digits": "1234"}, {"person": persons}))
    front = masked(notice).front
    assert front.fields["digits"] == MASK
    assert [person.get("digits") for person in front.blocks["person"]] == [MASK, "未登録", None]


def test_dummies_show_every_layout_and_every_number_of_persons() -> None:
    shown = [
        side for pile in dummies(LAYOUTS, "20251001-00").values() for d in pile for side in (d.front, d.back) if side
    ]
    names = {name for name in LAYOUTS.names if "/void" not in name}
    assert {side.layout for side in shown} == names
    variants = {variant(side) for side in shown}
    for persons in "1234":
        assert any(f"notice/plain person×{persons}" in each for each in variants), persons
        assert any("notice/phase1" in each and f"person×{persons}" in each for each in variants), persons
    assert {person.get("digits") for s in shown for person in s.blocks.get("person", ())} <= {None, MASK, "未登録"}


def test_dummies_bear_no_number_twice() -> None:
    numbers = [n for pile in dummies(LAYOUTS, "20251001-00").values() for d in pile for n in d.numbers]
    assert len(numbers) == len(set(numbers))


def told_of(layouts: Layouts) -> dict[str, list[Document]]:
    """Return the dummies that may be picked, by reason."""
    found: dict[str, list[Document]] = {}
    for k, (pile, documents) in enumerate(dummies(layouts, "20251001-00").items()):
        placed = [(Place(k, 1, i), document) for i, document in enumerate(documents)]
        for each in candidates_of(pile, placed, ENVELOPES, layouts):
            for claim in each.claims:
                found.setdefault(claim.reason, []).append(documents[each.place.piece])
    return found


def test_dummies_are_picked_for_all_that_a_job_may_be() -> None:
    piles = {f"{kind}:{pile}" for kind in ("first", "last", "household", "one-character") for pile in PILES[:2]}
    styles = ("envelope", "part", "part-ends", "ship-to", "direct")
    edges = {f"{style}-{end}" for style in styles for end in ("first", "last")}
    assert piles | edges | {"alias", "maiden", "sex-back", "second-sheet"} <= told_of(LAYOUTS).keys()
    assert not {reason for reason in told_of(LAYOUTS) if reason.startswith("gaiji")}


def test_the_largest_household_takes_one_sheet_and_one_more() -> None:
    piles = dummies(LAYOUTS, "20251001-00")
    claimed = {pile: Counter[Place]() for pile in PILES[:2]}
    for pile, most in claimed.items():
        placed = [(Place(0, 1, i), document) for i, document in enumerate(piles[pile])]
        for each in candidates_of(pile, placed, {}, LAYOUTS):
            for claim in each.claims:
                if claim.reason.startswith("household"):
                    most[each.place] = max(most[each.place], int(claim.score))
    assert [max(most.values()) for most in claimed.values()] == [5, 5]
    ((place, _),) = claimed["notices"].most_common(1)
    first, second = (piles["notices"][place.piece + k].front for k in (0, 1))
    assert [side.fields["page"] for side in (first, second)] == ["1/2", "2/2"]
    assert [p["branch"] for side in (first, second) for p in side.blocks["person"]] == ["00", "01", "02", "03", "04"]
    sheets = [d for d in piles["notices"] if d.kind == "notice" and d.track and d.track.of == 1]
    assert any(len(sheet.numbers) == 4 and sheet.front.fields["page"] == "" for sheet in sheets)


def test_a_societys_own_characters_are_shown_and_none_else(tmp_path: Path) -> None:
    own = [chr(0xE000 + i) for i in range(18)]
    look = sample_look()
    layouts = load_layouts(
        None, dict(look.statics), dict(look.inks), gaiji_face(tmp_path, "A" + "".join(own), heights=9)
    )
    found = told_of(layouts)
    assert {"gaiji:cards", "gaiji:notices", "face:X"} <= found.keys()
    assert {d.front.fields["name"] for d in found["gaiji:cards"]} == {"見本　" + "".join(own[:8])}
    sheet = found["gaiji:notices"][0].front.blocks["person"]
    assert [person["name"] for person in sheet] == ["見本　" + "".join(own[i : i + 8]) for i in (0, 8, 16)]


@pytest.mark.parametrize("name", ["card/front", "card/front-family", "card/back", "notice/plain", "notice/phase1"])
def test_the_mark_of_a_specimen_touches_no_name(name: str) -> None:
    template = LAYOUTS.template(name)
    at, half = beside_names(template, STAMP), 3.1 * template.trim.width / 86
    names = [slot_box(slot) for slot in template.slots if slot.field_name in ("name", "kana", "insured_name")]
    assert all(box.top <= at - half or box.y >= at + half for box in names)
    assert abs(at - template.trim.height / 2) < 8
