"""`shikaku ledger coverage` and `forecast`: who has nothing in the hand on a day, and what the months will bring."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from generator.cli.options import DayType, json_option, on_option, society_argument
from generator.cli.table import aligned
from generator.cli.terms import remedy, term
from generator.errors import ConfigError
from generator.job.csvout import CsvOut
from generator.job.forecast import FORECAST, Due, Forecast, Rate, days_of, forecast
from generator.job.gaps import GAPS, Cover, Gap, Report, gaps
from generator.messages.catalogue import translator

_OUT = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A CSV file instead of standard output."
)
_HEADS = {
    "day": "day",
    "cards": "cards",
    "notices": "notices",
    "envelopes": "envelopes",
    "card-sheets": "card sheets",
    "notice-sheets": "notice sheets",
    "paper": "sheets in envelopes",
    "postage": "postage (yen)",
}
_RATES = {"employer": "employer", "active": "insured", "registered": "registered", "rate": "rate"}
_GAPS = {
    "key": "key",
    "state": "state",
    "myna": "My Number card",
    "reason": "reason",
    "remedy": "what helps",
    "line": "row of the file",
}
_SCREENFUL = 1000
_MOST_DAYS = 120  # ten years of months: what waits on disk has a file a day
_COVERED = {
    Cover.CARD: "with a card",
    Cover.OLD_CARD: "with an old card only",
    Cover.MYNA: "with a usable My Number card only",
    Cover.UNDELIVERED: "whose card came back by post",
    Cover.GAP: "with nothing",
    Cover.REJECTED: "rows of members.csv held back, unknown",
}


@click.command()
@society_argument
@on_option()
@_OUT
@json_option
def coverage(society: Path, on: date, out: Path | None, as_json: bool) -> None:
    """List every insured person who has neither a usable card nor a usable My Number card; exit 0 with gaps, too."""
    report, translate = Report(), translator()
    shown = [tuple(translate(_GAPS[name]) for name in _GAPS)]
    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        file = stack.enter_context(CsvOut(out, GAPS)) if out is not None else None
        between = '{"gaps": [\n' if as_json else ""
        for gap in gaps(society, on, Path(work), report):
            if file is not None:
                file.row(gap.row)
            if as_json:
                row = json.dumps(dict(zip(GAPS, gap.row, strict=True)), ensure_ascii=False)
                click.echo(between + row, nl=False)
                between = ",\n"
            elif file is None:
                shown.append(_told(gap))
                if len(shown) == _SCREENFUL:
                    _show(shown)
        if shown[1:]:
            _show(shown)
    counts = {cover.value: report.covers[cover] for cover in Cover}
    if as_json:
        told = {"active": report.active, **counts}
        head = '{"gaps": [' if not sum(report.covers[c] for c in _UNCOVERED) else "\n"
        click.echo(f'{head}], "counts": {json.dumps(told, sort_keys=True)}, "on": "{on.isoformat()}"}}')
        return
    for line in _covered(report):
        click.echo(line)


def _told(gap: Gap) -> tuple[str, ...]:
    key = "-".join(gap.key).strip("-")
    reason = term(gap.reason)
    if gap.cover is Cover.REJECTED:
        reason = translator()("code {what} of `shikaku check`").format(what=gap.reason)
    return key, term(gap.cover.value), gap.myna, reason, remedy(gap.remedy), gap.line


def _show(rows: list[tuple[str, ...]]) -> None:
    """Write a block of the list, and leave its head for the next: a list as long as a society is not kept."""
    for line in aligned(rows):
        click.echo(line)
    del rows[1:]


_UNCOVERED = (Cover.UNDELIVERED, Cover.GAP, Cover.REJECTED)


def _covered(report: Report) -> Iterator[str]:
    translate = translator()
    yield translate("{active} people are insured").format(active=f"{report.active:,}")
    for cover in _COVERED:
        yield f"{report.covers[cover]:>10,}  {translate(_COVERED[cover])}"


@click.command("forecast")
@society_argument
@click.option("--from", "first", type=DayType(), required=True, help="The first run's day, YYYY-MM-DD.")
@click.option("--to", "last", type=DayType(), required=True, help="No run after this day; one a month.")
@_OUT
@json_option
def foresee(society: Path, first: date, last: date, out: Path | None, as_json: bool) -> None:
    """Say what will be due each month, per employer: cards, notices, sheets, postage; nothing is issued."""
    days = days_of(first, last)
    if not 0 < len(days) <= _MOST_DAYS:
        raise ConfigError(
            "forecast-days",
            "--to",
            "{months} monthly runs lie between the days; from 1 to {most} can be foreseen",
            "give other days",
            months=len(days),
            most=_MOST_DAYS,
        )
    with tempfile.TemporaryDirectory() as work:
        found = forecast(society, days, Path(work))
    if out is not None:
        with CsvOut(out, FORECAST) as file:
            for row in _rows(found):
                file.row(row)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2, sort_keys=True))
        return
    for line in _table(found):
        click.echo(line)


def _rows(found: Forecast) -> Iterator[tuple[object, ...]]:
    """Yield a row a month and employer, then a row an employer with its rate of registration."""
    for month in found.months:
        for employer, due in month.employers.items():
            yield (month.on.isoformat(), employer, *_figures(due), "", "")
    for employer, rate in found.rates.items():
        yield ("", employer, "", "", "", "", "", "", rate.active, rate.registered)


def _figures(due: Due) -> tuple[object, ...]:
    return due.cards, due.notices, due.envelopes, due.sheets, f"{due.grams:.1f}", due.postage


def _table(found: Forecast) -> Iterator[str]:
    translate = translator()
    rows = [tuple(translate(_HEADS[name]) for name in _HEADS)]
    for month in found.months:
        due = month.whole()
        figures = (due.cards, due.notices, due.envelopes, *month.press.values(), due.sheets, due.postage)
        rows.append((month.on.isoformat(), *(f"{figure:,}" for figure in figures)))
    yield from aligned(rows)
    yield ""
    everyone = Rate(sum(r.active for r in found.rates.values()), sum(r.registered for r in found.rates.values()))
    names = tuple(translate(_RATES[name]) for name in _RATES)
    rates = [*found.rates.items(), (translate("all"), everyone)]
    yield from aligned([names, *((name or "-", *_rate(rate)) for name, rate in rates)])


def _rate(rate: Rate) -> tuple[str, str, str]:
    share = f"{rate.registered / rate.active:.1%}" if rate.active else "-"
    return f"{rate.active:,}", f"{rate.registered:,}", share


def _plain(found: Forecast) -> dict[str, object]:
    months = [
        {
            "day": month.on.isoformat(),
            "employers": {employer: asdict(due) for employer, due in month.employers.items()},
            "rules": dict(month.rules),
            "press": dict(month.press),
            "total": asdict(month.whole()),
        }
        for month in found.months
    ]
    return {"months": months, "registration": {employer: asdict(rate) for employer, rate in found.rates.items()}}
