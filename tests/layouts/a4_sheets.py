"""The packaged A4 layouts, compiled for an invented society, and what they print, read back from their operators."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from fonts.face import load_face
from layouts.document import Fields, Side
from layouts.geometry import Rect, to_mm
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts
from layouts.place import boxes, text_box
from layouts.template import Art, Template

STATICS = {
    "insurer_number": "06139992",
    "insurer_name": "みなと精密工業健康保険組合",
    "insurer_postcode": "〒105-0001",
    "insurer_address": "東京都港区虎ノ門一丁目二十三番四号　みなと健保会館8階",
    "insurer_phone": "03-1234-5678",
    "insurer_url": "https://www.minato-seimitsu-kenpo.example.jp/shikaku",
}
NOTICES = ("notice/phase1", "notice/plain")
LETTERS = ("letter/carrier", "letter/cover", "letter/list", "letter/receipt")
SHEETS = (*NOTICES, *LETTERS, "notice/separator", "notice/void")
WINDOW_SHEETS = (*NOTICES, "letter/carrier", "letter/cover", "letter/receipt")
_OPERATOR = re.compile(
    r"(?P<scale>[\d.]+) Tz"
    r"|1 0 0 1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm"
    r"|/(?P<tag>\w) (?P<size>[\d.]+) Tf <(?P<codes>[0-9A-F]+)>Tj"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A caption as printed: its text, its box in mm from the trim's lower left, its size in pt."""

    text: str
    box: Rect
    size: float


@cache
def a4_layouts() -> Layouts:
    """Load the packaged layouts once."""
    return load_layouts(None, STATICS, {"society": Ink((0.55, 0.12, 0.30, 0.0))})


def sheet(name: str) -> Template:
    """Return one A4 layout."""
    return a4_layouts().template(name)


def captions(template: Template) -> list[Line]:
    """Return every fixed text of a side, those of its blocks at each of their places."""
    found = list(_lines(template.art, 0.0, 0.0))
    for block in template.blocks.values():
        if block.art:
            for corner in block.at:
                found += _lines(block.art, corner.x, corner.y)
    return found


def wording(template: Template) -> str:
    """Return the fixed words of a side, without the breaks of lines and without spaces."""
    arts = [template.art, *(block.art for block in template.blocks.values() if block.art)]
    return re.sub(r"\s", "", "".join(line.text for art in arts for line in _lines(art, 0.0, 0.0)))


def slots(template: Template, *, without: Sequence[str] = ()) -> dict[str, Rect]:
    """Return the boxes of the variable texts."""
    return {name: box for name, box in boxes(template).items() if name not in without}


def from_top(template: Template, top: float, bottom: float, left: float, right: float) -> Rect:
    """Return a region given from the top of the sheet."""
    return Rect(x=left, y=template.trim.height - bottom, width=right - left, height=bottom - top)


def _lines(art: Art, dx: float, dy: float) -> Iterator[Line]:
    x = y = 0.0
    scale = 100.0
    for found in _OPERATOR.finditer(art.text):
        if found["scale"]:
            scale = float(found["scale"])
        elif found["x"]:
            x, y = float(found["x"]), float(found["y"])
        else:
            face, size = load_face(found["tag"]), float(found["size"])
            glyphs = [int(found["codes"][i : i + 4], 16) for i in range(0, len(found["codes"]), 4)]
            width = sum(map(face.advance, glyphs)) * size * scale / 100_000
            box = text_box("left", to_mm(x + dx), to_mm(y + dy), to_mm(width), to_mm(size))
            yield Line("".join(map(face.text, glyphs)), box, size)
            x += width


PERSON: Fields = {
    "no": "1",
    "name": "山田　太郎",
    "kana": "ヤマダ　タロウ",
    "branch": "00",
    "born": "昭和30年12月31日",
    "relation": "本人",
    "acquired": "平成29年10月10日",
    "ratio": "3割",
    "ratio_from": "令和7年10月1日",
    "ratio_until": "令和12年12月30日",
    "ratio_caption": "負担割合",
    "ratio_from_caption": "発効期日",
    "ratio_until_caption": "有効期限",
    "doc": "20241028-01-000001-3",
}
CUTOUT: Fields = {
    **{key: PERSON[key] for key in PERSON if key not in ("no", "relation")},
    "symbol": "1234",
    "number": "5678901",
    "insurer_number": "06139992",
}
NOTICE: Fields = {
    "post": "〒150-0013",
    "address": "東京都渋谷区恵比寿南三丁目十四番十五号",
    "address2": "グランドハイツ恵比寿南館1203号室内",
    "addressee": "山田　太郎　様",
    "issued": "令和6年10月28日",
    "page": "1/2",
    "piece": "P0000123",
    "symbol": "1234",
    "number": "5678901",
    "insurer_number": "06139992",
}


def notice(persons: int, *, digits: str = "") -> Side:
    """Return a notice of so many persons, with digits where given."""
    rows = tuple({**PERSON, "no": str(i + 1), **({"digits": digits} if digits else {})} for i in range(persons))
    ask: dict[str, tuple[Fields, ...]] = {"ask": ({},)} if digits == "未登録" else {}
    blocks: dict[str, tuple[Fields, ...]] = {"person": rows, "cutout": (CUTOUT,) * persons, **ask}
    return Side("notice/phase1" if digits else "notice/plain", NOTICE, blocks)
