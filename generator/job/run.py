"""The job, from a society's folder to a sealed package (contract §4): the order of the steps, and nothing else.

Reserve before anything is laid out; lots that are finished stay finished; the folder appears under its name complete.
An interrupted job is finished by the same command, because everything follows from the inputs and from the ledger as
it stood before the job's own reservation.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.errors import LedgerError, Stopped
from generator.intake.read import Intake, open_intake, reopen_intake
from generator.intake.settings import load_society
from generator.job.digest import digest_parts, tool
from generator.job.folders import Folders, make_private
from generator.job.gather import Tally
from generator.job.gathering import Recipe, gather_all
from generator.job.ground import Asked, standing_of
from generator.job.hashing import sha256_of
from generator.job.kept_look import keep_look
from generator.job.lots import Lot
from generator.job.numbering import Numbers
from generator.job.officelist import LIST, list_office
from generator.job.piles import Piled, Piling, Plan
from generator.job.press import LotRecord, Press, press_lot
from generator.job.scratch import Gathered
from generator.job.seal import MANIFEST, About, Balance, balance, write_manifest, write_office, write_preflight
from generator.job.setup import Setup, set_up
from generator.job.talk import Talk
from generator.job.told import tell_piled
from generator.job.turn import sole_turn
from generator.job.unfinished import refuse_other
from generator.job.weights import weights
from generator.job.wish import Done, Wish
from generator.job.workers import calm, in_workers
from generator.job.workorder import Brief, with_order
from generator.ledger.entry import Job
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.ledger.reserving import Order
from generator.model import Society
from generator.post.tariff import tariff_of
from generator.release.covers import covered
from generator.wareki import wareki
from proofs.finding import Finding

BULK = "ex-officio-bulk"


def run_job(wish: Wish, talk: Talk) -> Done:
    """Do a job, or finish the one that was interrupted. Raises Refusal; then nothing is half-issued."""
    society = load_society(wish.society)
    society = replace(society, vendors={**society.vendors, **wish.vendor})
    setup = set_up(society, sparing=bool(wish.only))
    calm()
    folder = Path(society.folder)
    with sole_turn(folder), open_ledger(folder, society.ledger_url, create=True) as ledger, ledger.turn():
        return _Run(wish, talk, society, setup, ledger).go()


class _Run:
    """One run: what all steps share."""

    def __init__(self, wish: Wish, talk: Talk, society: Society, setup: Setup, ledger: Ledger) -> None:
        self._wish, self._talk, self._society, self._setup, self._ledger = wish, talk, society, setup, ledger
        self._open = ledger.open_job()
        self._after = self._open.seq - 1 if self._open else ledger.horizon()
        self._folders = Folders(wish.out, self._open.id if self._open else ledger.next_job_id(wish.on))

    def go(self) -> Done:
        """Take the steps in order."""
        self._check_day()
        make_private(self._wish.out)
        if self._open is None:
            self._folders.drop()
        self._folders.make()
        try:
            return self._decide()
        except BaseException:
            if self._ledger.open_job() is None:
                self._folders.drop()
            raise

    def _decide(self) -> Done:
        wish, work = self._wish, self._folders.work
        recipe = Recipe(
            self._society,
            self._setup.look,
            Asked(wish.on, wish.kinds, before=self._after + 1, only=wish.only, filed=wish.filed),
            wish.read[0] if wish.read else work / "intake.sqlite",
        )
        with self._intake(recipe) as intake:
            digest = digest_parts(wish.on, wish.options, intake.hashes, self._covered(), tool())
            if self._open is not None:
                self._ledger.resume(self._open, digest)
                if self._folders.final.exists():
                    return self._already_named(self._open)
            standing_of(self._society, intake, self._ledger, recipe.asked)
            gathered, tally = gather_all(intake, recipe, work, wish.workers, partial(self._decided, intake.people))
            with closing(gathered):
                return self._make(intake, gathered, tally, digest)

    def _intake(self, recipe: Recipe) -> Intake:
        wish = self._wish
        if wish.read is not None:
            return reopen_intake(*wish.read)
        return open_intake(self._society, recipe.intake, wish.on, wish.only)

    def _make(self, intake: Intake, gathered: Gathered, tally: Tally, digest: Mapping[str, str]) -> Done:
        self._guard(tally)
        rejected, queries = gathered.problem_count(), gathered.query_count()
        if not tally.cards + tally.notices:
            self._folders.drop()
            return Done("", None, None, tally.rules, rejected, queries)
        if self._wish.admit is not None and self._open is None:
            self._wish.admit(tuple(gathered.due()))
        piled = self._reserve(intake, gathered, tally, digest)
        if not self._wish.desk:
            brief = Brief(self._folders.job, wareki(self._wish.on), self._society.packing, self._setup)
            piled = with_order(piled, brief, self._folders.lots)
        tell_piled(self._talk, piled, self._society.packing, self._setup.stocks)
        records = self._press(piled)
        account = balance(tally, piled, records, intake.counts, self._pages(piled), self._folders.vendor)
        self._seal(intake, gathered, piled, records, account)
        return Done(self._folders.job, self._folders.final, account, tally.rules, rejected, queries)

    def _decided(self, people: int, done: int) -> None:
        self._talk.progress("deciding", done, people)

    def _check_day(self) -> None:
        last = self._ledger.last_job_day()
        if self._open is not None:
            refuse_other(self._ledger, self._open, self._wish)
        if last is not None and self._wish.on < last and not self._wish.backdated:
            step = "give that day or a later one, or --backdated"
            if self._wish.only:  # a reprint: the desk has no such option
                step = "give that day or a later one"
            raise LedgerError(
                "backdated",
                "--on",
                "the last job was made on {last}",
                step,
                last=last.isoformat(),
            )

    def _guard(self, tally: Tally) -> None:
        """Stop before anything is issued when more is due than was expected (contract §3, Guard)."""
        due = tally.cards + tally.notices
        if not self._wish.only:  # a reprint is never of the bulk
            self._talk.say("{rule}: {count}", rule=BULK, count=tally.rules[BULK])
        limit, expect = self._society.policy.max_documents, self._wish.expect
        bounds = [n for n in (limit, expect) if n is not None]
        if self._open is None and bounds and due > min(bounds):
            rules = ", ".join(f"{rule} {count}" for rule, count in sorted(tally.rules.items()))
            raise Stopped(
                "too-many-documents",
                self._folders.job,
                "{due} documents are due, {limit} are allowed ({rules})",
                "look at `shikaku decide`; if it is right, raise max_documents or --expect",
                due=due,
                limit=min(bounds),
                rules=rules,
            )

    def _reserve(self, intake: Intake, gathered: Gathered, tally: Tally, digest: Mapping[str, str]) -> Piled:
        """Enter the job and all its documents into the ledger, in one transaction, as they are numbered."""
        piling = self._piling(intake, gathered, tally)
        if self._open is not None:
            deque(piling.documents(), maxlen=0)
            return piling.piled
        count = tally.cards + tally.notices
        self._talk.say("reserving {count} documents as job {job}", count=count, job=self._folders.job)
        wish = self._wish
        order = Order(self._folders.job, wish.on, digest, self._after, wish.by, wish.backdated, wish.why, wish.desk)
        keys = intake.snapshot_keys() if tally.phase1 and not self._ledger.standing().phase1_on_record else ()
        with closing(piling.documents()) as documents:  # refused halfway, it still has lists and shards open
            self._ledger.reserve(order, documents, keys)
        return piling.piled

    def _piling(self, intake: Intake, gathered: Gathered, tally: Tally) -> Piling:
        stocks, folders = self._setup.stocks, self._folders
        plan = Plan(
            folders.job,
            wareki(self._wish.on),
            Numbers(folders.job, tally.cards, tally.cards + tally.notices),
            self._society.packing,
            weights(stocks["cards"].thickness),
            tariff_of(self._wish.on),
            intake.employers,
            len(stocks["cards"].cells) * stocks["cards"].stack_depth,
            len(stocks["notices"].cells) * stocks["notices"].stack_depth,
            not self._wish.desk,
        )
        return Piling(gathered, plan, folders.lots, folders.vendor, folders.office)

    def _pages(self, piled: Piled) -> int:
        """Return how many pages the plan has, counted from pieces and cells, not from files."""
        cells = {pile: len(stock.cells) for pile, stock in self._setup.stocks.items()}
        sides = {"cards": 2}
        return sum(-(-lot.count // cells[lot.pile]) * sides.get(lot.pile, 1) for lot in piled.lots)

    def _press(self, piled: Piled) -> Sequence[LotRecord]:
        blocks = {pile: sum(lot.pile == pile for lot in piled.lots) for pile in self._setup.stocks}
        folders, setup = self._folders, self._setup
        press = Press(
            folders.job,
            self._society.insurer.number,
            folders.lots,
            folders.vendor,
            folders.documents,
            setup.look,
            setup.stocks,
            blocks,
        )
        total = sum(lot.count for lot in piled.lots)
        done, records = 0, list[LotRecord]()
        pieces = {lot.name: lot.count for lot in piled.lots}
        for record in in_workers(press_lot, [(lot, press) for lot in _largest_first(piled.lots)], self._wish.workers):
            records.append(record)
            done += pieces[record.lot]
            self._talk.progress("laying out, imposing, reading back", done, total)
        errors = [f for record in records for f in record.findings if f.severity == "error"]
        if errors:
            raise self._faulty(errors)
        return sorted(records, key=lambda r: r.lot)

    def _faulty(self, errors: Sequence[Finding]) -> Stopped:
        for finding in errors[:20]:
            self._talk.say(
                "{file} page {page}: {code}: {message}",
                file=finding.file, page=finding.page, code=finding.code, message=finding.message,
            )  # fmt: skip
        return Stopped(
            "preflight",
            self._folders.job,
            "reading back found {count} errors; the job stays open and nothing was delivered",
            "run the same command again, or withdraw the job",
            count=len(errors),
        )

    def _seal(
        self, intake: Intake, gathered: Gathered, piled: Piled, records: Sequence[LotRecord], account: Balance
    ) -> None:
        folders = self._folders
        if not account.balanced:
            raise Stopped(
                "not-balanced",
                folders.job,
                "people, documents and cells do not add up; nothing was delivered",
                "keep the work folder and report it",
            )
        before = {"ledger": self._ledger.head(self._after)}  # a ledger cut off at its end lacks it
        write_office(folders.office, gathered, account, piled, {**intake.hashes, **before})
        keep_look(self._setup.look, folders.office)
        write_preflight(folders.vendor, records)
        write_manifest(folders.vendor, self._about(), records, account, piled)
        list_office(folders.office)
        folders.publish()
        self._ledger.seal_job(folders.job, *_lists(folders.final))
        folders.drop()

    def _about(self) -> About:
        stocks = self._setup.stocks
        names = {pile: stock.name for pile, stock in stocks.items()}
        intents = {pile: stock.intent for pile, stock in stocks.items()}
        approval = self._ledger.approval_of(self._covered(), before=self._after + 1)
        day = self._wish.on.isoformat()
        return About(self._folders.job, day, tool(), self._setup.hashes, names, intents, approval)

    def _covered(self) -> Mapping[str, str]:
        return covered(self._society, self._setup.hashes, tool())

    def _already_named(self, job: Job) -> Done:
        """Close the gap of a run that ended between giving the folder its name and telling the ledger."""
        self._ledger.seal_job(job.id, *_lists(self._folders.final))
        self._folders.drop()
        return Done(job.id, self._folders.final, None, {}, 0, 0)


def _lists(folder: Path) -> tuple[str, str]:
    """Hash the two lists of a finished folder; one that was made before offices had a list has none."""
    office = folder / "office" / LIST
    return sha256_of(folder / "vendor" / MANIFEST), sha256_of(office) if office.is_file() else ""


def _largest_first(lots: Sequence[Lot]) -> Sequence[Lot]:
    """Order the lots so that no worker is left with a long one at the end; letters and cards take longest a piece."""
    return sorted(lots, key=lambda lot: (-lot.count, lot.name))
