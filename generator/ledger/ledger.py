"""In: an open database. Out: the ledger's questions and its few, whole writings.

Everything the rest of the house may ask of the ledger or write into it; SQL stays behind this door (contract §1-4).
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType

from fonts.errors import Refusal
from generator.errors import LedgerError
from generator.history import History, Seal, Standing
from generator.ledger import (
    approving,
    balancing,
    chain,
    events,
    filing,
    moving,
    notes,
    parting,
    reading,
    receiving,
    remaking,
    requests,
    reserving,
    showing,
    telling,
    transfer,
    verifying,
    withdrawing,
)
from generator.ledger import backup as backups
from generator.ledger.approving import Approval, Signing
from generator.ledger.balancing import Astray, Missing, Tally
from generator.ledger.chain import Break
from generator.ledger.database import Database
from generator.ledger.entry import Job, Line, Reservation
from generator.ledger.filing import Desk, Remade
from generator.ledger.migration import Identity
from generator.ledger.moving import HandedOver, Move
from generator.ledger.notes import Noted, Waiting, What
from generator.ledger.parting import Part
from generator.ledger.reading import Horizon, Person
from generator.ledger.receiving import Receipt
from generator.ledger.remaking import Made, Ordered, Remake
from generator.ledger.reserving import Order
from generator.ledger.results import results
from generator.ledger.seal import SaltedSeal
from generator.ledger.telling import Record
from generator.ledger.verifying import JobFacts
from generator.model import Key, Request


class Ledger:
    """What was issued, to whom, and what became of it. Made by `open_ledger`; a context that closes itself."""

    def __init__(self, database: Database, identity: Identity) -> None:
        self._database, self._identity = database, identity

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @property
    def id(self) -> str:
        """Return the id that `ledger.id` holds."""
        return self._identity.ledger_id

    @property
    def seal(self) -> Seal:
        """Return the function that turns a document's content into its salted digest."""
        return SaltedSeal(bytes.fromhex(self._identity.salt))

    def horizon(self) -> int:
        """Return the number of the last event; decisions are good while it stays."""
        with self._database.read() as connection:
            return events.horizon(connection)

    def head(self, upto: int | None = None) -> str:
        """Return the hash of the last event, or of the one with this number; it rests on all before it."""
        with self._database.read() as connection:
            return chain.head(connection) if upto is None else verifying.hash_of(connection, upto)

    def breaks(self) -> tuple[Break, ...]:
        """Return where the chain of events does not hold: rows altered, removed or put in behind its back."""
        with self._database.read() as connection:
            return tuple(chain.breaks(connection))

    def standing(self, before: int | None = None, on: date | None = None) -> Standing:
        """Say what the ledger holds of the society: from events below `before`, dated not after `on`."""
        with self._database.read() as connection:
            return reading.standing(connection, Horizon(before, on))

    def histories(
        self,
        people: Iterable[Person],
        before: int | None = None,
        on: date | None = None,
        in_file: Callable[[Key], bool] | None = None,
    ) -> Mapping[Key, History]:
        """Look up (key, former key) pairs, best a few hundred households at once; every key is in the answer.

        `in_file` adds to the stored snapshot keys those of a snapshot file.
        """
        with self._database.read() as connection:
            return reading.histories(self._database, connection, people, Horizon(before, on), in_file)

    def last_job_day(self) -> date | None:
        """Return the latest D of the jobs that were not withdrawn."""
        with self._database.read() as connection:
            return events.last_job_day(connection)

    def next_job_id(self, on: date) -> str:
        """Return the name of the next job of a day, `YYYYMMDD-NN`."""
        with self._database.read() as connection:
            return events.next_job_id(connection, on)

    def open_job(self) -> Job | None:
        """Return the job that was reserved and is neither sealed nor withdrawn."""
        with self._database.read() as connection:
            return events.open_job(connection)

    def job(self, name: str) -> Job:
        """Return a job. Raises LedgerError when there is none of that name."""
        with self._database.read() as connection:
            return events.find_job(self._database, connection, name)

    def turn(self) -> AbstractContextManager[None]:
        """Hold the sole right to make jobs on this ledger's server. Raises LedgerError where another has it."""
        return self._database.turn()

    def resume(self, job: Job, digest: Mapping[str, str]) -> None:
        """Check that an open job is finished from the same parts. Raises LedgerError naming those that changed."""
        changed = {part for part in {*job.digest, *digest} if job.digest.get(part) != digest.get(part)}
        if changed:
            raise LedgerError(
                "job-changed",
                self._database.place,
                "job {job} was begun with other {parts}",
                "put them back and finish it, or withdraw it",
                job=job.id,
                parts=", ".join(sorted(changed)),
            )

    def reserve(self, order: Order, documents: Iterable[Reservation], snapshot_keys: Iterable[Key] = ()) -> int:
        """Reserve a job with its documents in one transaction; return their number, and write nothing for none."""
        return reserving.reserve(self._database, order, documents, snapshot_keys)

    def seal_job(self, name: str, manifest: str = "", office: str = "") -> None:
        """Record that the job's folder is in its place, with the sha256 of its two lists. Again: nothing happens."""
        with self._database.write() as connection:
            job = events.find_job(self._database, connection, name)
            if job.state == events.RESERVED:
                detail = {"manifest": manifest, "office": office} if manifest else None
                events.append(self._database, connection, events.SEALED, job.on, job=name, detail=detail)
            elif job.state == events.WITHDRAWN:
                raise LedgerError("job-withdrawn", self._database.place, "job {job} was withdrawn", "", job=name)

    def proofed(self, proof: str, *, by: str, on: date) -> None:
        """Record who made a proof, by the sha256 of its proof.json."""
        approving.proofed(self._database, proof, by=by, on=on)

    def maker_of(self, proof: str) -> str | None:
        """Return who made the proof with this proof.json; None where no such proof was taken down."""
        with self._database.read() as connection:
            return approving.maker_of(connection, proof)

    def approve(self, signing: Signing) -> int:
        """Record who signed which round of a proof; return the event's number."""
        return approving.approve(self._database, signing)

    def signed_before(self, signing: Signing) -> Approval | None:
        """Return the 責了 that says all that this one would, None where there is none."""
        with self._database.read() as connection:
            return approving.signed_before(connection, signing)

    def approvals(self) -> tuple[Approval, ...]:
        """Return every approval in the order of events."""
        with self._database.read() as connection:
            return tuple(approving.approvals(connection))

    def approval_of(self, hashes: Mapping[str, str], before: int | None = None) -> Approval | None:
        """Return the last 責了 of exactly these hashes, from events below `before`."""
        with self._database.read() as connection:
            return approving.approval_of(connection, hashes, before)

    def handed_over(self, name: str) -> HandedOver | None:
        """Return how a job was released; None before."""
        with self._database.read() as connection:
            return moving.handed_over(connection, name)

    def may_move(self, step: Move) -> None:
        """Raise LedgerError where a job cannot come to a state now, or not on that day."""
        moving.may_move(self._database, step)

    def move(self, step: Move, **detail: object) -> int:
        """Record the next state of a job; return the event's number."""
        return moving.move(self._database, step, detail)

    def proof_purged(self, *, by: str, on: date, why: str, files: int, log: str) -> int:
        """Record that a proof with real persons was erased; return the event's number."""
        detail = {"files": files, "log": log}
        with self._database.write() as connection:
            return events.append(self._database, connection, approving.PROOF_PURGED, on, by=by, why=why, detail=detail)

    def withdraw(self, name: str, *, by: str, why: str, on: date) -> int:
        """Take a job that was not released out of the ledger by new events; return the number of its documents."""
        return withdrawing.withdraw(self._database, name, by, why, on)

    def close_request(self, request: str, *, by: str, why: str, on: date) -> None:
        """Record that a request will not be served. Raises LedgerError when it was served or closed before."""
        requests.close(self._database, request, by, why, on)

    def file_request(self, request: Request, reason: str, *, by: str, on: date) -> None:
        """Put a request taken at the desk on record. Raises LedgerError when it was filed before."""
        filing.file(self._database, request, reason, by=by, on=on)

    def filed(self, before: int | None = None, on: date | None = None) -> tuple[Request, ...]:
        """Return the requests taken at the desk: from events below `before`, dated not after `on`."""
        with self._database.read() as connection:
            return filing.requests(connection, Horizon(before, on))

    def desk(self, on: date, reasons: frozenset[str]) -> tuple[tuple[Desk, ...], tuple[Remade, ...]]:
        """Return what the desk filed on a day, and the cards that its jobs of these reasons made."""
        with self._database.read() as connection:
            return tuple(filing.desk(connection, on)), tuple(filing.remade(connection, on, reasons))

    def count_of(self, job: str) -> int:
        """Return how many documents a job has, withdrawn or not."""
        with self._database.read() as connection:
            return filing.count_of(connection, job)

    def keys_of(self, job: str, limit: int) -> tuple[Key, ...]:
        """Return whose the first documents of a job are."""
        with self._database.read() as connection:
            return filing.keys_of(connection, job, limit)

    def taken_off(self, why: str) -> frozenset[str]:
        """Return the requests that were closed for this reason."""
        with self._database.read() as connection:
            return filing.taken_off(connection, why)

    def serves(self, job: Job, request: str) -> bool:
        """Tell whether it is this job that serves a request."""
        with self._database.read() as connection:
            return filing.serves(connection, job.seq, request)

    def key_of(self, number: str) -> Key | None:
        """Return whose document a 管理番号 is, None where there is none."""
        with self._database.read() as connection:
            return filing.key_of(connection, number)

    def show(self, subject: Key | str) -> tuple[Line, ...]:
        """Tell what happened to a person (key) or a document (管理番号), in order."""
        with self._database.read() as connection:
            return showing.show(connection, subject)

    def tell(self, subject: Key | str) -> Record:
        """Tell everything of a person (key) or a document (管理番号): makes, results, notes and requests too."""
        with self._database.read() as connection:
            return telling.tell(self._database, connection, subject)

    def jobs(self) -> tuple[JobFacts, ...]:
        """Say of every job how many documents it has, its state, and the chain's head before it."""
        with self._database.read() as connection:
            return tuple(verifying.jobs(connection))

    def facts(self, name: str) -> JobFacts:
        """Say the same of one job. Raises LedgerError when there is none of that name."""
        with self._database.read() as connection:
            events.find_job(self._database, connection, name)
            return next(verifying.jobs(connection, name))

    def note(self, number: str, what: What, *, by: str, why: str, on: date) -> Noted:
        """Note that a document was found, came back, was handed in or sent again. Raises LedgerError."""
        return notes.take(self._database, number, what, by, why, on)

    def undelivered(self) -> tuple[Waiting, ...]:
        """Return what came back by post and waits to be sent again."""
        with self._database.read() as connection:
            return tuple(notes.waiting(connection))

    def receive(self, path: Path, *, by: str, on: date) -> Receipt:
        """Enter the vendor's results, all or nothing. Raises InputError naming every row that cannot be true."""
        faults: list[Refusal] = []
        return receiving.receive(self._database, results(path, faults), faults, by, on)

    def tally(self, job: str) -> Tally:
        """Add up what was ordered, made and received of a job."""
        with self._database.read() as connection:
            return balancing.tally(connection, job)

    def missing(self, job: str) -> tuple[Missing, ...]:
        """Name every copy of a job that nobody has accounted for."""
        with self._database.read() as connection:
            return tuple(balancing.missing(connection, job))

    def astray(self, job: str) -> tuple[Astray, ...]:
        """Return the void copies of a job that lie in an envelope, and that nobody has had since."""
        with self._database.read() as connection:
            return tuple(balancing.void_inserted(connection, job))

    def void_within(self, job: str) -> tuple[Astray, ...]:
        """Return the copies of a job that are void and on no list of pulls."""
        with self._database.read() as connection:
            return tuple(balancing.void_within(connection, job))

    def remakes(self, job: str) -> tuple[Remake, ...]:
        """Return what was made again or pulled of a job that may have either. Raises LedgerError for another."""
        with self._database.read() as connection:
            remaking.admit(self._database, connection, job)
            return remaking.remakes(connection, job)

    def ordered(self, remake: Remake) -> Ordered:
        """Return which copies a remake or a pull ordered, and whom it pulled."""
        with self._database.read() as connection:
            return remaking.ordered(connection, remake.seq)

    def parts(self, job: str) -> tuple[Part, ...]:
        """Return every remake and pull of a job, and whether the vendor has it."""
        with self._database.read() as connection:
            return parting.parts(connection, job)

    def part(self, job: str, name: str) -> Part:
        """Return one of them. Raises LedgerError when there is none of that name."""
        with self._database.read() as connection:
            return parting.part(connection, job, name)

    def may_go(self, step: Move, part: str) -> None:
        """Raise LedgerError where a part of a job cannot be released now, or not on that day."""
        parting.may_go(self._database, step, part)

    def release_part(self, step: Move, part: str, **detail: object) -> int:
        """Record that a part of a job went out; return the event's number."""
        return parting.release(self._database, step, part, detail)

    def acknowledge_part(self, step: Move, part: str) -> bool:
        """Record that the vendor has a part; False where that was recorded before."""
        return parting.acknowledge(self._database, step, part)

    def made(self, numbers: Iterable[str]) -> Mapping[str, Made]:
        """Look up how often documents were made and how they stand."""
        with self._database.read() as connection:
            return remaking.made(self._database, connection, numbers)

    def live_numbers(self, job: str, keys: Iterable[Key]) -> Mapping[Key, tuple[str, ...]]:
        """Return the numbers of a job's documents of each person that neither ended nor were pulled."""
        with self._database.read() as connection:
            return remaking.live_numbers(self._database, connection, job, keys)

    def remake(self, order: remaking.Order, makes: Mapping[str, int]) -> None:
        """Write that pieces were made again or pulled. Raises LedgerError where they are not as looked up."""
        remaking.write(self._database, order, makes)

    def export(self, path: Path) -> int:
        """Write every document and its state as CSV (`transfer.HEADER` first); return their number."""
        return transfer.export(self._database, path)

    def export_events(self, path: Path) -> int:
        """Write every event with its hash as CSV; return their number."""
        return transfer.export_events(self._database, path)

    def take_over(self, path: Path, *, by: str, on: date) -> int:
        """Read a CSV of what was issued elsewhere (`transfer.HEADER`); return the number of documents."""
        return transfer.take_over(self._database, path, by, on)

    def backup(self, path: Path) -> None:
        """Write the whole ledger as a SQLite file, of one moment, whatever database it lies in."""
        backups.backup(self._database, path)
