"""A call in, the household it is about out, read beside everything else.

Going through the members' file and loading the program take about as long, and neither needs the other: where a
process can be forked, one of its own reads while this one loads.
"""

import multiprocessing
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from fonts.errors import Refusal
from generator.errors import ConfigError
from generator.intake.read import Found, open_intake
from generator.intake.settings import load_society
from generator.model import Key, Society
from generator.reissue.loss import Loss


@dataclass(frozen=True, slots=True)
class Read:
    """The household of a call as members.csv has it, under the key that the person has today."""

    key: Key
    scratch: Path
    found: Found


@contextmanager
def reading(folder: Path, loss: Loss) -> Generator[Callable[[], Read]]:
    """Begin to read; what is yielded waits for the end, and raises what `read_household` does."""
    with TemporaryDirectory() as scratch:
        read = partial(read_household, folder, loss, Path(scratch) / "intake.sqlite")
        if "fork" not in multiprocessing.get_all_start_methods():
            yield read
            return
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_read_and_tell, args=(read, theirs), daemon=True)
        child.start()
        theirs.close()
        try:
            yield partial(_told, ours, read)
        finally:
            ours.close()
            child.terminate()  # where nobody asked for what it reads
            child.join()


def read_household(folder: Path, loss: Loss, scratch: Path) -> Read:
    """Read the household of a call into `scratch`.

    Raises ConfigError for a number that is no card the ledger knows, InputError where a file is refused whole.
    """
    society = load_society(folder)
    keys = tuple(filter(None, (loss.key, *loss.readings))) or (_key_of(society, loss.number),)
    with open_intake(society, scratch, loss.on, frozenset(keys)) as intake:
        key = next(filter(intake.knows, keys), keys[-1])
        today = intake.renumbered(key)
        if today is None or intake.household(key.symbol, key.number) is not None:
            intake.leave()
            return Read(key, scratch, intake.found)
    with open_intake(society, scratch, loss.on, frozenset({today})) as intake:
        intake.leave()
        return Read(today, scratch, intake.found)


def _key_of(society: Society, number: str) -> Key:
    from generator.ledger.opening import open_ledger  # half a second that a call with a key need not wait for

    with open_ledger(Path(society.folder), society.ledger_url, create=False) as ledger:
        key = ledger.key_of(number)
        kinds = {line.document.kind for line in ledger.show(number)} if key is not None else set[str]()
    if kinds == {"notice"}:
        raise ConfigError(
            "reprint-notice",
            "--card",
            "{number} is a 資格情報のお知らせ, not a card",
            "enter 再通知 in requests.csv, and the next run sends another; for a card give --person",
            number=number,
        )
    if key is None:
        fact, step = "the ledger has no document {number}", "read the number again, or give --person"
        raise ConfigError("number-unknown", "--card", fact, step, number=number)
    return key


def _read_and_tell(read: Callable[[], Read], out: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits for it is interrupted
    with suppress(Exception):  # what goes wrong but for a refusal is met again, and told, where it is waited for
        try:
            out.send(read())
        except Refusal as refusal:
            out.send(refusal)


def _told(source: Connection, read: Callable[[], Read]) -> Read:
    """Wait for what the other process found; where it ended without a word, read here, so that the reason is seen."""
    try:
        found: Read | Refusal = source.recv()
    except EOFError:
        return read()
    if isinstance(found, Refusal):
        raise found
    return found
