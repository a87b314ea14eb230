"""A PDF from elsewhere in, its pages as form XObjects of a file out, as a reader shows them.

Authority: ISO 32000-1 8.10 (form XObjects), 14.11.2 (page boundaries), 7.7.3.3 (Rotate, UserUnit); print.md §8.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import PdfObject

from imposition.adopt import Adopter, resources_of
from imposition.errors import PageRefused
from imposition.metadata import day_of
from imposition.pdf import PdfFile, Ref, Value
from layouts.geometry import Rect, to_mm, to_pt


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page from elsewhere as a reader shows it: sizes in mm after Rotate and UserUnit; `boxes` in its own units."""

    trim: Rect  #: size of the trim (TrimBox, else the whole page), at 0, 0
    has_trim: bool
    rotate: int
    unit: float
    box: tuple[float, float, float, float]  #: TrimBox, else MediaBox, in the page's own units
    media: tuple[float, float, float, float]
    annotated: bool  #: bears what a form XObject would lose

    @property
    def room(self) -> float:
        """Return how far the page reaches beyond its trim where it reaches least, in mm."""
        (x0, y0, x1, y1), (left, low, right, top) = self.box, self.media
        return to_mm(min(x0 - left, y0 - low, right - x1, top - y1) * self.unit)

    def inset(self, by: float) -> "SourcePage":
        """Return the page with a trim smaller by a length in mm on every side."""
        own = to_pt(by) / self.unit
        x0, y0, x1, y1 = self.box
        return replace(self, trim=self.trim.grown(-by), box=(x0 + own, y0 + own, x1 - own, y1 - own))


class SourceFile:
    """A PDF from elsewhere, its pages ready to be placed; raises PageRefused where it cannot be read."""

    def __init__(self, path: Path, file: PdfFile) -> None:
        self.name, self._file = path.name, file
        try:
            self._reader = PdfReader(path)
            if self._reader.is_encrypted:
                raise _encrypted(path)
            self.count = len(self._reader.pages)
        except DependencyError:  # a cipher that pypdf would need another package for
            raise _encrypted(path) from None
        except (PyPdfError, ValueError, OSError) as e:
            fact = "this is not a readable PDF ({reason})"
            raise PageRefused("pdf-unreadable", path.name, fact, reason=type(e).__name__) from None
        self._adopter = Adopter(file, self._reader)

    @property
    def day(self) -> str:
        """Return the day the file says it was last changed or made on, YYYY-MM-DD, "" where it says none."""
        said = cast("Mapping[str, object]", self._reader.metadata or {})
        found = (day_of(str(said.get(key, ""))) for key in ("/ModDate", "/CreationDate"))
        return next(filter(None, found), "")

    def page(self, index: int) -> SourcePage:
        """Describe a page."""
        page = self._reader.pages[index]
        has_trim = "/TrimBox" in page
        unit = float(cast(float, page.get("/UserUnit", 1)))
        box = tuple(float(v) for v in (page.trimbox if has_trim else page.mediabox))
        media = tuple(float(v) for v in page.mediabox)
        width, height = (to_mm((box[i + 2] - box[i]) * unit) for i in (0, 1))
        if page.rotation % 180:
            width, height = height, width
        trim = Rect(x=0, y=0, width=width, height=height)
        kinds = {str(note.get_object().get("/Subtype")) for note in page.annotations or ()}
        return SourcePage(
            trim, has_trim, page.rotation % 360, unit, _four(box), _four(media), bool(kinds - {"/Link", "/Popup"})
        )

    def put(self, index: int, page: SourcePage, bleed: float) -> Ref:
        """Write a page as a form whose origin is the lower left of its trim, with up to `bleed` mm around it."""
        source = self._reader.pages[index]
        content = source.get_contents()
        own = to_pt(bleed) / page.unit
        (x0, y0, x1, y1), (left, low, right, top) = page.box, page.media
        entries: dict[str, Value] = {
            "Type": "XObject",
            "Subtype": "Form",
            "BBox": [
                max(x0 - own, left),
                max(y0 - own, low),
                min(x1 + own, right),
                min(y1 + own, top),
            ],
            "Matrix": _upright(page),
            "Resources": self._adopter.mapping(resources_of(source)),
        }
        if "/Group" in source:
            entries["Group"] = self._adopter.value(cast(PdfObject, source.raw_get("/Group")))
        return self._file.put_deflated(entries, content.get_data() if content is not None else b"")


def _encrypted(path: Path) -> PageRefused:
    return PageRefused("pdf-encrypted", path.name, "the file is encrypted", "save it without a password")


def _upright(page: SourcePage) -> list[float]:
    """Turn and scale a page as a reader shows it, the lower left of its trim to the origin."""
    u, (x0, y0, x1, y1) = page.unit, page.box
    return {
        0: [u, 0.0, 0.0, u, -u * x0, -u * y0],
        90: [0.0, -u, u, 0.0, -u * y0, u * x1],
        180: [-u, 0.0, 0.0, -u, u * x1, u * y1],
        270: [0.0, u, -u, 0.0, u * y1, -u * x0],
    }[page.rotate]


def _four(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
