"""Page boxes and counts against the vendor's profile. PDF/X rows 8 (print.md §1.1); ISO 32000-1, 14.11.2."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from imposition.stock import Stock
from layouts.geometry import Rect
from proofs.facts import Frame, Page
from proofs.finding import Findings
from proofs.plan import Expected, Grid

NEAR = 0.01  # mm


class Boxes:
    """Checks the boxes of each page; of pages that are alike only the first, while nothing is wrong with it."""

    def __init__(self, stock: Stock | None, findings: Findings) -> None:
        self._stock, self._findings = stock, findings
        self._sound: set[Frame] = set()
        self._first: Rect | None = None

    def check_page(self, page: Page) -> None:
        """Check the boxes of one page."""
        if page.frame in self._sound:
            return
        before = len(self._findings)
        _check_page(page, self._stock, self._findings)
        if self._stock is None:
            self._check_alike(page)
        if len(self._findings) == before:
            self._sound.add(page.frame)

    def _check_alike(self, page: Page) -> None:
        """Check that a page is as large as the first."""
        media = page.frame.boxes.get("media")
        if self._first is None:
            self._first = media
        elif media is not None and _size(media) != _size(self._first):
            self._findings.add("page-differs", page.number, found=_size(media), wanted=_size(self._first))


def check_fit(pages: Iterable[Page], stock: Stock, findings: Findings) -> bool:
    """Tell whether a file is of a profile at all; one of which no page is, is told once and not page by page."""
    first: Page | None = None
    for page in pages:
        first = first or page
        if not [*_misfits(page, stock)]:
            return True
    if first is None:
        return True
    boxes = first.frame.boxes
    trim, cells = (_size(boxes["trim"]), _size(_around_cells(first, stock))) if "trim" in boxes else ("-", "-")
    facts = {"found": _size(boxes["media"]), "trim": trim, "wanted": _size(_sheet(stock)), "cells": cells}
    findings.add("profile-other", 0, None, profile=stock.name, **facts)
    return False


def check_count(count: int, expected: Expected, findings: Findings) -> None:
    """Check that there are as many pages as sheets times sides."""
    wanted = expected.block.sheets * len(expected.faces)
    if count != wanted:
        findings.add("page-count", found=count, wanted=wanted)


def _check_page(page: Page, stock: Stock | None, findings: Findings) -> None:
    _check_order(page, findings)
    if page.frame.rotate % 360:
        findings.add("page-turned", page.number, what="Rotate")
    if page.frame.user_unit != 1.0:
        findings.add("page-turned", page.number, what="UserUnit")
    if "trim" not in page.frame.boxes:
        findings.add("box-missing", page.number, box="TrimBox")
    elif "art" in page.frame.boxes:
        findings.add("box-art", page.number)
    if stock is not None:
        _check_stock(page, stock, findings)


def _check_order(page: Page, findings: Findings) -> None:
    chain = [(name, page.frame.boxes[name]) for name in ("trim", "bleed", "crop", "media") if name in page.frame.boxes]
    for (inner, small), (outer, large) in itertools.pairwise(chain):
        if not large.holds(small):
            findings.add("box-order", page.number, (small.x, small.y), inner=_name(inner), outer=_name(outer))


def _check_stock(page: Page, stock: Stock, findings: Findings) -> None:
    for box, wanted in _misfits(page, stock):
        found = page.frame.boxes[box]
        facts = {"box": _name(box), "found": _size(found), "wanted": _size(wanted)}
        findings.add("box-wrong", page.number, (found.x, found.y), **facts)
    if max(map(abs, page.frame.origin)) > NEAR:
        sheet = _size(_sheet(stock))
        findings.add("box-wrong", page.number, box="MediaBox", found="not from 0, 0", wanted=sheet)


def _misfits(page: Page, stock: Stock) -> Iterator[tuple[str, Rect]]:
    """Yield the boxes of a page that are not the profile's, each with what it should be."""
    wanted = {"media": _sheet(stock)}
    if "trim" in page.frame.boxes:
        wanted["trim"] = _around_cells(page, stock)
    for box, area in wanted.items():
        edges = zip(_edges(page.frame.boxes[box]), _edges(area), strict=True)
        if any(abs(a - b) > NEAR for a, b in edges):
            yield box, area


def _sheet(stock: Stock) -> Rect:
    return Rect(x=0, y=0, width=stock.sheet.width, height=stock.sheet.height)


def _around_cells(page: Page, stock: Stock) -> Rect:
    """Return the area of all trimmed pieces on the side that this page is: the one that fits it better."""
    found = page.frame.boxes["trim"]
    sides = [_around(Grid(stock, face).trims, stock) for face in ("F", "B")]
    return min(sides, key=lambda area: abs(area.x - found.x) + abs(area.y - found.y))


def _around(areas: Sequence[Rect], stock: Stock) -> Rect:
    """Return the smallest area round several, as far as it lies on the sheet."""
    left, low = max(0.0, min(a.x for a in areas)), max(0.0, min(a.y for a in areas))
    right = min(stock.sheet.width, max(a.right for a in areas))
    top = min(stock.sheet.height, max(a.top for a in areas))
    return Rect(x=left, y=low, width=right - left, height=top - low)


def _edges(area: Rect) -> tuple[float, float, float, float]:
    return area.x, area.y, area.right, area.top


def _size(area: Rect) -> str:
    at = f" at {area.x:.2f}, {area.y:.2f}" if area.x or area.y else ""
    return f"{area.width:.2f} × {area.height:.2f}{at}"


def _name(box: str) -> str:
    return f"{box.capitalize()}Box"
