"""Pieces that are made again or taken out in; the lists that go with them out, as CSV rows and as pages.

差込指示書 says where a new piece goes, 廃棄証明書 has a line for every spoiled copy (domain.md §8: shredding
certificate, per serial), 引抜き一覧 what a packer takes out. Numbers and places only; no names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from layouts.document import Document, Fields, Side

ROWS_A_SLIP: Final = 36
ROWS_A_CERTIFICATE: Final = 28
ONE_LINE: Final = 20  #: characters of a reason that fit in one line of the certificate, however wide they are
HALF: Final = 31  #: and in each of two

_NO_HEAD: Final = frozenset("、。，．・：；！？）〕］｝〉》」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?)]}%")
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
    rows = [
        {
            "no": str(k),
            "doc": line.number,
            "make": str(line.make),
            "pile": WORDS[line.pile],
            "block": str(line.old[0]),
            "sheet": str(line.old[1]),
            "cell": f"{line.old[2]}-{line.old[3]}",
            **_reason(line.reason),
        }
        for k, line in enumerate(lines, start=1)
    ]
    return pages("letter/destruction", rows, {"job": head, "total": f"{len(lines):,}"}, ROWS_A_CERTIFICATE)


def _reason(text: str) -> dict[str, str]:
    """Return a reason as the certificate shows it: in one line, or in two of at most 31 characters each.

    It is parted at a blank near the middle, else in the middle, but never before a mark that begins no line.
    """
    if len(text) <= ONE_LINE:
        return {"reason": text}
    middle = -(-len(text) // 2)
    near = range(middle - len(text) // 4, middle + len(text) // 4)
    blanks = [at for at in near if text[at].isspace() and max(at, len(text) - at - 1) <= HALF]
    if blanks:
        middle = min(blanks, key=lambda at: abs(at - middle))
    elif text[middle] in _NO_HEAD:
        middle += 1
    return {"reason_upper": text[:middle].rstrip(), "reason_lower": text[middle:].lstrip()}


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
