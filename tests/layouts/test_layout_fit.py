"""Properties: what a fit accepts stays in its box, shrinks no further than allowed, and is never refused in vain."""

import re
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from layout_samples import load_one, packaged

from layouts.document import Side
from layouts.fit import FULL, Fit, fitted, steps
from layouts.geometry import Rect, to_pt
from layouts.place import boxes
from layouts.template import Template
from layouts.typeset import Usage, typeset, unprintable

ROOMS = st.floats(5, 300)
SIZES = st.integers(12, 60).map(lambda half: half / 2)
FITS = st.none() | st.builds(Fit, st.integers(60, 100).map(lambda p: p / 100), st.integers(12, 24).map(lambda h: h / 2))
TEXT = st.text(st.sampled_from("山田鷹﨑𠮷ァーABCdefWi・() 0123-"), min_size=1, max_size=70)
SHOWN = re.compile(
    r"(?:(?P<scale>[\d.]+) Tz )?1 0 0 1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm (?P<rest>(?:/\w [\d.]+ Tf <\w+>Tj\n)+)"
)


@given(st.integers(0, 100_000), ROOMS, SIZES, FITS)
def test_a_fit_stays_in_its_room_and_above_its_least(width: int, room: float, size: float, fit: Fit | None) -> None:
    least = min(size, fit.least) if fit else size
    fit = Fit(fit.condense, least) if fit else None
    found = fitted(width, steps(size, room, fit))
    floor = fit.condense if fit else 1.0
    if found is None:
        assert width * least / 1000 * floor > room - 0.05
        return
    assert found.width <= room + 1e-6
    assert least <= found.size <= size
    assert floor * FULL - 0.11 <= found.scale <= FULL
    if width * size / 1000 <= room - 0.05:
        assert (found.size, found.scale) == (size, FULL)


@given(st.integers(1, 20_000), ROOMS, SIZES, FITS)
def test_a_wider_text_is_never_set_larger(width: int, room: float, size: float, fit: Fit | None) -> None:
    fit = Fit(fit.condense, min(size, fit.least)) if fit else None
    ladder = steps(size, room, fit)
    one, two = fitted(width, ladder), fitted(width + 50, ladder)
    if two is not None:
        assert one is not None
        assert (one.size, one.scale) >= (two.size, two.scale)


def _advance(template: Template, chain_widths: dict[str, int], rest: str, scale: float) -> float:
    total = 0.0
    for tag, size, codes in re.findall(r"/(\w) ([\d.]+) Tf <(\w+)>Tj", rest):
        total += sum(chain_widths[tag + codes[i : i + 4]] for i in range(0, len(codes), 4)) * float(size) / 1000
    return total * scale / 100


def _widths(template: Template, texts: list[str]) -> dict[str, int]:
    """Measure every glyph alone, so that the drawn codes can be added up again."""
    found: dict[str, int] = {}
    for slot in template.slots:
        for char in set("".join(texts)):
            run = slot.shaper.run(char)
            found[run.pieces[0].tag + run.pieces[0].codes] = run.width
    return found


LAYOUTS = packaged()


def _holds(room: Rect, x: float, y: float) -> bool:
    """Tell whether a place in pt lies in a room in mm."""
    return to_pt(room.x) <= x <= to_pt(room.right) and to_pt(room.y) <= y <= to_pt(room.top)


@settings(max_examples=150, deadline=None)
@example("card/front", {"name": "000000000000000000・ーーー山山山山"})
@given(
    st.sampled_from(["card/front", "card/front-family", "card/separator"]),
    st.dictionaries(
        st.sampled_from(["name", "kana", "symbol", "number", "insured_name", "doc", "employer", "part", "code"]), TEXT
    ),
)
def test_nothing_drawn_leaves_its_box(name: str, fields: dict[str, str]) -> None:
    template = LAYOUTS.template(name)
    refused = {each.field for each in unprintable(template, Side(name, fields))}
    kept = {field: text for field, text in fields.items() if field not in refused and text.strip()}
    content = typeset(template, Side(name, kept), Usage())
    widths = _widths(template, list(kept.values()))
    drawn = list(SHOWN.finditer(content))
    slots = [slot for slot in template.slots if slot.field_name in kept]
    rooms = {slot.name: boxes(template)[slot.name].grown(0.01) for slot in slots}
    lines = dict.fromkeys(rooms, 0)
    for shown in drawn:
        left, base = float(shown["x"]), float(shown["y"])
        right = left + _advance(template, widths, shown["rest"], float(shown["scale"] or 100))
        (slot,) = [s for s, room in rooms.items() if _holds(room, left, base)]
        assert _holds(rooms[slot], right, base)
        lines[slot] += 1
    twice = {"name"}  # the one text that may be set in two lines
    assert all(count == 1 or (count == 2 and name in twice) for name, count in lines.items())


def test_text_with_no_fit_is_never_shrunk(tmp_path: Path) -> None:
    body = """
[text.no]
field = "no"
at = ["4mm", "10mm"]
width = "10mm"
face = "gothic"
size = "8pt"
"""
    template = load_one(tmp_path, body).template("a")
    assert len(template.slots[0].steps) == 1
    assert unprintable(template, Side("a", {"no": "1234"})) == ()
    assert unprintable(template, Side("a", {"no": "1234567"})) != ()
