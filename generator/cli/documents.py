"""The commands that decide and issue: demo, decide, run, withdraw."""

import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import click

from generator.cli.named import KEY, Readings
from generator.cli.options import (
    FOLDER,
    SOCIETY,
    WORDS,
    by_option,
    json_option,
    on_option,
    society_argument,
    workers_option,
)
from generator.cli.terms import term
from generator.decision import Kind
from generator.errors import ConfigError
from generator.invent import invent
from generator.job.csvout import CsvOut
from generator.job.dryrun import decision_rows, explained
from generator.job.rows import DECISIONS
from generator.job.run import run_job
from generator.job.talk import Talk
from generator.job.wish import Done, Wish
from generator.job.withdraw import find_society, withdraw_job
from generator.messages.catalogue import translator

_BOTH = frozenset({Kind.CARD, Kind.NOTICE})


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--people", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@on_option(default="2025-10-01")
@workers_option
def demo(out: Path, people: int, seed: int, on: date, workers: int) -> None:
    """Invent a society in OUT/society and run the whole job on it into OUT."""
    talk = Talk(translator())
    folder = out / "society"
    if folder.exists():
        raise ConfigError("demo-exists", str(folder), "there is a society already", "name another folder")
    invent(folder, people=people, employers=max(1, people // 25), seed=seed, on=on)
    talk.say("invented {people} people in {folder}", people=people, folder=folder)
    _report(run_job(Wish(folder, on, out, workers), talk), talk, as_json=False)


@click.command()
@society_argument
@on_option()
@click.option("--out", type=FOLDER, required=True, help="Where the job's folder appears.")
@workers_option
@click.option("--cards-only", "only", flag_value="cards", help="Issue cards, no notices.")
@click.option("--notices-only", "only", flag_value="notices", help="Issue notices, no cards.")
@click.option("--expect", type=click.IntRange(min=0), help="Stop if more documents than this are due.")
@click.option("--backdated", is_flag=True, help="Allow a day before the last job's.")
@by_option()
@json_option
def run(
    society: Path, on: date, out: Path, workers: int, only: str | None, expect: int | None, backdated: bool, by: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Decide, lay out, impose, preflight and seal a job into OUT; finishes an interrupted one."""
    talk = Talk(translator())
    kinds = {"cards": frozenset({Kind.CARD}), "notices": frozenset({Kind.NOTICE})}.get(only or "", _BOTH)
    wish = Wish(society, on, out, workers, kinds, expect, backdated, by)
    _report(run_job(wish, talk), talk, as_json=as_json)


@click.command()
@society_argument
@on_option()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A CSV file instead of standard output.")
@click.option("--explain", type=KEY, help="Say why, rule by rule, for one person.")
@json_option
def decide(society: Path, on: date, out: Path | None, explain: Readings | None, as_json: bool) -> None:
    """Dry run of the rules, on the ledger as it stood on the day."""
    with tempfile.TemporaryDirectory() as scratch:
        if explain is not None:
            for line in explained(society, on, explain, Path(scratch), translator()):
                click.echo(line)
            return
        rows = decision_rows(society, on, Path(scratch))
        if out is not None:
            with CsvOut(out, DECISIONS) as file:
                for row in rows:
                    file.row(row)
        elif as_json:
            click.echo(json.dumps([dict(zip(DECISIONS, r, strict=True)) for r in rows], ensure_ascii=False, indent=2))
        else:
            _print(rows)


@click.command()
@click.argument("job")
@by_option(required=True)
@click.option("--why", type=WORDS, required=True, help="The reason, for the ledger.")
@on_option(required=False)
@click.option("--society", type=SOCIETY, envvar="SHIKAKU_SOCIETY", help="Default: here, or beside the job's folder.")
def withdraw(job: str, by: str, why: str, on: date | None, society: Path | None) -> None:
    """Take a job that was not released back out of the ledger; its numbers are never used again."""
    talk = Talk(translator())
    count = withdraw_job(find_society(job, society), Path(job).name, by=by, why=why, on=on)
    talk.say("withdrew {count} documents of job {job}", count=count, job=Path(job).name)


def _print(rows: Iterable[Sequence[str]]) -> None:
    """Write decisions to stdout; where the first of them is refused, stdout stays empty."""
    rows = iter(rows)
    first = next(rows, None)
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(DECISIONS)
    writer.writerows(rows if first is None else chain((first,), rows))


def _report(done: Done, talk: Talk, *, as_json: bool) -> None:
    """Say what became of the job: a table for people, or JSON."""
    if as_json:
        account = done.account
        row = {
            "job": done.job,
            "folder": str(done.folder or ""),
            "rules": dict(done.rules),
            "rejected": done.rejected,
            "queries": done.queries,
            "documents": dict(account.documents) if account else {},
        }
        click.echo(json.dumps(row, ensure_ascii=False, indent=2, sort_keys=True))
        return
    for rule, count in sorted(done.rules.items()):
        click.echo(f"{count:>10,}  {term(rule)}")
    if done.rejected or done.queries:
        talk.say("{rejected} rows rejected, {queries} queries", rejected=done.rejected, queries=done.queries)
    if done.folder is None:
        talk.say("nothing was due")
    else:
        click.echo(str(done.folder))
