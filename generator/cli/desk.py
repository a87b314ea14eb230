"""What `shikaku reprint` shows and asks: the person and the old card, what was made, the day's list."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click
from click.exceptions import Exit

from generator.cli.named import Readings
from generator.cli.record import jobs_folder
from generator.cli.table import aligned
from generator.eligibility.case import Ask
from generator.errors import ConfigError
from generator.job.talk import Talk
from generator.ledger.filing import QUEUED, Desk, Remade
from generator.messages.catalogue import translator
from generator.reissue.desk import day_s_list, print_one, print_queue, queue_one, take_back, take_off
from generator.reissue.lookup import Match, looked_up
from generator.reissue.loss import Loss, Reason
from generator.reissue.reading import Read

_FIELDS = ("管理番号", "記号", "番号", "枝番", "事由", "担当", "状態", "種別")
_HEADS = {
    "number": "number",
    "key": "key",
    "reason": "reason",
    "by": "by",
    "state": "state",
    "kind": "asked for",
}
#: How a clerk reads what became of a card that was printed at the desk, and of a call that was queued.
_PRINTED = {
    "sealed": "printed at the desk",
    "purged": "printed at the desk",
    "reserved": "not finished: give the same command again",
    "withdrawn": "taken back",
}
_QUEUED = {"": "queued", "served": "printed with others", "closed": "taken off the queue"}
_BROKEN_OFF = 130  # by Ctrl-C, as for every command


def make_one(
    society: Path, out: Path | None, loss: Loss, read: Callable[[], Read], *, yes: bool, as_json: bool
) -> None:
    """Look up, ask, then print where there is an `out`, else queue."""
    translate = translator()
    if not yes and not sys.stdin.isatty():
        fact, step = "nobody is there to be asked whether it is the right card", "give --yes in a script"
        raise ConfigError("reprint-unconfirmed", "--yes", fact, step)
    with looked_up(society, loss, read(), translate) as match:
        _confirmed(society, out, loss, match, yes=yes, as_json=as_json)


def _confirmed(society: Path, out: Path | None, loss: Loss, match: Match, *, yes: bool, as_json: bool) -> None:
    translate = translator()
    talk = Talk(translate)
    if not yes:
        for line in _shown(match, loss, translate):
            click.echo(line, err=True)
        _ask(talk)
    if out is not None or not match.kept_in:  # what is only queued is not void yet
        _tell_of_the_old(match, talk)
    if out is None:
        queue_one(society, loss, match)
        talk.say("queued for {key}; the next run or `reprint --gang` prints it", key=match.key)
        return
    printed = print_one(society, out, loss, match, talk)
    if as_json:
        row = {"job": printed.job, "number": printed.number, "old": match.old, "pdf": str(printed.pdf)}
        click.echo(json.dumps(row, ensure_ascii=False, indent=2, sort_keys=True))
        return
    talk.say("{old} is void, {number} takes its place", old=match.old, number=printed.number)
    click.echo(str(printed.pdf))


def _tell_of_the_old(match: Match, talk: Talk) -> None:
    """Say where the old card may still lie, and who has to take it out."""
    if match.kept_in:
        talk.say(
            "{old} lies in job {job}, which is not released yet: void, it has to be pulled from envelope {envelope};"
            " `shikaku release` names it when the job goes out",
            old=match.old, job=match.kept_in, envelope=match.envelope,
        )  # fmt: skip
    elif match.envelope:
        talk.say(
            "{old} was never reported inserted: if envelope {envelope} has not gone out, have the card taken out of it",
            old=match.old, envelope=match.envelope,
        )  # fmt: skip


def _ask(talk: Talk) -> None:
    """Go on where the desk says yes; whatever else it does, nothing has been written yet, and that is said."""
    code = 0
    try:
        if click.confirm(translator()("Void the old card and make this one?"), err=True):
            return
    except click.Abort:
        click.echo(err=True)
        code = _BROKEN_OFF
    talk.say("nothing was done: the old card stays valid")
    raise Exit(code)


def _shown(match: Match, loss: Loss, translate: Callable[[str], str]) -> Iterator[str]:
    """Write who and why, on the screen only."""
    rows = (
        (translate("name"), match.name),
        (translate("key"), str(match.key)),
        (translate("old card, void from now on"), match.old),
        (translate("new card valid to"), match.valid_to.isoformat()),
        (translate("reason"), f"{loss.reason} ({match.rule})"),
        (translate("goes to"), f"{match.route} {match.to}"),
    )
    yield from (f"{label}: {text}" for label, text in rows)


def print_queued(society: Path, out: Path, on: date, by: str) -> None:
    """Print all that is queued, and say where."""
    talk = Talk(translator())
    done = print_queue(society, out, on, by, talk)
    if done.queries:
        talk.say("{rejected} rows rejected, {queries} queries", rejected=done.rejected, queries=done.queries)
    if done.folder is None:
        talk.say("nothing was due")
    else:
        click.echo(str(done.folder))


def undo_one(society: Path, subject: str | Readings, on: date, by: str, out: Path | None) -> None:
    """Take back a card, by its number, or what is queued of a person, by their key."""
    talk = Talk(translator())
    if isinstance(subject, str):
        back = take_back(society, subject, jobs=jobs_folder(society, out), on=on, by=by)
        gone = (
            "job {job} is withdrawn, the old card lives again; destroy the new one; {files} files of the job were"
            " erased"
        )
        left = (
            "job {job} is withdrawn, the old card lives again; destroy the new one, and the job's folder where it lies"
            " (--out)"
        )
        talk.say(gone if back.erased else left, job=back.job, files=back.erased)
        if back.waiting is not None:
            talk.say(
                "the call is queued again, as it was before; `shikaku reprint --undo {key}` takes it off",
                key=back.waiting,
            )
        return
    count = take_off(society, subject, on=on, by=by)
    talk.say("{count} queued requests closed", count=count)


def print_list(society: Path, on: date, *, as_json: bool) -> None:
    """List the reprints of a day."""
    queued, printed = day_s_list(society, on)
    rows = [*map(_printed_row, printed), *map(_queued_row, queued)]
    if as_json:
        told = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    translate = translator()
    if not rows:
        Talk(translate).say("no reprints on {day}", day=on.isoformat())
        return
    words = [*(_printed_word(card, translate) for card in printed), *(_queued_word(desk, translate) for desk in queued)]
    shown = [
        (row[0] or "-", "-".join(row[1:4]), *row[4:6], word, row[7]) for row, word in zip(rows, words, strict=True)
    ]
    for line in aligned([tuple(translate(_HEADS[name]) for name in _HEADS), *shown]):
        click.echo(line)


def _printed_row(card: Remade) -> tuple[str, ...]:
    key = card.key
    return (
        card.number,
        key.symbol,
        key.number,
        key.branch,
        card.reason,
        card.by,
        card.ended or card.state,
        _kind(card.reason),
    )


def _printed_word(card: Remade, translate: Callable[[str], str]) -> str:
    """Say what became of a card that was printed."""
    state = card.ended or card.state
    return translate(_PRINTED[state]) if state in _PRINTED else translate(state)


def _queued_word(desk: Desk, translate: Callable[[str], str]) -> str:
    """Say what became of a call that was queued; it may have been served at the desk meanwhile."""
    if desk.at_desk:
        return translate("served at the desk")
    return translate(_QUEUED[desk.state]) if desk.state in _QUEUED else translate(desk.state)


def _kind(reason: str) -> str:
    """Return what was asked for, as a queued request says it."""
    return str(Ask.NAME if reason == Reason.RENAMED else Ask.REISSUE)


def _queued_row(desk: Desk) -> tuple[str, ...]:
    key = desk.request.key
    state = desk.state or QUEUED
    return (desk.number, key.symbol, key.number, key.branch, desk.reason, desk.by, state, desk.request.kind)
