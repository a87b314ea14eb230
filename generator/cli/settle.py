"""`shikaku ledger receive` and `verify`: what the vendor reports, and whether ledger and files are what they were."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from fonts.errors import ExitCode
from generator.cli.options import FILE, by_option, json_option, on_option, society_argument
from generator.cli.record import jobs_folder, jobs_option
from generator.cli.returns import open_book
from generator.cli.table import aligned
from generator.errors import LedgerError
from generator.job.audit import audit
from generator.job.talk import Talk
from generator.ledger import events
from generator.ledger.balancing import Astray, Missing, Tally
from generator.ledger.ledger import Ledger
from generator.ledger.receiving import Receipt
from generator.messages.catalogue import translator
from generator.remake.sound import audit as audit_parts

_WHY = {
    "missing": "{number} make {make} {envelope}: missing",
    "replaced": "{number} make {make} {envelope}: replaced, but never reported spoiled",
    "to-pull": "{number} make {make} {envelope}: to be pulled, but not reported taken out",
    "unasked": "{number} make {make} {envelope}: reported pulled, though it is valid and nobody asked for it: have it"
    " put back and reported inserted with its time, or make another with `shikaku reprint`",
}
_HANDED_OVER = (events.RELEASED, events.ACKNOWLEDGED, events.RECONCILED, events.PURGED)
_AT_WORK = (events.RELEASED, events.ACKNOWLEDGED)
_TALLY = {
    "job": "job",
    "ordered": "ordered",
    "good": "good",
    "pulled": "pulled",
    "missing": "missing",
    "made": "made",
    "spoiled": "spoiled",
    "unaccounted": "unaccounted for",
}
_FIGURES = tuple(_TALLY)[1:]


@click.command()
@society_argument
@click.argument("results", metavar="RESULTS.csv", type=FILE)
@on_option()
@by_option(required=True)
@click.option("--missing", "name_missing", is_flag=True, help="Name every copy that is missing, by number.")
@json_option
def receive(society: Path, results: Path, on: date, by: str, name_missing: bool, as_json: bool) -> None:
    """Enter what the vendor reports of every copy, all rows or none, and add up the jobs in it."""
    with open_book(society) as book:
        receipt = book.receive(results, by=by, on=on)
        missing = {t.job: book.missing(t.job) for t in receipt.jobs}
    if not receipt.rows:
        text = "{file}: no row stands below the names of the columns; nothing was received"
        Talk(translator()).say(text, file=results.name)
    if as_json:
        click.echo(json.dumps(_told(receipt, missing), ensure_ascii=False, indent=2, sort_keys=True))
        return
    for line in _receipt(receipt, missing, name_missing=name_missing):
        click.echo(line)


@click.command()
@society_argument
@jobs_option
@json_option
@click.pass_context
def verify(context: click.Context, society: Path, out: Path | None, as_json: bool) -> None:
    """Check the chain of events, every file against its manifest, and the counts; exit 6 where anything is wrong."""
    with open_book(society) as book:
        facts = book.jobs()
        rows = [(job.state, book.tally(job.job)) for job in facts if job.state != events.WITHDRAWN]
        jobs = jobs_folder(society, out)
        faults = [*_breaks(book), *audit(facts, jobs), *audit_parts(facts, jobs, book.ordered), *_unsettled(rows)]
        astray = [copy for job in facts if job.state in _HANDED_OVER for copy in book.astray(job.job)]
        waiting = [(job.job, part.name) for job in facts if job.state in _AT_WORK for part in book.parts(job.job)
                   if part.handed is None]  # fmt: skip
    if as_json:
        told = {
            "faults": [{"code": f.code, "place": f.place, "text": f.text(translator())} for f in faults],
            "unreleased_parts": [f"{job}/{part}" for job, part in waiting],
            "void_inserted": [asdict(copy) for copy in astray],
            "jobs": [{**asdict(tally), "state": state, "balanced": tally.balanced} for state, tally in rows],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True))
    else:
        desk = {job.job for job in facts if job.desk}
        for line in _report(faults, rows, [*_unreleased(waiting), *map(_strayed, astray)], desk):
            click.echo(line)
    context.exit(ExitCode.LEDGER if faults else ExitCode.OK)


def _breaks(book: Ledger) -> Iterator[LedgerError]:
    step = "put back the last backup of the ledger, and look for what was written since"
    for each in book.breaks():
        place = f"event {each.seq}"
        if each.missing:
            yield LedgerError("chain-link-missing", place, "the event has no link in the chain", step)
        else:
            yield LedgerError("chain-broken", place, "the event or its rows are not what was written", step)


def _unsettled(rows: Sequence[tuple[str, Tally]]) -> Iterator[LedgerError]:
    for state, tally in rows:
        if state == events.RECONCILED and not tally.balanced:
            yield LedgerError(
                "job-unsettled",
                tally.job,
                "the job is reconciled, but {missing} documents are missing and {unaccounted} copies unaccounted for",
                "have the vendor report them, and receive the results",
                missing=tally.missing,
                unaccounted=tally.unaccounted,
            )


def _report(
    faults: Sequence[LedgerError], rows: Sequence[tuple[str, Tally]], notes: Sequence[str], desk: set[str]
) -> Iterator[str]:
    translate = translator()

    def stands(job: str, state: str) -> str:
        return translate("printed at the desk") if job in desk and state == events.SEALED else translate(state)

    for fault in faults:
        yield fault.text(translate)
    if rows:
        table = [
            (
                tally.job,
                stands(tally.job, state),
                *_numbers(tally, handed_over=state in _HANDED_OVER and tally.job not in desk),
            )
            for state, tally in rows
        ]
        names = [translate(_TALLY[name]) for name in _TALLY]
        yield from aligned([(names[0], translate("state"), *names[1:]), *table])
    yield from notes
    yield translate("{jobs} jobs, {faults} faults").format(jobs=len(rows), faults=len(faults))


def _unreleased(parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    for job, part in parts:
        yield translator()("{job}: {part} was made and not released").format(job=job, part=part)


def _receipt(receipt: Receipt, missing: dict[str, tuple[Missing, ...]], *, name_missing: bool) -> Iterator[str]:
    translate = translator()
    yield translate("{rows} rows, {fresh} of them new").format(rows=receipt.rows, fresh=receipt.fresh)
    if receipt.jobs:
        table = [(tally.job, *_numbers(tally, handed_over=True)) for tally in receipt.jobs]
        yield from aligned([tuple(translate(_TALLY[name]) for name in _TALLY), *table])
    for job in receipt.settled:
        yield translate("job {job} is reconciled: nothing is missing").format(job=job)
    for job, parts in receipt.waiting.items():
        for part in parts:
            yield translate(
                "job {job} is not reconciled: {part} was not released;"
                " `shikaku release --part {part}`, then receive again"
            ).format(job=job, part=part)
    yield from map(_strayed, receipt.astray)
    for copies in missing.values():
        for each in copies:
            if name_missing or each.why == "unasked":
                yield _named(each)


def _strayed(copy: Astray) -> str:
    return translator()(
        "{number} is void, yet reported inserted: have envelope {envelope} opened and the piece taken out before it"
        " is posted; if it has gone, have it handed in (`shikaku ledger returned --why 返納`), or given up"
        " (`… unrecovered`)"
    ).format(number=copy.number, envelope=copy.envelope)


def _named(copy: Missing) -> str:
    return translator()(_WHY[copy.why]).format(number=copy.number, make=copy.make, envelope=copy.envelope)


def _numbers(tally: Tally, *, handed_over: bool) -> tuple[str, ...]:
    """Write the figures of a job; before it is handed over nothing can be missing."""
    known = _FIGURES if handed_over else ("ordered", "made")
    return tuple(f"{getattr(tally, name):,}" if name in known else "-" for name in _FIGURES)


def _told(receipt: Receipt, missing: dict[str, tuple[Missing, ...]]) -> dict[str, object]:
    return {
        "rows": receipt.rows,
        "fresh": receipt.fresh,
        "reconciled": list(receipt.settled),
        "unreleased_parts": [f"{job}/{part}" for job, parts in receipt.waiting.items() for part in parts],
        "void_inserted": [asdict(copy) for copy in receipt.astray],
        "jobs": [
            {**asdict(t), "balanced": t.balanced, "missing_copies": [asdict(m) for m in missing[t.job]]}
            for t in receipt.jobs
        ],
    }
