"""The commands that look and say whether things are sound: check, preflight, impose, doctor."""

import json
import platform
import sqlite3
import tempfile
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

from fonts.catalog import load_catalog
from fonts.errors import ExitCode, Refusal
from generator.cli.folded import folded
from generator.cli.options import FILE, SOCIETY, json_option, on_option, society_argument
from generator.intake.check import check_society
from generator.intake.settings import load_society
from generator.job.imposed import Imposed, impose_sound
from generator.job.press import layouts_of
from generator.job.seal import finding_row
from generator.job.setup import VENDORS, sample_look, set_up
from generator.job.stacked import recheck_all
from generator.ledger.opening import open_ledger
from generator.messages.catalogue import translator
from imposition.sheet import Stock
from imposition.stock import load_stock, vendor_names

_PACKAGES = (
    "click",
    "sqlalchemy",
    "reportlab",
    "pypdf",
    "pypdfium2",
    "uharfbuzz",
    "fonttools",
    "qrcode",
    "zxing-cpp",
    "pillow",
)


@click.command()
@society_argument
@on_option(required=False)
@json_option
@click.pass_context
def check(context: click.Context, society: Path, on: date | None, as_json: bool) -> None:
    """Validate every input file; exit 3 if anything would be refused or rejected."""
    settings = load_society(society)
    set_up(settings)
    with open_ledger(Path(settings.folder), settings.ledger_url, create=False) as ledger:
        served = ledger.standing().phase1_on_record
    with (
        tempfile.TemporaryDirectory() as scratch,
        check_society(settings, Path(scratch) / "intake.sqlite", on or date.max, phase1_on_record=served) as found,
    ):
        findings, counts = found.findings(translator()), found.counts()
        if as_json:
            rows = [asdict(finding) for finding in findings]
            click.echo(json.dumps({"counts": counts, "findings": rows}, ensure_ascii=False, indent=2, sort_keys=True))
        else:
            for finding in findings:
                click.echo(str(finding))
            click.echo("  ".join(f"{name} {count:,}" for name, count in counts.items()))
        context.exit(found.exit_code)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--vendor", "vendor_name", help="Check against this vendor profile.")
@click.option("--society", type=SOCIETY, help="Where the job's society is, to compare digits and own layouts.")
@json_option
@click.pass_context
def preflight(
    context: click.Context, files: tuple[Path, ...], vendor_name: str | None, society: Path | None, as_json: bool
) -> None:
    """Read PDFs back and say what is wrong; inside a sealed job, compare them with what was decided."""
    stock = load_stock(vendor_name, society and society / VENDORS) if vendor_name else None
    translate = translator()
    reports = recheck_all(files, stock, society)
    findings = [finding for report in reports for finding in report.findings]
    if as_json:
        click.echo(json.dumps({"findings": [finding_row(f) for f in findings]}, ensure_ascii=False, indent=2))
    else:
        for line in folded(findings, translate):
            click.echo(line)
        click.echo(translate("{files} files, {findings} findings").format(files=len(files), findings=len(findings)))
    context.exit(ExitCode.OK if all(r.passed for r in reports) else ExitCode.STOPPED)


@click.command()
@click.argument("source", metavar="IN.pdf", type=FILE)
@click.option("--vendor", "vendor_name", required=True, help="The vendor profile to impose for.")
@click.option("--back", type=FILE, help="The backs, page by page behind the fronts.")
@on_option(required=False)
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def impose(source: Path, vendor_name: str, back: Path | None, on: date | None, out: Path) -> None:
    """Impose the pages of any PDF on a vendor's sheets, by the same plan as a job.

    The file is dated --on, else as IN.pdf is. It claims PDF/X-4 only if its pages bear that out.
    """
    temporary = out.with_name(f".{out.name}.partial")
    stock = load_stock(vendor_name)
    imposed = impose_sound(source, temporary, stock, back=back, day=on.isoformat() if on else "")
    temporary.replace(out)
    _say_bare(imposed, stock)
    if not imposed.claims:
        _say_unclaimed(imposed, stock, out.name)
    click.echo(translator()("{pages} pages in {file}").format(pages=imposed.drawn.pages, file=out))


def _say_bare(imposed: Imposed, stock: Stock) -> None:
    """Say which pages have no bleed; a page that is white at its edges needs none, so it is no refusal."""
    if bare := imposed.drawn.bare:
        template = (
            "{page}: less than {bleed} mm of bleed around the trim ({count} pages); what prints to the edge will"
            " show white where the cut wanders: export the pages with their bleed"
        )
        said = translator()(template).format(page=bare[0], bleed=stock.bleed, count=len(bare))
        click.echo(said, err=True)


def _say_unclaimed(imposed: Imposed, stock: Stock, name: str) -> None:
    """Say why a file claims nothing."""
    translate = translator()
    reasons = [f"{f.page}: {f.code}: {f.text(translate)}" if f.page else f.text(translate) for f in imposed.findings]
    if stock.intent is None:
        reasons.append(translate("profile {profile} gives no printing condition").format(profile=stock.name))
    elif not imposed.drawn.day:
        reasons.append(translate("IN.pdf says no date; give one with --on"))
    for reason in reasons:
        said = translate("{file} does not claim PDF/X-4: {reason}").format(file=name, reason=reason)
        click.echo(said, err=True)


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say what is installed, and whether it is sound."""
    click.echo(f"shikaku {version('shikaku-print')}, Python {platform.python_version()}")
    click.echo("  ".join(f"{name} {version(name)}" for name in _PACKAGES))
    click.echo(f"SQLite {sqlite3.sqlite_version}")
    worst = ExitCode.OK
    for label, probe in (("fonts", _fonts_sound), ("layouts", _layouts_sound), ("vendors", _vendors_sound)):
        try:
            click.echo(f"{label}: {probe()}")
        except Refusal as refusal:
            click.echo(f"{label}: {refusal.text(translator())}")
            worst = refusal.exit_code
    context.exit(worst)


def _fonts_sound() -> str:
    return f"{len(load_catalog().faces)} sha256"


def _layouts_sound() -> str:
    layouts = layouts_of(sample_look())
    return f"{len([layouts.template(name) for name in layouts.names])}"


def _vendors_sound() -> str:
    return f"{len([load_stock(name) for name in vendor_names()])}"
