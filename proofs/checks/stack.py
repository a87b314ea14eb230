"""Files of one pile go in, in the order they are cut; what hands find that pile up, cut and empty the trays comes out.

Everything is read from the delivered files: the numbers shown in the cells, the words of separators and blanks, and
what each sheet says of itself. No plan is asked (print.md §8, trap 17).
"""

from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from imposition.stock import Stock
from proofs.checks.die import LiveMatter, tell_loss
from proofs.facts import Encrypted, Unreadable
from proofs.finding import Findings, Report
from proofs.plan import Face
from proofs.printed import Printed, PrintedReader, Said
from proofs.reading import Reader
from proofs.sequence import PileJudge
from proofs.stacking import Fault, Stack, emptied, stacks

PILES = ("card", "notice")
Sheets = tuple[Path, ...]  #: one file, or one with the fronts and one with the backs


def check_stacks(stock: Stock, files: Sequence[Sheets], planned: Container[Path] = ()) -> Mapping[Path, Report]:
    """Cut and stack the files of one pile; unreadable ones, which other checks name, are left out.

    The die is not held against what is shown in `planned` files, since it is held against their layouts.
    """
    found = {path: Findings(path.name, stock.rules.severity) for sheets in files for path in sheets}
    names = {path.name: path for path in found}
    faults: list[Fault] = []
    live = {path: LiveMatter(stock, Reader()) for path in found if path not in planned}
    piles = [_stacks(stock, sheets, live, faults) for sheets in files]
    if any(_numbered(pile) for pile in piles):
        _judge(stock, [stack for pile in piles for stack in pile], faults)
    elif files:
        faults.append(Fault("stack-none", files[0][0].name, 0, None, {}))
    for fault in faults:
        found[names[fault.file]].add(fault.code, fault.page, fault.at, **fault.facts)
    for path, matter in live.items():
        tell_loss(stock, found[path])
        matter.tell(found[path])
    return {path: findings.report() for path, findings in found.items()}


def faces_of(path: Path) -> tuple[Face, ...]:
    """Return the side a file of a separate run holds, by its name; () for any other file."""
    return ("F",) if path.stem.endswith("-front") else ("B",) if path.stem.endswith("-back") else ()


def _stacks(stock: Stock, sheets: Sheets, live: Mapping[Path, LiveMatter], faults: list[Fault]) -> list[Stack]:
    """Read the pages of one block and pile them up."""
    reads = [_read(stock, path, live.get(path)) for path in sheets]
    for pages in reads:
        _codes(stock, pages, faults)
    if stock.runs == "separate" and len(sheets) == 1 and faces_of(sheets[0]):
        faults.append(Fault("stack-alone", sheets[0].name, 0, None, {}))
    full = [pages for pages in reads if pages]
    return stacks(stock, full, faults) if full else []


def _read(stock: Stock, path: Path, live: LiveMatter | None) -> list[Printed]:
    reader = live.reader if live else Reader()
    try:
        return [*PrintedReader(stock, reader, live.see if live else None).pages(path, faces_of(path))]
    except (Encrypted, Unreadable):
        return []


def _numbered(pile: Sequence[Stack]) -> bool:
    """Tell whether any piece bears a number."""
    pages = (page for stack in pile for sheet in stack.sheets for page in sheet.values())
    return any(held.numbers for page in pages for held in page.cells)


def _judge(stock: Stock, given: Sequence[Stack], faults: list[Fault]) -> None:
    """Judge stacks that follow one another as one pile; where a block is left out, another begins."""
    runs: list[list[Stack]] = [[]]
    for before, stack in pairwise([None, *given]):
        if stack is None:
            continue
        if before is not None and before.block and stack.block > before.block + 1:
            page = next(iter(stack.sheets[0].values()))
            facts = {"block": stack.block, "before": before.block}
            faults.append(Fault("stack-block", page.file, page.page, None, facts))
            runs.append([])
        runs[-1].append(stack)
    for run in runs:
        judge = PileJudge(single=stock.pile == "card")
        for stack in run:
            judge.take(stack, [*emptied(stock, stack)])
        judge.close(complete=bool(run) and run[-1].block == run[-1].blocks > 0)
        faults += judge.faults


def _codes(stock: Stock, pages: Sequence[Printed], faults: list[Fault]) -> None:
    """Hold what the code of each sheet says against its line of text."""
    place = stock.sheet_code
    for page in pages:
        if place is not None and page.face in place.sides and page.code is None:
            faults.append(Fault("sheet-code-missing", page.file, page.page, (place.at.x, place.at.y), {}))
        elif page.code and page.text and _differ(page.code, page.text):
            facts = {"said": _short(page.code), "text": _short(page.text)}
            faults.append(Fault("sheet-code-differs", page.file, page.page, None, facts))


def _differ(code: Said, text: Said) -> bool:
    jobs = {code.job, text.job} if text.job else set[str]()
    return len(jobs) > 1 or (code.block, code.sheet, code.face) != (text.block, text.sheet, text.face)


def _short(said: Said) -> str:
    return f"{said.block}/{said.sheet}/{said.face}"
