"""`shikaku ledger`: what was issued, to whom, where it is; taking over, closing requests, backup."""

import csv
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from generator.cli.options import FILE, by_option, json_option, on_option, society_argument
from generator.errors import ConfigError
from generator.intake.settings import load_society
from generator.job.talk import Talk
from generator.ledger.entry import Line
from generator.ledger.ledger import Ledger
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator
from generator.model import Key

_LINE = ("seq", "on", "kind", "what", "管理番号", "文書", "規則", "有効期限", "job", "envelope", "by", "why")
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """What was issued, to whom, where it is."""


@ledger.command()
@society_argument
@click.argument("subject", metavar="管理番号|記号-番号-枝番")
@json_option
def show(society: Path, subject: str, as_json: bool) -> None:
    """Tell what happened to a document or a person, in order."""
    with _open(society) as book:
        lines = book.show(_subject(subject))
    if as_json:
        click.echo(json.dumps([_plain(line) for line in lines], ensure_ascii=False, indent=2))
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(_LINE)
    out.writerows(_row(line) for line in lines)


@ledger.command()
@society_argument
@click.argument("file", type=NEW_FILE)
def backup(society: Path, file: Path) -> None:
    """Write the whole ledger, of one moment, as a SQLite file."""
    with _open(society) as book:
        book.backup(file)


@ledger.command()
@society_argument
@click.argument("file", type=NEW_FILE)
def export(society: Path, file: Path) -> None:
    """Write every document and its state as CSV."""
    with _open(society) as book:
        count = book.export(file)
    Talk(translator()).say("{count} documents", count=count)


@ledger.command("import")
@society_argument
@click.argument("file", type=FILE)
@on_option()
@by_option(required=True)
def take_over(society: Path, file: Path, on: date, by: str) -> None:
    """Take over what was issued elsewhere, from a CSV of the form `ledger export` writes."""
    with _open(society, create=True) as book:
        count = book.take_over(file, by=by, on=on)
    Talk(translator()).say("{count} documents", count=count)


@ledger.command("close-request")
@society_argument
@click.argument("request", metavar="受付日|記号-番号-枝番|種別|受付番号")
@on_option()
@by_option(required=True)
@click.option("--why", required=True, help="The reason, for the ledger.")
def close_request(society: Path, request: str, on: date, by: str, why: str) -> None:
    """Record that a request will not be served; queries.csv names it."""
    with _open(society) as book:
        book.close_request(_request_id(request), by=by, why=why, on=on)


def _request_id(text: str) -> str:
    """Return the ledger's identity of a request: in a written key the last two hyphens part it; a tab parts it too."""
    received, *rest = text.split("|")
    if len(rest) != 3:
        step = "write 受付日|記号-番号-枝番|種別|受付番号 as in requests.csv"
        raise ConfigError("request-unknown", text, "this names no request", step)
    key, kind, serial = rest
    parted = key if "\t" in key else "\t".join(key.rsplit("-", 2))
    return f"{received}|{parted}|{kind}|{serial}"


def _open(folder: Path, *, create: bool = False) -> Ledger:
    society = load_society(folder)
    return open_ledger(Path(society.folder), society.ledger_url, create=create)


def _subject(text: str) -> Key | str:
    """Tell a 管理番号 (a day, a job, a serial, a check digit) from a person's key."""
    parts = text.split("-")
    if len(parts) == 4 and len(parts[0]) == 8 and len(parts[3]) == 1:
        return text
    if len(parts) < 3:
        raise ConfigError(
            "subject-unknown", text, "neither a 管理番号 nor a key", "write 記号-番号-枝番 or the number on the card"
        )
    symbol, number, branch = text.rsplit("-", 2)
    return Key(symbol, number, branch)


def _row(line: Line) -> tuple[object, ...]:
    issued = line.document
    until = issued.valid_to or ""
    return (
        *(line.seq, line.on, line.kind, line.what, issued.number, issued.kind, issued.rule, until),
        *(line.job, line.envelope, line.by, line.why),
    )


def _plain(line: Line) -> object:
    return json.loads(json.dumps(asdict(line), ensure_ascii=False, default=str))
