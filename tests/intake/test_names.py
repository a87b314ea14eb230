"""What happens to a name between file and layout: nothing that is not recorded (contract §2; fonts.md §4-5)."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from society_folder import FAMILY, SOUND, TOML, write_society

from fonts.clusters import codepoints
from fonts.forms import JIS90, JIS2004, sequences
from generator.intake.columns import MEMBER_CODED, MEMBER_TEXTS, MEMBERS
from generator.intake.gaiji import Approved
from generator.intake.guard import Guard
from generator.intake.names import GUARDED, READING, SUBSTITUTED, Change, Names, Reading
from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.intake.twins import twins
from generator.model import Alteration, Member

ON = date(2025, 10, 1)
TABLE = {
    "\ue000": Approved("\u9ad9", "係長", "2025-01-06"),
    "\u2f2d": Approved("\u5c71", "係長", "2025-01-06"),
    "\u9089\U000e0112": Approved("\u9089\U000e0100", "課長", "2025-02-03"),
    "\u3349": Approved("ミリ", "課長", "2025-02-03"),
}
PLAIN = Names(Guard("", private=False), "", {}, "utf-8")
FULL = Names(Guard("adobe-japan1", private=True), JIS90, TABLE, "cp932")
LOST = "●〓?？\ufffd"
SPECIAL = st.sampled_from(
    (
        *LOST, "\u2f2d", "\ue000", "\U00100000", "\u200b", "\u202e", "\u00ad", "\0", "\u2028", "ｶ", "ﾞ", "ﾟ", "カ", "ウ",
        "\u3099", "\u309a", "\u0301", "\ufe00", "\U000e0100", "\U000e0112", "\U000e01ef", "\u8fbb", "\u9089", "\u845b",
        "\u9ad9", "\ufa19", " ", "\u3000", "a", "太", "\u3164", "\u3349", "\u2ff0", "\u31c0", "\u303e", "・", "ー",
    )
)  # fmt: skip
TEXTS = st.text(SPECIAL | st.characters(), max_size=12)
MANY = settings(max_examples=400, deadline=None)


def spelt(points: str) -> str:
    return "".join(chr(int(part[2:], 16)) for part in points.split())


def replayed(text: str, alterations: tuple[Change, ...]) -> str:
    """Make the printed text from the stored one and what is on record, from left to right."""
    done, at = "", 0
    for alteration in alterations:
        before = spelt(alteration.before)
        place = text.index(before, at)
        done += text[at:place] + spelt(alteration.after)
        at = place + len(before)
    return done + text[at:]


@MANY
@given(TEXTS, st.sampled_from((*GUARDED, *SUBSTITUTED)), st.sampled_from((PLAIN, FULL)))
def test_a_text_is_untouched_unless_an_alteration_says_so(text: str, column: str, names: Names) -> None:
    reading = names.read(column, text)
    if not reading.changes:
        assert reading.text == text
    for alteration in reading.changes:
        assert alteration.column == column
        assert alteration.before != alteration.after
        assert bool(alteration.who) == bool(alteration.when) == (alteration.kind == "substituted")
        assert column in GUARDED or alteration.kind == "substituted"


@MANY
@given(TEXTS, st.sampled_from((*GUARDED, *SUBSTITUTED)), st.sampled_from((PLAIN, FULL)))
def test_the_record_and_the_stored_text_give_the_printed_one(text: str, column: str, names: Names) -> None:
    reading = names.read(column, text)
    if all(text.count(spelt(a.before)) == 1 for a in reading.changes):
        assert replayed(text, reading.changes) == reading.text


GUARDED_CHARACTERS = re.compile(
    "[●〓?？\ufffd\u2e80-\u2fff\u31c0-\u31ef\u303e\xad\u034f\u115f\u1160\u3164\uffa0\uff61-\uff9f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f\u3099\u309a]"
)


@MANY
@given(TEXTS, st.sampled_from(GUARDED), st.sampled_from((PLAIN, FULL)))
@example("e\u0301", "氏名", PLAIN)
def test_what_passes_holds_nothing_that_is_guarded(text: str, column: str, names: Names) -> None:
    reading = names.read(column, text)
    if reading.faults or "\n" in text:  # a line break is a fault of any column, found before
        return
    assert not GUARDED_CHARACTERS.search(reading.text)
    categories = {unicodedata.category(char) for char in re.sub("[\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", text)}
    assert not categories & {"Cc", "Cf", "Cs", "Mn", "Mc", "Me", "Zl", "Zp"}
    if names is PLAIN:
        assert "Co" not in categories


@MANY
@given(st.lists(TEXTS, min_size=len(MEMBER_TEXTS), max_size=len(MEMBER_TEXTS)), st.sampled_from((PLAIN, FULL)))
def test_what_is_passed_at_a_glance_is_passed_at_a_look(texts: list[str], names: Names) -> None:
    given_texts = tuple(text.replace("\n", "") for text in texts)
    renamed = names.row(given_texts, lambda column: b"")
    if names.untouched(given_texts):
        assert (renamed.texts, renamed.faults, renamed.alterations) == (given_texts, (), ())


@pytest.mark.parametrize(
    ("column", "text", "printed", "kinds"),
    [
        (READING, "ﾐﾎﾝ ﾀﾛｳ", "ミホン タロウ", ["widened"]),
        (READING, "ﾊﾞﾊﾟｳﾞ", "バパヴ", ["widened"]),
        (READING, "カﾞ", "ガ", ["widened"]),
        (READING, "ﾜﾝ・ﾘｰ", "ワン・リー", ["widened", "widened"]),
        (READING, "ﾐﾎﾝ\u3000ﾀﾛｳ", "ミホン\u3000タロウ", ["widened"]),
        (READING, "か\u3099\u3000は\u309a", "が\u3000ぱ", ["composed", "composed"]),
        ("氏名", "か\u3099", "が", ["composed"]),
        ("氏名", "\ue000橋", "\u9ad9橋", ["substituted"]),
        ("氏名", "\u9089\U000e0112", "\u9089\U000e0100", ["substituted"]),
        ("氏名", "\u9089", "\u9089", []),
        ("氏名", "\u8fbb", "\u8fbb\U000e0100", ["form"]),
        ("氏名", "\u8fbb\U000e0101", "\u8fbb\U000e0101", []),
        ("旧姓", "\u537f", "\u537f\U000e0101", ["form"]),
        ("氏名", "\ufa19\u9ad9", "\ufa19\u9ad9", []),  # compatibility and IBM characters stay what they are
        ("氏名", "\u795e\ufe00", "\u795e\ufe00", []),
        ("氏名", "O'Neill-Škoda", "O'Neill-Škoda", []),
        ("住所", "\u8fbb堂\ue000ﾏﾝｼｮﾝ●", "\u8fbb堂\u9ad9ﾏﾝｼｮﾝ●", ["substituted"]),
        ("住所", "1㍍", "1㍍", []),
        ("所属名", "\u3349課", "ミリ課", ["substituted"]),
        ("送付先宛名", "㈱\u2f2d", "㈱\u5c71", ["substituted"]),
        ("送付先宛名", "\u3220\u3247\u32a4\u32a8", "\u3220\u3247\u32a4\u32a8", []),
        ("送付先宛名", "\u8fbb か\u3099", "\u8fbb\U000e0100 が", ["form", "composed"]),
    ],
)
def test_what_is_printed_for_what_is_stored(column: str, text: str, printed: str, kinds: list[str]) -> None:
    reading = FULL.read(column, text)
    assert reading.faults == ()
    assert reading.text == printed
    assert [alteration.kind for alteration in reading.changes] == kinds


@pytest.mark.parametrize(
    ("names", "column", "text", "code", "detail"),
    [
        (PLAIN, "氏名", "健保●", "name-placeholder", "U+25CF"),
        (PLAIN, "氏名", "健保\u3013", "name-placeholder", "U+3013"),
        (PLAIN, READING, "ケンポ？", "name-placeholder", "U+FF1F"),
        (PLAIN, "氏名", "\u2ff0", "name-placeholder", "U+2FF0"),
        (PLAIN, "氏名", "\u31c0", "name-placeholder", "U+31C0"),
        (PLAIN, "氏名", "\u2f2d", "name-radical", "U+2F2D"),
        (PLAIN, "氏名", "\u2ea0\U000e0100", "name-radical", "U+2EA0 U+E0100"),
        (PLAIN, "氏名", "ウ\u309a", "name-mark", "U+30A6 U+309A"),
        (PLAIN, READING, "ｱﾞ", "name-mark", "U+30A2 U+3099"),
        (PLAIN, READING, "ﾞ", "name-mark", "U+3099"),
        (PLAIN, "氏名", "e\u0301", "name-mark", "U+0301"),
        (PLAIN, "旧姓", "ｻﾄｳ", "name-halfkana", "U+FF7B"),
        *(
            (PLAIN, "送付先宛名", f"㈱{sign}本", "name-placeholder", codepoints(sign))
            for sign in "●〓\u321e\u32a3\u32a9"
        ),
        (PLAIN, "送付先宛名", "\u2f2d", "name-radical", "U+2F2D"),
        (PLAIN, "送付先宛名", "ｻﾄｳ", "name-halfkana", "U+FF7B"),
        (PLAIN, "送付先宛名", "\ue000", "name-private", "U+E000"),
        (PLAIN, "氏名", "㈱見本", "name-placeholder", "U+3231"),
        (PLAIN, "氏名", "見\u200d本", "name-character", "U+200D"),
        (PLAIN, "氏名", "見\u3164本", "name-character", "U+3164"),
        (PLAIN, "氏名", "a\U000e0100", "name-character", "U+0061 U+E0100"),
        (PLAIN, "氏名", "葛\U000e0100\U000e0100", "name-character", "U+E0100"),
        (PLAIN, "氏名", "\U0010fc00", "name-private", "U+10FC00"),
        (FULL, "氏名", "葛\U000e0102", "ivs-collection", "U+845B U+E0102"),
        (FULL, "氏名", "葛\U000e01ef", "ivs-unknown", "U+845B U+E01EF"),
    ],
)
def test_what_is_refused_and_how_it_is_named(names: Names, column: str, text: str, code: str, detail: str) -> None:
    assert (code, detail) in names.read(column, text).faults


def test_private_use_passes_where_the_society_has_a_face_and_sequences_where_none_are_declared() -> None:
    assert FULL.read("氏名", "\ue001\U0010fc00").faults == ()
    assert PLAIN.read("氏名", "\u845b\U000e0102\u9089\U000e01ef").faults == ()


@pytest.mark.parametrize("form", [JIS90, JIS2004])
def test_every_kanji_of_two_forms_is_fixed_and_on_record(form: str) -> None:
    names = Names(Guard("", private=False), form, {}, "utf-8")
    text = "".join(sequences(form))
    reading = names.read("氏名", text)
    assert reading.text == "".join(sequences(form).values())
    assert [a.kind for a in reading.changes] == ["form"] * 160
    again = names.read("氏名", reading.text)
    assert (again.text, again.changes) == (reading.text, ())


@pytest.mark.parametrize("form", [JIS90, JIS2004])
def test_forms_leave_a_name_alone_that_no_face_could_print_with_them(form: str) -> None:
    approved = {"\ue000": Approved("\u9089\U000e010f", "係長", "2025-01-06")}
    names = Names(Guard("", private=False), form, approved, "utf-8")
    moji, adobe, bare = "\u9089\U000e010f", "\u9089\U000e0100", "\u8fbb"
    assert names.read("氏名", f"{bare} {moji}") == Reading(f"{bare} {moji}")
    fixed = names.read("氏名", f"{bare} {adobe}")
    assert (fixed.text, [c.kind for c in fixed.changes]) == (f"{sequences(form)[bare]} {adobe}", ["form"])
    put = names.read("氏名", f"{bare} \ue000")
    assert (put.text, [c.kind for c in put.changes]) == (f"{bare} {moji}", ["substituted"])


def test_forms_look_at_what_is_printed_in_the_same_line() -> None:
    names = Names(Guard("", private=False), JIS90, {}, "utf-8")
    values = {"氏名": "\u8fbb 花子", "旧姓": "\u9089\U000e010f", "通称名": "\u8fbb 花"}
    renamed = names.row(tuple(values.get(column, "") for column in MEMBER_TEXTS), lambda column: b"")
    printed = dict(zip(MEMBER_TEXTS, renamed.texts, strict=True))
    assert {column: printed[column] for column in values} == {**values, "通称名": "\u8fbb\U000e0100 花"}


def test_nothing_is_normalised_that_unicode_would() -> None:
    changed = [
        chr(p) for p in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)) if unicodedata.category(chr(p)) == "Lo"
    ]
    assert len(changed) > 1000
    for char in changed:
        reading = PLAIN.read("氏名", char)
        assert (reading.text, reading.faults) == (char, ())


def stored(tmp_path: Path, *rows: dict[str, str], toml: str = "", encoding: str = "cp932") -> list[Member]:
    toml = TOML + f'[encoding]\ndefault = "{encoding}"\n' + toml
    folder = write_society(tmp_path / "s", rows, toml=toml, encoding=encoding)
    with open_intake(load_society(folder), tmp_path / "scratch", ON) as intake:
        return [member for household in intake.households() for member in household.members]


def test_the_twins_are_those_of_cp932() -> None:
    assert {"\u9ad9", "\ufa11", "\u7e8a", "\u2252", "\u2235"} <= twins()
    assert len(twins()) == 396
    assert "高" not in twins()


@pytest.mark.parametrize("code", ["eee0", "fbfc"])
def test_which_of_two_codes_a_file_had(tmp_path: Path, code: str) -> None:
    folder = write_society(
        tmp_path / "s",
        ({**SOUND, "氏名": "髙橋 太郎"}, FAMILY),
        toml=TOML + '[encoding]\ndefault = "cp932"\n',
        encoding="cp932",
    )
    path = folder / "members.csv"
    raw, mine = path.read_bytes(), "髙".encode("cp932")
    path.write_bytes(raw.replace(mine, bytes.fromhex(code)))
    with open_intake(load_society(folder), tmp_path / "scratch", ON) as intake:
        head, family = next(intake.households()).members
    assert head.name == "髙橋 太郎"
    assert family.alterations == ()
    field = bytes.fromhex(code) + "橋 太郎".encode("cp932")
    expected = [Alteration("氏名", "bytes", "U+9AD9", "U+9AD9", original_hex=field.hex())] if code != mine.hex() else []
    assert list(head.alterations) == expected


def test_original_bytes_are_those_of_the_field(tmp_path: Path) -> None:
    """Quoted fields, dropped columns, fields over lines, and records that lie over two blocks of the file."""
    filler, unread = "\r\n".join("港" * 50 for _ in range(1000)), [f"見ない{n}" for n in range(6)]
    rows = [
        {**SOUND, "番号": f"{n:06d}", "氏名カナ": f' ﾐﾎﾝ "{"ﾀ" * (n % 7)}" ', "住所": "港区,芝" if n % 2 else "芝"}
        for n in range(40)
    ]
    header = ["氏名カナ", *unread, *(c for c in MEMBERS.order if c not in ("氏名カナ", "住所")), "住所"]
    lines = [",".join(header)]
    for n, row in enumerate(rows):
        cells = {**row, **dict.fromkeys(unread, filler if n in (9, 30) else "x")}
        lines.append(",".join('"' + cells.get(name, "").replace('"', '""') + '"' for name in header))
    folder = write_society(
        tmp_path / "s",
        toml=TOML + f'[encoding]\ndefault = "cp932"\n[columns]\nnot_my_number = {unread}\n',
        encoding="cp932",
    )
    (folder / "members.csv").write_bytes("\r\n".join(lines).encode("cp932"))
    assert (folder / "members.csv").stat().st_size > 3 * (1 << 18)
    with open_intake(load_society(folder), tmp_path / "scratch", ON) as intake:
        found = {m.key.number: m.alterations for h in intake.households() for m in h.members}
    for row in rows:
        (alteration, *_) = found[row["番号"]]
        assert {a.original_hex for a in found[row["番号"]]} == {row["氏名カナ"].encode("cp932").hex()}
        assert alteration.kind == "widened"


def test_an_altered_name_is_the_name_everywhere(tmp_path: Path) -> None:
    row = {**SOUND, "氏名": "\ue000橋 太郎", "氏名カナ": "ﾀｶﾊｼ ﾀﾛｳ"}
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "gaiji.csv").write_bytes(
        "変換前,変換後,承認者,承認日\r\nU+E000,U+9AD9,係長,令和7年1月6日\r\n".encode("cp932")
    )
    (member,) = stored(tmp_path, row)
    assert (member.name, member.shown_name, member.kana) == ("髙橋 太郎", "髙橋 太郎", "タカハシ タロウ")
    assert member.home is not None
    assert member.home.addressee == "髙橋 太郎"
    name, kana = member.alterations
    assert name == Alteration(
        "氏名", "substituted", "U+E000", "U+9AD9", "係長", "2025-01-06", row["氏名"].encode("cp932").hex()
    )
    assert (kana.kind, kana.before) == ("widened", codepoints("ﾀｶﾊｼ ﾀﾛｳ"))
    assert kana.original_hex == row["氏名カナ"].encode("cp932").hex()


def test_alterations_stand_in_the_order_of_the_columns(tmp_path: Path) -> None:
    row = {**SOUND, "旧姓": "\u8fbb", "氏名": "\u8fbb \u845b", "通称名": "\u8fbb"}
    (member,) = stored(tmp_path, row, toml='forms = "jis90"\n', encoding="utf-8")
    assert [(a.column, a.before) for a in member.alterations] == [
        ("氏名", "U+8FBB"),
        ("氏名", "U+845B"),
        ("通称名", "U+8FBB"),
        ("旧姓", "U+8FBB"),
    ]
    assert all(column in MEMBERS.order for column in (*GUARDED, *SUBSTITUTED))
    assert len(MEMBER_CODED) + len(MEMBER_TEXTS) == len(MEMBERS.order)
