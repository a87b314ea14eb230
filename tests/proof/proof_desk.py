"""A small invented society, its proofs, and what stands in them."""

import csv
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2

from generator.invent import invent
from generator.proof.make import Made, Wish, make_proof

PHASE1 = date(2024, 10, 15)
DIGITS = "7391"  #: everybody's, so that one of them anywhere is found


def society(folder: Path, people: int = 90) -> Path:
    """Invent a society in which everybody has the same last four digits."""
    invent(folder, people=people, employers=3, seed=5, on=PHASE1)
    path = folder / "snapshot.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([rows[0], *([*row[:3], DIGITS] for row in rows[1:])])
    return folder


def proof(folder: Path, out: Path, on: date = PHASE1, **more: Any) -> Made:
    """Make a proof of a day, the first of notices if none is said."""
    return make_proof(Wish(folder, on, out, **{"by": "校正 係子", "sample": 2, **more}), str)


def text_of(pdf: Path) -> str:
    """Return all a file's text layer says."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages: Any = document  # pypdfium2 is typed in part
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def names_of(folder: Path) -> Iterator[str]:
    """Yield the members' names."""
    with (folder / "members.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from (row["氏名"] for row in csv.DictReader(file) if len(row["氏名"]) > 3)


class Tree(HTMLParser):
    """Holds a page to what a browser need not mend: tags closed in order, names once, pictures described."""

    VOID = frozenset({"meta", "img", "input", "br", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.visible: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [each for key in ("src", "href", "action") if (each := told.get(key))]
        if tag == "img" and "alt" not in told:
            self.faults.append(f"img without alt {self.getpos()}")
        if tag == "button" and told.get("type") != "button":
            self.faults.append(f"button without type {self.getpos()}")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag closed by itself."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Hold an end to its beginning."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self.open and self.open[-1] not in ("style", "script"):
            self.visible.append(data)
