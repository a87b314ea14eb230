"""A postcode and 住所B (what follows the 町域) enter; the content of the customer barcode leaves, or why there is none.

Authority: Japan Post, 郵便番号・バーコードマニュアル (post.japanpost.jp/zipcode/zipmanual): p18 postcodes without a
barcode, p19 the rules for taking the number out of 住所B (basic 1-6, supplementary 1-5), p22 post-office boxes.
Cutting the number to 13 symbols and the check digit belong to the encoder (p12, p20, p21).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: ○ (U+25CB) is what many type for 〇; read as anything else, 二○一号 would become room 1.
DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
NUMERALS: Final = "".join((*DIGITS, *UNITS))

_POSTCODE = re.compile(r"([0-9]{3})-?([0-9]{4})")
_HALF = {ord("０") + n: ord("0") + n for n in range(10)}
_CAPITALS = {small + n: ord("A") + n for small in (ord("a"), ord("ａ"), ord("Ａ")) for n in range(26)}
#: p19 basic 1 and 2: capitals; & / ・ . go and what follows moves up. 全角 and 半角 forms are the same signs.
_PLAIN = str.maketrans({**_HALF, **_CAPITALS, **dict.fromkeys("&＆/／・･.．")})
#: p19 supplementary 1: the words before which 漢数字 are numbers. 丁目, 番地, 号室 begin with one of them.
_COUNTED = re.compile(rf"([{NUMERALS}]+)(?=丁|番|号|地割|線|の|ノ|ﾉ)")
_WORD = re.compile(r"[A-Z]{2,}")
_FLOOR = re.compile(r"(?<=[0-9])F")
_OTHER = re.compile(r"[^0-9A-Z]+")
_BESIDE_A_LETTER = re.compile(r"(?<=[A-Z])-|-(?=[A-Z])")
_BOX = "私書箱"


class Reason(StrEnum):
    """Why a piece goes without a barcode."""

    REPRESENTATIVE = "postcode-representative"  #: the code of a whole municipality, ending in 00 (p18)
    POSTCODE = "postcode-unusable"  #: not seven digits
    TOWN = "town-unknown"  #: no 住所B, and the 町域 cannot be cut off the address with certainty


@dataclass(frozen=True, slots=True)
class CustomerCode:
    """What the bars say: seven digits, and the number of the address of 0-9, A-Z and -, not yet cut to 13 symbols."""

    postcode: str
    number: str

    @property
    def content(self) -> str:
        """Return both in one, as the encoder takes it."""
        return self.postcode + self.number


def customer_code(postcode: str, detail: str) -> CustomerCode | Reason:
    """Make the content from a postcode (with or without its hyphen) and 住所B."""
    found = _POSTCODE.fullmatch(postcode)
    if not found:
        return Reason.POSTCODE
    digits = found[1] + found[2]
    return Reason.REPRESENTATIVE if digits.endswith("00") else CustomerCode(digits, address_number(detail))


def address_number(detail: str) -> str:
    """Take the number (住所表示番号) out of 住所B."""
    counted = detail.partition(_BOX)[2] or detail
    text = _COUNTED.sub(_counted, counted.translate(_PLAIN))
    text = _WORD.sub("-", text)
    text = _OTHER.sub("-", _FLOOR.sub("-", text)).strip("-")
    return _BESIDE_A_LETTER.sub("", text)


def kanji_number(numeral: str) -> int:
    """Read 漢数字, with units (千五百二十四) or by places (一五二四)."""
    if not UNITS.keys() & set(numeral):
        return int("".join(str(DIGITS[sign]) for sign in numeral))
    total = places = 0
    for sign in numeral:
        if sign in UNITS:
            total += (places or 1) * UNITS[sign]
            places = 0
        else:
            places = places * 10 + DIGITS[sign]
    return total + places


def _counted(match: re.Match[str]) -> str:
    return str(kanji_number(match[1]))
