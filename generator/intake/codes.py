"""Every code of a row problem, a query or a notice of intake, with its English template (contract §2).

The templates are message ids of the gettext catalogue. {column} is a header, {detail} a count or a line.
"""

from collections.abc import Mapping
from typing import Final

#: Problems that hold a person back.
ROW_CODES: Final[Mapping[str, str]] = {
    "field-count": "the row has another number of fields than the header ({detail})",
    "csv-syntax": "the row is not well-formed CSV (unmatched quotes, or a lone carriage return)",
    "control-character": "{column} contains a control character or a line break",
    "value-missing": "{column} is empty",
    "value-unknown": "{column} has a value that is not in the list of this column",
    "excel-number": "{column} was turned into a number by a spreadsheet (like 1E+05); take it from the source again",
    "branch-format": "{column} is not two half-width digits",
    "branch-excel": "{column} has one digit: a spreadsheet has dropped the leading zero",
    "postcode-format": "{column} is not a postcode of seven digits",
    "postcode-excel": "{column} has six digits: a spreadsheet has dropped the leading zero",
    "date-format": "{column} is not a date in a known form",
    "date-calendar": "{column} is not a day of the calendar",
    "date-era": "{column} is a day outside the era it names",
    "date-serial": "{column} is a bare serial number of a spreadsheet, not a date",
    "name-empty": "{column} is empty",
    "name-placeholder": "{column} contains a sign where a character was lost, or that no name has ({detail})",
    "name-character": "{column} contains an invisible character or a selector without its character ({detail})",
    "name-radical": "{column} contains a radical, which looks like a character but is none ({detail})",
    "name-mark": "{column} contains a mark that makes no character with what stands before it ({detail})",
    "name-halfkana": "{column} contains half-width kana ({detail})",
    "name-private": "{column} contains a private-use character, and [gaiji] names no face for it ({detail})",
    "ivs-collection": "{column} contains a sequence of another collection than [encoding] ivs declares ({detail})",
    "ivs-unknown": "{column} contains a variation sequence that is in no collection ({detail})",
    "name-split": "旧姓 is given, but 氏名 has no space between family and given name",
    "born-future": "{column} is after the day of the job",
    "acquired-before-born": "{column} is before 生年月日",
    "lost-before-acquired": "{column} is before 資格取得年月日",
    "period-reversed": "{column} is before the day its period begins",
    "former-incomplete": "of 前の記号, 前の番号, 前の枝番 only some are given",
    "former-self": "the former key is the person's own key",
    "former-shared": "another person names the same former key ({detail})",
    "employer-missing": "{column} is empty, which only 任意継続 and 特例退職 allow",
    "employer-unknown": "{column} is not among the usable rows of employers.csv",
    "address-missing": "direct mail needs 郵便番号 and 住所, or a whole 送付先",
    "address-incomplete": "of 送付先宛名, 送付先郵便番号, 送付先住所 the postcode or the address is missing",
    "ratio-missing": "aged 70 to 74, with neither 負担割合 and its 発効日 nor 高齢受給者証",
    "household-no-insured": "the household has no row of a 本人",
    "household-two-insured": "the household has more than one 本人 ({detail})",
    "household-held": "the 本人 of this household is held back, so the household is",
    "last4-format": "{column} is not four half-width digits",
    "last4-short": "{column} has fewer than four digits: a spreadsheet has dropped leading zeros",
    "request-duplicate": "the same request stands on line {detail}",
    "request-unknown": "nobody in members.csv has this key, now or formerly",
    # What follows holds nobody back.
    "household-mismatch": "the 家族 row differs from the 本人's in: {column}; the 本人's holds",
    "home-is-workplace": "the home address is the address of an employer",
    "column-ignored": "column {column} is unknown and ignored",
    "column-unnamed": "{detail} columns without a name are ignored",
    "rows-empty": "{detail} empty rows are skipped",
    "snapshot-unknown": "{detail} rows name nobody in members.csv, now or formerly",
    "digits-remain": "{detail} last-four digits are still in the file although phase Ⅰ is in the ledger; delete it",
}

#: Codes that go to queries.csv and hold nobody back.
QUERY_CODES: Final = frozenset({"household-mismatch", "home-is-workplace"})

#: Codes of notices.
NOTICE_CODES: Final = frozenset({"column-ignored", "column-unnamed", "rows-empty", "snapshot-unknown", "digits-remain"})

#: Codes that refuse an input file whole (exit 3).
FILE_CODES: Final = frozenset(
    {"csv-syntax", "duplicate-column", "duplicate-key", "encoding-mismatch", "file-empty", "file-missing"}
    | {"gaiji-from", "gaiji-later", "gaiji-same", "gaiji-to", "gaiji-twice", "gaiji-who", "header-missing"}
    | {"missing-column", "my-number", "my-number-column", "nul-byte", "quote-unclosed", "undecodable"}
)

#: Codes of faults in society.toml (exit 2).
SETTINGS_CODES: Final = frozenset(
    {
        "barcode-tracked",
        "colour-parts",
        "column-twice",
        "date-format",
        "digest-format",
        "expiry-order",
        "file-missing",
        "format-unknown",
        "insurer-number",
    }
    | {
        "parcel-refused",
        "vendor-key",
        "key-missing",
        "number-retired-missing",
        "path-outside",
        "period-reversed",
        "toml-syntax",
        "undecodable",
        "unknown-key",
    }
    | {"value-missing", "value-unknown", "wrong-type"}
)
