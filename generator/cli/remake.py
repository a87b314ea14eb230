"""`shikaku spoil` and `shikaku pull`: pieces made again, and pieces taken out, between the press and the post."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from fonts.errors import Refusal
from generator.cli.named import NUMBER
from generator.cli.options import FILE, FOLDER, SOCIETY, WORDS, by_option, json_option, on_option
from generator.errors import ConfigError
from generator.intake.settings import load_society
from generator.job.talk import Talk
from generator.job.withdraw import find_society
from generator.messages.catalogue import translator
from generator.model import Key
from generator.remake.left import read_left
from generator.remake.pull import Pulled
from generator.remake.pull import Wish as Pull
from generator.remake.pull import pull as pull_job
from generator.remake.sealed import PILES
from generator.remake.spoil import Again, Wish
from generator.remake.spoil import spoil as spoil_job
from generator.remake.wanted import Spoiled, read_spoiled, reason_of, sheet_of

job_argument = click.argument("job", type=FOLDER)
society_option = click.option(
    "--society", type=SOCIETY, envvar="SHIKAKU_SOCIETY", help="Default: here, or beside the job's folder."
)


@click.command()
@job_argument
@click.option("--sheet", "sheets", multiple=True, metavar="[BLOCK/]SHEET", help="A spoiled sheet, such as 3/12.")
@click.option("--side", type=click.Choice(["F", "B"]), help="The side that is spoiled, where it is one.")
@click.option("--pile", type=click.Choice(PILES), default="cards", show_default=True, help="Whose sheets.")
@click.option("--number", "numbers", multiple=True, type=NUMBER, help="A spoiled card or notice.")
@click.option("--file", type=FILE, help="vendor.csv: 管理番号, or file, sheet, side, row, column; reason.")
@on_option()
@by_option(required=True)
@click.option("--why", type=WORDS, required=True, help="The reason, printed for the vendor: at most 60 characters.")
@click.option("--again", is_flag=True, help="The same was made again already, and is spoiled too.")
@society_option
@json_option
def spoil(
    job: Path, sheets: tuple[str, ...], side: str | None, pile: str, numbers: tuple[str, ...], file: Path | None,
    on: date, by: str, why: str, again: bool, society: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Make spoiled pieces of a job again, exactly them, on new sheets beside the job's."""
    faults: list[Refusal] = []
    reason_of(why)
    listed = tuple(read_spoiled(file, pile, why, faults)) if file else ()
    spoiled = [
        *(sheet_of(text, pile, side or "", why) for text in sheets),
        *(Spoiled("--number", why, number) for number in numbers),
        *listed,
    ]
    if file and not listed and not faults:
        text = "{file}: no row stands below the names of the columns; it calls nothing spoiled"
        Talk(translator()).say(text, file=file.name)
        if not spoiled:
            _tell(Again("", Path(), 0, 0, 0, 0, 0), as_json=as_json)
            return
    if not spoiled and not faults:
        raise ConfigError("spoiled-none", "", "nothing is named", "name it with --sheet, --number or --file")
    wish = Wish(job, tuple(spoiled), on, by, why, again)
    _tell(spoil_job(wish, load_society(find_society(str(job), society)), faults), as_json=as_json)


def _tell(made: Again, *, as_json: bool) -> None:
    talk = Talk(translator())
    if made.unreleased:
        talk.say(
            "job {job} was not released yet: no vendor has printed it; look whether it is the job that is meant",
            job=made.unreleased,
        )
    counts = {"pieces": made.pieces, "separators": made.separators, "blanks": made.blanks, "sheets": made.sheets}
    if as_json:
        row = {"name": made.name, "folder": _folder(made), **counts, "ended": made.ended}
        click.echo(json.dumps(row, ensure_ascii=False, indent=2, sort_keys=True))
        return
    if not made.name:
        return
    text = "{pieces} pieces made again, {separators} separators, {blanks} blanks, on {sheets} sheets"
    talk.say(text, **counts)
    if made.ended:
        talk.say(
            "{count} documents on the spoiled sheets are void or pulled: they are not made again and stand on the"
            " certificate of destruction alone; have the vendor report them as pulled",
            count=made.ended,
        )
    click.echo(str(made.folder))


def _folder(made: Again | Pulled) -> str:
    return str(made.folder) if made.name else ""


@click.command()
@job_argument
@click.option("--file", type=FILE, required=True, help="left.csv: 記号, 番号, 枝番, 資格喪失年月日.")
@on_option()
@by_option(required=True)
@click.option("--why", type=WORDS, default="", help="A word for the ledger; no names.")
@society_option
@json_option
def pull(job: Path, file: Path, on: date, by: str, why: str, society: Path | None, as_json: bool) -> None:
    """Take the pieces of people who lost entitlement after the run out of a job; their cards are void."""
    faults: list[Refusal] = []
    if not read_left(file, on, faults) and not faults:
        text = "{file}: no row stands below the names of the columns; nobody is to be pulled"
        Talk(translator()).say(text, file=file.name)
        _tell_pull(Pulled("", Path(), 0, (), 0, 0, (), (), (), ()), as_json=as_json)
        return
    done = pull_job(Pull(job, file, on, by, why), load_society(find_society(str(job), society)))
    _tell_pull(done, as_json=as_json)


def _tell_pull(done: Pulled, *, as_json: bool) -> None:
    if as_json:
        row = {
            "name": done.name,
            "folder": _folder(done),
            "people": done.people,
            "numbers": list(done.numbers),
            "made_again": done.replaced,
            "letters": done.letters,
            "emptied": list(done.emptied),
            "inserted": [{"number": number, "envelope": envelope} for number, envelope in done.inserted],
            "without": [str(key) for key in done.without],
            "no_loss_in_members": [str(key) for key in done.staying],
        }
        click.echo(json.dumps(row, ensure_ascii=False, indent=2, sort_keys=True))
        return
    if not done.name:
        return
    talk = Talk(translator())
    talk.say(
        "{people} people: {numbers} pieces to pull, {replaced} sheets made again, {letters} pages of letters replaced",
        people=done.people, numbers=len(done.numbers), replaced=done.replaced, letters=done.letters,
    )  # fmt: skip
    for envelope in done.emptied:
        talk.say("envelope {envelope} is empty: it is not sent", envelope=envelope)
    for number, envelope in done.inserted:
        talk.say(
            "{number} was reported inserted: have envelope {envelope} opened and the piece taken out before it is"
            " posted; if it has gone, have the card handed in (`shikaku ledger returned --why 返納`), or given up"
            " (`… unrecovered`)",
            number=number, envelope=envelope,
        )  # fmt: skip
    if done.without:
        talk.say("no live document in this job: {keys}", keys=_listed(done.without))
    if done.staying:
        talk.say(
            "enter 資格喪失年月日 in members.csv, which has none to rely on, else the next run issues again: {keys}",
            keys=_listed(done.staying),
        )
    click.echo(str(done.folder))


def _listed(keys: Sequence[Key]) -> str:
    return ", ".join(map(str, keys))
