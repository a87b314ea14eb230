"""What stands on a page, read with pypdfium2: in all of it, in a rectangle, and in what is hidden in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

POINTS = 72 / 25.4
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a page and its box in millimetres."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def within(self, corner: tuple[float, float], size: Size) -> bool:
        """Tell whether its middle lies in a piece."""
        return all(0 <= self.middle[axis] - corner[axis] <= size[axis] for axis in (0, 1))

    def touches(self, corner: tuple[float, float], size: Size) -> bool:
        """Tell whether any part of it lies in a piece."""
        (x, y), (width, height) = corner, size
        return self.left < x + width and self.right > x and self.bottom < y + height and self.top > y


def texts(path: Path) -> list[str]:
    """Return every page's text, spaces and line ends taken out."""
    with _opened(path) as pdf:
        return [squeeze(page.get_textpage().get_text_bounded()) for page in pdf]


def squeeze(text: str) -> str:
    return "".join(text.split())


def cell_texts(folder: Path, rows: list[dict[str, str]], size: Size) -> Iterator[tuple[Any, str]]:
    """Yield every row of a cells CSV with the text of which any part is inside its piece; size in millimetres."""
    for row, characters in _by_row(folder, rows):
        yield row, squeeze("".join(each.char for each in characters if each.touches(_corner(row), size)))


def directions(
    folder: Path, rows: list[dict[str, str]], size: Size
) -> Iterator[tuple[dict[str, str], tuple[int, int]]]:
    """Yield rows with the way their number reads on the page: right, left, up or down as a step."""
    for row, characters in _by_row(folder, rows):
        inside = [each for each in characters if each.within(_corner(row), size)]
        at = "".join(each.char or " " for each in inside).index(row["管理番号"])
        first, last = inside[at].middle, inside[at + 18].middle
        across, up = last[0] - first[0], last[1] - first[1]
        yield row, ((across > 0) - (across < 0), 0) if abs(across) > abs(up) else (0, (up > 0) - (up < 0))


def outside(path: Path, places: Mapping[int, list[tuple[float, float]]], size: Size) -> str:
    """Return the characters of all pages whose middle lies in no piece: marks and slug."""
    with _opened(path) as pdf:
        return squeeze(
            "".join(
                each.char
                for index, page in enumerate(pdf, 1)
                for each in _characters(page)
                if not any(each.within(place, size) for place in places[index])
            )
        )


def hidden(path: Path) -> str:
    """Return document information, XMP, outlines and file names inside a PDF, as one text."""
    with pikepdf.open(path) as pdf:
        said = [f"{name} {value}" for name, value in pdf.docinfo.items()]
        if "/Metadata" in pdf.Root:
            said.append(pdf.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        said += [str(item.title) for item in pdf.open_outline().root]
        said += list(pdf.attachments.keys())
    return "\n".join(said)


def page_count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


class _opened:  # noqa: N801 - a context manager named as it reads
    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)

    def __enter__(self) -> pypdfium2.PdfDocument:
        return self._pdf

    def __exit__(self, *_: object) -> None:
        self._pdf.close()


def _by_row(folder: Path, rows: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], list[Character]]]:
    """Yield every row with the characters of its page; a page is read once."""
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    for name, mine in by_file.items():
        with _opened(folder / name) as pdf:
            pages: dict[str, list[Character]] = {}
            for row in mine:
                page = row["page"]
                if page not in pages:
                    pages[page] = list(_characters(pdf[int(page) - 1]))
                yield row, pages[page]


def _characters(page: Any) -> Iterator[Character]:
    text = page.get_textpage()
    for i in range(text.count_chars()):
        box = [side / POINTS for side in text.get_charbox(i)]
        yield Character(text.get_text_range(i, 1), *box)


def _corner(row: dict[str, str]) -> tuple[float, float]:
    return float(row["x_mm"]), float(row["y_mm"])
