"""A delivered PDF goes in; pages, boxes in mm, fonts, forms, images and colour spaces come out as plain values.

The only modules of this house that import pypdf are this one, its `structure_…` and `grounds.py`, and only as a reader
of objects: content streams are never parsed here (see `proofs/scan.py`). Objects are read once and kept by their
number. ISO 32000-1, clauses 7 to 9 and 14.
"""

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject, IndirectObject

from proofs.facts import Encrypted, Frame, Page, Resources, Unreadable, area
from proofs.raw import RawFile, RawPage
from proofs.structure_parts import read_parts
from proofs.structure_resources import ResourceReader, rgb_group
from proofs.structure_survey import read_survey
from proofs.structure_values import DAMAGE, array, number, numbers, reads, solid, table, text
from proofs.structure_whole import read_whole
from proofs.whole import Parts, Survey, Whole

_BOXES = {"media": "/MediaBox", "crop": "/CropBox", "bleed": "/BleedBox", "trim": "/TrimBox", "art": "/ArtBox"}
_REFERENCE = re.compile(rb"\b(\d+) \d+ R\b")


class Delivered:
    """An open file: facts about the whole, and its pages one after the other."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = path.read_bytes()
            self._reader = PdfReader(BytesIO(self._bytes), strict=False)
            if self._reader.is_encrypted:
                raise Encrypted
            self._root = table(self._reader.trailer.get("/Root"))
            self._raw = RawFile(self._bytes, self._offsets())
            tree = self._root.raw_get("/Pages") if "/Pages" in self._root else None
            self._plain = self._raw.pages(tree.idnum) if isinstance(tree, IndirectObject) else None
            self.page_count = len(self._reader.pages if self._plain is None else self._plain)
        except DependencyError:
            raise Encrypted from None  # only ciphers need what is not installed
        except DAMAGE as error:
            raise Unreadable(type(error).__name__) from error
        self._named = ResourceReader()
        self._frames: dict[bytes, Frame] = {}

    def pages(self) -> Iterator[Page]:
        """Read the pages in order; raises Unreadable."""
        for count, page in enumerate(self._reader.pages if self._plain is None else self._plain, 1):
            yield self._plain_page(count, page) if isinstance(page, RawPage) else self._page(count, page)

    def whole(self) -> Whole:
        """Read what concerns no single page; raises Unreadable."""
        return read_whole(self._reader, self.page_count)

    def survey(self) -> Survey:
        """Look at all objects; raises Unreadable."""
        skipped, named, kinds = set[int](), set[int](), set[bytes]()
        for page in self._plain or ():
            if page.kind is not None and page.content is not None and self._raw.is_plain(page.content):
                skipped |= {page.number, page.content}
                named.add(page.content)
                kinds.add(page.kind)
        named.update(int(ref) for kind in kinds for ref in _REFERENCE.findall(kind))
        return read_survey(self._reader, self._bytes, skipped, named)

    @reads
    def parts(self) -> Parts | None:
        """Read the document parts; None where the file has none."""
        root = table(self._root.get("/DPartRoot"))
        if not root:
            return None
        pages, links = dict[int, int](), dict[int, int]()
        for count, page in enumerate(self._reader.pages, 1):
            if isinstance(ref := page.indirect_reference, IndirectObject):
                pages[ref.idnum] = count
            if isinstance(part := page.raw_get("/DPart") if "/DPart" in page else None, IndirectObject):
                links[count] = part.idnum
        return read_parts(root, pages, links)

    def _offsets(self) -> dict[int, int]:
        """Return where the objects of generation 0 begin that stand in the file by themselves."""
        free, packed = self._reader.xref_free_entry.get(0, {}), self._reader.xref_objStm
        return {n: at for n, at in self._reader.xref.get(0, {}).items() if not free.get(n) and n not in packed}

    @reads
    def _plain_page(self, number: int, page: RawPage) -> Page:
        """Read a page of which others of its kind may be known."""
        frame = None if page.kind is None else self._frames.get(page.kind)
        if frame is None:
            read = self._page(number, table(IndirectObject(page.number, 0, self._reader)))
            if page.kind is None:
                return read
            frame = self._frames[page.kind] = read.frame
        return Page(number, frame, partial(self._content, page))

    @reads
    def _content(self, page: RawPage) -> str:
        held = None if page.content is None else self._raw.stream(page.content)
        return _content(table(IndirectObject(page.number, 0, self._reader))) if held is None else held.decode("latin-1")

    @reads
    def _page(self, number: int, page: DictionaryObject) -> Page:
        return Page(number, self._frame(page), partial(_content, page))

    def _frame(self, page: DictionaryObject) -> Frame:
        media = numbers(page.get("/MediaBox"))
        left, bottom = min(media[0], media[2]), min(media[1], media[3])
        return Frame(
            boxes={name: area(numbers(page[key]), left, bottom) for name, key in _BOXES.items() if key in page},
            origin=(left, bottom),
            rotate=int(number(page.get("/Rotate", 0))),
            user_unit=number(page.get("/UserUnit", 1)),
            rgb_group=rgb_group(page),
            actions=tuple(key for key in ("/AA",) if solid(page.get(key))),
            resources=self._named.resources(page.get("/Resources")) or Resources(),
            group="/Group" in page,
            annotations=self._named.annotations(page, left, bottom),
        )


@reads
def _content(page: DictionaryObject) -> str:
    held = page.get("/Contents")
    return "\n".join(text(part) for part in array(held) or [held])
