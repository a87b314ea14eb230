"""A black-and-white office copier, as far as print and eye care: what it blurs, drops and greys.

600 dpi grey; optics and drum spread a point by some 0.07 mm; 200 dpi; background suppression takes the middle tone and
all that is lighter for paper; the tone curve is somewhat steep, as a copier's is; and the print has less contrast than
its original: paper 0.94, black 0.22.
"""

from PIL import Image, ImageFilter

DPI = 600
COPY_DPI = 200
SPREAD_MM = 0.07
GAMMA = 1.5
PAPER, BLACK = 240, 56


def copied(picture: Image.Image) -> Image.Image:
    """Copy a picture of 600 dpi; the copy has 200 dpi."""
    spread = picture.convert("L").filter(ImageFilter.GaussianBlur(SPREAD_MM / 25.4 * DPI))
    size = (round(picture.width * COPY_DPI / DPI), round(picture.height * COPY_DPI / DPI))
    small = spread.resize(size, Image.Resampling.BOX)
    white = _middle(small.histogram())
    return small.point([round(BLACK + (PAPER - BLACK) * min(1.0, level / white) ** GAMMA) for level in range(256)])


def _middle(histogram: list[int]) -> int:
    """Return the tone that half of a picture is lighter than."""
    half, seen = sum(histogram) / 2, 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= half:
            return max(level, 1)
    return 255
