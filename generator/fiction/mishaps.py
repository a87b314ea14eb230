"""A row of members.csv enters, the same row spoilt in one of the ways real files are leaves (domain.md §6)."""

from generator.fiction.material import Material
from generator.fiction.persons import Row

#: Every so many people one row is spoilt; the kinds take turns.
EVERY = 333
KINDS = 8


def spoil(row: Row, kind: int, material: Material) -> None:
    """Spoil a row in place so that intake or the fonts must hold its person back, or someone must look."""
    family, _, given = row["氏名"].partition("　")
    match kind % KINDS:
        case 0:
            row["郵便番号"] = row["郵便番号"].replace("-", "")[:6]  # a spreadsheet dropped a zero
        case 1:
            row["氏名"] = f"●{family[1:]}　{given}"  # a character an earlier system did not have
        case 2:
            row["氏名"] = f"{material.unprintable}{family[1:]}　{given}"
        case 3:
            row["登録年月日"] = "2025-02-30"
        case 4:
            row["登録年月日"] = "45748"  # a spreadsheet's serial number; not of the day that tells spells apart
        case 5:
            row["氏名"], row["旧姓"] = family, "古川"  # nowhere to put the 旧姓
        case 6:
            row["性別"] = ""
        case _:
            row["所属コード"], row["所属名"] = "99", "出向先"  # a 家族 row that says otherwise than the 本人's
