"""The converters of coded fields: text in, stored value out, BadValue where the column does not allow it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from generator.intake.convert import BadValue, Memo
from generator.intake.dates import parse_date
from generator.model import Category, Myna

_BRANCH = re.compile("[0-9]{2}")
_DIGIT = re.compile("[0-9]")
_POSTCODE = re.compile("〒? ?([0-9]{3})[-‐‑‒–—―−ー]?([0-9]{4})")
_SHORT_POSTCODE = re.compile("[0-9]{6}|[0-9]{2}-[0-9]{4}")

CATEGORIES: Final = tuple(Category)
STATES: Final = tuple(Myna)


def required_day(text: str) -> int:
    """Return the ordinal of a day that must be given."""
    if not text:
        raise BadValue("value-missing")
    return parse_date(text).toordinal()


def optional_day(text: str) -> int | None:
    """Return the ordinal of a day, or None."""
    return parse_date(text).toordinal() if text else None


def branch(text: str) -> str:
    """Return a 枝番: two half-width digits, as written."""
    if _BRANCH.fullmatch(text):
        return text
    if not text:
        raise BadValue("value-missing")
    raise BadValue("branch-excel" if _DIGIT.fullmatch(text) else "branch-format")


def optional_branch(text: str) -> str:
    """Return a 枝番 or nothing."""
    return branch(text) if text else ""


def postcode(text: str) -> str:
    """Return a postcode as NNN-NNNN, or nothing; full-width digits and 〒 are taken as well."""
    if not text:
        return ""
    plain = unicodedata.normalize("NFKC", text)
    if found := _POSTCODE.fullmatch(plain):
        return f"{found[1]}-{found[2]}"
    raise BadValue("postcode-excel" if _SHORT_POSTCODE.fullmatch(plain) else "postcode-format")


def choice(values: Mapping[str, int | str]) -> Callable[[str], int | str]:
    """Return a converter for a closed list of values."""

    def convert(text: str) -> int | str:
        if text in values:
            return values[text]
        raise BadValue("value-unknown" if text else "value-missing")

    return convert


def member_converters() -> Mapping[str, Memo[str, object]]:
    """Make the converters of the coded columns of members.csv; columns of one kind share what they remember."""
    kinds: tuple[tuple[Callable[[str], object], str], ...] = (
        (required_day, "生年月日 資格取得年月日 登録年月日"),
        (optional_day, "資格喪失年月日 電子証明書有効期限 負担割合発効日 負担割合有効期限"),
        (optional_day, "限度額発効日 限度額有効期限 特定疾病発効日"),
        (postcode, "郵便番号 送付先郵便番号"),
        (branch, "枝番"),
        (optional_branch, "前の枝番"),
        (choice({"": 0, "有": 1}), "性別裏面 個別対応 交付希望 要配慮 高齢受給者証 事業主経由申出"),
        (choice({"": 0, "直送": 1}), "送付方法"),
        (choice({"家族": 0, "本人": 1}), "続柄"),
        (choice({"男": "男", "女": "女"}), "性別"),
        (choice({"": "", "2割": "2割", "3割": "3割"}), "負担割合"),
        (choice({value: index for index, value in enumerate(CATEGORIES)}), "区分"),
        (choice({value: index for index, value in enumerate(STATES)}), "マイナ保険証"),
    )
    converters: dict[str, Memo[str, object]] = {}
    for convert, columns in kinds:
        converters.update(dict.fromkeys(columns.split(), Memo(convert)))
    return converters
