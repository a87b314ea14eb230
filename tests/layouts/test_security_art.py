"""Security art: the same for a society, another for the next, small, in its inks only, and one form of its own."""

import re
import zlib
from pathlib import Path

import pikepdf
import pytest
from layout_samples import HEAD, INKS, STATICS, load_one, packaged
from printed import print_side

from layouts.document import Side
from layouts.errors import LayoutRefused
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts
from layouts.palette import contrast, depth, palette
from layouts.schema import SECURITY
from layouts.security.seed import Seed
from layouts.template import Security

LAYOUTS = packaged()
CARDS = ("card/front", "card/front-family", "card/back")
MOST_BYTES = 60_000
OPERATORS = frozenset(
    ("q", "Q", "cm", "m", "l", "c", "h", "re", "W", "W*", "n", "S", "s", "f", "w", "J", "j", "k", "K", "gs")
)
AREA = 'at = ["0mm", "10mm"]\nsize = ["86mm", "30mm"]\n'


def security(layouts: Layouts, name: str) -> Security:
    found = layouts.template(name).art.security
    assert found
    return found


@pytest.mark.parametrize("name", CARDS)
def test_a_society_has_its_own_art_and_always_the_same(name: str) -> None:
    again = load_layouts(None, STATICS, INKS)
    other = load_layouts(None, {**STATICS, "insurer_number": "06130012"}, INKS)
    assert security(again, name) == security(LAYOUTS, name)
    assert security(other, name).sha256 != security(LAYOUTS, name).sha256
    assert security(LAYOUTS, name).name == f"S_{name.replace('/', '.')}"


def test_variants_of_a_front_share_their_art() -> None:
    assert security(LAYOUTS, "card/front").content == security(LAYOUTS, "card/front-family").content


def test_the_art_of_a_file_is_small() -> None:
    contents = {security(LAYOUTS, name).content for name in CARDS}
    total = sum(len(zlib.compress(content, 6)) for content in contents)
    print(f"security art: {total} bytes compressed")
    assert total <= MOST_BYTES


def test_it_is_drawn_with_paths_only_and_leaves_the_state_as_it_was() -> None:
    for name in CARDS:
        content = security(LAYOUTS, name).content.decode("ascii")
        operators = {word for word in content.split() if re.fullmatch(r"[A-Za-z*]+", word)}
        assert operators <= OPERATORS
        assert len(re.findall(r"\bq\b", content)) == len(re.findall(r"\bQ\b", content))


def test_every_line_is_at_least_a_tenth_of_a_millimetre() -> None:
    for name in CARDS:
        weights = re.findall(r"([\d.]+) w 1 J", security(LAYOUTS, name).content.decode("ascii"))
        assert weights
        assert min(map(float, weights)) >= 0.28


def test_a_spot_stays_one_spot() -> None:
    layouts = load_layouts(None, STATICS, {"society": Ink((0.0, 0.6, 0.2, 0.0), "DIC 181s")})
    content = security(layouts, "card/front").content.decode("ascii")
    assert "/DIC#20181s CS" in content
    assert all(colour == "0 0 0 0" for colour in re.findall(r"(\S+ \S+ \S+ \S+) [kK]\b", content))


def test_the_file_bears_it_once_as_a_form_known_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "card.pdf"
    print_side(LAYOUTS, Side("card/front", {}), path)
    with pikepdf.open(path) as pdf:
        art = pdf.pages[0].Resources.XObject["/A_card.front"]
        form = art.Resources.XObject["/S_card.front"]
        wanted = security(LAYOUTS, "card/front")
        assert form.read_bytes() == wanted.content
        assert art.read_bytes().startswith(b"/S_card.front Do\n")
        assert "/Font" not in form.Resources


@pytest.mark.parametrize("ink", [(0, 0.1, 0.9, 0), (1, 0.8, 0, 0.1), (0.35, 0, 0.3, 0), (0, 0, 0, 0), (0, 0, 0, 1)])
@pytest.mark.parametrize("spot", ["", "DIC 165"])
def test_a_copier_sees_the_line_of_any_colour_and_black_text_stands_on_it(
    ink: tuple[float, float, float, float], spot: str
) -> None:
    paints = palette({"society": Ink(ink, spot)})
    line = paints["society_line"]
    assert 0.42 <= depth(line) <= 0.5
    assert contrast(paints["black"], line) >= 7
    assert depth(line) <= depth(paints["society_word"]) <= 0.7
    assert contrast(paints["black"], paints["society_word"]) >= 5


def test_the_words_lines_are_as_much_ink_as_the_grounds(tmp_path: Path) -> None:
    load = load_one(tmp_path, f'[security.a]\nkind = "latent"\nword = "コピー"\n{AREA}')
    found = load.template("a").art.security
    assert found
    fine, coarse = (float(weight) for weight in re.findall(r"([\d.]+) w 1 J", found.content.decode("ascii")))
    paints = palette({})
    assert coarse * depth(paints["society_word"]) / 2.5 == pytest.approx(fine * depth(paints["society_line"]), abs=0.01)


def test_a_word_stands_about_each_of_its_middles(tmp_path: Path) -> None:
    once, twice = '[["43mm", "25mm"]]', '[["22mm", "25mm"], ["64mm", "25mm"]]'
    drawn: list[int] = []
    for at in (once, twice):
        body = f'[security.a]\nkind = "latent"\nword = "コピー"\nheight = "9mm"\nword_at = {at}\n{AREA}'
        found = load_one(tmp_path, body).template("a").art.security
        drawn.append(found.content.count(b"h\n") if found else 0)
    assert drawn[1] == 2 * drawn[0] > 0


@pytest.mark.parametrize("kind", SECURITY)
def test_every_kind_draws(kind: str, tmp_path: Path) -> None:
    more = 'statics = ["insurer_name"]\n' if kind == "micro" else 'pitch = "1mm"\n'
    found = load_one(tmp_path, f'[security.a]\nkind = "{kind}"\n{AREA}{more}').template("a").art.security
    assert found
    assert len(found.content) > 1000


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('kind = "latent"\nword = "\U0010fffd"\n' + AREA, "glyph: [security.a]: no face has U+10FFFD"),
        ('kind = "micro"\nstatics = ["motto"]\n' + AREA, "unknown-static: [security.a]"),
        ('kind = "rosette"\nweight = "0.2pt"\n' + AREA, "too-fine: [security.a] weight"),
        ('kind = "moire"\n' + AREA, "write one of latent, guilloche, rosette, micro"),
        ('kind = "micro"\nstatics = "insurer_name"\n' + AREA, "write a list such as"),
        ('kind = "latent"\nat = ["-4mm", "0mm"]\nsize = ["9mm", "9mm"]\n', "outside: [security.a]"),
    ],
)
def test_a_planted_fault_is_located(body: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutRefused) as refused:
        load_one(tmp_path, "[security.a]\n" + body, head=HEAD)
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    "body",
    [
        '[rule.a]\nfrom = ["9mm", "9mm"]\nto = ["19mm", "9mm"]\nweight = "{0}"\n',
        '[box.a]\nat = ["9mm", "9mm"]\nsize = ["9mm", "9mm"]\nstroke = "black"\nweight = "{0}"\n',
        '[ground.a]\nkind = "hatch"\nat = ["9mm", "9mm"]\nsize = ["9mm", "9mm"]\nweight = "{0}"\n',
    ],
)
def test_a_line_finer_than_a_tenth_of_a_millimetre_is_refused(body: str, tmp_path: Path) -> None:
    load_one(tmp_path, body.format("0.1mm"))
    with pytest.raises(LayoutRefused, match="too-fine"):
        load_one(tmp_path, body.format("0.09mm"))


def test_reversed_type_is_at_least_six_points(tmp_path: Path) -> None:
    body = '[box.b]\nat = ["5mm", "5mm"]\nsize = ["30mm", "9mm"]\nfill = "black"\n[text.a]\ntext = "仕切"\n'
    body += 'at = ["8mm", "9mm"]\nface = "bold"\nink = "paper"\nsize = "{0}"\n'
    load_one(tmp_path, body.format("6pt"))
    with pytest.raises(LayoutRefused, match=r"below 6\.0 pt"):
        load_one(tmp_path, body.format("5.5pt"))


def test_a_seed_reaches_both_ends_and_never_beyond() -> None:
    drawn = [Seed(str(number)) for number in range(400)]
    counts = {seed.among("petals", 7, 11) for seed in drawn}
    assert counts == {7, 8, 9, 10, 11}
    assert all(1.5 <= seed.between("swing", 1.5, 2) <= 2 for seed in drawn)
