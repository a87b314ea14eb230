"""The people side of the house: what intake hands to eligibility, frozen.

Member, Household, Request, Employer and Society are facts as read; Policy is the society's choice of switches
(contract §2-3). Nothing here decides anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from layouts.ink import Ink


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """The key of a person: 記号, 番号, 枝番, all text, leading zeros significant (domain.md §5.2)."""

    symbol: str
    number: str
    branch: str

    def __str__(self) -> str:
        return f"{self.symbol}-{self.number}-{self.branch}"


class Category(StrEnum):
    """区分."""

    GENERAL = "一般"
    VOLUNTARY = "任意継続"
    RETIRED = "特例退職"


class Myna(StrEnum):
    """マイナ保険証: the registration state of the My Number card."""

    REGISTERED = "登録済"
    UNREGISTERED = "未登録"
    NO_CARD = "未取得"
    NO_NUMBER = "番号未提出"
    CANCELLED = "解除"
    RETURNED = "返納"
    CARD_EXPIRED = "カード期限切れ"
    UNDISCLOSED = "不開示"
    UNCONFIRMED = "未確認"


@dataclass(frozen=True, slots=True)
class Destination:
    """An address for direct mail; `detail` is 住所B, what follows the 町域, for the postal barcode."""

    addressee: str
    postcode: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Alteration:
    """One place where a text is printed otherwise than it is stored, or was written with bytes it does not tell.

    `before` and `after` are code points (`U+9089 U+E0100`); `kind` is substituted (by the approved table, which says
    who and when), widened, composed, form, or bytes: nothing altered, but the source has the twin of a CP932 code.
    """

    column: str
    kind: str
    before: str
    after: str
    who: str = ""
    when: str = ""
    original_hex: str = ""  #: the whole field as its file has it


@dataclass(frozen=True, slots=True)
class Member:
    """One row of members.csv, parsed. Empty text and None mean: not given."""

    line: int
    key: Key
    insured: bool  #: 続柄 本人
    name: str
    kana: str
    alias: str  #: 通称名; where given it is the name everywhere but on the own card's back
    maiden: str  #: 旧姓
    sex_on_back: bool  #: 性別裏面
    sex: str  #: 男 / 女
    born: date
    acquired: date
    registered: date
    lost: date | None
    employer: str
    category: Category
    office: str  #: 所属コード
    office_name: str
    home: Destination | None
    direct: bool  #: 送付方法 直送
    mail_to: Destination | None  #: 送付先
    manual: bool  #: 個別対応 有
    former: Key | None
    myna: Myna
    certificate_until: date | None
    wish: bool
    special: bool  #: 要配慮 有
    ratio: str  #: 2割 / 3割 / ""
    ratio_from: date | None
    ratio_until: date | None
    elder_card: bool  #: 高齢受給者証 有
    limit: str  #: 限度額区分
    limit_from: date | None
    limit_until: date | None
    disease: str  #: 特定疾病
    disease_from: date | None
    via_employer: bool  #: 事業主経由申出 有
    alterations: tuple[Alteration, ...] = ()

    @property
    def shown_name(self) -> str:
        """Return the name that stands on documents."""
        return self.alias or self.name


@dataclass(frozen=True, slots=True)
class Household:
    """One 記号+番号: the 本人 and the 家族 in 枝番 order. `earlier` holds closed spells, for history only."""

    insured: Member
    members: tuple[Member, ...]  #: all with a current row, the 本人 among them
    earlier: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One row of requests.csv; its identity is (received, key, kind, serial)."""

    line: int
    received: date
    key: Key
    kind: str  #: 種別
    note: str
    serial: str  #: 受付番号
    closed: str  #: 処理: 却下, 取下 or ""

    @property
    def id(self) -> str:
        """Return the identity the ledger stores; a tab, since a hyphen may be part of 記号 or 番号."""
        key = "\t".join((self.key.symbol, self.key.number, self.key.branch))
        return f"{self.received.isoformat()}|{key}|{self.kind}|{self.serial}"


@dataclass(frozen=True, slots=True)
class Employer:
    """One row of employers.csv."""

    code: str
    name: str
    postcode: str
    address: str
    department: str
    ship_to: str  #: 送付先コード, or the own code


@dataclass(frozen=True, slots=True)
class Insurer:
    """The society itself, as it stands on every document."""

    number: str
    number_retired: str
    name: str
    postcode: str
    address: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """One row of [[expiry]]."""

    issued_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Policy:
    """The [policy] switches of contract §3, with its defaults."""

    cards_from: date = date(2024, 12, 2)
    old_card_ends: date = date(2025, 12, 1)
    phase1: tuple[date, date] | None = (date(2024, 10, 1), date(2024, 10, 31))  #: None: no phase Ⅰ was held
    phase2_from: date = date(2024, 12, 2)
    bulk_cards_from: date = date(2025, 9, 1)
    renewal_lead: int = 60
    unconfirmed_days: int = 60
    request_days: int = 90
    leaving_days: int = 14
    advance_days: int = 0
    no_mynumber: str = "variant"  #: or "hold"
    notice_for_card_recipients: bool = False
    private_back_direct: bool = True
    max_documents: int | None = None
    expiry: tuple[Expiry, ...] = (Expiry(date(2024, 12, 2), date(2029, 12, 1)),)


@dataclass(frozen=True, slots=True)
class Mail:
    """[mail]: the class of each kind of envelope (domain.md §7); a parcel service is none, for these are 信書."""

    card_class: str = "簡易書留"  #: direct, with a card in it
    notice_class: str = "普通"  #: direct, notices without digits
    phase1_class: str = "特定記録"  #: direct, with last four digits
    bulk_class: str = "特定記録"  #: to an employer
    barcode_discount: bool = False


@dataclass(frozen=True, slots=True)
class Packing:
    """[packing] and [envelope]: how bulk envelopes are filled (contract §5)."""

    cards: str = "none"  #: loose, or "carrier"
    max_pieces: int = 500
    max_grams: float = 3800.0
    order: str = "job"  #: [mail] order: "postal" puts 郵便番号 first within 直送
    face: bool = True  #: [envelope] face: the face of every employer's envelope is printed
    policy: str = "continuous"  #: [envelope] policy: where blocks of a pile begin; or "break", "pool"
    break_from: int = 200  #: [envelope] break_from: documents of an employer that begins a block under "break"
    mail: Mail = Mail()


@dataclass(frozen=True, slots=True)
class Gaiji:
    """[gaiji]: the society's own face for private-use code points; `face` lies below the society's folder."""

    face: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Society:
    """society.toml, read and checked."""

    folder: str  #: never written anywhere
    insurer: Insurer
    colour: Ink
    old_colour: Ink | None
    policy: Policy
    packing: Packing
    encodings: Mapping[str, str]  #: members, employers, snapshot, requests, gaiji
    columns: Mapping[str, Mapping[str, str]]  #: file → canonical header → own header
    not_my_number: frozenset[str]
    vendors: Mapping[str, str]  #: card, notice, letter, envelope → profile name
    ledger_url: str
    layouts_dir: str
    sha256: str  #: of society.toml as read
    ivs: str = ""  #: collection of the variation sequences in the files: adobe-japan1, moji_joho, "" not declared
    forms: str = ""  #: jis90, jis2004, "" as stored
    gaiji: Gaiji | None = None
    vendor_keys: Mapping[str, str] = field(default_factory=dict[str, str])  #: vendor → public key, or a file of them
    gaiji_table: str = ""  #: file of approved substitutions, "" where there is none
