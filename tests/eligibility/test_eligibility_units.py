"""What the golden lines cannot say: refusals, the insurer's and the 本人's names, digests, texts of queries."""

from dataclasses import replace
from datetime import date

import pytest
from eligibility_golden import DEFAULTS, INSURER, OWN, Scene, outcome, scene, seal, verdict_queries

from fonts.errors import ExitCode
from generator.decision import Kind, Verdict
from generator.eligibility.case import open_day
from generator.eligibility.check import check_standing
from generator.eligibility.content import card_content, notice_content
from generator.eligibility.decide import decide
from generator.eligibility.explain import explain
from generator.eligibility.queries import held_back
from generator.errors import ConfigError, InputError
from generator.history import Standing
from generator.model import Category, Expiry, Key, Member, Policy, Request

UNKNOWN = Standing(phase1_on_record=False, snapshot_known=False, served=frozenset())
EMPTY = Policy(phase1=None)


def verdict(setting: Scene, **changed: object) -> tuple[Member, Verdict]:
    subject, arguments = setting.arguments()
    return subject, decide(**{**arguments, **changed})


def rules(result: Verdict, subject: Member) -> list[str]:
    return [d.rule for d in result.decisions if d.member is subject]


@pytest.mark.parametrize(
    ("policy", "standing", "on", "refused"),
    [
        (Policy(), UNKNOWN, date(2024, 12, 1), False),
        (Policy(), UNKNOWN, date(2024, 12, 2), True),
        (Policy(), replace(UNKNOWN, snapshot_known=True), date(2024, 12, 2), False),
        (Policy(), replace(UNKNOWN, phase1_on_record=True), date(2024, 12, 2), False),
        (EMPTY, UNKNOWN, date(2024, 12, 2), False),
    ],
)
def test_phase_1_must_be_known(policy: Policy, standing: Standing, on: date, *, refused: bool) -> None:
    if not refused:
        check_standing(policy, standing, on)
        return
    with pytest.raises(InputError, match="phase1-unknown") as caught:
        check_standing(policy, standing, on)
    assert caught.value.exit_code is ExitCode.INPUT


def test_an_expiry_row_that_is_over_stops_the_day() -> None:
    known = replace(UNKNOWN, phase1_on_record=True)
    check_standing(Policy(), known, date(2029, 12, 1))
    with pytest.raises(ConfigError, match="expiry-policy") as caught:
        check_standing(Policy(), known, date(2029, 12, 2))
    assert caught.value.exit_code is ExitCode.USAGE


def test_no_expiry_row_in_force_stops_the_day() -> None:
    early = Policy(cards_from=date(2024, 11, 1))
    known = replace(UNKNOWN, phase1_on_record=True)
    check_standing(early, known, date(2024, 10, 31))
    with pytest.raises(ConfigError, match="expiry-policy"):
        check_standing(early, known, date(2024, 11, 1))
    late = Policy(expiry=(Expiry(date(2025, 1, 1), date(2029, 12, 1)),))
    with pytest.raises(ConfigError, match="expiry-policy"):
        check_standing(late, known, date(2024, 12, 2))


def test_deciding_a_card_under_no_usable_row_refuses_too() -> None:
    setting = scene("2029-12-02", "new notified myna=未登録")
    with pytest.raises(ConfigError, match="expiry-policy"):
        outcome(setting)


def test_another_insurer_name_changes_cards_and_notices() -> None:
    renamed = replace(INSURER, name="新見本健康保険組合")
    card = scene("2025-06-01", "notified myna=未登録 card:C1,on=2025-01-10,to=2029-12-01")
    subject, result = verdict(card, insurer=renamed)
    assert rules(result, subject) == ["changed"]
    subject, result = verdict(scene("2025-06-01", "notified"), insurer=renamed)
    assert rules(result, subject) == ["notice-changed"]


def test_another_address_of_the_insurer_changes_nothing() -> None:
    moved = replace(INSURER, postcode="530-0001", address="大阪府", phone="06", url="https://example.org")
    card = scene("2025-06-01", "notified myna=未登録 card:C1,on=2025-01-10,to=2029-12-01")
    subject, result = verdict(card, insurer=moved)
    assert rules(result, subject) == ["holds"]


def test_a_family_card_bears_the_insured_name() -> None:
    family = replace(DEFAULTS, key=Key("12", "345", "01"), insured=False)
    before = card_content(family, DEFAULTS, INSURER, ratio=False)
    assert before != card_content(family, replace(DEFAULTS, alias="通称 名"), INSURER, ratio=False)
    assert before == card_content(family, replace(DEFAULTS, kana="ベツ"), INSURER, ratio=False)


def test_an_insured_card_bears_the_name_once() -> None:
    assert card_content(DEFAULTS, DEFAULTS, INSURER, ratio=False)[-1] == ""


def test_retired_members_have_their_own_insurer_number() -> None:
    retired = replace(DEFAULTS, category=Category.RETIRED)
    assert "63139992" in card_content(retired, retired, INSURER, ratio=False)
    assert "63139992" in notice_content(retired, retired, INSURER, ratio=False)
    assert "06139992" in notice_content(DEFAULTS, DEFAULTS, INSURER, ratio=False)


def test_a_notice_knows_neither_name_nor_birth() -> None:
    other = replace(DEFAULTS, name="別 名", born=date(1990, 1, 1), sex="女")
    assert notice_content(other, other, INSURER, ratio=False) == notice_content(
        DEFAULTS, DEFAULTS, INSURER, ratio=False
    )


def test_the_person_is_the_former_key_where_there_is_one() -> None:
    subject, result = verdict(scene("2024-10-15", "former=有 in-snapshot no-record"))
    assert [d.person for d in result.decisions] == [subject.former]
    _, result = verdict(scene("2024-10-15", "in-snapshot no-record"))
    assert [d.person for d in result.decisions] == [OWN]
    subject, result = verdict(scene("2025-06-01", "new former=有 myna=未登録"))
    assert [d.person for d in result.decisions] == [subject.former]


def test_documents_carry_their_digest() -> None:
    subject, result = verdict(scene("2025-09-01", "myna=未登録"))
    card, notice = result.decisions
    assert card.content == seal(card_content(subject, subject, INSURER, ratio=False))
    assert notice.content == seal(notice_content(subject, subject, INSURER, ratio=False))


def test_queries_hold_facts_of_the_file_and_no_person() -> None:
    setting = scene(
        "2025-06-01",
        "new former=有 notified card:C1,on=2025-01-10,to=2029-12-01,at=former ask:再交付@2025-05-20,serial=R7",
    )
    subject, result = verdict(setting)
    assert [(q.rule, q.text) for q in verdict_queries(result, subject)] == [
        ("to-collect", "管理番号=C1 有効期限=2029-12-01"),
        ("open-request", "種別=再交付 受付日=2025-05-20 受付番号=R7 理由=no-card-held"),
    ]


def test_requests_of_the_held_back_are_listed() -> None:
    day = open_day(Policy(), INSURER, UNKNOWN, date(2025, 6, 1), seal, lambda key: key == OWN)
    received = (date(2025, 5, 1), date(2025, 1, 1), date(2025, 6, 2))
    requests = [Request(2, day_, OWN, "再交付", "", "", "") for day_ in received]
    found = [(q.rule, q.text) for q in held_back(day, requests, "rejected")]
    assert found == [
        ("open-request", "種別=再交付 受付日=2025-05-01 理由=rejected"),
        ("stale-request", "種別=再交付 受付日=2025-01-01"),
    ]


def test_explain_refuses_a_stranger() -> None:
    _, arguments = scene("2025-06-01", "-").arguments()
    with pytest.raises(KeyError):
        explain(**arguments, key=Key("0", "0", "00"))


def test_explain_names_the_fact_that_decided() -> None:
    subject, arguments = scene("2025-09-01", "notified myna=未登録").arguments()
    lines = explain(**arguments, key=subject.key)
    assert "card ex-officio: no: no old card? registered 2020-04-05, acquired 2020-04-01" in lines
    assert any(line.startswith("card ex-officio-bulk: yes: unable: マイナ保険証 未登録") for line in lines)
    assert lines[-1] == "= 資格確認書 ex-officio-bulk 職権 事業主 2029-12-01"


def test_explain_speaks_the_users_language() -> None:
    subject, arguments = scene("2025-09-01", "notified").arguments()
    lines = explain(**arguments, key=subject.key, translate=_translated)
    assert any("利用不可?" in line for line in lines)


def _translated(text: str) -> str:
    return {"unable": "利用不可"}.get(text, text)


def test_a_family_follows_the_order_of_the_household() -> None:
    _, result = verdict(scene("2025-09-01", "family new"))
    assert [d.member.key.branch for d in result.decisions] == sorted(d.member.key.branch for d in result.decisions)
    assert all(d.kind is not Kind.NONE for d in result.decisions)
