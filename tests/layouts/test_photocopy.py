"""A clinic copies a card: its values stay legible, and the latent word comes out. Figures of rendered pixels.

Before copying the word is not there: over 2 mm its tone is that of its surround. `-s` prints the figures.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from copier import COPY_DPI, DPI, copied
from layout_samples import STATICS, load_one
from PIL import Image, ImageChops, ImageStat
from printed import rendered

from layouts.document import Fields, Side
from layouts.geometry import Rect
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts
from layouts.place import boxes

COLOURS = {
    "green": Ink((0.35, 0, 0.30, 0)),
    "yellow": Ink((0, 0.10, 0.80, 0)),
    "pink": Ink((0, 0.45, 0.15, 0)),
    "grey-blue": Ink((0.45, 0.25, 0.15, 0.15)),
    "spot": Ink((0, 0.6, 0.2, 0), "DIC 181s"),
    "yellow spot": Ink((0, 0.1, 0.9, 0), "DIC 165"),
}
FIELDS: Fields = {
    "issued": "令和7年10月1日", "symbol": "0011", "number": "20481", "branch": "02", "name": "見本　花子",
    "kana": "ミホン　ハナコ", "sex": "女", "born": "昭和43年1月11日", "acquired": "平成28年4月1日",
    "valid_to": "令和11年12月1日", "insurer_number": "06139992", "doc": "20251001-01-000001-8",
    "insured_name": "見本　太郎",
}  # fmt: skip
RATIO: Fields = {"ratio": "2割", "ratio_from": "令和7年8月1日", "ratio_until": "令和8年7月31日"}
SIDES = (Side("card/front-family", FIELDS, {"ratio": (RATIO,)}), Side("card/back", {"doc": FIELDS["doc"]}))
LEAST_CONTRAST = 4.5  # as printed
LEAST_COPIED = 2.5  # on a copy whose black is grey
STROKE = 50  # of 255: a pixel so much darker than without the text belongs to it
MOST_BEFORE, LEAST_AFTER = 0.012, 0.025  # of full scale: the word's tone against its surround
GROUND = 'kind = "latent"\nat = ["-3mm", "-3mm"]\nsize = ["92mm", "60mm"]\nfill = "paper"\n'
WORD = f'[security.relief]\n{GROUND}word = "■"\nheight = "40mm"\n'
VEIL = f'[security.veil]\n{GROUND.replace("fill", "ink")}pitch = "1.5mm"\n'


def colour_layouts(colour: str) -> Layouts:
    return load_layouts(None, STATICS, {"society": COLOURS[colour]})


def cut(picture: Image.Image, box: Rect, height: float, dpi: float) -> Image.Image:
    """Cut a box in mm from the lower left out of a picture of a trim."""
    scale = dpi / 25.4
    edges = (box.x, height - box.top, box.right, height - box.y)
    return picture.crop(tuple(round(edge * scale) for edge in edges))  # type: ignore[arg-type]


def light(level: float) -> float:
    part = level / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrasts(picture: Image.Image, blank: Image.Image, layouts: Layouts, side: Side) -> Iterator[tuple[str, float]]:
    """Yield the contrast of every given text in grey, against the darkest tenth of what lies beneath its strokes."""
    template = layouts.template(side.layout)
    given = {**side.fields, **{f"ratio[0].{name}": text for name, text in RATIO.items()}}
    dpi = picture.width / template.trim.width * 25.4
    for name, box in boxes(template).items():
        if given.get(name):
            shown, ground = (cut(each, box, template.trim.height, dpi) for each in (picture, blank))
            strokes = ImageChops.subtract(ground, shown).point([255 * (level > STROKE) for level in range(256)])
            yield name, (share(ground, strokes, 0.1) + 0.05) / (share(shown, strokes, 0.25) + 0.05)


def share(picture: Image.Image, mask: Image.Image, part: float) -> float:
    """Return the light of the tone that a part of the masked pixels is darker than."""
    counts = picture.histogram(mask)
    wanted, seen = sum(counts) * part, 0
    for level, count in enumerate(counts):
        seen += count
        if seen > wanted:
            return light(level)
    raise AssertionError("no text is shown")


def grey(picture: Image.Image) -> Image.Image:
    """Return a picture of 600 dpi in grey at 300 dpi."""
    return picture.convert("L").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)


@pytest.mark.parametrize("colour", COLOURS)
def test_every_value_stands_out_in_grey_and_on_a_copy(colour: str) -> None:
    layouts = colour_layouts(colour)
    for side in SIDES:
        original = rendered(layouts, side, DPI)
        blank = rendered(layouts, Side(side.layout, {}, {name: ({},) for name in side.blocks}), DPI)
        printed = dict(contrasts(grey(original), grey(blank), layouts, side))
        copy = dict(contrasts(copied(original), copied(blank), layouts, side))
        print(f"{colour} {side.layout}: grey {min(printed.values()):.1f}:1, copy {min(copy.values()):.1f}:1")
        assert printed.keys() == copy.keys() != set()
        assert {name: ratio for name, ratio in printed.items() if ratio < LEAST_CONTRAST} == {}
        assert {name: ratio for name, ratio in copy.items() if ratio < LEAST_COPIED} == {}


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("veil", ["", VEIL], ids=["bare", "veiled"])
def test_the_latent_word_is_there_only_on_a_copy(colour: str, veil: str, tmp_path: Path) -> None:
    load_one(tmp_path, WORD + veil)
    layouts = load_layouts(tmp_path, STATICS, {"society": COLOURS[colour]})
    original = rendered(layouts, Side("a", {}), DPI)
    before, after = (tone_step(picture, dpi) for picture, dpi in ((original, DPI), (copied(original), COPY_DPI)))
    print(f"{colour}{' veiled' if veil else ''}: word against surround {before:+.2%} printed, {after:+.2%} copied")
    assert abs(before) < MOST_BEFORE
    assert after > LEAST_AFTER


def tone_step(picture: Image.Image, dpi: int) -> float:
    """Return how much lighter the surround is than the word ■ in the middle, in means of 2 mm squares."""
    whole = picture.convert("L")

    def mean(x: float, y: float) -> float:
        squares = [cut(whole, Rect(x=x + i * 2, y=y + j * 2, width=2, height=2), 54, dpi) for i, j in GRID]
        return sum(ImageStat.Stat(square).mean[0] for square in squares) / len(squares) / 255

    return (mean(11, 14) + mean(69, 34)) / 2 - mean(40, 24)


GRID = [(i, j) for i in range(3) for j in range(3)]


def test_a_ground_without_a_word_shows_none(tmp_path: Path) -> None:
    load_one(tmp_path, WORD.replace('word = "■"\n', ""))
    layouts = load_layouts(tmp_path, STATICS, {"society": COLOURS["green"]})
    assert abs(tone_step(copied(rendered(layouts, Side("a", {}), DPI)), COPY_DPI)) < LEAST_AFTER / 4
