"""The card bears every statutory item (施行規則 47条3項); the longest texts of the domain fit or are refused."""

import pytest
from layout_samples import packaged

from layouts.document import Fields, Side
from layouts.typeset import Unprintable, Usage, typeset, unprintable

LAYOUTS = packaged()
DOC = "20251231-99-1234567-8"
LONGEST_DAY = "昭和55年12月30日"
FRONT: Fields = {
    "issued": "令和11年12月31日",
    "symbol": "12345678",
    "number": "98765432",
    "branch": "00",
    "name": "Wolfeschlegelsteinhausenbergerdorff Christopher Alexander Marie",
    "kana": "ヴォルフェシュレーゲルシュタインハウゼンベルガードルフ クリストファー アレクサンダー",
    "sex": "裏面参照",
    "born": LONGEST_DAY,
    "acquired": LONGEST_DAY,
    "valid_to": "令和11年12月31日",
    "insurer_number": "06139992",
    "doc": DOC,
}
RATIO: Fields = {"ratio": "3割", "ratio_from": "令和10年10月20日", "ratio_until": "令和11年12月31日"}
FAMILY: Fields = {**FRONT, "insured_name": "Wolfeschlegelsteinhausenbergerdorff Christopher Alexander"}
REMARK: Fields = {"text": "戸籍上の氏名は Wolfeschlegelsteinhausenbergerdorff Christopher Alexander Marie"}
OPTIONAL: Fields = {
    "label": "限度額適用区分",
    "value": "人工透析が必要な慢性腎不全",
    "from": "令和10年10月20日",
    "until": "令和11年12月31日",
}
SIDES = (
    Side("card/front", FRONT, {"ratio": (RATIO,)}),
    Side("card/front-family", FAMILY, {"ratio": (RATIO,)}),
    Side("card/back", {"doc": DOC}, {"remark": (REMARK,) * 5, "optional": (OPTIONAL,) * 2}),
)


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.layout)
def test_the_longest_texts_fit(side: Side) -> None:
    template = LAYOUTS.template(side.layout)
    assert unprintable(template, side) == ()
    assert typeset(template, side, Usage()).endswith("ET\n")


def test_the_front_bears_every_item_of_the_law() -> None:
    items = {"name", "sex", "born", "symbol", "number", "branch", "insurer_number", "acquired", "issued", "valid_to"}
    for name in ("card/front", "card/front-family"):
        fields = LAYOUTS.template(name).fields
        assert fields >= items | {"kana", "doc", "ratio.ratio", "ratio.ratio_from", "ratio.ratio_until"}
    assert "insured_name" in LAYOUTS.template("card/front-family").fields
    assert LAYOUTS.template("card/back").fields >= {"doc", "remark.text", "optional.value"}


@pytest.mark.parametrize("kind", ["front", "front-family", "back", "separator", "separator-back", "void", "void-back"])
def test_a_card_is_86_by_54_and_bleeds_3(kind: str) -> None:
    template = LAYOUTS.template(f"card/{kind}")
    assert (template.trim.width, template.trim.height, template.bleed_mm) == (86, 54, 3)
    assert (template.art.box.width, template.art.box.height) == (92, 60)


def test_a_separator_is_dark_on_all_four_edges() -> None:
    for name in ("card/separator", "card/separator-back"):
        template = LAYOUTS.template(name)
        assert template.fixed["box.band"] == template.art.box
        assert template.safe.grown(-2).holds(template.fixed["box.panel"])


def test_what_does_not_fit_is_named_without_its_text() -> None:
    side = Side("card/front", {"name": "阿" * 60, "kana": "\uf8ff", "branch": "123456"})
    found = unprintable(LAYOUTS.template("card/front"), side)
    assert found == (
        Unprintable("branch", "width", found[0].detail),
        Unprintable("kana", "glyph", "U+F8FF (外字)"),
        Unprintable("name", "width", found[2].detail),
    )
    assert found[2].detail.endswith(" > 78.0 mm")
