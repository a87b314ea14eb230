"""A count and a seed in, invented documents out: the same for this system and for every peer.

Names are put together at random, so that no run of glyphs comes back more often than in life; every character is one
that the first face of the chain has, because peers have no fallback. All people are invented.
"""

import random
from collections.abc import Mapping, Sequence

from generator.job.numbering import Numbers
from layouts.document import Document, Fields, Side

JOB = "20251001-01"
INSURER_NUMBER = "06130012"
STATICS: Mapping[str, str] = {
    "insurer_number": INSURER_NUMBER,
    "insurer_name": "見本健康保険組合",
    "insurer_postcode": "〒100-0001",
    "insurer_address": "東京都千代田区千代田一丁目１番１号",
    "insurer_phone": "03-0000-0000",
    "insurer_url": "https://www.example.jp/kenpo/",
}
DAY = "令和7年10月1日"
ROWS_A_LIST = 30
_KANJI = "佐藤鈴木高橋田中伊渡辺山本村小林加吉井松清崎森池阿部石前岡長谷川近坂遠青福西三原内野武上杉千葉久保大今平"
_GIVEN = "太郎花子一二美由紀真理恵健翔陽菜結衣蓮悠斗咲優大輝明宏和博幸雄正義直樹智裕彩香奈々子沙織千晴誠実浩司拓也"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


def card_documents(count: int, seed: int = 1) -> Sequence[Document]:
    """Invent cards: 40 % 家族, 4 % with a 割合, 3 % with a 備考, one name in ten long enough to be condensed."""
    source = random.Random(seed)
    numbers = Numbers(JOB, count, count)
    return [_card(source, numbers.card(index)) for index in range(count)]


def notice_documents(count: int, seed: int = 2) -> Sequence[Document]:
    """Invent notice sheets of one to four persons, two on average."""
    source = random.Random(seed)
    numbers = Numbers(JOB, 0, 4 * count)
    return [_notice(source, index, numbers) for index in range(count)]


def letter_documents(count: int, seed: int = 3) -> Sequence[Document]:
    """Invent letter pages: cover, list of 25 persons, receipt, and again."""
    source = random.Random(seed)
    return [_letter(source, index) for index in range(count)]


def _card(source: random.Random, number: str) -> Document:
    fields = {
        **_person(source),
        **_key(source),
        "issued": DAY,
        "branch": f"{source.randrange(4):02d}",
        "sex": source.choice("男女"),
        "valid_to": "令和11年12月1日",
        "insurer_number": INSURER_NUMBER,
        "doc": number,
    }
    layout = "card/front"
    if source.random() < 0.4:
        layout, fields["insured_name"] = "card/front-family", _name(source)
    ratio = ({"ratio": "2割", "ratio_from": DAY, "ratio_until": "令和8年7月31日"},) if source.random() < 0.04 else ()
    remark = ({"text": f"戸籍上の性別は{fields['sex']}"},) if source.random() < 0.03 else ()
    back = Side("card/back", {"doc": number}, {"remark": remark})
    return Document("card", (number,), "E000001", Side(layout, fields, {"ratio": ratio} if ratio else {}), back)


def _notice(source: random.Random, index: int, series: Numbers) -> Document:
    key = _key(source)
    persons = source.choice((1, 1, 1, 2, 2, 3, 4))
    numbers = tuple(series.notice(index * 4 + k) for k in range(persons))
    rows: list[Fields] = []
    cutouts: list[Fields] = []
    for k, number in enumerate(numbers):
        person = {**_person(source), "branch": f"{k:02d}", "doc": number}
        rows.append({**person, "no": str(k + 1), "relation": "家族" if k else "本人"})
        cutouts.append({**person, **key, "insurer_number": INSURER_NUMBER})
    fields = {
        **key,
        "employer": f"株式会社{_name(source).replace('　', '')}製作所",
        "office": f"第{source.randrange(1, 9)}営業部",
        "addressee": f"{rows[0]['name']}　様",
        "issued": DAY,
        "piece": f"P{index:07d}",
        "insurer_number": INSURER_NUMBER,
    }
    side = Side("notice/plain", fields, {"person": tuple(rows), "cutout": tuple(cutouts)})
    return Document("notice", numbers, "E000001", side)


def _letter(source: random.Random, index: int) -> Document:
    envelope = f"E{index // 3 + 1:06d}"
    fields = {
        "employer": f"株式会社{_name(source).replace('　', '')}製作所",
        "envelope": envelope,
        "cards": "9",
        "notices": "16",
        "issued": DAY,
    }
    if index % 3 == 0:
        address = {"post": "〒100-0001", "address1": f"東京都千代田区千代田{index}番地", "department": "総務部"}
        side = Side("letter/cover", {**fields, **address, "persons": "25"})
        return Document("letter", (), envelope, side)
    if index % 3 == 2:
        return Document("receipt", (), envelope, Side("letter/receipt", fields))
    rows = tuple(_row(source, index, k) for k in range(1, 26))
    return Document("list", (), envelope, Side("letter/list", {**fields, "page": "1/1", "total": "25"}, {"row": rows}))


def _row(source: random.Random, index: int, k: int) -> Fields:
    return {
        **_key(source),
        "no": str(k),
        "branch": "00",
        "kana": _kana(source),
        "relation": "本人",
        "what": "資格確認書",
        "doc": f"{JOB}-{index * 25 + k:06d}-{k % 10}",
    }


def _person(source: random.Random) -> Fields:
    born = f"{source.choice(('昭和', '平成'))}{source.randrange(1, 31)}年{_month_day(source)}"
    acquired = f"令和{source.randrange(1, 8)}年{_month_day(source)}"
    return {"name": _name(source), "kana": _kana(source), "born": born, "acquired": acquired}


def _key(source: random.Random) -> Fields:
    return {"symbol": str(source.randrange(1, 9999)), "number": str(source.randrange(1, 999_999))}


def _month_day(source: random.Random) -> str:
    return f"{source.randrange(1, 13)}月{source.randrange(1, 29)}日"


def _name(source: random.Random) -> str:
    given = 12 if source.random() < 0.1 else source.choice((1, 2, 2, 2, 3))
    return "".join(source.choices(_KANJI, k=2)) + "　" + "".join(source.choices(_GIVEN, k=given))


def _kana(source: random.Random) -> str:
    return "".join(source.choices(_KANA, k=3)) + "　" + "".join(source.choices(_KANA, k=source.choice((3, 3, 4))))
