"""What is picked for a proof: every reason there is, the hardest case of each, by one pass and a seed."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from generator.job.press import layouts_of
from generator.job.setup import sample_look
from generator.proof.dummy import dummies
from generator.proof.mask import MASK, masked
from generator.proof.measure import Claim, claims, variant
from generator.proof.pick import SAMPLE, Candidate, Picked, Place, pick
from layouts.document import Document, Side

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
