"""The scanner against hand-worked streams, against the plain machine, and against a page drawn by another library."""

import io
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from proofs.facts import Frame, Page, Resources
from proofs.machine import Machine, Pen
from proofs.operators import ACTIONS, carry_out, execute
from proofs.reading import Reader
from proofs.remembered import Memory
from proofs.scan import Scanned, Scanner
from proofs.tokens import split, tokens

FRAME = Frame(boxes={}, origin=(0.0, 0.0), rotate=0, user_unit=1.0, rgb_group=False, actions=(), resources=Resources())


def width(name: str, codes: str) -> tuple[float, int]:
    """Every code of two digits is 500 wide."""
    return 500.0 * (len(codes) // 2), len(codes) // 2


def scan(content: str) -> Scanned:
    return Scanner(width).scan(content)


def where(pen: Pen) -> tuple[float, float]:
    return round(pen.at[4], 6), round(pen.at[5], 6)


def shown(content: str) -> list[tuple[float, float, str]]:
    return [(*where(pen), codes) for pen, codes in scan(content).runs]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("BT /F 10 Tf 1 0 0 1 5 7 Tm <41> Tj ET", [(5, 7, "41")]),
        ("q 2 0 0 2 10 10 cm BT /F 10 Tf 5 7 Td <41>Tj ET Q", [(20, 24, "41")]),
        ("q 1 0 0 1 9 9 cm Q BT /F 1 Tf 5 7 Td <41>Tj ET", [(5, 7, "41")]),
        ("BT /F 10 Tf <41>Tj <42>Tj ET", [(0, 0, "41"), (5, 0, "42")]),
        ("BT /F 10 Tf 50 Tz <41>Tj <42>Tj ET", [(0, 0, "41"), (2.5, 0, "42")]),
        ("BT /F 10 Tf 1 Tc <4141>Tj <42>Tj ET", [(0, 0, "4141"), (12, 0, "42")]),
        ("BT /F 10 Tf [<41> -1000 <42> 500 <43>] TJ ET", [(0, 0, "41"), (15, 0, "42"), (15, 0, "43")]),
        ("BT /F 10 Tf 12 TL 3 50 Td <41>Tj T* <42>Tj <43>' ET", [(3, 50, "41"), (3, 38, "42"), (3, 26, "43")]),
        ("BT /F 10 Tf 3 50 TD <41>Tj 0 -9 TD <42>Tj T* <43>Tj ET", [(3, 50, "41"), (3, 41, "42"), (3, 32, "43")]),
        ('BT /F 10 Tf 9 TL 0 2 <41> " <42>Tj ET', [(0, -9, "41"), (7, -9, "42")]),
        ("BT /F 10 Tf (A) Tj (a\\)b\\(c) Tj ET", [(0, 0, "41"), (5, 0, "6129622863")]),
        ("BT /F 10 Tf (a(b)c\\101\\n\\\nd)Tj ET", [(0, 0, "6128622963410A64")]),
        ("BT /F 10 Tf <41>Tj 795. Tj /F Tj ET", [(0, 0, "41")]),
        ("BT /F 10 Tf <4 1 42 4>Tj ET", [(0, 0, "41424")]),
        ("BT /F 10 Tf <6a6B>Tj ET", [(0, 0, "6A6B")]),
        ("BT%c\n/F 10 Tf%(\n<41>Tj%>\nET", [(0, 0, "41")]),
        ("/Span<</ActualText<FEFF0041>/X[1 true null]>>BDC BT/F 10 Tf<41>Tj ET EMC", [(0, 0, "41")]),
        ("/Span <</ActualText (A)>> BDC BT /F 10 Tf (B)Tj ET EMC", [(0, 0, "42")]),
        ("BT /F 10 Tf ET <41> Tj", [(0, 0, "41")]),
        ("BT /F 10 Tf 0 1 -1 0 30 40 Tm <41>Tj <42>Tj ET", [(30, 40, "41"), (30, 45, "42")]),
    ],
)
def test_strings_stand_where_the_operators_put_them(content: str, wanted: list[tuple[float, float, str]]) -> None:
    assert shown(content) == wanted


def test_replacement_text_belongs_to_its_sequence_alone() -> None:
    content = "BT /F 9 Tf /Span <</ActualText <FEFF8FBB>>> BDC <41>Tj <42>Tj EMC <43>Tj ET"
    texts = [pen.style.actual.text if pen.style.actual else None for pen, _ in scan(content).runs]
    assert texts == ["辻", "辻", None]


def test_the_colour_of_the_fill_is_known() -> None:
    content = "BT 0 0 0 1 k <41>Tj 0.5 g <42>Tj q 1 0 0 rg <43>Tj Q <44>Tj /Cs cs .3 scn <45>Tj 0 0 0 1 K <46>Tj ET"
    fills = [pen.style.fill for pen, _ in scan(content).runs]
    assert fills[0] == ("k", 0.0, 0.0, 0.0, 1.0)
    assert fills[1] == fills[3] == ("g", 0.5)
    assert fills[2][0] == "rg"
    assert fills[4] == fills[5] == ("scn", "/Cs", ".3")


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        ("1 0 0 rg", "rgb", "rg"),
        ("1 0 0 RG", "rgb", "RG"),
        ("/DeviceRGB cs", "rgb", "cs"),
        ("/Fm1 Do", "Do", "Fm1"),
        ("q BI /W 1 /H 1 ID \x00(<%\xff EI Q", "inline", ""),
        ("/Sh1 sh", "sh", "Sh1"),
        ("1 1 frob", "fault", "frob"),
        ("1 0 0 cm", "fault", "cm"),
        ("Q", "fault", "Q"),
        ("x y Td", "fault", "x"),
        ("} {", "fault", "}"),
    ],
)
def test_what_is_no_string_is_noted(content: str, kind: str, name: str) -> None:
    event = scan(content).events[0]
    assert (event.kind, event.name) == (kind, name)


def test_a_compatibility_section_may_hold_anything() -> None:
    assert not scan("BX 1 frob EX 0 0 m").events


def test_names_and_numbers_need_no_spaces() -> None:
    assert tokens("/F1 -.5 Tf[1.]0 0 m/Fm0 Do") == [*["/F1", "-.5", "Tf", "[", "1.", "]", "0", "0", "m", "/Fm0", "Do"]]


def test_splitting_gives_operators_and_strings_in_turn() -> None:
    parts = split("a <41> b (\\(<42>) c % <43>\n d")
    assert parts[1::2] == ["41", "283C34323E"]
    assert "".join(parts[0::2]).split() == ["a", "b", "c", "d"]


numbers = st.integers(-50, 50).map(str)
strings = st.sampled_from(["<41>", "<4142>", "(AB)", "<>"])
operations = st.one_of(
    st.builds("1 0 0 1 {} {} Tm".format, numbers, numbers),
    st.builds("{} {} Td".format, numbers, numbers),
    st.builds("q 1 0 0 1 {} {} cm".format, numbers, numbers),
    st.just("Q"),
    st.sampled_from(["BT", "ET", "T*", "EMC", "/S BMC", "/F 9 Tf", "/G 7 Tf", "80 Tz", "100 Tz", "3 TL", "/Fm Do"]),
    st.builds("{} Tj".format, strings),
    st.builds("[{} {} {}] TJ".format, strings, numbers, strings),
    st.builds("/Span <</ActualText {}>> BDC".format, strings),
)


@given(st.lists(st.lists(operations, max_size=12), max_size=6))
@settings(max_examples=150, deadline=None)
def test_what_is_remembered_is_what_the_operators_do(pages: list[list[str]]) -> None:
    """The same pages scanned over and over give what a machine without memory gives."""
    scanner = Scanner(width)
    for page in [*pages, *pages]:
        content = "\n".join(page)
        machine = Machine(width)
        parts = split(content)
        execute(machine, parts[0])
        for codes, operators in zip(parts[1::2], parts[2::2], strict=True):
            machine.operands.append(f"<{codes}>")
            execute(machine, operators)
        scanned = scanner.scan(content)
        assert [(where(p), c, p.style.font, p.style.scale) for p, c in scanned.runs] == [
            (where(p), c, p.style.font, p.style.scale) for p, c in machine.runs
        ]
        assert [(e.kind, e.name, e.at) for e in scanned.events] == [(e.kind, e.name, e.at) for e in machine.events]


def wide(name: str, codes: str) -> tuple[float, int]:
    """Every code of two digits is 900 wide."""
    return 900.0 * (len(codes) // 2), len(codes) // 2


@given(st.lists(st.lists(operations, max_size=12), max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_one_font_taught_holds_for_another(pages: list[list[str]]) -> None:
    """Files share what operators do, and nothing of where a string of their own font ends."""
    memory = Memory()
    scanners = [(advance, Scanner(advance, memory)) for advance in (width, wide)]
    for page in [*pages, *pages]:
        content = "\n".join(page)
        for advance, scanner in scanners:
            remembered, fresh = scanner.scan(content), Scanner(advance).scan(content)
            assert [(where(p), c) for p, c in remembered.runs] == [(where(p), c) for p, c in fresh.runs]
            assert [(e.kind, e.name, e.at) for e in remembered.events] == [(e.kind, e.name, e.at) for e in fresh.events]


CELL = "BT 1 0 0 1 2 3 Tm /F 9 Tf <41>Tj 1 0 0 1 5 3 Tm <42>Tj ET Q"


def test_a_stretch_is_known_again_with_strings_of_its_own() -> None:
    cells = "\n".join(f"q 1 0 0 1 {x} 0 cm {CELL}" for x in (0, 50, 90))
    scanner = Scanner(width)
    first = scanner.scan(cells)
    again = scanner.scan(cells.replace("<41>", "<43>"))
    for (pens, codes), (known, others) in list(zip(first.strings, again.strings, strict=True))[:-1]:
        assert all(a is b for a, b in zip(pens, known, strict=True))
        assert codes[0] == "41" and others[0] == "43"


@pytest.mark.parametrize(
    ("before", "differs"),
    [
        ("2 0 0 2 0 0 cm", lambda pen: pen.at),
        ("0 0 0 .5 k", lambda pen: pen.style.fill),
        ("/X gs", lambda pen: pen.style.states),
        ("3 Tr", lambda pen: pen.style.mode),
        ("80 Tz", lambda pen: pen.style.scale),
    ],
)
def test_the_same_operators_in_another_state_are_not_the_same(before: str, differs: Callable[[Pen], object]) -> None:
    """What repeats itself byte for byte means another thing behind an operator that no cell had before."""
    scanner = Scanner(width)
    cells = [f"q 1 0 0 1 {x} 0 cm {CELL}" for x in (0, 50, 90)]
    plain = scanner.scan("\n".join(cells))
    scanner.scan("\n".join(cells))
    changed = scanner.scan("\n".join([before, *cells]))
    for old, new in zip(plain.pens, changed.pens, strict=True):
        assert differs(old) != differs(new)
    back = scanner.scan("\n".join([cells[0], f"q {before}", *cells[1:2], "Q", cells[2]]))
    assert [differs(pen) == differs(old) for pen, old in zip(back.pens, plain.pens, strict=True)] == [
        *(True, True, False, False, True, True)
    ]


def test_strings_that_are_scaled_apart_have_styles_apart() -> None:
    """A check that looks at each style once must meet the small text that differs in nothing but the page's scale."""
    small, large, other = scan(f"q {CELL} q .3 0 0 .3 0 0 cm {CELL} q 1 0 0 1 9 9 cm {CELL}").pens[::2]
    assert small.style is other.style and small.style is not large.style


def test_every_file_read_by_itself_has_fresh_paths() -> None:
    content = "BT /F 9 Tf 1 0 0 1 5 5 Tm <41>Tj ET 0 0 9 9 re f"
    page = Page(1, frame=FRAME, content=lambda: content)
    assert [Reader().scan(page).fresh for _ in range(2)] == [True, True]


boxes = st.builds("{} {} {} 1 re".format, numbers, numbers, st.sampled_from(["1", "2.5", ".5"]))
ends = st.sampled_from(
    ["f Q", "f* Q\n", "n Q", "S Q", "f 1 0 0 rg Q", "B 2 2 re f Q", "Q", "1 re f Q", "f BT <42> Tj ET"]
)
heads = st.sampled_from(["", "5 ", "3 3 re ", "0 0 m 1 1 l ", "/Fm Do ", "x "])
codes = st.builds("{}{} {}".format, heads, st.lists(boxes, min_size=7, max_size=12).map(" ".join), ends)


@given(st.lists(codes, min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_code_is_remembered_with_its_own_rectangles(pages: list[str]) -> None:
    """Pages that differ in the rectangles of a code give what a machine without memory gives."""
    scanner = Scanner(width)
    for page in [*pages, *pages]:
        content = f"BT /F 9 Tf 1 0 0 1 5 5 Tm <41> Tj ET q 2 0 0 2 7 7 cm {page}"
        fresh, remembered = Scanner(width).scan(content), scanner.scan(content)
        machine = Machine(width)
        parts = split(content)
        carry_out(machine, parts[0], ACTIONS)
        for shown, operators in zip(parts[1::2], parts[2::2], strict=True):
            machine.operands.append(f"<{shown}>")
            carry_out(machine, operators, ACTIONS)
        wanted = [(e.kind, e.name, e.at, e.fill, e.boxes) for e in machine.events if e.kind != "paint"]
        for scanned in (fresh, remembered):
            assert [(e.kind, e.name, e.at, e.fill, e.boxes) for e in scanned.events if e.kind != "paint"] == wanted
            assert scanned.pens == tuple(pen for pen, _ in scanned.runs)


segments = st.sampled_from(
    ["1 2 m", "3 4 l", "1 2 3 4 5 6 c", "-.5 0 1. 2 v", "h", "1 2 3 4 re", "f", "S", "q", "Q", "W n"]
)
rest = st.sampled_from(["/x Do", "hm", "1 2 mm", "/m Do", "0.1 w", "1 0 0 rg", "5 g", "[1 2] 0 d", "/F 9 Tf", "1 2"])


@given(st.lists(st.one_of(segments, rest), max_size=30))
def test_what_is_left_out_of_long_art_changes_nothing(operators: list[str]) -> None:
    """Art is passed over in long stretches; all but its corners is still met, what PDF does not know included."""
    content = "\n".join([*operators, *["1 2 m 3 4 l S"] * 200, *operators])
    plain, quick = Machine(width), Scanner(width).scan(content)
    carry_out(plain, content, ACTIONS)
    assert [(e.kind, e.name, e.fill, e.boxes) for e in quick.events] == [
        (e.kind, e.name, e.fill, e.boxes) for e in plain.events
    ]


def test_of_two_text_matrices_the_last_places() -> None:
    scanner = Scanner(width)
    for x in (5, 9):
        runs = scanner.scan(
            f"BT /F 9 Tf 1 0 0 1 {x} 5 Tm 1 0 0 1 5 5 Tm <41>Tj 1 0 0 1 {x} 5 Tm 1 0 0 1 5 5 Tm <42>Tj ET"
        ).runs
        assert [where(pen) for pen, _ in runs] == [(5, 5), (5, 5)]


@pytest.mark.parametrize("content", ["BT <41> Tj >41< Tj", "<41<42>> <43>", "<4g> <41>", "<> <41>", "<41", "41> <42>"])
def test_angles_out_of_turn_are_split_one_by_one(content: str) -> None:
    assert split(content) == re.split("<([0-9A-F]+)>", content)


@pytest.mark.parametrize("content", ["/Im1 Do <41> Tj", "/ID1 Do <41> Tj", "/I <4 1> Tj", "I <41> <42>", "I>41<42>"])
def test_a_name_like_that_of_an_inline_image_hides_no_string(content: str) -> None:
    assert split(content) == re.split("<([0-9A-F]+)>", content.replace("4 1", "41"))


@pytest.mark.parametrize("content", ["BI /W 1 ID <41> EI <42> Tj", "BI ID <4 EI <42> Tj", "BI\nID\n>41< EI\n<42> Tj"])
def test_the_data_of_an_inline_image_are_no_strings(content: str) -> None:
    assert split(content)[1::2] == ["42"]


def test_memory_is_bounded_however_long_the_stream() -> None:
    scanner = Scanner(width)
    rnd = random.Random(1)
    for _ in range(60):
        places = (f"BT /F 9 Tf 1 0 0 1 {rnd.random():.4f} {rnd.random():.4f} Tm <41>Tj ET" for _ in range(1000))
        assert len(scanner.scan("\n".join(places)).runs) == 1000
    assert scanner._memory.steps < 25_000


def test_a_page_of_another_library_is_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "A (b) \\ c")
    canvas.translate(10, 20)
    canvas.rotate(90)
    canvas.drawString(5, 0, "turned")
    canvas.showPage()
    canvas.save()
    content = PdfReader(io.BytesIO(out.getvalue())).pages[0].get_contents()
    assert content is not None
    found = shown(content.get_data().decode("latin-1"))
    assert [bytes.fromhex(codes).decode() for *_, codes in found] == ["A (b) \\ c", "turned"]
    assert [place[:2] for place in found] == [(72, 700), (10, 25)]
