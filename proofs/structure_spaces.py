"""Colour spaces, images and graphics states of a file go in, and come out as plain values.

ISO 32000-1, 8.6 (colour spaces), 8.9 (images), 8.4.5 (graphics state parameters), 11.7.4 (overprint).
"""

from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from proofs.facts import Font, Image, Space, State
from proofs.structure_values import array, data, items, name, names, number, numbers, solid, table, truth

_FULL = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_PARTS = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4, "CalGray": 1, "CalRGB": 3, "Lab": 3}
_BELOW = {"Indexed": 1, "Pattern": 1, "Separation": 2, "DeviceN": 2}  # where the space below stands
_DEEPEST = 6  # spaces upon spaces; deeper ones go in circles
_PLAIN = frozenset({"FlateDecode", "Fl", "LZWDecode", "LZW", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode"})
_JP2_SPACES = {16: "DeviceRGB", 18: "DeviceRGB", 17: "DeviceGray", 12: "DeviceCMYK"}  # ISO 15444-1, I.5.3.3


def read_space(held: object, depth: int = 0) -> Space | None:
    """Read a colour space; None where there is none."""
    found = solid(held)
    parts = array(found) or ([found] if isinstance(found, PdfObject) else [])
    family = name(parts[0]) if parts else ""
    if not family:
        return None
    family = _FULL.get(family, family)
    if family == "ICCBased":
        profile = table(parts[1])
        return Space(family=family, components=int(number(profile.get("/N", 0))))
    inks = names(parts[1]) if family in ("Separation", "DeviceN") else ()
    place = _BELOW.get(family, len(parts))
    below = read_space(parts[place], depth + 1) if place < len(parts) and depth < _DEEPEST else None
    return Space(family=family, components=len(inks) or _PARTS.get(family, 1), inks=inks, below=below)


def read_image(image: StreamObject) -> Image:
    """Read what an image is; its samples are decoded when they are asked for."""
    filters = names(image.get("/Filter"))
    stencil = truth(image.get("/ImageMask")) is True
    space = read_space(image.get("/ColorSpace"))
    if space is None and "JPXDecode" in filters:
        space = _jpx_space(image)
    return Image(
        rgb=space.rgb if space else not stencil and "JPXDecode" in filters,
        width=int(number(image.get("/Width", 0))),
        height=int(number(image.get("/Height", 0))),
        bits=1 if stencil else int(number(image.get("/BitsPerComponent", 8))),
        space=space,
        filters=filters,
        stencil=stencil,
        soft_mask="/SMask" in image or number(image.get("/SMaskInData", 0)) > 0,
        decode=tuple(numbers(image.get("/Decode"))),
        samples=lambda: data(image) if _PLAIN.issuperset(filters) else b"",
    )


def read_state(held: DictionaryObject, font: Font | None) -> State:
    """Read what a graphics state dictionary sets; `font` is the one it selects."""
    blend = names(held.get("/BM"))
    mask = held.get("/SMask")
    stroked = truth(held.get("/OP"))
    return State(
        fill_alpha=_number(held, "/ca"),
        stroke_alpha=_number(held, "/CA"),
        blend=blend[0] if blend else "",
        soft_mask=mask is not None and name(mask) != "None",
        overprint_fill=truth(held.get("/op", held.get("/OP"))),
        overprint_stroke=stroked,
        overprint_mode=None if "/OPM" not in held else int(number(held["/OPM"])),
        line_width=_number(held, "/LW"),
        font=font,
    )


def shadings(held: DictionaryObject) -> list[tuple[str, object]]:
    """Return the colour spaces of the shadings that resources name, patterns of shadings included."""
    named = items(held, "/Shading")
    named += [(key, table(pattern).get("/Shading")) for key, pattern in items(held, "/Pattern")]
    return [(key, table(shading).get("/ColorSpace")) for key, shading in named if shading is not None]


def is_rgb(held: object) -> bool:
    """Tell whether a colour space is RGB, or stands on one (8.6)."""
    space = read_space(held)
    return space is not None and space.rgb


def _number(held: DictionaryObject, key: str) -> float | None:
    return number(held[key]) if key in held else None


def _jpx_space(image: StreamObject) -> Space | None:
    """Read the colour space that a JPEG 2000 image names itself; None where its header says none."""
    head: bytes = image._data[:4096]  # pyright: ignore[reportPrivateUsage] - as it is encoded
    at = head.find(b"colr")
    if at < 0 or head[at + 4 : at + 5] != b"\x01":
        return None
    family = _JP2_SPACES.get(int.from_bytes(head[at + 7 : at + 11], "big"), "")
    return Space(family=family, components=_PARTS[family]) if family else None
