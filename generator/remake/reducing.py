"""A household's notice sheet, a carrier or an employer's letter in; the same without some documents out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from generator.job.envelopes import LETTER_AND_RECEIPT, ROWS_A_LIST
from generator.remake.digits import PHASE_1
from layouts.document import Document, Fields, Side

MARK: Final = "差替"
_CARD: Final = "資格確認書"


def reduced(document: Document, gone: Collection[str]) -> Document:
    """Return a notice sheet without the persons whose numbers are gone; anything else stays as it is."""
    if not any(number in gone for number in document.numbers) or "person" not in document.front.blocks:
        return document
    kept = tuple(number for number in document.numbers if number not in gone)
    blocks = {name: tuple(row for row in rows if row.get("doc") not in gone)
              for name, rows in document.front.blocks.items() if name in ("person", "cutout")}  # fmt: skip
    blocks["person"] = tuple({**row, "no": str(k)} for k, row in enumerate(blocks["person"], start=1))
    # Whether a number is asked for is told by the digits, which come back from the snapshot later.
    if document.front.layout == PHASE_1 and "ask" in document.front.blocks:
        blocks["ask"] = document.front.blocks["ask"]
    return replace(document, numbers=kept, front=replace(document.front, blocks=blocks))


def carriers_without(pages: Sequence[Document], gone: Collection[str]) -> tuple[Document | None, ...]:
    """Return the carriers of one piece without some of their cards, None for one that none is left on.

    Those that are left say anew which they are of how many.
    """
    left = [tuple(row for row in page.front.blocks["place"] if row["doc"] not in gone) for page in pages]
    of, at = sum(map(bool, left)), 0
    found: list[Document | None] = []
    for page, rows in zip(pages, left, strict=True):
        at += bool(rows)
        found.append(_carrier(page, rows, at, of) if rows else None)
    return tuple(found)


def _carrier(page: Document, rows: tuple[Fields, ...], at: int, of: int) -> Document:
    fields = {**page.front.fields, "count": str(len(rows)), "page": f"{at}/{of}" if of > 1 else ""}
    track = replace(page.track, page=at, of=of) if page.track else None
    return replace(page, front=replace(page.front, fields=fields, blocks={"place": rows}), track=track)


def letter_without(pages: Sequence[Document], gone: Collection[str]) -> tuple[Document, ...]:
    """Return an envelope's letter, list and receipt without some rows, marked; nothing where no row is left."""
    rows = [row for page in pages for row in page.front.blocks.get("row", ()) if row["doc"] not in gone]
    if not rows:
        return ()
    cards = sum(row["what"] == _CARD for row in rows)
    counts = {
        "cards": str(cards),
        "notices": str(len(rows) - cards),
        "persons": str(len({(row["symbol"], row["number"], row["branch"]) for row in rows})),
        "total": str(len(rows)),
        "replaced": MARK,
    }
    lists = tuple(_lists(next(page for page in pages if page.kind == "list"), rows))
    letter, receipt = (next(page for page in pages if page.kind == kind) for kind in ("letter", "receipt"))
    whole = (letter, *lists, receipt)
    if len(whole) != len(lists) + LETTER_AND_RECEIPT:
        raise AssertionError("a letter is one page, and so is a receipt")
    return tuple(_counted(page, counts, k, len(whole)) for k, page in enumerate(whole, start=1))


def _lists(page: Document, rows: Sequence[Fields]) -> Iterator[Document]:
    starts = range(0, len(rows), ROWS_A_LIST)
    for k, start in enumerate(starts, start=1):
        part = rows[start : start + ROWS_A_LIST]
        numbered = tuple({**row, "no": str(start + i)} for i, row in enumerate(part, start=1))
        fields = {**page.front.fields, "page": f"{k}/{len(starts)}"}
        yield replace(page, front=Side(page.front.layout, fields, {"row": numbered}))


def _counted(page: Document, counts: Fields, at: int, of: int) -> Document:
    """Give a page the new counts that it shows, the mark, and its place among the pages."""
    shown = {name: value for name, value in counts.items() if name in page.front.fields or name == "replaced"}
    track = replace(page.track, page=at, of=of) if page.track else None
    return replace(page, front=replace(page.front, fields={**page.front.fields, **shown}), track=track)
