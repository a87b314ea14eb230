"""`shikaku ledger`: what was issued, to whom, where it is; taking over, closing requests, backup."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.cli.options import FILE, WORDS, by_option, on_option, society_argument
from generator.cli.outlook import coverage, foresee
from generator.cli.record import show
from generator.cli.returns import found, open_book, returned, sent_again, undelivered, unrecovered
from generator.cli.settle import receive, verify
from generator.errors import ConfigError
from generator.intake.read import open_intake
from generator.intake.settings import load_society
from generator.intake.spelling import Readings, first_known, halved, readings_of
from generator.job.talk import Talk
from generator.messages.catalogue import translator
from generator.model import Key, Society

NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """What was issued, to whom, where it is."""


@ledger.command()
@society_argument
@click.argument("file", type=NEW_FILE)
def backup(society: Path, file: Path) -> None:
    """Write the whole ledger, of one moment, as a SQLite file."""
    with open_book(society) as book:
        book.backup(file)


@ledger.command()
@society_argument
@click.argument("file", type=NEW_FILE)
@click.option("--events", type=NEW_FILE, help="Write every event with its hash into this file, too.")
def export(society: Path, file: Path, events: Path | None) -> None:
    """Write every document, its state and what became of it as CSV; `ledger import` reads it."""
    talk = Talk(translator())
    with open_book(society) as book:
        talk.say("{count} documents", count=book.export(file))
        if events is not None:
            talk.say("{count} events", count=book.export_events(events))


@ledger.command("import")
@society_argument
@click.argument("file", type=FILE)
@on_option()
@by_option(required=True)
def take_over(society: Path, file: Path, on: date, by: str) -> None:
    """Take over what was issued elsewhere, from a CSV of the form `ledger export` writes."""
    with open_book(society, create=True) as book:
        count = book.take_over(file, by=by, on=on)
    Talk(translator()).say("{count} documents", count=count)


@ledger.command("close-request")
@society_argument
@click.argument("request", metavar="受付日|記号-番号-枝番|種別|受付番号")
@on_option()
@by_option(required=True)
@click.option("--why", type=WORDS, required=True, help="The reason, for the ledger.")
def close_request(society: Path, request: str, on: date, by: str, why: str) -> None:
    """Record that a request will not be served; queries.csv names it."""
    identity = _request_id(load_society(society), request, on)
    with open_book(society) as book:
        book.close_request(identity, by=by, why=why, on=on)


def _request_id(society: Society, text: str, on: date) -> str:
    """Return the ledger's identity of a request: in a written key the last two hyphens part it; a tab parts it too."""
    received, *rest = text.replace("｜", "|").split("|")
    parted = tuple(rest[0].split("\t")) if rest else ()
    readings = (Key(*parted),) if len(parted) == 3 else readings_of("".join(rest[:1]))
    if readings is None or len(rest) != 3:
        step = "write 受付日|記号-番号-枝番|種別|受付番号 as in requests.csv"
        raise ConfigError("request-unknown", text, "this names no request", step)
    key = readings[0] if len(readings) == 1 else _in_the_files(society, readings, on)
    return "|".join((halved(received), "\t".join((key.symbol, key.number, key.branch)), *rest[1:]))


def _in_the_files(society: Society, readings: Readings, on: date) -> Key:
    """Return which reading of a key is somebody's."""
    with TemporaryDirectory() as scratch, open_intake(society, Path(scratch) / "intake.sqlite", on) as intake:
        return first_known(readings, intake.knows)


for command in (show, verify, receive, found, returned, unrecovered, sent_again, undelivered, coverage, foresee):
    ledger.add_command(command)
