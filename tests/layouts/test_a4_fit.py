"""What the A4 layouts hold: the longest texts of real life, one to four persons, and a society with a long name."""

import pytest
from a4_sheets import CUTOUT, NOTICE, PERSON, STATICS, a4_layouts, notice, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from fonts.runs import shaper
from layouts.document import Fields, Side
from layouts.ink import Ink
from layouts.load import load_layouts
from layouts.typeset import Usage, typeset, unprintable

ADDRESS_40 = ("神奈川県横浜市都筑区茅ケ崎中央四十二番十七号", "センター南グランドタワー壱番館四階四〇二号室")
EMPLOYER_25 = "株式会社みなと精密工業ホールディングス名古屋第二製造所"
LONG_NAME = "WOLFESCHLEGELSTEINHAUSEN ALEXANDER CHRISTOPHER"
LONG_KANA = "ウォルフシュレーゲルシュタインハウゼン　アレクサンダー　クリストファー"
DOCUMENT = "20251001-01-1000001-3"  # a job of more than 999,999 documents
NUMBER_9 = "123456789"  # at full size: numbers are never condensed
LIST_KANA = "ウォルフシュレーゲル　アレクサンダー"


def _codes(chain: str, text: str) -> str:
    return "".join(piece.codes for piece in shaper(chain).run(text).pieces)


@pytest.mark.parametrize("digits", ["", "0042", "未登録"])
@pytest.mark.parametrize("persons", [1, 2, 3, 4])
def test_a_household_of_any_size_can_be_printed(persons: int, digits: str) -> None:
    side = notice(persons, digits=digits)
    template = sheet(side.layout)
    assert unprintable(template, side) == ()
    shown = typeset(template, side, Usage())
    assert shown.count(_codes("gothic", PERSON["doc"])) == 2 * persons  # at the row and at the cut-out
    assert shown.count(_codes("gothic", PERSON["born"])) == 2 * persons


@settings(deadline=None)  # the first example loads fonts and layouts
@given(st.from_regex(r"[0-9]{4}", fullmatch=True))
def test_digits_are_shown_once_a_person_in_the_upper_table(digits: str) -> None:
    bare = {**notice(1).fields, "symbol": "", "number": "", "issued": "", "piece": "", "address": "", "post": ""}
    person: Fields = {"name": "山田　太郎", "digits": digits}
    side = Side("notice/phase1", {**bare, "insurer_number": "", "page": ""}, {"person": (person,), "cutout": (person,)})
    assert typeset(sheet("notice/phase1"), side, Usage()).count(_codes("bold", digits)) == 1
    plain = Side("notice/plain", side.fields, side.blocks)
    assert _codes("bold", digits) not in typeset(sheet("notice/plain"), plain, Usage())


@pytest.mark.parametrize("name", ["notice/phase1", "notice/plain"])
def test_the_longest_real_texts_fit_a_notice(name: str) -> None:
    assert len("".join(ADDRESS_40)) >= 40
    assert len(EMPLOYER_25) >= 25
    person: Fields = {
        **PERSON,
        "name": LONG_NAME,
        "kana": LONG_KANA if name == "notice/plain" else LONG_KANA.replace("タイン", ""),  # digits take their room
        "born": "昭和44年12月28日",
        "acquired": "平成28年12月28日",
        "ratio_from": "令和12年12月28日",
        "ratio_until": "令和12年12月28日",
        "doc": DOCUMENT,
        **({"digits": "未登録"} if name == "notice/phase1" else {}),
    }
    cutout: Fields = {**CUTOUT, **{key: person[key] for key in person if key in CUTOUT}}
    cutout = {**cutout, "symbol": NUMBER_9, "number": NUMBER_9}
    long: Fields = {
        **NOTICE,
        "address": ADDRESS_40[0],
        "address2": ADDRESS_40[1],
        "employer": EMPLOYER_25,
        "office": "製造本部　第三製造部　精密組立第二課　名古屋第二分室",
        "addressee": LONG_NAME + "　様",
        "issued": "令和12年12月28日",
        "symbol": NUMBER_9,
        "number": NUMBER_9,
    }
    side = Side(name, long, {"person": (person,) * 4, "cutout": (cutout,) * 4})
    assert unprintable(sheet(name), side) == ()


def test_the_longest_real_texts_fit_the_letters() -> None:
    counts: Fields = {
        "employer": EMPLOYER_25,
        "envelope": "E123456",
        "part": "12/34",
        "cards": "1234",
        "notices": "1234",
        "issued": "令和12年12月28日",
        "receipt_by": "令和12年12月28日までに",
    }
    row: Fields = {
        "no": "9999",
        "symbol": "1234567",
        "number": NUMBER_9,
        "branch": "00",
        "kana": LIST_KANA,
        "relation": "本人",
        "what": "資格確認書",
        "doc": DOCUMENT,
        "remark": "旧資格確認書を回収",
    }
    first, second = ADDRESS_40
    address: Fields = {"post": "〒224-0032", "address1": first, "address2": second, "address": first}
    sides = (
        Side(
            "letter/cover",
            {**counts, **address, "department": "人事総務本部　社会保険・福利厚生担当　御中", "persons": "1234"},
        ),
        Side("letter/list", {**counts, "page": "34/56", "total": "1234"}, {"row": (row,) * 30}),
        Side("letter/receipt", counts),
        Side(
            "letter/carrier",
            {**counts, **address, "addressee": LONG_NAME + "　様", "piece": "P0123456", "count": "2", "page": "1/3"},
            {"place": ({"doc": DOCUMENT},) * 2},
        ),
        Side(
            "notice/separator",
            {**counts, "code": "12345678901234567890", "count": "封入 1234名分", "first": DOCUMENT, "job": "x"},
        ),
    )
    for side in sides:
        assert unprintable(sheet(side.layout), side) == (), side.layout


def test_a_society_with_long_texts_can_load_them() -> None:
    statics = {
        "insurer_number": "06139992",
        "insurer_name": "東日本自動車部品工業および関連産業総合健康保険組合",
        "insurer_postcode": "〒105-0001",
        "insurer_address": "東京都千代田区神田錦町三丁目二十二番地　テラススクエア神田錦町ビルディング十七階",
        "insurer_phone": "0120-123-4567",
        "insurer_url": "https://www.higashi-nihon-buhin-kenpo.or.example.jp/shikaku/joho/oshirase.html",
    }
    layouts = load_layouts(None, statics, {"society": Ink((0, 0, 0, 0.3), spot="DIC 181s")})
    assert set(a4_layouts().names) == set(layouts.names)
    assert STATICS.keys() == statics.keys()
    assert layouts.template("letter/cover").art.text
