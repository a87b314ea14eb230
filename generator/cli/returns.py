"""`shikaku ledger found`, `returned`, `unrecovered`, `sent-again`, `undelivered`: what became of documents outside."""

import json
from datetime import date
from pathlib import Path

import click

from generator.cli.named import NUMBER
from generator.cli.options import WORDS, by_option, json_option, on_option, society_argument
from generator.cli.table import aligned
from generator.decision import Kind
from generator.intake.settings import load_society
from generator.ledger.ledger import Ledger
from generator.ledger.notes import Noted, What
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator

_ENDED = {"void": "void", "superseded": "replaced", "expired": "expired", "withdrawn": "withdrawn"}
_HEADS = {
    "since": "since",
    "number": "number",
    "key": "key",
    "kind": "kind",
    "envelope": "envelope",
    "by": "by",
    "why": "reason",
}
_WAYS = {"返戻": What.UNDELIVERED, "返納": What.HANDED_IN}
KINDS = {"card": Kind.CARD.value, "notice": Kind.NOTICE.value}
number_argument = click.argument("number", metavar="管理番号", type=NUMBER)
remark_option = click.option("--remark", type=WORDS, default="", help="A word for the ledger; no names.")


@click.command()
@society_argument
@number_argument
@on_option()
@by_option(required=True)
@remark_option
def found(society: Path, number: str, on: date, by: str, remark: str) -> None:
    """Record that a lost document was found, and say what it is worth."""
    with open_book(society) as book:
        noted = book.note(number, What.FOUND, by=by, why=remark, on=on)
    click.echo(f"{number}: {_found(noted, on)}")


@click.command()
@society_argument
@number_argument
@click.option(
    "--why", "way", required=True, type=click.Choice(list(_WAYS)), help="返戻: came back by post. 返納: handed in."
)
@on_option()
@by_option(required=True)
@remark_option
def returned(society: Path, number: str, way: str, on: date, by: str, remark: str) -> None:
    """Record that a document came back by post, or was handed in, which makes a card void."""
    with open_book(society) as book:
        noted = book.note(number, _WAYS[way], by=by, why=remark or way, on=on)
    click.echo(f"{number}: {_back(noted, _WAYS[way], on)}")


@click.command()
@society_argument
@number_argument
@on_option()
@by_option(required=True)
@remark_option
def unrecovered(society: Path, number: str, on: date, by: str, remark: str) -> None:
    """Give up a void or pulled document that cannot be had back, so that its job can be settled."""
    with open_book(society) as book:
        noted = book.note(number, What.UNRECOVERED, by=by, why=remark, on=on)
    click.echo(f"{number}: {_given_up(noted)}")


@click.command("sent-again")
@society_argument
@number_argument
@on_option()
@by_option(required=True)
@remark_option
def sent_again(society: Path, number: str, on: date, by: str, remark: str) -> None:
    """Record that undelivered mail was sent again; it leaves the list."""
    with open_book(society) as book:
        book.note(number, What.SENT_AGAIN, by=by, why=remark, on=on)
    click.echo(f"{number}: {translator()('sent again')}")


@click.command()
@society_argument
@json_option
def undelivered(society: Path, as_json: bool) -> None:
    """List what came back by post and was neither sent again nor has ended."""
    with open_book(society) as book:
        waiting = book.undelivered()
    rows = [
        (w.since.isoformat(), w.document.number, str(w.document.key), KINDS[w.document.kind], w.envelope, w.by, w.why)
        for w in waiting
    ]
    if as_json:
        told = [dict(zip(_HEADS, row, strict=True)) for row in rows]
        click.echo(json.dumps({"undelivered": told}, ensure_ascii=False, indent=2, sort_keys=True))
        return
    translate = translator()
    for line in aligned([tuple(translate(_HEADS[name]) for name in _HEADS), *rows]):
        click.echo(line)


def open_book(folder: Path, *, create: bool = False) -> Ledger:
    """Open the ledger of the society in a folder."""
    society = load_society(folder)
    return open_ledger(Path(society.folder), society.ledger_url, create=create)


def _found(noted: Noted, on: date) -> str:
    """Say what a document that was found is worth."""
    issued, translate = noted.document, translator()
    if issued.kind == "notice":
        return translate("a notice: it may be kept")
    if noted.ended and noted.handed_in:
        text = translate("this card was handed in on {day} and is {state}; destroy it. Valid instead: {successor}")
        state, successor = translate(_ENDED[noted.ended]), noted.successor or translate("none")
        return text.format(day=noted.handed_in, state=state, successor=successor)
    if noted.ended:
        text = translate("this card is {state} and has to be handed in; valid instead: {successor}")
        return text.format(state=translate(_ENDED[noted.ended]), successor=noted.successor or translate("none"))
    if not issued.live(on):
        return translate("this card expired on {until} and has to be handed in").format(until=issued.valid_to)
    text = translate("this card is valid to {until}: no other was issued, it may be used again")
    return text.format(until=issued.valid_to)


def _back(noted: Noted, what: What, on: date) -> str:
    """Say what a document that came back is now."""
    translate = translator()
    if what is What.HANDED_IN:
        if noted.document.kind == "notice":
            return translate("a notice: that it was handed in is noted; a notice never has force by itself")
        if noted.voided:
            return translate("handed in and void from now on; destroy it")
        return translate("handed in; it had no force any more; destroy it")
    if noted.ended:
        return translate("came back and has ended ({state}): not to be sent again; destroy it").format(
            state=translate(_ENDED[noted.ended])
        )
    if noted.document.valid_to and noted.document.valid_to < on:
        return translate("came back, and expired on {until}: not to be sent again; destroy it").format(
            until=noted.document.valid_to
        )
    return translate("came back: it stays valid and is listed as undelivered until it is sent again")


def _given_up(noted: Noted) -> str:
    """Say that nobody waits for a document any more; a notice that was pulled has not ended by that."""
    translate = translator()
    if noted.ended:
        return translate(
            "given up: it is {state}, and nobody can hand it in any more; receive the vendor's results again to settle"
            " the job"
        ).format(state=translate(_ENDED[noted.ended]))
    return translate(
        "given up: it was pulled, and is not waited for; receive the vendor's results again to settle the job"
    )
