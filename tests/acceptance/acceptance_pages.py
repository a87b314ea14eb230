"""What stands on a page, read with pypdfium2: in all of it, in a rectangle, and in what is hidden in the file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

POINTS = 72 / 25.4


def texts(path: Path) -> list[str]:
    """Return every page's text, spaces and line ends taken out."""
    with _opened(path) as pdf:
        return [squeeze(page.get_textpage().get_text_bounded()) for page in pdf]


def squeeze(text: str) -> str:
    return "".join(text.split())


def cell_texts(folder: Path, rows: list[dict[str, str]], size: tuple[float, float]) -> Iterator[tuple[Any, str]]:
    """Yield every row of a cells CSV with the text inside its piece; size in millimetres."""
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    for name, mine in by_file.items():
        with _opened(folder / name) as pdf:
            pages: dict[int, Any] = {}
            for row in mine:
                index = int(row["page"]) - 1
                page = pages.setdefault(index, pdf[index].get_textpage())
                yield row, squeeze(_inside(page, float(row["x_mm"]), float(row["y_mm"]), size))


def directions(
    folder: Path, rows: list[dict[str, str]], size: tuple[float, float]
) -> Iterator[tuple[dict[str, str], tuple[int, int]]]:
    """Yield rows with the way their number reads on the page: right, left, up or down as a step."""
    for row in rows:
        with _opened(folder / row["file"]) as pdf:
            page = pdf[int(row["page"]) - 1].get_textpage()
            x, y = float(row["x_mm"]), float(row["y_mm"])
            wanted, places = row["管理番号"], list[tuple[str, float, float]]()
            for i in range(page.count_chars()):
                left, bottom, right, top = page.get_charbox(i)
                middle = (left + right) / 2 / POINTS, (bottom + top) / 2 / POINTS
                if 0 < middle[0] - x < size[0] and 0 < middle[1] - y < size[1]:
                    places.append((page.get_text_range(i, 1), *middle))
        at = "".join(char or " " for char, _, _ in places).index(wanted)
        across, up = (places[at + 18][axis] - places[at][axis] for axis in (1, 2))
        yield row, ((across > 0) - (across < 0), 0) if abs(across) > abs(up) else (0, (up > 0) - (up < 0))


def outside(path: Path, places: Mapping[int, list[tuple[float, float]]], size: tuple[float, float]) -> str:
    """Return the characters of all pages whose middle lies in no piece: marks and slug."""
    out: list[str] = []
    with _opened(path) as pdf:
        for index, page in enumerate(pdf):
            text = page.get_textpage()
            for i in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(i)
                x, y = (left + right) / 2 / POINTS, (bottom + top) / 2 / POINTS
                held = any(0 <= x - px <= size[0] and 0 <= y - py <= size[1] for px, py in places[index + 1])
                if not held:
                    out.append(text.get_text_range(i, 1))
    return squeeze("".join(out))


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


def _inside(page: Any, x: float, y: float, size: tuple[float, float]) -> str:
    box = {"left": x, "bottom": y, "right": x + size[0], "top": y + size[1]}
    return page.get_text_bounded(**{side: value * POINTS for side, value in box.items()})
