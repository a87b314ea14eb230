"""`shikaku ledger show`: what happened to a person or a document, what is true of it now, and where it lies."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from generator.cli.named import SUBJECT, Readings
from generator.cli.options import json_option, society_argument
from generator.cli.returns import KINDS
from generator.cli.table import aligned
from generator.cli.terms import term
from generator.errors import LedgerError
from generator.intake.settings import load_society
from generator.job.places import Place, places_of
from generator.job.unfinished import GANG
from generator.ledger.ledger import Ledger
from generator.ledger.notes import What
from generator.ledger.opening import open_ledger
from generator.ledger.telling import Happening, Paper, Record
from generator.messages.catalogue import translator
from generator.reissue.loss import REASONS, UNDO

Translate = Callable[[str], str]
Places = dict[str, tuple[Place, ...]]
"""管理番号 → where its copies lie, the one that counts at the end."""

jobs_option = click.option(
    "--jobs",
    "out",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="SHIKAKU_JOBS",
    help="The folder the jobs lie in (or SHIKAKU_JOBS); default: the one beside the society's folder.",
)


@click.command()
@society_argument
@click.argument("subject", metavar="管理番号|記号-番号-枝番", type=SUBJECT)
@jobs_option
@json_option
def show(society: Path, subject: str | Readings, out: Path | None, as_json: bool) -> None:
    """Tell what happened to a document or a person, what is true of it now, and in which pile it lies."""
    settings = load_society(society)
    with open_ledger(Path(settings.folder), settings.ledger_url, create=False) as book:
        record = _told_of(book, subject)
    if not record.papers and not record.happenings:
        raise LedgerError(
            "subject-not-found",
            subject if isinstance(subject, str) else str(subject[0]),
            "nothing was ever issued under this key or number",
            "check it; a person who was renumbered may be found under the former key",
        )
    places = _places(record, jobs_folder(society, out))
    if as_json:
        click.echo(json.dumps(_plain(record, places), ensure_ascii=False, indent=2, sort_keys=True, default=str))
        return
    for line in _lines(record, places, translator()):
        click.echo(line)


def jobs_folder(society: Path, out: Path | None) -> Path:
    """Return where a society's jobs lie: as told, else beside its own folder."""
    return out if out is not None else society.resolve().parent


def _told_of(book: Ledger, subject: str | Readings) -> Record:
    """Tell of a number, or of the first reading of a key that the ledger knows anything of."""
    asked = (subject,) if isinstance(subject, str) else subject
    records = map(book.tell, asked)
    return next((record for record in records if record.papers or record.happenings), Record((), ()))


def _places(record: Record, jobs: Path) -> Places:
    return {
        p.document.number: places_of(p.document.number, p.document.kind, p.envelope, jobs / p.job, p.folders)
        for p in record.papers
        if p.job and p.purged_on is None
    }


def _lines(record: Record, places: Places, translate: Translate) -> Iterator[str]:
    for paper in record.papers:
        issued = paper.document
        head = (issued.number, KINDS[issued.kind], term(issued.rule), str(issued.key), issued.issued_on.isoformat())
        yield "  ".join(head)
        yield f"    {state_of(paper, record, translate)}"
        yield from (f"    {line}" for line in _lies(paper, places.get(issued.number, ()), translate))
    yield ""
    header = tuple(translate(_HEADS[name]) for name in _HEADS)
    yield from aligned([header, *(_row(happening, translate) for happening in record.happenings)])


def _row(h: Happening, translate: Translate) -> tuple[str, ...]:
    return h.on.isoformat(), translate(WORDS[h.what]), h.number, h.job, h.by, _why(h, translate), _detail(h, translate)


def _why(h: Happening, translate: Translate) -> str:
    """Return why; what a command wrote down of itself in the user's words."""
    if h.why == GANG:
        return translate("queued reprints")
    undone = "taken off the queue" if h.what == "request-closed" else "taken back at the desk"
    return translate(undone) if h.why == UNDO else h.why


def _detail(h: Happening, translate: Translate) -> str:
    if h.make:
        text = "make {make} in {at}" if h.what == "made-again" and h.at else "make {make} {at}"
        return translate(text).format(make=h.make, at=h.at).rstrip()
    return term(h.rule) if h.rule else h.detail


_HEADS = {
    "on": "date",
    "what": "what happened",
    "number": "number",
    "job": "job",
    "by": "by",
    "why": "reason",
    "detail": "details",
}
#: What happened → how a clerk reads it.
WORDS = {
    "issued": "issued",
    "revived": "valid again",
    "void": "void",
    "superseded": "replaced",
    "expired": "expired",
    "withdrawn": "withdrawn",
    "made-again": "made again",
    "printed": "printed",
    "spoiled": "spoiled",
    "inserted": "inserted",
    "pulled": "pulled",
    "found": "found",
    "undelivered": "undelivered",
    "sent-again": "sent again",
    "handed-in": "handed in",
    "unrecovered": "cannot be had back",
    "request-filed": "request taken",
    "request-served": "request served",
    "request-closed": "request closed",
    "request-reopened": "request reopened",
}


def state_of(paper: Paper, record: Record, translate: Translate) -> str:
    """Say in one line what a document is worth now."""
    until = paper.document.valid_to or ""
    told = {"day": paper.ended_on or "", "until": until, "next": paper.successor, "why": _reason(paper, record)}
    match paper.document.ended:
        case "void" if paper.successor:
            text = translate("void since {day}{why}, replaced by {next}").format(**told)
        case "void":
            text = translate("void since {day}{why}").format(**told)
        case "superseded":
            text = translate("replaced on {day} by {next}, valid to {until}").format(**told)
        case "expired":
            text = translate("expired on {until}, replaced by {next}").format(**told)
        case "withdrawn" if paper.desk_on:
            text = translate("taken back at the desk on {day}: not valid").format(**told)
        case "withdrawn":
            text = translate("withdrawn with its job on {day}: never handed over").format(**told)
        case _ if paper.document.kind == "card":
            text = translate("valid to {until}").format(**told)
        case _:
            text = translate("issued; a notice does not expire")
    return "".join((text, *(f"; {translate(_ALSO[word])}" for word in _also(paper))))


#: A note or a vendor's word that stands behind what a document is worth → how a clerk reads it.
_ALSO = {
    "undelivered": "came back by post, not sent again yet",
    "found": "found again: has to be handed in",
    "handed-in": "handed in",
    "unrecovered": "cannot be had back",
    "pulled": "pulled",
    "printed": "printed",
    "inserted": "inserted",
    "spoiled": "spoiled",
}


def _also(paper: Paper) -> Iterator[str]:
    """Yield what else is true of a document now."""
    alive = not paper.document.ended
    of_note = {
        What.UNDELIVERED: alive,
        What.FOUND: not alive,
        What.HANDED_IN: True,
        What.UNRECOVERED: True,
        What.PULLED: True,
    }
    if of_note.get(What(paper.note)) if paper.note else False:
        yield paper.note
    if paper.outcome and paper.outcome != paper.note:
        yield paper.outcome


def _reason(paper: Paper, record: Record) -> str:
    """Return why a card is void, alike for its number and for its holder: as the desk said it, else as it was asked."""
    ended = [h.why for h in record.happenings if h.number == paper.document.number and h.what == "void"]
    told = ended[-1:] if ended[-1:] and ended[-1] in REASONS else paper.asked_for or ended[-1:]
    words = ", ".join(filter(None, told))
    return f" ({words})" if words else ""


def _lies(paper: Paper, places: Sequence[Place], translate: Translate) -> Iterator[str]:
    """Say where the copy lies that counts, and below it where the ones before it lay."""
    if paper.desk_on:
        yield _at_the_desk(paper, places, translate)
        return
    if not places:
        yield _unknown_place(paper, translate)
        return
    *before, last = places
    if paper.makes > 1:
        yield translate("make {make} of {makes}: {where}").format(
            make=last.make, makes=paper.makes, where=_where(last, translate)
        )
    else:
        yield _where(last, translate)
    if last.make < paper.makes:
        yield translate("make {makes} is in {folder}: its back alone, or its lists are not here").format(
            makes=paper.makes, folder=paper.folders[-1]
        )
    for place in reversed(before):
        yield translate("make {make}, replaced: {where}").format(make=place.make, where=_where(place, translate))


def _at_the_desk(paper: Paper, places: Sequence[Place], translate: Translate) -> str:
    """Say that no vendor has a card, and which file was printed while it is there."""
    text = translate("printed at the desk on {day}").format(day=paper.desk_on)
    if places and not paper.document.ended:
        text = "; ".join((text, translate("file {file} of job {job}").format(file=places[-1].file, job=paper.job)))
    if paper.purged_on:
        text = "; ".join((text, translate("its files were erased on {day}").format(day=paper.purged_on)))
    return text


def _where(place: Place, translate: Translate) -> str:
    part = f" ({place.part})" if place.part else ""
    return translate(
        "envelope {envelope}{part}, piece {piece}; {file} page {page}, block {block}, sheet {sheet}, row {row},"
        " column {column}; tray {tray}, position {position}, stack position {stack}"
    ).format(
        envelope=place.envelope,
        part=part,
        piece=place.piece,
        file=place.file,
        page=place.page,
        block=place.block,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        tray=place.tray,
        position=place.position,
        stack=place.stack_position,
    )


def _unknown_place(paper: Paper, translate: Translate) -> str:
    if not paper.job:
        return translate("issued elsewhere: this ledger knows no place")
    if paper.purged_on:
        text = translate("envelope {envelope}; the files of job {job} were erased on {day}: no list is left")
        return text.format(envelope=paper.envelope, job=paper.job, day=paper.purged_on)
    return translate("envelope {envelope}; the folder of job {job} is not here, name it with --jobs").format(
        envelope=paper.envelope, job=paper.job
    )


def _told(paper: Paper) -> dict[str, object]:
    """Return a paper without the digest of what it bears, which says nothing to anyone."""
    told = asdict(paper)
    told["document"].pop("content")
    return told


def _plain(record: Record, places: Places) -> dict[str, object]:
    """Tell the same to a program: `place` is that of the copy that counts, `places_before` those it replaced."""
    papers: list[dict[str, object]] = []
    for paper in record.papers:
        *before, last = places.get(paper.document.number) or (None,)
        papers.append({**_told(paper), "place": asdict(last) if last else None,
                       "places_before": [asdict(place) for place in before if place]})  # fmt: skip
    return {"documents": papers, "history": [asdict(h) for h in record.happenings]}
