"""Pages as they were read go in, pieces as hands take them from the trays come out, and what is wrong with the sheets.

What hands do (contract §5): take the sheets of a block from the press, the first of the stack on top; cut or punch;
empty the trays in order, each from its top. Pure; knows no plan, and works the trays out anew from the profile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from imposition.stock import Stock
from proofs.plan import Face
from proofs.printed import Held, Printed, Said, Spot

_SIDES: tuple[Face, Face] = ("F", "B")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and the facts of its message."""

    code: str
    file: str
    page: int
    at: Spot | None
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Lying:
    """What a cell shows, and where that is."""

    held: Held
    file: str
    page: int
    at: Spot | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece in the hand: its sides, None where that side is not printed."""

    front: Lying | None
    back: Lying | None

    @property
    def shown(self) -> Lying:
        """Return the side it is known by."""
        found = self.front or self.back
        if found is None:
            raise ValueError
        return found


@dataclass(frozen=True, slots=True)
class Stack:
    """The sheets of one block, from the top; `block` is 0 where they do not say."""

    block: int
    blocks: int
    job: str
    sheets: tuple[Mapping[Face, Printed], ...]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page with the block, sheet and side it is taken for."""

    page: Printed
    block: int
    sheet: int
    face: Face


def stacks(stock: Stock, files: Sequence[Sequence[Printed]], faults: list[Fault]) -> list[Stack]:
    """Put the pages of one file, or of one with the fronts and one with the backs, on stacks; note what is amiss."""
    known = [_named(pages) for pages in files]
    spoken = next((leaves for leaves in known if leaves), None)
    if spoken is None:
        return _piled([leaf for pages in files for leaf in _counted(stock, pages)], [], named=False)
    for leaves in known:
        _misplaced(stock, leaves, faults)
    twins = [leaves or _twins(pages, spoken) for pages, leaves in zip(files, known, strict=True)]
    return _piled([leaf for leaves in twins for leaf in leaves], faults, named=True)


def emptied(stock: Stock, stack: Stack) -> Iterator[Piece]:
    """Cut or punch a stack and empty its trays in order."""
    for tray in trays(stock):
        for sheet in stack.sheets:
            for cell in tray:
                yield Piece(*(_lying(sheet.get(face), cell) for face in _SIDES))


def trays(stock: Stock) -> tuple[tuple[int, ...], ...]:
    """Return which cells of a sheet fall into each tray, in their turns."""
    every = range(len(stock.cells))
    if stock.finishing == "guillotine":
        return tuple((cell,) for cell in every)
    if stock.finishing in ("punch", "sequential"):
        return (tuple(every),)
    columns = sorted({cell.column for cell in stock.cells})
    return tuple(tuple(at for at in every if stock.cells[at].column == column) for column in columns)


def _lying(page: Printed | None, cell: int) -> Lying | None:
    return None if page is None else Lying(page.cells[cell], page.file, page.page, page.corners[cell])


def _named(pages: Sequence[Printed]) -> list[_Leaf]:
    """Take every page for what it says it is; nothing where one says nothing."""
    known = [_said(pages, at) for at in range(len(pages))]
    found = [_Leaf(p, s.block, s.sheet, s.face) for p, s in zip(pages, known, strict=True) if s]
    return found if len(found) == len(pages) else []


def _said(pages: Sequence[Printed], at: int) -> Said | None:
    """Return what a page says of itself; a silent back is that of the front before it, a silent front of its back."""
    page = pages[at]
    if page.code or page.text:
        return page.code or page.text
    other = at - 1 if page.face == "B" else at + 1
    if not 0 <= other < len(pages) or pages[other].face == page.face:
        return None
    said = pages[other].code or pages[other].text
    return replace(said, face=page.face) if said else None


def _twins(pages: Sequence[Printed], spoken: Sequence[_Leaf]) -> list[_Leaf]:
    """Take the pages of a run that says nothing for the other sides of a run that does."""
    return [_Leaf(page, leaf.block, leaf.sheet, page.face) for page, leaf in zip(pages, spoken, strict=False)]


def _misplaced(stock: Stock, leaves: Sequence[_Leaf], faults: list[Fault]) -> None:
    """Note pages that lie where another belongs, or that are there again."""

    def rank(leaf: _Leaf) -> tuple[int, int, int]:
        return leaf.block, -leaf.sheet if stock.reverse else leaf.sheet, _SIDES.index(leaf.face)

    seen: set[tuple[int, int, int]] = set()
    for leaf, wanted in zip(leaves, sorted(leaves, key=rank), strict=True):
        if rank(leaf) != rank(wanted) or rank(leaf) in seen:
            faults.append(_astray(leaf, wanted))
        seen.add(rank(leaf))


def _astray(leaf: _Leaf, wanted: _Leaf) -> Fault:
    facts = {"sheet": leaf.sheet, "side": leaf.face, "block": leaf.block}
    belongs = {"wanted": wanted.sheet, "wanted_side": wanted.face, "wanted_block": wanted.block}
    return Fault("stack-sheet", leaf.page.file, leaf.page.page, None, facts | belongs)


def _counted(stock: Stock, pages: Sequence[Printed]) -> Iterator[_Leaf]:
    """Take pages that do not say what they are for what their place in the file makes them."""
    sides = len({page.face for page in pages}) or 1
    sheets = -(-len(pages) // sides)
    for at, page in enumerate(pages):
        pile, place = divmod(at // sides, stock.stack_depth)
        deep = min(stock.stack_depth, sheets - pile * stock.stack_depth)
        yield _Leaf(page, pile + 1, deep - place if stock.reverse else place + 1, page.face)


def _piled(leaves: Sequence[_Leaf], faults: list[Fault], *, named: bool) -> list[Stack]:
    """Put sheets together and on stacks; note those that lack."""
    blocks: dict[int, dict[int, dict[Face, Printed]]] = {}
    for leaf in leaves:
        blocks.setdefault(leaf.block, {}).setdefault(leaf.sheet, {})[leaf.face] = leaf.page
    faces: set[Face] = {leaf.face for leaf in leaves}
    found: list[Stack] = []
    for block, sheets in sorted(blocks.items()):
        pages = [page for sides in sheets.values() for page in sides.values()]
        said = [each for page in pages for each in (page.text, page.code) if each]
        _lacking(block, sheets, max((each.sheets for each in said), default=0), faces, faults)
        job = next((each.job for each in said if each.job), "")
        of = max((each.blocks for each in said), default=0)
        found.append(Stack(block if named else 0, of, job, tuple(sheets[sheet] for sheet in sorted(sheets))))
    return found


def _lacking(
    block: int, sheets: Mapping[int, Mapping[Face, Printed]], of: int, faces: set[Face], faults: list[Fault]
) -> None:
    """Note the sides of a block's sheets that are not there."""
    some = next(iter(next(iter(sheets.values())).values()))
    for sheet in range(1, max(of, *sheets) + 1):
        lost = "+".join(face for face in _SIDES if face in faces and face not in sheets.get(sheet, {}))
        if lost:
            faults.append(Fault("stack-lost", some.file, 0, None, {"sheet": sheet, "side": lost, "block": block}))
