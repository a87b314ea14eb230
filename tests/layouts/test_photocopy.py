"""A clinic copies a card: the latent word comes out. Figures of rendered pixels; `-s` prints them.

Before copying the word is not there: over 2 mm its tone is that of its surround. That the values stay legible is
measured in `test_contrast.py`.
"""

from pathlib import Path

import pytest
from copier import COPY_DPI, DPI, copied
from layout_samples import load_one
from legible import COLOURS, cut
from PIL import Image, ImageStat
from printed import rendered

from layouts.document import Side
from layouts.geometry import Rect

pytestmark = pytest.mark.slow

MOST_BEFORE, LEAST_AFTER = 0.012, 0.025  # of full scale: the word's tone against its surround
GROUND = 'kind = "latent"\nat = ["-3mm", "-3mm"]\nsize = ["92mm", "60mm"]\nfill = "paper"\n'
WORD = f'[security.relief]\n{GROUND}word = "■"\nheight = "40mm"\n'
VEIL = f'[security.veil]\n{GROUND.replace("fill", "ink")}pitch = "1.5mm"\n'


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("veil", ["", VEIL], ids=["bare", "veiled"])
def test_the_latent_word_is_there_only_on_a_copy(colour: str, veil: str, tmp_path: Path) -> None:
    layouts = load_one(tmp_path, WORD + veil, inks={"society": COLOURS[colour]})
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
    layouts = load_one(tmp_path, WORD.replace('word = "■"\n', ""), inks={"society": COLOURS["green"]})
    assert abs(tone_step(copied(rendered(layouts, Side("a", {}), DPI)), COPY_DPI)) < LEAST_AFTER / 4
