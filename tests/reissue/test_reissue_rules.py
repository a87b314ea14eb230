"""The rules decide whether a card is reprinted; where they do not, the desk is told why and what to offer."""

from datetime import date
from pathlib import Path

import pytest
from reissue_desk import DAY, KEY, OLD, call, issued, person, run, write_members, write_requests

from fonts.errors import ExitCode, Refusal
from generator.model import Key
from generator.reissue.lookup import Match
from generator.reissue.loss import Loss, Reason

WHO = Key(*KEY.split("-"))
FAMILY = person(枝番="01", 続柄="家族", 氏名="健保　花子", 氏名カナ="ケンポ　ハナコ", 性別="女")


def ask(folder: Path, reason: Reason = Reason.LOST, *, key: Key = WHO, on: date = DAY) -> Match:
    """Look a person up."""
    with call(folder, Loss(reason, on, "佐藤", key)) as match:
        return match


def refusal(folder: Path, reason: Reason = Reason.LOST, *, key: Key = WHO, on: date = DAY) -> Refusal:
    """Return why nothing is reprinted."""
    with pytest.raises(Refusal) as caught:
        ask(folder, reason, key=key, on=on)
    return caught.value


@pytest.mark.parametrize("reason", [r for r in Reason if r is not Reason.RENAMED])
def test_a_lost_card_of_someone_entitled_is_reissued(tmp_path: Path, reason: Reason) -> None:
    found = ask(issued(tmp_path), reason)
    assert (found.rule, found.old, found.valid_to) == ("reissue", OLD, date(2029, 12, 1))
    assert (found.name, found.to) == ("健保　太郎", "株式会社見本A (A)")


def test_a_family_member_s_card_is_their_own(tmp_path: Path) -> None:
    found = ask(issued(tmp_path, person(), FAMILY), key=Key("0012", "345", "01"))
    assert (found.old, found.name) == ("20251001-01-000002-6", "健保　花子")


def test_a_new_name_is_a_change_once_it_has_arrived(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    same = refusal(folder, Reason.RENAMED)
    assert (same.code, same.exit_code) == ("reprint-same", ExitCode.STOPPED)
    write_members(folder, person(氏名="見本　太郎", 氏名カナ="ミホン　タロウ"))
    found = ask(folder, Reason.RENAMED)
    assert (found.rule, found.name) == ("changed", "見本　太郎")


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"マイナ保険証": "登録済"}, "reprint-refused", "offer a 資格情報のお知らせ"),
        ({"マイナ保険証": "未確認", "登録年月日": "2025-10-01"}, "reprint-refused", "未確認"),
        ({"資格喪失年月日": "2025-10-20"}, "reprint-refused", "lost 資格 on 2025-10-20"),
        ({"資格喪失年月日": "2025-10-25"}, "reprint-refused", "ends on 2025-10-25"),
        ({"生年月日": "1950-10-20", "マイナ保険証": "未登録"}, "reprint-refused", "has reached 75"),
        ({"個別対応": "有"}, "reprint-refused", "個別対応"),
        ({"氏名": "健保　●郎"}, "reprint-held", "name-placeholder"),
    ],
)
def test_who_is_not_due_one_is_told_why(tmp_path: Path, change: dict[str, str], code: str, says: str) -> None:
    folder = issued(tmp_path)
    write_members(folder, person(**change))
    refused = refusal(folder)
    assert (refused.code, refused.exit_code) == (code, ExitCode.STOPPED)
    assert says in refused.text()
    assert "1950" not in refused.text() and "健保" not in refused.text()


def test_with_special_needs_a_card_is_due_whatever_the_registration(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    write_members(folder, person(マイナ保険証="登録済", 要配慮="有"))
    assert ask(folder).rule == "reissue"


def test_a_short_card_keeps_its_expiry(tmp_path: Path) -> None:
    folder = tmp_path / "society"
    issued(tmp_path, person(マイナ保険証="登録済"))
    write_requests(folder, ("2025-10-05", "0012", "345", "00", "マイナカード紛失", "", "1"))
    run(folder, tmp_path / "out", date(2025, 10, 5))
    assert ask(folder).valid_to == date(2025, 12, 4)


def test_the_75th_birthday_caps_the_new_card_too(tmp_path: Path) -> None:
    elder = {"生年月日": "1951-01-15"}
    folder = issued(tmp_path, person(**elder, 高齢受給者証="有"))
    assert ask(folder).valid_to == date(2026, 1, 14)
    write_members(folder, person(**elder))
    assert refusal(folder).code == "reprint-held"  # 70-74 without a ratio


def test_the_family_loses_with_the_insured(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(), FAMILY)
    write_members(folder, person(資格喪失年月日="2025-10-10"), FAMILY)
    assert "the family with it" in refusal(folder, key=Key("0012", "345", "01")).text()


def test_no_live_card_names_the_rule_that_gives_one(tmp_path: Path) -> None:
    folder = issued(tmp_path, person(マイナ保険証="登録済"))
    assert "holds no card that could be reprinted" in refusal(folder).text()
    write_members(folder, person())
    assert "rule ex-officio gives" in refusal(folder).text()


def test_an_expired_card_is_no_card(tmp_path: Path) -> None:
    toml = "[[expiry]]\nissued_from = 2024-12-02\nvalid_to = 2025-10-10\n"
    folder = issued(tmp_path, toml=toml)
    later = (folder / "society.toml").read_text(encoding="utf-8").replace("2025-10-10", "2029-12-01")
    (folder / "society.toml").write_text(later, encoding="utf-8")
    assert "rule ex-officio gives" in refusal(folder).text()


def test_a_renumbered_person_is_found_by_the_former_number(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    moved = person(記号="0099", 番号="1", 前の記号="0012", 前の番号="345", 前の枝番="00", 登録年月日="2025-10-10")
    write_members(folder, moved)
    run(folder, tmp_path / "out", date(2025, 10, 12))
    found = ask(folder)
    assert (found.key, found.old) == (Key("0099", "1", "00"), "20251012-01-000001-5")


def test_a_number_that_is_void_is_not_reprinted(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    write_requests(folder, ("2025-10-05", "0012", "345", "00", "再交付", "", ""))
    run(folder, tmp_path / "out", date(2025, 10, 5))
    assert "it is void; valid is 20251005-01" in _by_number(folder, OLD).text()
    assert _by_number(folder, "20200101-01-000001-1").code == "number-unknown"


def _by_number(folder: Path, number: str) -> Refusal:
    with pytest.raises(Refusal) as caught, call(folder, Loss(Reason.LOST, DAY, "佐藤", number=number)):
        pass
    return caught.value


def test_nobody_of_that_key(tmp_path: Path) -> None:
    assert refusal(issued(tmp_path), key=Key("0012", "346", "00")).code == "person-unknown"


def test_looking_up_writes_nothing(tmp_path: Path) -> None:
    folder = issued(tmp_path)
    before = (folder / "ledger.sqlite").read_bytes()
    ask(folder)
    assert (folder / "ledger.sqlite").read_bytes() == before
