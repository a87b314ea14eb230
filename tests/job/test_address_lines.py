"""An address in two lines for a window: nothing lost, parted where a reader would part it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.job.texts import address_lines


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("東京都中野区中野3-13", ("東京都中野区中野3-13", "")),
        ("東京都中野区中野3-13　中野ハイツ101", ("東京都中野区中野3-13", "中野ハイツ101")),
        ("東京都中野区中野3-13 中野ハイツ 101", ("東京都中野区中野3-13", "中野ハイツ 101")),
        (
            "神奈川県横浜市都筑区茅ケ崎中央四十二番十七号センター南グランドタワー壱番館四階四〇二号室",
            ("神奈川県横浜市都筑区茅ケ崎中央四十二番十七号", "センター南グランドタワー壱番館四階四〇二号室"),
        ),
        (
            "東京都千代田区 神田錦町三丁目二十二番地テラススクエア神田錦町ビルディング十七階1701号室",
            ("東京都千代田区 神田錦町三丁目二十二番地", "テラススクエア神田錦町ビルディング十七階1701号室"),
        ),
    ],
)
def test_an_address_parts_at_its_space_or_where_a_building_begins(address: str, lines: tuple[str, str]) -> None:
    assert address_lines(address) == lines


@given(st.text("東京都港区一丁目番地号室ビルABCア12-　 ", max_size=90).map(str.strip))
def test_no_character_of_an_address_is_lost(address: str) -> None:
    kept = "".join(address_lines(address))
    assert kept.replace(" ", "").replace("\u3000", "") == address.replace(" ", "").replace("\u3000", "")
