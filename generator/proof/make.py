"""A society and a wish in, the folder of a proof out: picked, drawn, checked, recorded (contract §1, `proof`).

The folder is the owner's alone (0700, files 0600), real persons or not, and appears under its name complete, once the
ledger has who made it: what stands in the folder, its owner can change (print.md §7: two-person release).
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import ConfigError, InputError
from generator.intake.settings import load_society
from generator.job.digest import tool
from generator.job.folders import make_private
from generator.job.hashing import sha256_of
from generator.job.press import layouts_of
from generator.job.setup import Setup, set_up
from generator.job.turn import sole_turn
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.persons import refuse_nobody
from generator.model import Society
from generator.proof.account import Account, account_of
from generator.proof.contact import contact_sheets
from generator.proof.dummy import ENVELOPES, PILES, dummies
from generator.proof.edges import candidates_of
from generator.proof.images import compare, pictures
from generator.proof.measure import sides, variant
from generator.proof.pick import Candidate, Picked, Place, pick
from generator.proof.record import NAME, PDF, Head, Pick, SidePlace, read_record, write_record
from generator.proof.report import Content, report
from generator.proof.source import candidates, documents_at, dry_run
from generator.proof.specimen import Bench, checked, specimens
from generator.proof.spread import Shown, Spread, spread
from generator.proof.wording import TONGUES, document_word, face_word, reason_word, sheet_word, word
from generator.release.covers import covered
from imposition.picture import write_pictures
from layouts.document import Document
from layouts.load import Layouts

REPORT = "report.html"
_PRIVATE, _WAIT_SECONDS = 0o600, 10
_MARKS = {True: "校正", False: "校正 見本"}  #: over pages with real persons, over dummies


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator asked for."""

    society: Path
    on: date
    out: Path
    by: str
    seed: int = 1
    sample: int = 8
    dummy: bool = False
    before: Path | None = None
    tongue: str = "ja"
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it."""

    folder: Path
    reasons: Mapping[str, int]
    documents: int
    errors: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The documents a proof shows, in order, and the figures of the job they are of."""

    picked: tuple[Picked, ...]
    documents: tuple[Document, ...]
    account: Account | None


def make_proof(wish: Wish, translate: Callable[[str], str]) -> Made:
    """Make a proof; raises Refusal, and leaves no folder then."""
    society = load_society(wish.society)
    setup = set_up(society)
    earlier = read_record(wish.before) if wish.before else None
    if earlier is not None and earlier.real_persons and wish.dummy:
        raise InputError(
            "proof-before-real",
            "--before",
            "the earlier proof shows real persons; a vendor may see this one",
            "name an earlier proof made with --dummy",
        )
    final = _final(wish)
    with _ledger(wish, society, create=False):  # what would refuse the record refuses before anything is drawn
        pass
    make_private(wish.out)
    with TemporaryDirectory(dir=wish.out, prefix=".proof-") as scratch:
        work, folder = Path(scratch) / "work", Path(scratch) / "proof"
        make_private(work)
        make_private(folder)
        made = _Making(wish, society, setup, work, folder, translate).go()
        for path in folder.iterdir():
            path.chmod(_PRIVATE)
        with _ledger(wish, society, create=True) as ledger:
            ledger.proofed(sha256_of(folder / NAME), by=wish.by, on=wish.on)
        folder.rename(final)
    return Made(final, *made)


@contextmanager
def _ledger(wish: Wish, society: Society, *, create: bool) -> Generator[Ledger]:
    """Open the ledger for the record of who made the proof; the desk's short jobs are waited for."""
    refuse_nobody(wish.by, "--by")
    place = Path(society.folder)
    url = society.ledger_url
    with sole_turn(place, _WAIT_SECONDS), open_ledger(place, url, create=create) as ledger, ledger.turn():
        yield ledger


def _final(wish: Wish) -> Path:
    dummy = "-dummy" if wish.dummy else ""
    final = wish.out / f"proof-{wish.on.isoformat()}{dummy}-{wish.seed}"
    if final.exists():
        raise ConfigError(
            "proof-folder-exists",
            final.name,
            "a proof of this day and seed is there",
            "move it away, or give another --seed or --out",
        )
    return final


class _Making:
    """One proof: what all steps share."""

    def __init__(
        self, wish: Wish, society: Society, setup: Setup, work: Path, folder: Path, translate: Callable[[str], str]
    ) -> None:
        self._wish, self._society, self._work, self._folder = wish, society, work, folder
        self._translate, self._setup = translate, setup
        self._layouts = layouts_of(setup.look)
        self._bench = Bench(setup, self._layouts, f"{wish.on:%Y%m%d}-00", society.insurer.number)

    def go(self) -> tuple[Mapping[str, int], int, int]:
        """Take the steps in order."""
        wish, folder = self._wish, self._folder
        dummy = dummies(self._layouts, self._bench.job)
        chosen = self._dummies(dummy) if wish.dummy else self._real()
        shown = self._shown(chosen)
        picks = self._draw(chosen, shown)
        title = f"{word('contact')[TONGUES.index(wish.tongue)]}  {self._society.insurer.name}  {wish.on.isoformat()}"
        sheets = contact_sheets(shown, self._layouts, title, folder, self._work)
        imposed = specimens(self._bench, dummy, folder)
        findings = checked(self._bench, _by_pile(chosen), self._work)
        cut = pictures(folder, picks)
        earlier = wish.before and read_record(wish.before)
        compared = compare(wish.before, earlier, picks, cut) if wish.before and earlier else None
        head = self._head()
        content = Content(head, self._society.insurer.name, picks, cut, findings, chosen.account, compared)
        (folder / REPORT).write_text(report(content, wish.tongue), encoding="utf-8", newline="\n")
        write_record(folder, head, picks, [folder / PDF, folder / REPORT, *sheets, *imposed])
        errors = sum(finding.severity == "error" for finding in findings)
        return Counter(reason for each in picks for reason in each.reasons), len(picks), errors

    def _real(self) -> _Chosen:
        dry = dry_run(self._society, self._setup, self._wish.on, self._work, self._wish.workers)
        picked = pick(candidates(dry, self._layouts), self._wish.seed, self._wish.sample)
        if not picked:
            fact, step = "nothing is due on this day: there is nothing to look at", "give another day, or --dummy"
            raise InputError("proof-nothing-due", "--on", fact, step)
        documents = tuple(documents_at(dry, [each.place for each in picked]))
        return _Chosen(picked, documents, account_of(dry))

    def _dummies(self, dummy: Mapping[str, Sequence[Document]]) -> _Chosen:
        picked = pick(_dummy_candidates(dummy, self._layouts), self._wish.seed, self._wish.sample)
        documents = tuple(dummy[PILES[each.place.pile]][each.place.piece] for each in picked)
        return _Chosen(picked, documents, None)

    def _shown(self, chosen: _Chosen) -> tuple[Shown, ...]:
        mark, tongue = _MARKS[not self._wish.dummy], TONGUES.index(self._wish.tongue)
        return tuple(
            Shown(
                f"P{number:02d}",
                document,
                _lines([reason_word(r)[tongue] for r in picked.reasons]),
                mark,
                document_word(document.kind)[tongue],
                (face_word("F")[tongue], face_word("B")[tongue]),
                sheet_word("true_size")[tongue],
            )
            for number, (picked, document) in enumerate(zip(chosen.picked, chosen.documents, strict=True), 1)
        )

    def _draw(self, chosen: _Chosen, shown: Sequence[Shown]) -> tuple[Pick, ...]:
        """Write proof.pdf and say where everything stands in it."""
        spreads = [spread(each, self._layouts, self._translate) for each in shown]
        drawn = [picture for each in spreads for picture in each.pictures]
        write_pictures(self._folder / PDF, drawn, f"proof {self._wish.on.isoformat()}")
        picks: list[Pick] = []
        page = 1
        for each, picked, laid in zip(shown, chosen.picked, spreads, strict=True):
            places = _places(each.document, laid, page)
            numbers = each.document.numbers
            picks.append(Pick(each.id, each.document.kind, PILES[picked.place.pile], numbers, picked.reasons, places))
            page += len(laid.pictures)
        return tuple(picks)

    def _head(self) -> Head:
        wish, society = self._wish, self._society
        hashes = covered(society, self._setup.hashes, tool())
        return Head(society.insurer.number, wish.on.isoformat(), wish.by, wish.seed, not wish.dummy, hashes)


def _places(document: Document, laid: Spread, page: int) -> tuple[SidePlace, ...]:
    return tuple(
        SidePlace(spot.face, spot.layout, variant(side), page + spot.page, spot.box)
        for spot, side in zip(laid.spots, sides(document), strict=True)
    )


def _dummy_candidates(dummy: Mapping[str, Sequence[Document]], layouts: Layouts) -> Iterator[Candidate]:
    for k, pile in enumerate(PILES):
        placed = ((Place(k, 1, i), document) for i, document in enumerate(dummy[pile]))
        yield from candidates_of(pile, placed, ENVELOPES, layouts)


def _by_pile(chosen: _Chosen) -> Mapping[str, Sequence[Document]]:
    found: dict[str, list[Document]] = {}
    for each, document in zip(chosen.picked, chosen.documents, strict=True):
        found.setdefault(PILES[each.place.pile], []).append(document)
    return found


def _lines(words: Sequence[str]) -> tuple[str, ...]:
    """Break what is said of a document into lines of a page."""
    lines: list[str] = []
    for each in words:
        if lines and len(lines[-1]) + len(each) < 70:
            lines[-1] += f"   {each}"
        else:
            lines.append(each)
    return tuple(lines)
