"""What people ask for, and what the monthly list says of their マイナ保険証; each with what is due for exactly them."""

from collections.abc import Callable
from datetime import date, timedelta

from acceptance_rules import CARD, NONE, NOTICE, key_of, later
from year_books import Pair
from year_people import BULK_FROM, CARD_NOW, DAY
from year_town import Row, able, old, unable
from year_walk import Walk

OLD_ENDS = date(2025, 12, 1)
_LOST_OLD: Pair = (CARD, "lost-old-card")


def _waits(walk: Walk, on: date) -> Callable[[Row], bool]:
    """Return who has an old card, no マイナ保険証, and waits for the bulk run."""
    return lambda row: old(row) and unable(row) and not walk.books.holds(row, on) and walk.books.notified(row)


def _holder(walk: Walk, on: date) -> Callable[[Row], bool]:
    return lambda row: unable(row) and walk.books.holds(row, on)


def _served(walk: Walk, on: date) -> Callable[[Row], bool]:
    return lambda row: able(row) and not walk.books.holds(row, on) and walk.books.notified(row)


def ask_all(walk: Walk, on: date, turn: int) -> None:
    """Deal the requests of one job: what concerns an old card while there are any, the others in turns."""
    if on <= OLD_ENDS:
        _old_cards(walk, on)
    _cards(walk, on, turn)
    _others(walk, on, turn)


def _asks(
    walk: Walk, on: date, case: str, fits: Callable[[Row], bool], due: Pair, kind: str = "", **filed: str
) -> Row | None:
    row = walk.town.take(fits, on, alone="氏名" in case)
    if row is None:
        return None
    if kind:
        walk.town.ask(row, kind, on, closed=filed.get("closed", ""))
    walk.expect(case, row, due)
    return row


def _old_cards(walk: Walk, on: date) -> None:
    begun = on >= BULK_FROM
    if begun:
        return
    waits = _waits(walk, on)
    _asks(walk, on, "旧証紛失", waits, _LOST_OLD, "旧証紛失")
    _asks(walk, on, "旧証き損", waits, _LOST_OLD, "旧証き損")
    row = _asks(walk, on, "氏名変更: 旧証", waits, _LOST_OLD, "氏名変更")
    if row is not None:
        _rename(row)
    _asks(walk, on, "旧証紛失: 却下", waits, (NONE, "old-card-valid"), "旧証紛失", closed="却下")
    _asks(walk, on, "旧証紛失: 登録済", _served(walk, on), (NONE, "able"), "旧証紛失")
    stale = walk.town.take(waits, on, alone=True)
    if stale is not None:
        walk.town.ask(stale, "旧証紛失", on, received=on - timedelta(days=120))
        walk.expect("旧証紛失: 90日より前", stale, (NONE, "old-card-valid"))


def _cards(walk: Walk, on: date, turn: int) -> None:
    holder = _holder(walk, on)
    if turn % 2:
        _asks(walk, on, "再交付", holder, (CARD, "reissue"), "再交付")
        row = _asks(walk, on, "氏名変更: 証あり", holder, (CARD, "changed"), "氏名変更")
        if row is not None:
            _rename(row)
        return
    row = _asks(walk, on, "訂正", holder, (CARD, "changed"), "訂正")
    if row is not None:
        row["生年月日"] = (date.fromisoformat(row["生年月日"]) - DAY).isoformat()
    row = _asks(walk, on, "氏名の変わった行", holder, (CARD, "changed"))
    if row is not None:
        _rename(row)
    family = walk.town.take(lambda row: row["続柄"] == "家族" and holder(row), on)
    if family is not None:
        head = walk.town.heads[key_of(family)[:2]]
        if walk.books.holds(head, on) or not able(head):
            return
        _rename(head)
        walk.expect("本人の改姓: 家族の証", family, (CARD, "changed"))
        walk.expect("本人の改姓: 本人は証なし", head, (NONE, "able"))


def _rename(row: Row) -> None:
    given, kana = row["氏名"].partition("　")[2], row["氏名カナ"].partition("　")[2]
    family, reading = ("新田", "ニッタ") if row["氏名"].startswith("改田") else ("改田", "カイダ")
    row["氏名"], row["氏名カナ"] = f"{family}　{given or '一'}", f"{reading}　{kana or 'ハジメ'}"


def _others(walk: Walk, on: date, turn: int) -> None:
    served = _served(walk, on)
    match turn % 5:
        case 0:
            _asks(walk, on, "要配慮の申請", served, (CARD, "special-needs"), "要配慮")
            _asks(walk, on, "再交付: 証なし", served, (NONE, "able"), "再交付")
        case 1 | 3:
            row = _asks(walk, on, "マイナカード紛失", served, (CARD, "mynumber-card-lost"), "マイナカード紛失")
            if row is not None:
                walk.waiting.append((on + DAY, "短期の証、のち解除", row, lambda row: _gave_up(walk, row)))
        case 2:
            row = _asks(walk, on, "券面追記", _holder(walk, on), (CARD, "optional-items"), "券面追記")
            if row is not None:
                row |= {"限度額区分": "ウ", "限度額発効日": on.replace(day=1).isoformat()}
                row["限度額有効期限"] = (later(on.replace(day=1), years=1) - DAY).isoformat()
        case _:
            _asks(walk, on, "再通知", served, (NOTICE, "renotify"), "再通知")
            holder = _holder(walk, on)
            _asks(walk, on, "再通知: 証あり", holder, (NONE, "holds"), "再通知")


def _gave_up(walk: Walk, row: Row) -> frozenset[Pair]:
    """Let someone with a short card give up the registration: a full card follows it."""
    row |= {"マイナ保険証": "解除", "電子証明書有効期限": ""}
    return frozenset({(CARD, "renewal")})


def monthly(walk: Walk, on: date, count: int) -> None:
    """Take over the monthly list: registrations that ended, or began, and what was unconfirmed."""
    joined = lambda row: not old(row) and _served(walk, on)(row)  # noqa: E731
    for turn in range(count):
        state = ("解除", "カード期限切れ", "返納", "未登録")[turn % 4]
        row = _asks(walk, on, f"職権: {state}", joined, CARD_NOW)
        if row is not None:
            row |= {"マイナ保険証": state, "電子証明書有効期限": ""}
    row = _asks(walk, on, "職権: 証明書切れ", joined, CARD_NOW)
    if row is not None:
        row["電子証明書有効期限"] = (on - 20 * DAY).isoformat()
    for _ in range(count):
        due = (NONE, "old-card-valid") if on < BULK_FROM else (CARD, "ex-officio-bulk")
        row = _asks(walk, on, "解除: 旧証あり", lambda row: old(row) and _served(walk, on)(row), due)
        if row is not None:
            row |= {"マイナ保険証": "解除", "電子証明書有効期限": ""}
    for _ in range(count):
        row = _asks(walk, on, "証のある人が登録", _holder(walk, on), (NONE, "holds"))
        if row is not None:
            row |= {"マイナ保険証": "登録済", "電子証明書有効期限": "2033-03-31"}
    _confirm(walk, on)


def _confirm(walk: Walk, on: date) -> None:
    """Settle what was 未確認 for more than three weeks, and most certificates that end this month."""
    since, soon = (on - timedelta(days=21)).isoformat(), (on + timedelta(days=31)).isoformat()
    for place, (key, row) in enumerate(walk.town.current.items()):
        if key in walk.expected:
            continue
        if row["マイナ保険証"] == "未確認" and row["登録年月日"] < since:
            state = "登録済" if place % 3 else "未登録"
            row |= {"マイナ保険証": state, "電子証明書有効期限": "2030-02-28" if place % 3 else ""}
        elif on.isoformat() <= row["電子証明書有効期限"] < soon and place % 5:
            row["電子証明書有効期限"] = later(date.fromisoformat(row["電子証明書有効期限"]), years=5).isoformat()


__all__ = ["ask_all", "monthly"]
