"""society.toml: every fault located, nothing unknown accepted (contract §2)."""

from datetime import date
from pathlib import Path

import pytest
from society_folder import TOML

from generator.errors import ConfigError
from generator.intake.insurer_number import check_digit
from generator.intake.settings import load_society
from generator.model import Expiry, Gaiji, Mail, Packing, Policy, Society
from layouts.ink import Ink

FULL = (
    TOML
    + """number_retired = "63139992"
url = "https://example.jp/"
[card]
colour = { spot = "DIC 181s", cmyk = [60, 0, 40, 0] }
old_colour = { cmyk = [0, 0.4, 0.1, 0] }
[policy]
cards_from = 2024-12-02
old_card_ends = "令和7年12月1日"
phase1 = { from = 2024-09-01, to = "2024-09-30" }
renewal_lead = 30
no_mynumber = "hold"
private_back_direct = false
max_documents = 5000
[[expiry]]
issued_from = 2024-12-02
valid_to = 2026-07-31
[[expiry]]
issued_from = 2026-06-01
valid_to = 2027-07-31
[encoding]
default = "cp932"
requests = "utf-8"
ivs = "moji_joho"
forms = "jis90"
[columns]
not_my_number = ["電話番号"]
[columns.members]
"記号" = "ｷｺﾞｳ"
[vendors]
card = "card-10up"
envelope = "our-kaku20"
[envelope]
max_pieces = 20
max_grams = 250
face = false
policy = "pool"
break_from = 50
[packing]
cards = "carrier"
[mail]
order = "postal"
card_class = "特定記録"
notice_class = "普通"
phase1_class = "簡易書留"
bulk_class = "レターパックプラス"
barcode_discount = true
[ledger]
url = "postgresql://db/ledger"
[layouts]
dir = "layouts"
[gaiji]
face = "faces/gaiji.ttf"
sha256 = "00000000000000000000000000000000000000000000000000000000000000AB"
table = "approved.csv"
"""
)


def load(folder: Path, text: str) -> Society:
    (folder / "society.toml").write_text(text, encoding="utf-8")
    return load_society(folder)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def test_only_the_insurer_is_required(tmp_path: Path) -> None:
    society = load(tmp_path, TOML.replace("format = 1\n", ""))
    assert society.policy == Policy()
    assert society.packing == Packing()
    assert society.vendors == {
        "card": "card-21up",
        "notice": "notice-a4",
        "letter": "letter-a4",
        "envelope": "envelope-kaku2",
    }
    assert set(society.encodings.values()) == {"utf-8"}


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    society = load(tmp_path, FULL)
    assert society.insurer.number_retired == "63139992"
    assert society.colour == Ink((0.6, 0, 0.4, 0), "DIC 181s")
    assert society.old_colour == Ink((0, 0.4, 0.1, 0))
    assert society.policy.old_card_ends == date(2025, 12, 1)
    assert society.policy.phase1 == (date(2024, 9, 1), date(2024, 9, 30))
    assert (society.policy.renewal_lead, society.policy.no_mynumber, society.policy.max_documents) == (30, "hold", 5000)
    assert not society.policy.private_back_direct
    assert society.policy.expiry[1] == Expiry(date(2026, 6, 1), date(2027, 7, 31))
    assert society.encodings == {
        "members": "cp932",
        "employers": "cp932",
        "snapshot": "cp932",
        "requests": "utf-8",
        "gaiji": "cp932",
    }
    assert society.columns["members"] == {"記号": "ｷｺﾞｳ"}
    assert society.not_my_number == {"電話番号"}
    assert society.vendors == {
        "card": "card-10up",
        "notice": "notice-a4",
        "letter": "letter-a4",
        "envelope": "our-kaku20",
    }
    mail = Mail("特定記録", "普通", "簡易書留", "レターパックプラス", barcode_discount=True)
    packing = Packing("carrier", 20, 250.0, "postal", face=False, policy="pool", break_from=50, mail=mail)
    assert society.packing == packing
    assert (society.ledger_url, society.layouts_dir) == ("postgresql://db/ledger", "layouts")
    assert (society.ivs, society.forms) == ("moji_joho", "jis90")
    assert society.gaiji == Gaiji("faces/gaiji.ttf", "0" * 62 + "ab")
    assert society.gaiji_table == "approved.csv"


def test_a_table_of_substitutions_is_found_where_it_lies(tmp_path: Path) -> None:
    assert load(tmp_path, TOML).gaiji_table == ""
    (tmp_path / "gaiji.csv").write_text("from,to,who,when\n", encoding="utf-8")
    society = load(tmp_path, TOML)
    assert (society.gaiji, society.gaiji_table) == (None, "gaiji.csv")


def test_no_phase_one_and_no_limit(tmp_path: Path) -> None:
    policy = load(tmp_path, TOML + '[policy]\nphase1 = "none"\nmax_documents = "none"\n').policy
    assert policy.phase1 is None
    assert policy.max_documents is None


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("fax = '1'\n", "society.toml:8: unknown-key: unknown key insurer.fax"),
        (
            "[policy]\nrenewal_led = 3\n",
            "society.toml:9: unknown-key: unknown key policy.renewal_led; did you mean renewal_lead?",
        ),
        ("[polcy]\n", "society.toml:8: unknown-key: unknown key polcy; did you mean policy?"),
        (
            "[policy]\nphase1 = { from = 2024-10-01, till = 2024-10-31 }\n",
            "society.toml:9: key-missing: policy.phase1.to is required",
        ),
        (
            "[policy]\nadvance_days = -1\n",
            "society.toml:9: wrong-type: policy.advance_days is not a whole number of at least 0",
        ),
        ("[policy]\nleaving_days = 99999999\n", "society.toml:9: wrong-type: policy.leaving_days is more than 36500"),
        ("[policy]\nadvance_days = true\n", "society.toml:9: wrong-type:"),
        ("[policy]\ncards_from = '45628'\n", "society.toml:9: date-format: policy.cards_from is not a day"),
        ("[policy]\nno_mynumber = 'x'\n", "society.toml:9: value-unknown: policy.no_mynumber is none of variant, hold"),
        ("[policy]\nphase1 = 'never'\n", "society.toml:9: wrong-type: policy.phase1 is not a table"),
        ("[[expiry]]\nissued_from = 2024-12-02\n", "society.toml:8: key-missing: expiry.0.valid_to is required"),
        (
            "[[expiry]]\nissued_from = 2025-12-02\nvalid_to = 2029-12-01\n"
            "[[expiry]]\nissued_from = 2024-12-02\nvalid_to = 2029-12-01\n",
            "society.toml:12: expiry-order: expiry.1.issued_from is not after that of the row above; sort the rows",
        ),
        ("[card]\ncolour = { cmyk = [0, 0, 0] }\n", "society.toml:9: colour-parts:"),
        ("[card]\ncolour = { cmyk = [0, 0, 0, 101] }\n", "society.toml:9: colour-parts:"),
        (
            "[card]\ncolour = { cmyk = [0, 0, 0, 1], tint = 3 }\n",
            "society.toml:9: unknown-key: unknown key card.colour.tint",
        ),
        (
            "[encoding]\nmembers = 'shift_jis'\n",
            "society.toml:9: value-unknown: encoding.members is none of utf-8, cp932",
        ),
        ("[columns.members]\n'氏名カナ' = 'x'\n'氏名' = 'x'\n", "society.toml:9: column-twice:"),
        ("[columns.members]\n'氏' = 'x'\n", "society.toml:9: unknown-key: unknown key columns.members.氏"),
        (
            "[columns]\nnot_my_number = '電話'\n",
            "society.toml:9: wrong-type: columns.not_my_number is not a list of texts",
        ),
        ("[columns.members]\n記号 = 'x'\n", "society.toml:9: toml-syntax:"),
        (
            "number_retired = '06139992'\n",
            "society.toml:8: insurer-number: insurer.number_retired does not begin with 63",
        ),
        (
            "[encoding]\nivs = 'refuse'\n",
            "society.toml:9: value-unknown: encoding.ivs is none of adobe-japan1, moji_joho",
        ),
        ("[encoding]\nforms = 'jis83'\n", "society.toml:9: value-unknown: encoding.forms is none of jis90, jis2004"),
        ("[gaiji]\nface = 'gaiji.ttf'\n", "society.toml:8: key-missing: gaiji.sha256 is required"),
        ("[gaiji]\nsha256 = '" + "0" * 64 + "'\n", "society.toml:8: key-missing: gaiji.face is required"),
        ("[gaiji]\nface = 'a.ttf'\nsha256 = '" + "0" * 63 + "g'\n", "society.toml:10: digest-format: gaiji.sha256"),
        ("[gaiji]\nface = '../a.ttf'\nsha256 = '" + "0" * 64 + "'\n", "society.toml:9: path-outside: gaiji.face"),
        ("[gaiji]\ntable = '/etc/gaiji.csv'\n", "society.toml:9: path-outside: gaiji.table"),
        ("[gaiji]\nfont = 'a.ttf'\n", "society.toml:9: unknown-key: unknown key gaiji.font"),
        ("[envelope]\nmax_pieces = 0\n", "society.toml:9: wrong-type: envelope.max_pieces"),
        ("[envelope]\nbreak_from = 0\n", "society.toml:9: wrong-type: envelope.break_from"),
        ('[envelope]\npolicy = "split"\n', "society.toml:9: value-unknown: envelope.policy"),
        ('[mail]\nbulk_class = "ゆうパック"\n', "society.toml:9: parcel-refused: mail.bulk_class"),
        ('[mail]\ncard_class = "速達"\n', "society.toml:9: value-unknown: mail.card_class"),
        (
            '[mail]\nbarcode_discount = true\nnotice_class = "特定記録"\n',
            "society.toml:9: barcode-tracked: mail.barcode_discount",
        ),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, extra: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in faults(tmp_path, TOML + extra)), faults(tmp_path, TOML + extra)


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        ("06139993", "has a wrong check digit"),
        ("0613999", "is not eight half-width digits"),
        ("０６１３９９９２", "is not eight half-width digits"),
        ("63139992", "begins with 63"),
    ],
)
def test_insurer_number(tmp_path: Path, number: str, fact: str) -> None:
    assert fact in faults(tmp_path, TOML.replace("06139992", number))[0]


@pytest.mark.parametrize("number", ["33120015", "01040013", "06139992", "63139992"])
def test_check_digit_of_published_numbers(number: str) -> None:
    assert check_digit(number[:7]) == int(number[7])


def test_faults_are_collected(tmp_path: Path) -> None:
    text = TOML.replace('name = "見本健康保険組合"\n', "") + "[mail]\norder = 'x'\n[x]\n"
    assert [line.split(": ")[1] for line in faults(tmp_path, text)] == ["key-missing", "value-unknown", "unknown-key"]


def test_format_and_insurer(tmp_path: Path) -> None:
    assert faults(tmp_path, "format = 2\n")[0].startswith("society.toml:1: format-unknown")
    assert faults(tmp_path, "format = 1\n")[0].startswith("society.toml: key-missing: [insurer] is required")


def test_not_utf8_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="file-missing"):
        load_society(tmp_path)
    (tmp_path / "society.toml").write_bytes("[insurer]\nname = '見本'".encode("cp932"))
    with pytest.raises(ConfigError, match=r"society\.toml:2: undecodable"):
        load_society(tmp_path)


def test_bom_and_crlf(tmp_path: Path) -> None:
    (tmp_path / "society.toml").write_bytes(FULL.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_society(tmp_path).packing.cards == "carrier"


def test_a_bracket_in_a_list_is_no_table(tmp_path: Path) -> None:
    text = TOML + '[columns]\nnot_my_number = [\n  "a",\n  "b",\n]\nmembrs = {}\n'
    assert faults(tmp_path, text)[0].startswith("society.toml:13: unknown-key: unknown key columns.membrs")
