"""What was decided about one person on one day; the arrow from eligibility to the documents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model import Household, Key, Member


class Kind(StrEnum):
    """文書."""

    CARD = "資格確認書"
    NOTICE = "資格情報のお知らせ"
    NONE = "なし"


class Route(StrEnum):
    """経路."""

    EMPLOYER = "事業主"
    DIRECT = "直送"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of decisions.csv before numbers are given.

    `ends` is the 管理番号 of the card this one takes the place of, `ends_how` void | superseded | expired.
    `predecessor` is the last document of the same chain (card of the spell, phase Ⅰ of the person), "" for the first.
    """

    member: Member
    kind: Kind
    rule: str
    basis: str  #: 根拠: 申請 / 職権 / ""
    route: Route
    issued_on: date | None = None  #: 交付年月日 / 通知年月日
    valid_to: date | None = None
    short: bool = False
    optional: bool = False  #: bears 限度額区分 / 特定疾病
    ratio: bool = False  #: bears 割合 on its day (from the month after 70, no 高齢受給者証)
    digits: bool = False  #: phase Ⅰ: the last four My Number digits, or the variant where none are on file
    alone: bool = False  #: travels in an envelope of its own (送付方法 直送, optional items, 送付先)
    person: Key | None = None  #: root key of the person (former keys followed), for phase Ⅰ's once-only
    content: str = ""  #: salted digest of what it bears
    ends: str = ""
    ends_how: str = ""
    predecessor: str = ""
    serves: tuple[str, ...] = ()  #: request ids


@dataclass(frozen=True, slots=True)
class Query:
    """One row of queries.csv: someone has to look."""

    key: Key
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was decided about one household."""

    household: Household
    decisions: tuple[Decision, ...]
    queries: tuple[Query, ...] = ()
    trace: tuple[str, ...] = ()  #: rule by rule, only when explained
