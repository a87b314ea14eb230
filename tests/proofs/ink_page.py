"""Pages of one's own for the checks of ink: a content and what it names, written by another library."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from imposition.rules import Rules
from imposition.sheet import Stock
from imposition.stock import load_stock
from proofs.check import check_file
from proofs.finding import Finding

MM = 72 / 25.4
STATES = {
    "Over": {"OP": True, "op": True, "OPM": 1},
    "Over0": {"OP": True, "op": True, "OPM": 0},
    "Plain": {"OP": False, "op": False, "OPM": 0},
    "Half": {"ca": 0.5, "CA": 0.5},
    "Multiply": {"BM": Name.Multiply},
    "Thin": {"LW": 0.1},
}
#: What the checks of ink may find; a page of these tests is wrong in other ways that do not matter here.
CODES = frozenset(
    {
        *("hairline", "thin-line", "thin-line-reversed", "type-small", "type-small-reversed", "type-colours"),
        *("text-near-edge", "ink-coverage", "ink-unbounded", "rich-black", "overprint-white", "plate-knockout"),
        *("image-resolution", "text-knockout"),
    }
)


def spot(pdf: pikepdf.Pdf, *names: str) -> pikepdf.Object:
    """Return a Separation, or a DeviceN of several inks."""
    count = len(names)
    domain = [0, 1] * count
    data = b"{%s 0 0 0 0}" % (b"pop " * count)
    tint = Stream(pdf, data, FunctionType=4, Domain=domain, Range=[0, 1] * 4)
    if count == 1:
        return Array([Name.Separation, Name("/" + names[0]), Name.DeviceCMYK, tint])
    return Array([Name.DeviceN, Array([Name("/" + n) for n in names]), Name.DeviceCMYK, tint])


def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return what every content of these tests may name."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    spaces = {"/S": spot(pdf, "DIC 181s"), "/W": spot(pdf, "White"), "/R": spot(pdf, "All")}
    spaces |= {"/N": spot(pdf, "Cyan", "Gold"), "/P": Array([Name.Pattern, Name.DeviceCMYK])}
    states = {f"/{name}": Dictionary(**state) for name, state in STATES.items()}
    return Dictionary(Font=Dictionary({"/F": font}), ColorSpace=Dictionary(spaces), ExtGState=Dictionary(states))


def image(pdf: pikepdf.Pdf, size: int, space: str, bits: int = 8, pixel: bytes = b"") -> pikepdf.Object:
    """Return an image of as many samples each way, all alike."""
    parts = {"/DeviceCMYK": 4, "/DeviceGray": 1, "/DeviceRGB": 3}[space]
    data = pixel * size * size if pixel else bytes((size * parts * bits + 7) // 8 * size)
    facts: dict[str, Any] = {"Width": size, "Height": size, "BitsPerComponent": bits, "ColorSpace": Name(space)}
    return Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, **facts)


class Book:
    """A file being made: one page of 100 × 100 mm, its trim 10 mm inside."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.held = resources(self.pdf)
        self.held.XObject = Dictionary()
        self.held.Pattern = Dictionary()

    def form(self, name: str, content: str, matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> None:
        """Put a form among the resources."""
        box, own = [-500, -500, 500, 500], resources(self.pdf)
        own.XObject = Dictionary(self.held.XObject)
        facts: dict[str, Any] = {"BBox": box, "Matrix": list(matrix), "Resources": own}
        self.held.XObject[f"/{name}"] = Stream(
            self.pdf, content.encode(), Type=Name.XObject, Subtype=Name.Form, **facts
        )

    def tile(self, name: str, content: str, paint: int = 1) -> None:
        """Put a tiling pattern among the resources; `paint` 2 = without a colour of its own."""
        facts: dict[str, Any] = {"PatternType": 1, "PaintType": paint, "TilingType": 1, "XStep": 20, "YStep": 20}
        facts |= {"BBox": [0, 0, 20, 20], "Resources": resources(self.pdf)}
        self.held.Pattern[f"/{name}"] = Stream(self.pdf, content.encode(), **facts)

    def image(self, name: str, held: pikepdf.Object) -> None:
        """Put an image among the resources."""
        self.held.XObject[f"/{name}"] = held

    def findings(self, path: Path, content: str, rules: Rules | None = None) -> list[Finding]:
        """Write the page and return what the checks of ink find."""
        side, inset = 100 * MM, 10 * MM
        page = self.pdf.add_blank_page(page_size=(side, side))
        page.obj.TrimBox = [inset, inset, side - inset, side - inset]
        page.obj.Resources = self.held
        page.obj.Contents = Stream(self.pdf, content.encode())
        self.pdf.save(path)
        report = check_file(path, expected=None, stock=None if rules is None else stock_of(rules))
        return [finding for finding in report.findings if finding.code in CODES or finding.code == "ink-registration"]


def stock_of(rules: Rules) -> Stock:
    """Return a profile with rules of one's own."""

    return replace(load_stock("notice-a4"), rules=rules)
