"""Pieces in order in; their sheets imposed, read back and listed out, as files of a vendor's folder of their own.

Nothing gets its name before it was read back without an error. The cell lists have one column more than a job's: the
make of every copy. Authority: contract §4 (cells), design.md §3 (the checker shares no code with the maker).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from generator.errors import Stopped
from generator.job.asks import PDF_X, asked_of, security_of
from generator.job.csvout import CsvOut
from generator.job.folders import make_private
from generator.job.hashing import sha256_of
from generator.job.jsonout import write_json
from generator.job.lots import keep, kept_name
from generator.job.press import FileRecord, Printing, layouts_of, printings
from generator.job.seal import MANIFEST, condition_row, finding_row, security_rows
from generator.remake.sealed import NUMBERED, SealedJob, block_of
from imposition.cells import HEADER, CellRow, cell_rows
from imposition.draw import Slug, draw_block
from imposition.intent import NONE
from imposition.sheet import Face
from layouts.document import Document
from proofs.check import Expected, check_file
from proofs.finding import Finding
from proofs.plan import Stated
from proofs.security import Mark

CELLS = (*HEADER, "make")


@dataclass(frozen=True, slots=True)
class Printed:
    """One block that was printed."""

    pile: str
    block: int
    pieces: int
    sheets: int
    blanks: int
    files: tuple[FileRecord, ...]
    findings: tuple[Finding, ...]
    places: tuple[CellRow, ...] = ()
    security: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """What every block of one remake shares: the sealed job, the folder being built, what it is called."""

    job: SealedJob
    folder: Path
    name: str
    insurer_number: str

    @property
    def vendor(self) -> Path:
        """Return what goes to the vendor."""
        return self.folder / "vendor"

    @property
    def documents(self) -> Path:
        """Return where the office keeps the documents."""
        return self.folder / "office" / "documents"

    def begin(self) -> None:
        """Make the folders, readable by their owner alone."""
        for folder in (self.folder, self.vendor, self.folder / "office", self.documents):
            make_private(folder)

    def press(
        self, pile: str, number: int, pieces: Sequence[Document], makes: Mapping[str, int], faces: Sequence[Face] = (),
        told: str = "",
    ) -> Printed:  # fmt: skip
        """Print one block; only the `faces` named, if any. Raises Stopped where reading back finds an error."""
        stock = self.job.stocks[pile]
        runs = [run for run in printings(pile, number, stock) if not faces or set(run.faces) <= set(faces)]
        last4 = any(piece.front.layout == "notice/phase1" for piece in pieces)
        made = [self._draw(run, pile, number, pieces, makes, last4=last4, told=told) for run in runs]
        files, places = [file for file, _ in made], tuple[CellRow, ...]()
        if pile in NUMBERED:
            front, *back = (Path(run.name).name for run in printings(pile, number, stock))
            block = block_of(stock, number, len(pieces))
            rows = cell_rows(stock, block, pieces, front, backs=pile == "cards", back_file="".join(back))
            places = tuple(row for row in rows if not faces or row.side in faces)
            files.append(self._cells(f"{pile}/{number:03d}.csv", places, makes))
        keep(pieces, self.documents / kept_name(f"{pile}-{number:03d}"))
        sheets = -(-len(pieces) // len(stock.cells))
        blanks = -len(pieces) % len(stock.cells)
        findings = tuple(finding for _, found in made for finding in found)
        marks = security_of(pieces, layouts_of(self.job.look))
        return Printed(pile, number, len(pieces), sheets, blanks, tuple(files), findings, places, marks)

    def page(self, name: str, pieces: Sequence[Document]) -> Printed:
        """Print papers that are no piece of the job: one file of A4 pages."""
        made = self._draw(Printing(name, ("F",)), "letters", 1, pieces, {}, last4=False)
        return Printed("papers", 1, len(pieces), len(pieces), 0, (made[0],), made[1])

    def _draw(
        self, run: Printing, pile: str, number: int, pieces: Sequence[Document], makes: Mapping[str, int], *,
        last4: bool, told: str = "",
    ) -> tuple[FileRecord, tuple[Finding, ...]]:  # fmt: skip
        job, stock, layouts = self.job, self.job.stocks[pile], layouts_of(self.job.look)
        path = self.vendor / run.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        block, note = (
            block_of(stock, number, len(pieces)),
            " ".join(filter(None, (self.name, _makes(pieces, makes), told))),
        )
        # Nothing else of the job has this title: a file's identity follows from it.
        title = f"{self.name} {f'{pile} {number:03d}' if path.parent != self.vendor else path.stem}"
        slug = Slug(job.job, pile, number, self.insurer_number, note=note, title=title)
        fronts, backs = "F" in run.faces, "B" in run.faces
        drawn = draw_block(path, stock, block, pieces, layouts, slug, fronts=fronts, backs=backs)
        stated = Stated(job.job, pile, self.insurer_number, number, note)
        expected = Expected(stock, block, pieces, layouts, sides=run.faces, stated=stated)
        report = check_file(path, expected=expected, stock=stock, asked=asked_of(job.look.inks, layouts, stock))
        findings = tuple(replace(finding, file=run.name) for finding in report.findings)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            raise Stopped(
                "remake-preflight",
                f"{self.name} {run.name}",
                "reading back found {count} errors, the first {finding}: {message}; nothing was written down",
                "run the same command again; if it is refused again, report it",
                count=len(errors),
                finding=errors[0].code,
                message=errors[0].message,
            )
        return FileRecord(run.name, drawn.bytes, drawn.sha256, drawn.pages, last4), findings

    def _cells(self, name: str, rows: Sequence[CellRow], makes: Mapping[str, int]) -> FileRecord:
        with CsvOut(self.vendor / name, CELLS) as out:
            for row in rows:
                out.row((*row, makes.get(row.number, "")))
        return self.listed(name)

    def list_out(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        """Write a list beside the files; return its name."""
        with CsvOut(self.vendor / name, header) as out:
            for row in rows:
                out.row(row)
        return name

    def listed(self, name: str) -> FileRecord:
        """Hash a list that was written."""
        path = self.vendor / name
        return FileRecord(name, path.stat().st_size, sha256_of(path), 0, contains_last4=False)

    def close(
        self, printed: Sequence[Printed], lists: Sequence[str], day: str, tool: str, counts: Mapping[str, int]
    ) -> str:
        """Write preflight.json and manifest.json; return the manifest's sha256."""
        write_json(self.vendor / "preflight.json", {"findings": [finding_row(f) for f in _findings(printed)]})
        files = [file for each in printed for file in each.files]
        files += [self.listed(name) for name in (*lists, "preflight.json")]
        job, piles = self.job, sorted({each.pile for each in printed if each.pile in self.job.stocks})
        intents = {pile: stock.intent for pile, stock in job.stocks.items()}
        manifest = {
            "format": 1,
            "job": job.job,
            "remake": self.name,
            "date": day,
            "tool": tool,
            "counts": {**counts, "pages": sum(file.pages for file in files)},
            "files": [asdict(file) for file in sorted(files, key=lambda file: file.name)],
            "hashes": {**job.manifest["hashes"], "layouts": layouts_of(job.look).sha256},
            "intents": {pile: condition_row(intent) for pile in piles if (intent := intents[pile])},
            "pdfx": {pile: PDF_X if intents[pile] else NONE for pile in piles},
            "security": security_rows(mark for each in printed for mark in each.security),
            "stocks": {pile: job.stocks[pile].name for pile in piles},
        }
        write_json(self.vendor / MANIFEST, manifest)
        return sha256_of(self.vendor / MANIFEST)


def _findings(printed: Sequence[Printed]) -> Iterator[Finding]:
    return (finding for each in printed for finding in each.findings)


def _makes(pieces: Sequence[Document], makes: Mapping[str, int]) -> str:
    """Return the makes of a block as its sheets tell them: `make 2`, or `make 2-3`."""
    found = sorted({makes[number] for piece in pieces for number in piece.numbers if number in makes})
    return f"make {'-'.join(str(make) for make in dict.fromkeys((found[0], found[-1])))}" if found else ""
