"""One lot through the press: typeset, impose, write, read back, rename. Runs in a worker process or in this one.

Enters: a Lot and the Press (what all lots share). Leaves: the finished files in vendor/, and a LotRecord beside the
lot's source that says so; a lot with a record whose files still have their hashes is never made again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from fonts.catalog import Gaiji
from generator.job.asks import asked_of, security_of
from generator.job.csvout import CsvOut
from generator.job.lots import Lot, documents, keep, kept_name
from imposition.cells import HEADER, cell_rows
from imposition.draw import Slug, draw_block
from imposition.plan import Block
from imposition.sheet import Face, Stock
from layouts.document import Document
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts, open_layouts
from proofs.check import Expected, check_file
from proofs.finding import Finding
from proofs.plan import Stated
from proofs.security import Mark

ORDER = "work-order.pdf"  #: the one file that lies in vendor/ itself


@dataclass(frozen=True, slots=True)
class Look:
    """What the layouts are loaded with: small, so that it can travel to a worker; hashable, so that each loads once."""

    folder: Path | None
    statics: tuple[tuple[str, str], ...]
    inks: tuple[tuple[str, Ink], ...]
    gaiji: Gaiji | None = None
    sparing: bool = False  #: read only the layouts that are asked for


@lru_cache(maxsize=4)
def layouts_of(look: Look) -> Layouts:
    """Load the layouts once a process; a forked worker finds them loaded."""
    load = open_layouts if look.sparing else load_layouts
    return load(look.folder, dict(look.statics), dict(look.inks), look.gaiji)


@dataclass(frozen=True, slots=True)
class Press:
    """What every lot of a job shares. `stocks` and `blocks` are by pile: cards, notices, letters, carriers,
    faces, orders."""

    job: str
    insurer_number: str
    work: Path
    vendor: Path
    kept: Path  #: where the office keeps every lot's documents
    look: Look
    stocks: Mapping[str, Stock]
    blocks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A delivered file; `name` is relative to vendor/."""

    name: str
    bytes: int
    sha256: str
    pages: int
    contains_last4: bool


@dataclass(frozen=True, slots=True)
class LotRecord:
    """A lot that is done. Findings travel as plain rows; none is an error. `security` marks what its layouts bear."""

    lot: str
    source_sha256: str
    files: tuple[FileRecord, ...]
    findings: tuple[Finding, ...]
    blanks: int
    security: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Printing:
    """One file a lot is printed from, relative to vendor/, and the faces it holds."""

    name: str
    faces: tuple[Face, ...]


def press_lot(task: tuple[Lot, Press]) -> LotRecord:
    """Make a lot's files, or find them made; findings that are errors leave the files under their temporary names."""
    lot, press = task
    source = sha256(lot.source(press.work).read_bytes()).hexdigest()
    done = _done(lot, press, source)
    return done if done is not None else _make(lot, press, source)


def _make(lot: Lot, press: Press, source: str) -> LotRecord:
    """Draw and read back every file of a lot; give them their names when all are right."""
    stock = press.stocks[lot.pile]
    pieces = documents(lot.source(press.work))
    block = Block(lot.number, lot.first, lot.count, -(-lot.count // len(stock.cells)))
    made = [_draw(printed, lot, press, block, pieces) for printed in printings(lot.pile, lot.number, stock)]
    files = [file for file, _ in made]
    findings = tuple(finding for _, found in made for finding in found)
    right = all(finding.severity != "error" for finding in findings)
    if right:
        if lot.pile in ("cards", "notices"):
            files.append(_places(lot, press, stock, block, pieces))
        keep(pieces, press.kept / kept_name(lot.name))
        for file, _ in made:
            path = press.vendor / file.name
            _temporary(path).replace(path)
    marks = security_of(pieces, layouts_of(press.look))
    record = LotRecord(lot.name, source, tuple(files), findings, _blanks(lot, stock), marks)
    if right:
        _store(record, press)
    return record


def _draw(
    printed: Printing, lot: Lot, press: Press, block: Block, pieces: Sequence[Document]
) -> tuple[FileRecord, tuple[Finding, ...]]:
    """Draw one file under a temporary name and read it back."""
    stock, layouts = press.stocks[lot.pile], layouts_of(press.look)
    path = press.vendor / printed.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    title = path.stem if printed.name == ORDER else ""
    slug = Slug(press.job, lot.pile, press.blocks[lot.pile], press.insurer_number, title=title)
    fronts, backs = "F" in printed.faces, "B" in printed.faces
    drawn = draw_block(_temporary(path), stock, block, pieces, layouts, slug, fronts=fronts, backs=backs)
    stated = Stated(press.job, lot.pile, press.insurer_number, press.blocks[lot.pile])
    expected = Expected(stock, block, pieces, layouts, sides=printed.faces, stated=stated)
    asked = asked_of(press.look.inks, layouts, stock)
    report = check_file(_temporary(path), expected=expected, stock=stock, asked=asked)
    file = FileRecord(printed.name, drawn.bytes, drawn.sha256, drawn.pages, lot.last4)
    return file, tuple(_renamed(f, printed.name) for f in report.findings)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.partial")


def printings(pile: str, number: int, stock: Stock) -> tuple[Printing, ...]:
    """Return a lot's files: fronts and backs in one, or apart where the profile runs them apart."""
    if pile == "orders":
        return (Printing(ORDER, ("F",)),)
    if pile in ("carriers", "faces"):
        return (Printing(f"letters/{pile}-{number:03d}.pdf", ("F",)),)
    name = f"{pile}/{number:03d}"
    if pile != "cards":
        return (Printing(f"{name}.pdf", ("F",)),)
    if stock.runs == "separate":
        return Printing(f"{name}-front.pdf", ("F",)), Printing(f"{name}-back.pdf", ("B",))
    return (Printing(f"{name}.pdf", ("F", "B")),)


def _blanks(lot: Lot, stock: Stock) -> int:
    return -lot.count % len(stock.cells)


def _renamed(finding: Finding, name: str) -> Finding:
    return replace(finding, file=name)


def _places(lot: Lot, press: Press, stock: Stock, block: Block, pieces: Sequence[Document]) -> FileRecord:
    """Write the place of every cell beside the sheets."""
    name = f"{lot.pile}/{lot.number:03d}.csv"
    path = press.vendor / name
    front, *back = (Path(printed.name).name for printed in printings(lot.pile, lot.number, stock))
    with CsvOut(path, HEADER) as out:
        for row in cell_rows(stock, block, pieces, front, backs=lot.pile == "cards", back_file=back[0] if back else ""):
            out.row(row)
    data = path.read_bytes()
    return FileRecord(name, len(data), sha256(data).hexdigest(), 0, contains_last4=False)


def _record_path(lot: str, press: Press) -> Path:
    return press.work / f"{lot}.done.json"


def _store(record: LotRecord, press: Press) -> None:
    path = _record_path(record.lot, press)
    temporary = path.with_suffix(".partial")
    temporary.write_text(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True), encoding="utf-8")
    temporary.replace(path)


def _done(lot: Lot, press: Press, source: str) -> LotRecord | None:
    """Return the record of a lot made before an interruption, if its source and files are what it says."""
    try:
        row = json.loads(_record_path(lot.name, press).read_text(encoding="utf-8"))
        files = tuple(FileRecord(**f) for f in row["files"])
        findings = tuple(Finding(**f) for f in row["findings"])
        marks = tuple((name, content, names) for name, content, names in row["security"])
        record = LotRecord(row["lot"], row["source_sha256"], files, findings, row["blanks"], marks)
    except (OSError, ValueError, KeyError, TypeError):  # none, half of one, or one of another version: made anew
        return None
    kept = (press.kept / kept_name(lot.name)).is_file()
    intact = kept and record.source_sha256 == source and all(_intact(f, press) for f in files)
    return record if intact else None


def _intact(file: FileRecord, press: Press) -> bool:
    path = press.vendor / file.name
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == file.sha256
