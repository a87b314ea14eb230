"""Pieces that are made again or taken out in; the lists that go with them out, as CSV rows and as pages.

差込指示書 says where a new piece goes, 廃棄証明書 has a line for every spoiled copy, under its reason (domain.md §8:
shredding certificate, per serial), 引抜き一覧 what a packer takes out. Numbers and places only; no names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

from generator.errors import InputError
from layouts.document import Document, Fields, Side
from layouts.load import Layouts
from layouts.typeset import unprintable

ROWS_A_SLIP: Final = 36
ROWS_A_CERTIFICATE: Final = 28

WORDS: Final = {"cards": "資格確認書", "notices": "お知らせ", "letters": "送付状など", "carriers": "台紙"}
DESTROYED: Final = "destruction.csv"
SLIPPED: Final = "slip.csv"
DESTRUCTION: Final = ("管理番号", "make", "pile", "block", "sheet", "row", "column", "reason")
SLIP: Final = (
    "envelope",
    "part",
    "parts",
    "管理番号",
    "make",
    "before",
    "after",
    "pile",
    "block",
    "sheet",
    "row",
    "column",
)
EDGES: Final = ("（先頭）", "（末尾）")


@dataclass(frozen=True, slots=True)
class Line:
    """A copy that is destroyed, and where the one that takes its place lies and goes."""

    number: str
    make: int  #: of the spoiled copy
    pile: str
    old: tuple[int, int, int, int]  #: block, sheet, row, column
    new: tuple[int, int, int, int]
    reason: str
    envelope: str
    part: tuple[str, str]
    before: str
    after: str


def destruction_row(line: Line) -> tuple[object, ...]:
    """Return a line of destruction.csv."""
    return (line.number, line.make, line.pile, *line.old, line.reason)


def slip_row(line: Line) -> tuple[object, ...]:
    """Return a line of slip.csv."""
    return (
        line.envelope, *line.part, line.number, line.make + 1, line.before, line.after, line.pile, *line.new
    )  # fmt: skip


def certificate(lines: Sequence[Line], head: str) -> list[Document]:
    """Return the pages of the certificate of destruction."""
    fields = {"job": head, "total": f"{len(lines):,}"}
    return pages("letter/destruction", _grouped(lines), fields, ROWS_A_CERTIFICATE)


def _grouped(lines: Sequence[Line]) -> list[Fields]:
    """Return the rows of a certificate: those of one reason together under it, as on each page that goes on with them.

    No page ends with a heading: what is left of it stays empty.
    """
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.reason, []).append(line)
    rows, counted = list[Fields](), count(1)
    for reason, group in groups.items():
        if len(rows) % ROWS_A_CERTIFICATE == ROWS_A_CERTIFICATE - 1:
            rows.append({})
        rows.append(_heading(reason, len(group)))
        for line in group:
            if len(rows) % ROWS_A_CERTIFICATE == 0:
                rows.append(_heading(reason, len(group)))
            rows.append(_copy(next(counted), line))
    return rows


def _heading(reason: str, copies: int) -> Fields:
    return {"reason_caption": "理由", "reason": reason, "reason_count": f"{copies:,}枚"}


def _copy(no: int, line: Line) -> Fields:
    return {
        "no": str(no),
        "doc": line.number,
        "make": str(line.make),
        "pile": WORDS[line.pile],
        "block": str(line.old[0]),
        "sheet": str(line.old[1]),
        "cell": f"{line.old[2]}-{line.old[3]}",
    }


def unwritable(reasons: Mapping[str, str], layouts: Layouts) -> Iterator[InputError]:
    """Yield a refusal for each reason, by where it was given, that no face can show."""
    template = layouts.template("letter/destruction")
    for place, reason in reasons.items():
        side = Side(template.name, {}, {"row": (_heading(reason, 1),)})
        for fault in unprintable(template, side):
            if fault.reason == "glyph":
                fact = "no face has {character}: the reason cannot be printed on the certificate of destruction"
                step = "write the reason without it; nothing was made again"
                yield InputError("spoiled-glyph", place, fact, step, character=fault.detail)


def slip(lines: Sequence[Line], head: str) -> list[Document]:
    """Return the pages of the slip for the packer."""
    rows = [
        {
            "no": str(k),
            "envelope": line.envelope,
            "part": "/".join(filter(None, line.part)),
            "doc": line.number,
            "before": line.before or EDGES[0],
            "after": line.after or EDGES[1],
            "sheet": f"{line.new[0]}/{line.new[1]}",
            "cell": f"{line.new[2]}-{line.new[3]}",
        }
        for k, line in enumerate(lines, start=1)
    ]
    return pages("letter/remake-slip", rows, {"job": head}, ROWS_A_SLIP)


def pages(layout: str, rows: Iterable[Fields], fields: Mapping[str, str], capacity: int) -> list[Document]:
    """Part rows into pages of one layout."""
    source, parts = iter(rows), list[tuple[Fields, ...]]()
    while part := tuple(islice(source, capacity)):
        parts.append(part)
    return [
        Document(layout.partition("/")[2], (), "", Side(layout, {**fields, "page": f"{k}/{len(parts)}"}, {"row": part}))
        for k, part in enumerate(parts, start=1)
    ]
