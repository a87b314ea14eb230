"""`shikaku reprint`: a card lost, stolen, broken or soiled, or a new name: one more card, now or on the next sheet."""

from datetime import date
from pathlib import Path

import click

from generator.cli.named import KEY, NUMBER, SUBJECT, Readings
from generator.cli.options import FOLDER, by_option, json_option, on_option, society_argument
from generator.messages.catalogue import translator
from generator.reissue.loss import Loss, Reason
from generator.reissue.reading import reading


@click.command()
@society_argument
@click.option("--card", type=NUMBER, default="", help="The number on the card that is to be replaced.")
@click.option("--person", type=KEY, help="Whose card is to be replaced.")
@click.option("--reason", type=click.Choice([str(reason) for reason in Reason]), help="Why.")
@on_option()
@by_option()
@click.option("--out", type=FOLDER, help="Where the job's folder appears.")
@click.option(
    "--printer",
    type=click.Choice(["single", "gang"]),
    default="single",
    show_default=True,
    help="One card on the desk's printer now, or queued for the next sheet.",
)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.option("--gang", "action", flag_value="gang", help="Print all that is queued.")
@click.option("--list", "action", flag_value="list", help="List the day's reprints.")
@click.option("--undo", type=SUBJECT, help="Take one back that was not released.")
@json_option
def reprint(
    society: Path,
    card: str,
    person: Readings | None,
    reason: str | None,
    on: date,
    by: str,
    out: Path | None,
    printer: str,
    yes: bool,
    action: str | None,
    undo: str | Readings | None,
    as_json: bool,
) -> None:
    """Replace one card: looks the person up, applies the rules, voids the old number, prints or queues."""
    if action != "list" and not by:
        raise click.UsageError(translator()("--by is needed: who answers for it"))
    if action is None and undo is None:
        loss = _loss(card, person, reason, on, by)
        place = _needed(out) if printer == "single" else None
        with reading(society, loss) as read:
            from generator.cli.desk import make_one  # a second of loading, while the household is read

            make_one(society, place, loss, read, yes=yes, as_json=as_json)
        return
    from generator.cli.desk import print_list, print_queued, undo_one

    if action == "list":
        print_list(society, on, as_json=as_json)
    elif undo is not None:
        undo_one(society, undo, on, by, out)
    else:
        print_queued(society, _needed(out), on, by)


def _loss(card: str, person: Readings | None, reason: str | None, on: date, by: str) -> Loss:
    if bool(card) == (person is not None):
        raise click.UsageError(translator()("give either --card or --person"))
    if reason is None:
        raise click.UsageError(translator()("--reason is needed"))
    key, *readings = person or (None,)
    return Loss(Reason(reason), on, by, key, card, tuple(filter(None, readings)))


def _needed(out: Path | None) -> Path:
    if out is None:
        raise click.UsageError(translator()("--out is needed: where the job's folder appears"))
    return out
