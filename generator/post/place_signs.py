"""The name of a place enters; its signs leave, equal for every usual way to write it, each with where it ends.

A number is one sign however it is written (北1条, 北１条, 北一条); ヶ is ケ is が; old forms are new ones;
spaces and variation selectors are nothing; 大字 may stand or lack. For comparing only: nothing of this is printed.
Authority: the notes of the postcode data (post.japanpost.jp/zipcode/dl/readme.html) and how municipalities write.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from generator.post.customer_code import NUMERALS, kanji_number

_PIECE = re.compile(rf"大字|[0-9０-９]+|[{NUMERALS}]+|.", re.DOTALL)
_NOTHING = re.compile(r"大字|\s|[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: Each group is one sign, that of its first character.
_SAME: Final = (
    "ケヶヵがガ ノの之乃 ツッつっ 沢澤 竜龍 滝瀧 島嶋嶌 浜濱濵 辺邊邉 国國 桜櫻 円圓 広廣 栄榮 条條 籔藪薮 桧檜 梼檮 "
    "鴬鶯 篭籠 祇祗 曽曾 淵渕渊 靭靱 蛎蠣 砺礪 壷壺 鴎鷗 塩鹽 実實 関關 斎齋 斉齊 高髙 崎﨑 梅楳 渋澁 万萬 与與 宝寶寳 "
    "寿壽 会會 学學 当當 検檢 槙槇 桝枡 瀬瀨 頬頰 諫諌 檪櫟 麹麴 舘館 富冨 峰峯 壱壹 弐貳 読讀 豊豐 芦蘆 鎚槌 亀龜 鉄鐵"
)
_FIRST: Final = {sign: group[0] for group in _SAME.split() for sign in group}


class Sign(NamedTuple):
    """One comparable sign and where it ends in the text."""

    sign: str
    end: int


def signs(text: str) -> tuple[Sign, ...]:
    """Read a text sign by sign."""
    return tuple(Sign(sign, match.end()) for match in _PIECE.finditer(text) if (sign := _sign(match[0])))


@lru_cache(1 << 13)
def _sign(piece: str) -> str:
    """Return the sign of a piece; empty where it is nothing."""
    if _NOTHING.fullmatch(piece):
        return ""
    if piece.isdecimal():
        return str(int(piece))
    if piece[0] in NUMERALS:
        return str(kanji_number(piece))
    plain = unicodedata.normalize("NFKC", piece)
    return _FIRST.get(plain, plain)
