"""The samples of an image go in; the mixtures of ink they may lay come out, where they can be decoded.

Only plain samples of CMYK (Flate, run length, none) are read; of JPEG and the like the most is four full inks, and a
finding says so. ISO 32000-1, 8.9.5.
"""

from functools import lru_cache

from proofs.facts import Image
from proofs.inks import PROCESS, Tint

_STEP = 16  # mixtures are rounded up to sixteenths
_MOST = 24  # kept; more are taken together as one
_PLAIN_DECODE = ((), (0.0, 1.0) * 4)
_UPWARDS = bytes(-(-value * _STEP // 255) for value in range(256))  # rounds a sample up


@lru_cache(64)
def mixtures(image: Image) -> tuple[Tint, ...]:
    """Return what the samples of a CMYK image may lay, none less than another; () where they cannot be read."""
    space = image.space
    if space is None or space.components != 4 or image.bits != 8 or image.decode not in _PLAIN_DECODE:
        return ()
    if space.family not in ("DeviceCMYK", "ICCBased"):
        return ()
    data = image.samples()
    if not data or len(data) < 4 * image.width * image.height:
        return ()
    coarse = data.translate(_UPWARDS)
    seen = set(zip(coarse[0::4], coarse[1::4], coarse[2::4], coarse[3::4], strict=False))
    kept: list[tuple[int, ...]] = []
    for mixture in sorted(seen, reverse=True):
        if not any(all(a >= b for a, b in zip(other, mixture, strict=True)) for other in kept):
            kept.append(mixture)
    if len(kept) > _MOST:
        kept = sorted(kept, key=sum, reverse=True)
        kept = [*kept[: _MOST - 1], tuple(map(max, zip(*kept[_MOST - 1 :], strict=True)))]
    return tuple(Tint(tuple((ink, v / _STEP) for ink, v in zip(PROCESS, m, strict=True)), sure=False) for m in kept)
