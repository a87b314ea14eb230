"""The examples of Japan Post's manual: postcode, address as printed there, its 住所B, symbols of the code.

p25 has sixteen (eight of them also in the project's own reference data), p21 works out the last one.
"""

from typing import NamedTuple


class Vector(NamedTuple):
    """One example; symbols are postcode, number and check digit."""

    postcode: str
    address: str
    detail: str
    symbols: str


def _vector(postcode: str, town: str, detail: str, number: str, check: str) -> Vector:
    signs = number.split()
    padded = [*postcode.replace("-", ""), *signs, *["CC4"] * (13 - len(signs)), check]
    return Vector(postcode, town + detail, detail, " ".join(padded))


VECTORS = (
    _vector("263-0023", "千葉市稲毛区緑町", "3丁目30-8　郵便ビル403号", "3 - 3 0 - 8 - 4 0 3", "5"),
    _vector("014-0113", "秋田県大仙市堀見内　", "南田茂木　添60-1", "6 0 - 1", "CC8"),
    _vector("110-0016", "東京都台東区台東", "5-6-3　ABCビル10F", "5 - 6 - 3 - 1 0", "9"),
    _vector("060-0906", "北海道札幌市東区北六条東", "4丁目　郵便センター6号館", "4 - 6", "9"),
    _vector("065-0006", "北海道札幌市東区北六条東", "8丁目　郵便センター10号館", "8 - 1 0", "9"),
    _vector("407-0033", "山梨県韮崎市龍岡町下條南割　", "韮崎400", "4 0 0", "-"),
    _vector(
        "273-0102",
        "千葉県鎌ケ谷市右京塚　",
        "東3丁目-20-5　郵便・A&bコーポB604号",
        "3 - 2 0 - 5 CC1 1 6 0 4",
        "0",
    ),
    _vector("198-0036", "東京都青梅市河辺町", "十一丁目六番地一号　郵便タワー601", "1 1 - 6 - 1 - 6 0 1", "CC8"),
    _vector("027-0203", "岩手県宮古市大字津軽石", "第二十一地割大淵川480", "2 1 - 4 8 0", "CC5"),
    _vector("590-0016", "大阪府堺市堺区中田出井町", "四丁六番十九号", "4 - 6 - 1 9", "CC2"),
    _vector("080-0831", "北海道帯広市稲田町南", "七線　西28", "7 - 2 8", "CC7"),
    _vector("317-0055", "茨城県日立市宮田町", "6丁目7-14　ABCビル2F", "6 - 7 - 1 4 - 2", "CC1"),
    _vector("650-0046", "神戸市中央区港島中町", "9丁目7-6　郵便シティA棟1F1号", "9 - 7 - 6 CC1 0 1 - 1", "5"),
    _vector("623-0011", "京都府綾部市青野町", "綾部6-7　LプラザB106", "6 - 7 CC2 1 CC1 1 1 0 6", "4"),
    _vector("064-0804", "札幌市中央区南四条西", "29丁目1524-23　第2郵便ハウス501", "2 9 - 1 5 2 4 - 2 3 - 2 -", "3"),
    _vector("910-0067", "福井県福井市新田塚", "3丁目80-25　J1ビル2-B", "3 - 8 0 - 2 5 CC1 9 1 - 2 CC1", "9"),
    _vector("100-0013", "東京都千代田区霞が関", "1丁目3番2号　郵便プラザ503室", "1 - 3 - 2 - 5 0 3", "9"),
)
