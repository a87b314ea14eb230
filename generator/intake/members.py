"""A row of members.csv in, a stored row or its problems out; and from the stored row the Member (contract §2)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from typing import Final, NamedTuple

from generator.intake import fields
from generator.intake.ages import elder_from, over_75_from
from generator.intake.columns import MEMBER_CODED, MEMBER_TEXTS
from generator.intake.convert import BadValue, Memo
from generator.intake.names import Names, Original
from generator.intake.table import Fault
from generator.model import Alteration, Category, Destination, Key, Member

_SPACE = re.compile(r"\s")


class Row(NamedTuple):
    """A sound row as stored: coded fields first, then texts. Dates are ordinals, marks 0 and 1."""

    branch: str
    insured: int
    sex: str
    born: int
    acquired: int
    registered: int
    category: int
    myna: int
    sex_on_back: int
    lost: int | None
    postcode: str
    direct: int
    mail_postcode: str
    manual: int
    former_branch: str
    certificate_until: int | None
    wish: int
    special: int
    ratio: str
    ratio_from: int | None
    ratio_until: int | None
    elder_card: int
    limit_from: int | None
    limit_until: int | None
    disease_from: int | None
    via_employer: int
    symbol: str
    number: str
    name: str
    kana: str
    employer: str
    alias: str
    maiden: str
    office: str
    office_name: str
    address: str
    detail: str
    mail_name: str
    mail_address: str
    former_symbol: str
    former_number: str
    limit: str
    disease: str
    alterations: tuple[tuple[str, ...], ...] = ()  #: of names and addresses


CODED: Final = len(MEMBER_CODED)
CONVERTERS: Final = tuple(fields.member_converters()[column] for column in MEMBER_CODED)
_UNALTERED: Final[tuple[tuple[str, ...], ...]] = ()
_NO_FAULTS: Final[tuple[Fault, ...]] = ()
_OLD: Final = 25_000  #: days, well below 70 years
_GENERAL: Final = fields.CATEGORIES.index(Category.GENERAL)
_RETIRED: Final = fields.CATEGORIES.index(Category.RETIRED)
#: Problems of these columns leave the key in doubt, so that it must not count as another row's duplicate.
_KEY_COLUMNS: Final = frozenset({"記号", "番号", "枝番"})


class State(IntEnum):
    """What a stored row is."""

    SOUND = 0
    REJECTED = 1
    MANGLED = 2  #: rejected, and its key is in doubt
    HELD = 3  #: not a row of members.csv: another file holds this key back


def read_row(values: tuple[str, ...], on: int, names: Names, original: Original) -> tuple[Row | None, Sequence[Fault]]:
    """Convert the values of a row; returns the row, or None and everything that is wrong with it."""
    texts, altered, name_faults = values[CODED:], _UNALTERED, _NO_FAULTS
    if not names.untouched(texts):
        renamed = names.row(texts, original)
        texts, name_faults, altered = renamed.texts, renamed.faults, renamed.alterations
    try:
        coded = [memo[text] for memo, text in zip(CONVERTERS, values, strict=False)]
    except BadValue:
        return None, [*_bad_values(values), *_text_faults(texts), *name_faults]
    row = Row._make((*coded, *texts, altered))
    faults = [*_text_faults(texts), *name_faults, *_row_faults(row, on)]
    return (None, faults) if faults else (row, faults)


def rejected(values: tuple[str, ...], faults: Iterable[Fault]) -> tuple[State, int | None, int | None, int]:
    """Tell state, 資格取得, 資格喪失 and 続柄 (1 本人, 0 家族) of a rejected row; -1 is what cannot be read."""
    mangled = any(fault[1] in _KEY_COLUMNS for fault in faults)
    coded = dict(zip(MEMBER_CODED, values, strict=False))
    acquired, lost, insured = (_readable(name, coded[name]) for name in ("資格取得年月日", "資格喪失年月日", "続柄"))
    return (State.MANGLED if mangled else State.REJECTED), acquired, lost, -1 if insured is None else insured


def _readable(column: str, text: str) -> int | None:
    try:
        value = CONVERTERS[MEMBER_CODED.index(column)][text]
    except BadValue:
        return -1
    return value if isinstance(value, int) else None


def _bad_values(values: tuple[str, ...]) -> Iterator[Fault]:
    for column, memo, text in zip(MEMBER_CODED, CONVERTERS, values, strict=False):
        try:
            memo[text]
        except BadValue as bad:
            yield bad.code, column


def _text_faults(texts: tuple[str, ...]) -> Iterator[Fault]:
    symbol, number, name, kana, _, _, maiden, *_ = texts
    if not (symbol and number and name and kana):
        yield from _empty(texts)
    if maiden and name and not _SPACE.search(name):
        yield "name-split", "氏名"


def _empty(texts: tuple[str, ...]) -> Iterator[Fault]:
    for column, text in zip(MEMBER_TEXTS[:4], texts, strict=False):
        if not text:
            yield ("name-empty" if column in ("氏名", "氏名カナ") else "value-missing"), column


def _row_faults(row: Row, on: int) -> Iterator[Fault]:
    """Yield what is wrong between the fields of a row."""
    if row.born > on:
        yield "born-future", "生年月日"
    if row.acquired < row.born:
        yield "acquired-before-born", "資格取得年月日"
    if row.lost is not None and row.lost < row.acquired:
        yield "lost-before-acquired", "資格喪失年月日"
    if row.ratio_until is not None and row.ratio_from is not None and row.ratio_until < row.ratio_from:
        yield "period-reversed", "負担割合有効期限"
    if row.limit_until is not None and row.limit_from is not None and row.limit_until < row.limit_from:
        yield "period-reversed", "限度額有効期限"
    if row.former_symbol or row.former_number or row.former_branch:
        yield from _former_faults(row)
    if not row.employer and row.category == _GENERAL:
        yield "employer-missing", "事業所コード"
    if not _sent_elsewhere(row) and (row.mail_name or row.mail_postcode or row.mail_address):
        yield "address-incomplete", "送付先住所" if row.mail_postcode else "送付先郵便番号"
    if row.lost is None or row.lost > on:
        yield from _current_faults(row, on)


def _sent_elsewhere(row: Row) -> bool:
    return bool(row.mail_postcode and row.mail_address)


def _current_faults(row: Row, on: int) -> Iterator[Fault]:
    """Yield what only matters of someone who has not left."""
    direct = row.direct or (row.insured and row.category != _GENERAL)
    if direct and not _sent_elsewhere(row) and not (row.postcode and row.address):
        yield "address-missing", "住所" if row.postcode else "郵便番号"
    day = max(on, row.acquired)
    if day - row.born < _OLD or row.elder_card or (row.ratio and row.ratio_from is not None):
        return
    if elder_from(row.born) <= day < over_75_from(row.born):
        yield "ratio-missing", "負担割合"


def _former_faults(row: Row) -> Iterator[Fault]:
    if not (row.former_symbol and row.former_number and row.former_branch):
        yield "former-incomplete", "前の記号"
    elif (row.former_symbol, row.former_number, row.former_branch) == (row.symbol, row.number, row.branch):
        yield "former-self", "前の記号"


_DAYS: Final[Memo[int, date]] = Memo(date.fromordinal)


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else _DAYS[ordinal]


def is_general(row: Row) -> bool:
    """Tell whether a row is 一般."""
    return row.category == _GENERAL


def is_retired(row: Row) -> bool:
    """Tell whether a row is 特例退職."""
    return row.category == _RETIRED


def home_of(row: Row) -> Destination | None:
    """Return the home address, where it is whole."""
    if not (row.postcode and row.address):
        return None
    return Destination(row.alias or row.name, row.postcode, row.address, row.detail)


def mail_to_of(row: Row) -> Destination | None:
    """Return the 送付先, where one is given."""
    if not row.mail_address:
        return None
    return Destination(row.mail_name or row.alias or row.name, row.mail_postcode, row.mail_address)


def former_of(row: Row) -> Key | None:
    """Return the key of a renumbered person before."""
    return Key(row.former_symbol, row.former_number, row.former_branch) if row.former_symbol else None


def member(line: int, row: Row, head: Row) -> Member:
    """Make the Member of a stored row; what is the household's is taken from the 本人's row, `head`."""
    return Member(
        line=line,
        key=Key(row.symbol, row.number, row.branch),
        insured=bool(row.insured),
        name=row.name,
        kana=row.kana,
        alias=row.alias,
        maiden=row.maiden,
        sex_on_back=bool(row.sex_on_back),
        sex=row.sex,
        born=_DAYS[row.born],
        acquired=_DAYS[row.acquired],
        registered=_DAYS[row.registered],
        lost=_day(row.lost),
        employer=head.employer,
        category=fields.CATEGORIES[head.category],
        office=head.office,
        office_name=head.office_name,
        home=home_of(row if row.direct else head),
        direct=bool(row.direct),
        mail_to=mail_to_of(row),
        manual=bool(row.manual),
        former=former_of(row),
        myna=fields.STATES[row.myna],
        certificate_until=_day(row.certificate_until),
        wish=bool(row.wish),
        special=bool(row.special),
        ratio=row.ratio,
        ratio_from=_day(row.ratio_from),
        ratio_until=_day(row.ratio_until),
        elder_card=bool(row.elder_card),
        limit=row.limit,
        limit_from=_day(row.limit_from),
        limit_until=_day(row.limit_until),
        disease=row.disease,
        disease_from=_day(row.disease_from),
        via_employer=bool(row.via_employer),
        alterations=tuple([Alteration(*each) for each in row.alterations]),
    )
