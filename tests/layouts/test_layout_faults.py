"""Planted faults: each is refused with its file, line and code, and all of a file at once."""

from copy import copy
from pathlib import Path

import pytest
from layout_samples import HEAD, INKS, STATICS, load_one

from layouts.errors import LayoutRefused
from layouts.load import load_layouts

TEXT = 'text = "氏名"\nat = ["8mm", "14mm"]\nface = "gothic"\nsize = "6pt"\n'
FIELD = 'field = "name"\nat = ["8mm", "14mm"]\nwidth = "40mm"\nface = "gothic"\nsize = "9pt"\n'
LINES = 'text = "資格を失ったときは返してください。"\nface = "gothic"\nsize = "6pt"\nleading = "3mm"\n'
BOX = 'at = ["0mm", "0mm"]\nsize = ["20mm", "20mm"]\n'

FAULTS = {
    "unknown key": ("[text.a]\n" + TEXT + 'fiel = "x"', "a.toml:11: unknown-key: [text.a] fiel: unknown key"),
    "near key": ("[text.a]\n" + TEXT + 'widht = "3mm"', "did you mean 'width'?"),
    "unknown table": ('[txt.a]\nat = "x"', "a.toml:6: unknown-key: txt: unknown key; did you mean 'text'?"),
    "unknown in block": ("[block.b]\nat = []\nsize = ['9mm', '9mm']\n[block.b.txt.a]\nx = 1", "txt: unknown key"),
    "no unit": (
        '[rule.a]\nfrom = [3, "4mm"]\nto = ["3mm", "9mm"]\nweight = "1pt"',
        "a.toml:7: value: [rule.a] from: cannot be read; write the unit too",
    ),
    "no length": ("[text.a]\n" + TEXT.replace('"6pt"', '"6q"'), 'cannot be read; write a length such as "3mm"'),
    "no place": ("[text.a]\n" + TEXT.replace('["8mm", "14mm"]', '"8mm"'), "write a list such as"),
    "missing key": (
        '[text.a]\ntext = "x"\nat = ["8mm", "14mm"]\nface = "bold"',
        "a.toml:6: missing-key: [text.a]: size",
    ),
    "no width": ("[text.a]\n" + FIELD.replace('width = "40mm"\n', ""), "[text.a]: width is missing"),
    "two contents": ("[text.a]\n" + TEXT + 'field = "x"\nwidth = "9mm"', "content: [text.a]: needs exactly one"),
    "no content": ("[paragraph.a]\n" + LINES.split("\n", 1)[1], "content: [paragraph.a]"),
    "unknown ink": (
        "[text.a]\n" + TEXT + 'ink = "sepia"',
        "a.toml:11: unknown-ink: [text.a] ink: no such ink; inks are",
    ),
    "unknown face": (
        "[text.a]\n" + TEXT.replace("gothic", "serif"),
        "face: cannot be read; write one of gothic, bold, mincho",
    ),
    "unknown static": ("[text.a]\n" + TEXT.replace("text =", "static =") + 'width = "9mm"', "unknown-static"),
    "coloured field": ("[text.a]\n" + FIELD + 'ink = "grey"', "fields are always black"),
    "justified field": ("[text.a]\n" + FIELD + 'align = "justify"', "justify is for captions"),
    "small field": ("[text.a]\n" + FIELD.replace("9pt", "5.5pt"), "too-small: [text.a] size: below 6.0 pt"),
    "small caption": ("[text.a]\n" + TEXT.replace("6pt", "4.9pt"), "too-small: [text.a] size: below 5.0 pt"),
    "small least": ("[text.a]\n" + FIELD + 'fit = { condense = "70%", least = "5pt" }', "too-small: [text.a] fit"),
    "narrow fit": ("[text.a]\n" + FIELD + 'fit = { condense = "50%", least = "6pt" }', "between 70% and 100%"),
    "small lines": ("[text.a]\n" + FIELD + 'fit = { condense = "70%", lines = "5.5pt" }', "too-small: [text.a] fit"),
    "shrinking figures": (
        "[text.a]\n" + FIELD.replace('field = "name"', 'field = "born"') + 'fit = { condense = "70%", least = "6pt" }',
        "figures: [text.a] fit: numbers and dates never shrink",
    ),
    "large least": ("[text.a]\n" + FIELD + 'fit = { condense = "70%", least = "12pt" }', "least is larger than size"),
    "unsafe": ("[text.a]\n" + TEXT.replace('"8mm"', '"2mm"'), "outside: [text.a]: the text reaches outside the safe"),
    "unsafe field": ("[text.a]\n" + FIELD.replace("40mm", "80mm"), "outside: [text.a]"),
    "box outside": ("[box.a]\n" + BOX.replace('"0mm", "0mm"', '"-4mm", "0mm"') + 'fill = "pale"', "outside: [box.a]"),
    "caption too wide": (
        "[text.a]\n" + TEXT + 'width = "3mm"',
        "overflow: [text.a]: the text is 4.2 mm wide, its room 3.0",
    ),
    "paragraph too long": (
        "[paragraph.a]\n" + LINES + 'at = ["8mm", "14mm"]\nwidth = "15mm"\nheight = "6mm"',
        "overflow: [paragraph.a]: 3 lines need",
    ),
    "word too wide": (
        "[paragraph.a]\n"
        + LINES.replace("失った", "abcdefghijklm")
        + 'at=["8mm", "14mm"]\nwidth="15mm"\nheight="20mm"',
        "overflow: [paragraph.a]: the text is",
    ),
    "no glyph": ("[text.a]\n" + TEXT.replace("氏名", "\U0010fffd"), "glyph: [text.a]: no face has U+10FFFD"),
    "low contrast": ("[box.b]\n" + BOX + 'fill = "grey"\n[text.a]\n' + TEXT, "contrast: [text.a]: contrast 4.4"),
    "paper on paper": ("[text.a]\n" + TEXT + 'ink = "paper"', "contrast: [text.a]: contrast 1.0"),
    "overlap": ("[text.a]\n" + TEXT + "[text.b]\n" + FIELD, "overlap: [text.b]: lies over [text.a]"),
    "fine code": ('[qr.a]\nstatic = "insurer_url"\nat = ["8mm", "8mm"]\nsize = "6mm"', "code-too-fine: [qr.a] size"),
    "block outside": (
        "[block.b]\nat = [['80mm', '10mm']]\nsize = ['20mm', '9mm']",
        "outside: [block.b]: a placement reaches outside the side",
    ),
    "block text outside": (
        "[block.b]\nat = [['8mm', '8mm']]\nsize = ['20mm', '9mm']\n[block.b.text.a]\n" + TEXT,
        "outside: [block.b.text.a]",
    ),
    "bad toml": ("[text.a\n", "a.toml:6: toml: this is no valid TOML"),
    "bad name": ('[text."氏名"]\n' + TEXT, "name: text: needs a name of a-z"),
    "no name": ('[text]\nat = ["1mm", "2mm"]', "name: text: needs a name"),
    "wrong extends": ("[text.a]\n", "extends: there is no layout card/none"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_planted_fault_is_located(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layouts.load.PACKAGED", tmp_path / "none")
    (tmp_path / "none").mkdir()
    body, message = FAULTS[case]
    head = HEAD if case != "wrong extends" else 'format = 1\nextends = "card/none"\n' + HEAD.split("\n", 1)[1]
    with pytest.raises(LayoutRefused) as refused:
        load_one(tmp_path, body, head=head)
    assert message in str(refused.value)
    assert refused.value.exit_code == 4
    assert all(problem.place.startswith("a.toml:") for problem in refused.value.problems)
    assert str(copy(refused.value)) == str(refused.value)


def test_the_clean_sample_loads(tmp_path: Path) -> None:
    assert load_one(tmp_path, "[text.a]\n" + TEXT).template("a").slots == ()


def test_all_faults_of_all_files_come_at_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(HEAD + "[text.a]\nfoo = 1\n", "utf-8")
    (tmp_path / "Bad.toml").write_bytes(b"")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(LayoutRefused) as refused:
        load_layouts(tmp_path, STATICS, INKS)
    assert [p.code for p in refused.value.problems if p.code in ("name", "encoding")] == ["name", "encoding"]
    (tmp_path / "Bad.toml").unlink()
    (tmp_path / "c.toml").write_text("format = 2\n", "utf-8")
    with pytest.raises(LayoutRefused) as refused:
        load_layouts(tmp_path, STATICS, INKS)
    places = [problem.place for problem in refused.value.problems]
    assert places == sorted(places)
    assert {place.partition(":")[0] for place in places} == {"b.toml", "c.toml"}


def test_an_own_layout_extends_the_packaged_one_of_its_name(tmp_path: Path) -> None:
    head = 'format = 1\nextends = "card/front"\nremove = ["text.kana", "block.ratio"]\n'
    layouts = load_one(tmp_path, '[text.name]\nsize = "11pt"\n', "card/front", head)
    fields = layouts.template("card/front").fields
    assert "kana" not in fields
    assert "ratio.ratio" not in fields
    name = next(slot for slot in layouts.template("card/front").slots if slot.name == "name")
    assert name.size == 11
    assert "kana" not in layouts.template("card/front-family").fields


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("card/front-family", "own.toml:2: extends: extends: the base extends another layout; only one level is read"),
        ("card/front", "own.toml:3: unknown-element: remove: the base has no text.kan; did you mean 'text.kana'?"),
        ("own", "own.toml:2: unknown-layout: extends: there is no layout own"),
    ],
)
def test_extends_goes_one_level_and_remove_knows_its_names(base: str, message: str, tmp_path: Path) -> None:
    head = f'format = 1\nextends = "{base}"\nremove = ["text.kan"]\n'
    with pytest.raises(LayoutRefused) as refused:
        load_one(tmp_path, "", "own", head)
    assert [str(problem) for problem in refused.value.problems] == [message]


def test_an_unknown_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayoutRefused, match="card/nothing: unknown-layout"):
        load_layouts(None, STATICS, INKS).template("card/nothing")
    with pytest.raises(LayoutRefused, match="no such folder"):
        load_layouts(tmp_path / "gone", STATICS, INKS)
