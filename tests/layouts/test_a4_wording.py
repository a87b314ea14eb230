"""What the A4 layouts say: every statutory item and statement, and nothing that must not be there."""

from collections.abc import Sequence

import pytest
from a4_sheets import LETTERS, NOTICES, SHEETS, STATICS, WINDOW_SHEETS, captions, sheet, wording

from layouts.template import Slot

# 健康保険法施行規則 51条の3②: the two statements, in our words.
STATEMENTS = (
    "このお知らせのみでは受診できません",
    "資格情報を確認するためのものです。これらの提示のみでは、医療機関・薬局等で被保険者・被扶養者であることの確認を受けられません。",
    "災害等の特別な事情で電子資格確認を受けられないときは、マイナンバーカードとともに、このお知らせ、または"
    "マイナポータルで取得した資格情報を提示して確認を受けられます。",
)
# 51条の3①: an item is there if its caption and its field (or the society's text) are.
ITEMS = {
    "氏名": "person.name",
    "枝番": "person.branch",
    "資格取得年月日": "person.acquired",
    "記号": "symbol",
    "番号": "number",
    "保険者番号": "insurer_number",
    "通知年月日": "issued",
}
#: 70-74 alone (51条の3①三): each value with its caption, both given by the job or neither.
SEVENTY = ("ratio", "ratio_from", "ratio_until")
CUTOUT_FIELDS = {
    *("name", "kana", "symbol", "number", "branch", "born", "acquired", "insurer_number", "doc"),
    *("ratio", "ratio_from", "ratio_until"),
    *("ratio_caption", "ratio_from_caption", "ratio_until_caption"),  # 70-74 alone
}


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_both_statements_stand_on_every_notice(name: str, statement: str) -> None:
    assert statement in wording(sheet(name))


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize(("caption", "field"), ITEMS.items())
def test_every_statutory_item_has_its_caption_and_its_place(name: str, caption: str, field: str) -> None:
    template = sheet(name)
    assert caption in wording(template)
    assert field in template.fields


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize("block", ["person", "cutout"])
def test_what_is_for_those_of_seventy_alone_comes_with_its_caption(name: str, block: str) -> None:
    placed = sheet(name).blocks[block].slots
    by_name = {slot.field_name: slot for slot in placed}
    for item in SEVENTY:
        assert {item, f"{item}_caption"} <= by_name.keys()
        assert by_name[item].x >= by_name[f"{item}_caption"].x  # behind its caption or under it
    assert not [word for word in ("負担割合", "発効期日", "有効期限") if word in wording(sheet(name))]


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_names_the_insurer_and_how_to_reach_it(name: str) -> None:
    said = wording(sheet(name))
    for key in ("insurer_name", "insurer_phone", "insurer_url", "insurer_postcode"):
        assert STATICS[key] in said
    assert "資格情報のお知らせ" in said


@pytest.mark.parametrize("name", NOTICES)
def test_the_cutout_has_what_is_shown_at_the_counter_and_says_that_it_is_not_enough(name: str) -> None:
    fields = sheet(name).fields
    assert {field.removeprefix("cutout.") for field in fields if field.startswith("cutout.")} == CUTOUT_FIELDS
    assert wording(sheet(name)).count("これのみでは受診できません。マイナンバーカードとともにご提示ください。") == 1


@pytest.mark.parametrize("name", SHEETS)
def test_sex_is_on_no_sheet(name: str) -> None:
    template = sheet(name)
    assert not {field for field in template.fields if "sex" in field}
    assert "性別" not in wording(template)


def test_digits_have_one_place_in_phase_one_only() -> None:
    places = {(name, field) for name in SHEETS for field in sheet(name).fields if "digits" in field}
    assert places == {("notice/phase1", "person.digits")}
    assert [slot.name for slot in sheet("notice/phase1").blocks["person"].slots].count("digits") == 1


def test_only_phase_one_speaks_of_digits_and_asks_for_a_missing_number() -> None:
    first, plain = wording(sheet("notice/phase1")), wording(sheet("notice/plain"))
    assert "下4桁がご本人の番号と異なるときは、すぐに当組合へご連絡ください" in first
    assert "「未登録」の方は、マイナンバーを事業主を通じて" in first
    assert "下4桁" not in plain
    assert "未登録" not in plain
    assert "ask" not in sheet("notice/plain").blocks


@pytest.mark.parametrize(
    "duty",
    [
        "遅滞なく被保険者へ渡すよう定められています（健康保険法施行規則第47条第6項、第51条の3第4項）",
        "開封せず、そのままご本人へお渡しください",
        "すでに資格を失った方（退職された方、扶養から外れた方など）の分は、お渡しにならず",
        "以前の資格確認書等を回収してください",
        "遅滞なく当組合へご返納ください（同規則第51条第1項）",
        "鍵のかかる場所で保管してください",
        "受領書をご返送ください",
    ],
)
def test_the_letter_tells_the_employer_its_duties(duty: str) -> None:
    assert duty in wording(sheet("letter/cover"))


def test_the_list_and_the_letters_know_nothing_private() -> None:
    private = {"born", "digits", "valid_to", "ratio", "ratio_from", "ratio_until", "name", "sex", "acquired"}
    for name in LETTERS:
        assert not {field.rpartition(".")[2] for field in sheet(name).fields} & private, name


@pytest.mark.parametrize(
    ("name", "fields"),
    {
        "notice/plain": "post address addressee office employer issued page piece symbol number insurer_number",
        "notice/separator": "envelope employer code part count first last job",
        "letter/cover": "post address1 address2 employer department issued envelope part cards notices persons "
        "receipt_by",
        "letter/list": "envelope employer part page total issued row.no row.symbol row.number row.branch row.kana "
        "row.relation row.what row.doc row.remark",
        "letter/receipt": "employer envelope part cards notices issued receipt_by",
        "letter/carrier": "post address addressee envelope piece count place.doc",
    }.items(),
)
def test_the_names_that_the_job_fills_have_places(name: str, fields: str) -> None:
    assert set(fields.split()) <= sheet(name).fields


@pytest.mark.parametrize("name", NOTICES)
def test_a_seventy_year_old_can_read_it(name: str) -> None:
    """Running text and values of the table from 10.5 pt, dates of a cut-out from 10, captions from 7."""
    template = sheet(name)
    assert min(line.size for line in captions(template)) >= 7
    running = [line for line in captions(template) if len(line.text) > 12 and line.box.x < 110]
    assert {line.text for line in running if line.size < 10.5} - set(STATICS.values()) == HINTS
    table, cards = template.blocks["person"].slots, template.blocks["cutout"].slots
    assert _sizes(table, "kana relation no doc") >= 10.5
    assert _sizes(cards, "kana doc") >= 10
    assert _sizes(template.slots, "piece") >= 10.5
    assert min(slot.size for slot in (*template.slots, *table, *cards)) >= 7


#: What is smaller: the line above the cut-outs, and the sentence on each of them.
HINTS = {
    "点線で切り取り、マイナンバーカードと一緒にお持ちください。",
    "これのみでは受診できません。マイナンバーカードとともにご提示ください。",
}


def _sizes(slots: Sequence[Slot], small: str) -> float:
    """Return the least type size but of captions and of what may be small."""
    return min(slot.size for slot in slots if slot.name not in small.split() and "caption" not in slot.name)


def test_everything_in_a_list_is_of_nine_points_and_more() -> None:
    template = sheet("letter/list")
    assert min(slot.size for slot in (*template.slots, *template.blocks["row"].slots)) >= 9
    assert min(line.size for line in captions(template)) >= 8.5


@pytest.mark.parametrize("name", SHEETS)
def test_numbers_dates_and_counts_are_never_made_narrower(name: str) -> None:
    template = sheet(name)
    every = [*template.slots, *(slot for block in template.blocks.values() for slot in block.slots)]
    assert not [slot.name for slot in every if len(slot.steps) > 1 and slot.field_name in EXACT]


EXACT = {
    *("symbol", "number", "branch", "born", "acquired", "issued", "insurer_number", "digits", "doc", "post", "piece"),
    *("ratio", "ratio_from", "ratio_until", "page", "part", "envelope", "count", "cards", "notices", "persons"),
    *("total", "no", "code", "first", "last", "job", "receipt_by"),
}


@pytest.mark.parametrize("name", [*WINDOW_SHEETS, "letter/list"])
def test_the_sheets_are_one_family(name: str) -> None:
    """The band, the title under it, the outer edges, the weights of rules: the same on every sheet."""
    template = sheet(name)
    band = template.fixed["box.band"]
    assert (band.x, band.width, band.height) == (14, 182, pytest.approx(1.3))
    title = next(line for line in captions(template) if line.size == 18)
    assert title.box.x == pytest.approx(14, abs=0.01)
    assert band.y - title.box.top == pytest.approx(2.81, abs=0.01)
    assert {round(line.size, 2) for line in captions(template)} <= SCALE
    edges = [box for path, box in template.fixed.items() if path.startswith(("rule.", "box.")) and box.width > 100]
    assert {(round(box.x, 3), round(box.right, 3)) for box in edges} <= {(14, 196), (60, 196), (60, 160)}


SCALE = {7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 12, 12.5, 13, 18}
