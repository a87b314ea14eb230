"""A bare kanji in, the sequence that fixes its form of JIS X 0208-1990 or JIS X 0213:2004 out.

JIS X 0213:2004 redrew 168 kanji; 160 of them differ in the gothic face, which draws the new form of a bare code point
(fonts.md §1b). The list is its GSUB feature `jp90`, written as Adobe-Japan1 sequences; a test holds it to the font.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from fonts.face import load_face

JIS90, JIS2004 = "jis90", "jis2004"
FORMS: Final = (JIS90, JIS2004)
_FACE: Final = "G"
_FIRST: Final = (
    "倦僅儲兎冤厩叉叛叟咬哨喰嘲噂噌囀堵娩屑屠巷庖廟廻徘徽恢愈扁挺挽捗捲揃摺撰擢斧晦杓"
    "杖梗楢楯榊榔槌樋樽歎汲淫溢溺瀕瀞瀦灘灸灼煎煽爺牌牙狡猷甑甕甦疼瞥祁祇禰秤稗穿竈笈"
    "筵箭箸篇篝簾籾粂翫翰腱腿艘芒芦茨葛蓬蔑蔽薩薯藷虔蛸蜃蝕蠅襖訊訝註詮誹諺謎謬豹賭辻"
    "辿迂迄迦逗這逢逼遁遜遡鄭酋釜錆鍵鎚鑓隙靱鞄鞘鞭飴餅餌餐饗駁騙鮫鯖鰯鱒鴉鵠"
)
#: U+E0100 of these is the newer form, or in no gothic face at all.
_SECOND: Final = "卿櫛漣煉"
_SELECTORS: Final = tuple(map(chr, range(0xE0100, 0xE0110)))


def sequences(form: str) -> Mapping[str, str]:
    """Return bare kanji → the sequence of that form; empty for any other form, which means: as stored."""
    older = {kanji: kanji + _SELECTORS[0] for kanji in _FIRST} | {kanji: kanji + _SELECTORS[1] for kanji in _SECOND}
    if form == JIS90:
        return older
    return dict(_newer(older)) if form == JIS2004 else {}


def _newer(kanji: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the kanji that have a sequence with the very glyph of the bare code point."""
    glyph = load_face(_FACE).glyph
    for base in kanji:
        bare = glyph(base)
        same = (base + selector for selector in _SELECTORS if glyph(base + selector) == bare)
        if found := next(same, ""):
            yield base, found
