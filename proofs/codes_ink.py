"""Codes of what a press cannot hold out: lines, type, ink, overprint, images; figures are the profile's `[preflight]`.

Print.md §3 says what vendors ask for and how plates were measured. `proofs/codes.py` puts all codes together.
"""

from collections.abc import Mapping
from typing import Final

from proofs.kinds import Kind, error, info, warning

INK: Final[Mapping[str, Kind]] = {
    "hairline": error(
        "a line of no width",
        "It prints as thin as the device can, which is invisible on a plate (ISO 32000-1, 8.4.3.2).",
    ),
    "thin-line": warning("a line {found} mm thick, {least} mm is the least", "It may not print."),
    "thin-line-reversed": warning(
        "a light line {found} mm thick on a darker ground, {least} mm is the least", "The ground closes in on it."
    ),
    "type-small": warning("type of {found} pt, {least} pt is the least", "It may not be read."),
    "type-small-reversed": warning(
        "light type of {found} pt on a darker ground, {least} pt is the least", "The ground closes in on it."
    ),
    "type-colours": warning(
        "type of {found} pt in {inks}, {least} pt is the least in more than one ink",
        "Misregister blurs it; text is black or one spot (print.md §8, trap 13).",
    ),
    "text-near-edge": warning(
        "text less than {least} mm from the edge of its piece", "Cutting and punching are no more exact than that."
    ),
    "ink-coverage": error(
        "up to {found} % of ink here, {least} % is the most", "It does not dry, and plastic takes none of it in."
    ),
    "ink-unbounded": info(
        "nothing says how much ink this image or shading lays",
        "It is not counted; JPEG, RGB and shadings are not read.",
    ),
    "rich-black": info(
        "a large area of black with {found} % of ink", "Some presses want it, others not; never for text and codes."
    ),
    "overprint-white": error(
        "white overprints and so vanishes", "White with overprint leaves what lies beneath (print.md §3, measured)."
    ),
    "plate-knockout": error(
        "{ink} does not overprint and so erases what lies beneath",
        "White plate and die line lie over the artwork in the file (print.md §3, measured).",
    ),
    "image-resolution": warning(
        "image {name} has {found} ppi where it stands, {least} ppi is the least", "It prints coarse."
    ),
}
