"""The barcode on real sheets, as printed: at its place, its bars legal at 600 dpi, nothing in its clear space."""

import bar_reading
import pytest
from a4_envelope import BARCODE_PT, QUIET, barcode_zone
from a4_sheets import a4_layouts, sheet
from printed import rendered
from test_customer_bars import _in_range

from layouts.customer_bars import symbols
from layouts.document import Side
from layouts.geometry import Point, to_mm

CONTENT = "91000673-80-25J1-2B"
FIELDS = {
    "post": "〒910-0067",
    "address": "福井県福井市新田塚3丁目80-25 J1ビル2-B",
    "address2": "Ｊ１ビル２－Ｂ",
    "addressee": "ジョンソン・マイケル・アレクサンダー・ウォルフガング・フェルナンデス　様",
    "piece": "P0000001",
    "postal": CONTENT,
}


@pytest.mark.parametrize("name", ["notice/plain", "notice/phase1", "letter/carrier"])
def test_the_place_is_the_one_the_window_was_worked_out_for(name: str) -> None:
    template = sheet(name)
    (place,) = template.postals
    zone = barcode_zone(template.trim).grown(-QUIET)
    assert place.size == BARCODE_PT
    assert (to_mm(place.x), to_mm(place.y)) == (pytest.approx(zone.x), pytest.approx(zone.y))


@pytest.mark.parametrize("name", ["notice/plain", "notice/phase1", "letter/carrier"])
def test_a_printed_sheet_bears_a_legal_code_in_its_clear_space(name: str) -> None:
    picture = rendered(a4_layouts(), Side(name, FIELDS), bar_reading.DPI).convert("L")
    zone = barcode_zone(sheet(name).trim).grown(-bar_reading.MM_A_PIXEL)  # clear space and all
    corners = Point(zone.x, sheet(name).trim.height - zone.top), Point(zone.right, sheet(name).trim.height - zone.y)
    box = [round(value / bar_reading.MM_A_PIXEL) for corner in corners for value in (corner.x, corner.y)]
    found = bar_reading.measured(picture.crop((box[0], box[1], box[2], box[3])))
    assert tuple(bar_reading.values(bar_reading.kinds(found))) == symbols(CONTENT)
    _in_range(found, BARCODE_PT)
