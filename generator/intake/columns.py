"""Which columns each file has, and where a header puts them (contract §2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fonts.errors import Refusal
from generator.errors import InputError
from generator.intake.mynumber import forbidden_name
from generator.intake.problem import Notice


@dataclass(frozen=True, slots=True)
class Columns:
    """The canonical headers of one file, in the order values are handed on."""

    file: str
    order: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    also: Mapping[str, str] = field(default_factory=dict[str, str])  #: canonical header → another that is taken


#: Columns of members.csv with a closed form or list of values, in the order they are stored.
MEMBER_CODED: Final = (
    *("枝番", "続柄", "性別", "生年月日", "資格取得年月日", "登録年月日", "区分", "マイナ保険証", "性別裏面"),
    *("資格喪失年月日", "郵便番号", "送付方法", "送付先郵便番号", "個別対応", "前の枝番", "電子証明書有効期限"),
    *("交付希望", "要配慮", "負担割合", "負担割合発効日", "負担割合有効期限", "高齢受給者証", "限度額発効日"),
    *("限度額有効期限", "特定疾病発効日", "事業主経由申出"),
)
#: Columns of members.csv that are free text, in the order they are stored.
MEMBER_TEXTS: Final = (
    *("記号", "番号", "氏名", "氏名カナ", "事業所コード", "通称名", "旧姓", "所属コード", "所属名", "住所", "住所B"),
    *("送付先宛名", "送付先住所", "前の記号", "前の番号", "限度額区分", "特定疾病"),
)
_MEMBER_REQUIRED: Final = frozenset(
    {"記号", "番号", "枝番", "続柄", "氏名", "氏名カナ", "性別", "生年月日", "資格取得年月日", "登録年月日"}
    | {"事業所コード", "区分", "マイナ保険証"}
)
MEMBERS: Final = Columns(
    "members.csv", MEMBER_CODED + MEMBER_TEXTS, frozenset(MEMBER_CODED + MEMBER_TEXTS) - _MEMBER_REQUIRED
)
EMPLOYERS: Final = Columns(
    "employers.csv",
    ("事業所コード", "名称", "郵便番号", "所在地", "担当部署", "送付先コード"),
    frozenset({"送付先コード"}),
)
SNAPSHOT: Final = Columns("snapshot.csv", ("記号", "番号", "枝番", "個人番号下4桁"))
REQUESTS: Final = Columns(
    "requests.csv",
    ("受付日", "記号", "番号", "枝番", "種別", "備考", "受付番号", "処理"),
    frozenset({"受付番号", "処理"}),
)
GAIJI: Final = Columns(
    "gaiji.csv",
    ("from", "to", "who", "when"),
    also={"from": "変換前", "to": "変換後", "who": "承認者", "when": "承認日"},
)
FILES: Final[Mapping[str, Columns]] = {
    "members": MEMBERS,
    "employers": EMPLOYERS,
    "snapshot": SNAPSHOT,
    "requests": REQUESTS,
    "gaiji": GAIJI,
}


@dataclass(frozen=True, slots=True)
class Header:
    """A header row, resolved."""

    width: int  #: fields a row must have
    dropped: tuple[int, ...]  #: columns dropped unread, last first
    names: tuple[str, ...]  #: own headers of the columns that stay
    places: tuple[int, ...]  #: place of each canonical column among those that stay; `len(names)` = absent
    notices: tuple[Notice, ...]


def resolve(
    columns: Columns, own: Mapping[str, str], not_my_number: frozenset[str], header: Sequence[str], line: int
) -> tuple[Header, list[Refusal]]:
    """Find the canonical columns in a header row; the refusals come with it."""
    names = [name.strip() for name in header]
    faults = _forbidden(columns, names, line) + _doubled(columns, names, line)
    dropped = tuple(i for i in range(len(names) - 1, -1, -1) if names[i] in not_my_number)
    kept = tuple(name for name in names if name not in not_my_number)
    place = {name: index for index, name in reversed(list(enumerate(kept)))}
    wanted = [own.get(name) or _taken(columns, name, place) for name in columns.order]
    if not place.keys() & set(wanted):
        # Perhaps a row of data: nothing of it may be named.
        return Header(len(names), dropped, (), (), ()), [_no_header(columns, line)]
    for canonical, name in zip(columns.order, wanted, strict=True):
        if name not in place and canonical not in columns.optional:
            faults.append(_missing(columns, canonical, name, line))
    places = tuple(place.get(name, len(kept)) for name in wanted)
    return Header(len(names), dropped, kept, places, _notices(columns, kept, frozenset(wanted), line)), faults


def _taken(columns: Columns, name: str, place: Mapping[str, int]) -> str:
    """Return the header under which a column stands: its own, or the other one where only that is there."""
    other = columns.also.get(name, name)
    return other if other in place and name not in place else name


def _forbidden(columns: Columns, names: Sequence[str], line: int) -> list[Refusal]:
    fact = "column {column} is named as one of 個人番号, which this system never reads"
    step = "export the file again without that column"
    return [
        InputError("my-number-column", f"{columns.file}:{line}", fact, step, column=name)
        for name in names
        if forbidden_name(name)
    ]


def _doubled(columns: Columns, names: Sequence[str], line: int) -> list[Refusal]:
    fact = "column {column} stands more than once in the header"
    step = "leave one of them"
    doubled = dict.fromkeys(name for name in names if name and names.count(name) > 1)
    return [InputError("duplicate-column", f"{columns.file}:{line}", fact, step, column=name) for name in doubled]


def _no_header(columns: Columns, line: int) -> Refusal:
    fact, step = "the first row names none of the columns of this file", "put the header row first"
    return InputError("header-missing", f"{columns.file}:{line}", fact, step)


def _missing(columns: Columns, canonical: str, name: str, line: int) -> Refusal:
    if name == canonical:
        fact = "required column {column} is missing"
    else:
        fact = "required column {column}, here called {name}, is missing"
    step = "add it, name it under [columns] in society.toml, or declare the file's encoding under [encoding]"
    return InputError("missing-column", f"{columns.file}:{line}", fact, step, column=canonical, name=name)


def _notices(columns: Columns, kept: Sequence[str], wanted: frozenset[str], line: int) -> tuple[Notice, ...]:
    ignored = [Notice(columns.file, line, "column-ignored", name) for name in kept if name and name not in wanted]
    unnamed = sum(not name for name in kept)
    if unnamed:
        ignored.append(Notice(columns.file, line, "column-unnamed", detail=str(unnamed)))
    return tuple(ignored)
