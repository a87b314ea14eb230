"""Measures in, Markdown out: a table of makers of sheets, one of the rest, and what was to be reached."""

from collections.abc import Iterator, Mapping, Sequence

from bench.run import Measured
from bench.whole import Whole

_OURS = ("ours", "ours-2", "ours-1-long", "floor")


def sheets_table(found: Mapping[str, Measured]) -> Iterator[str]:
    """Show the makers of sheets beside this system."""
    yield "| case | cards | cards/s a core | cards/s | ours is | peak MB (before) | bytes a card | fonts a file |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for each in found.values():
        if not (each.case.peer or each.case.name in _OURS):
            continue
        if each.differs:
            yield f"| {each.case.title} | {each.count:,} | differs: {each.differs} | | | | | |"
            continue
        against = f"{_ratio(found, each):.2f} ×" if "ours" in found and each.case.name != "ours-2" else ""
        weight = f"{each.bytes_each:,.0f} | {each.fonts}" if each.fonts else " | "
        memory = f"{each.peak_mb:,.0f} ({each.before_mb:,.0f})"
        yield (
            f"| {each.case.title} | {each.count:,} | {each.rate:,.0f} | {each.wall_rate:,.0f} | {against} "
            f"| {memory} | {weight} |"
        )


def others_table(found: Mapping[str, Measured]) -> Iterator[str]:
    """Show what has no peer."""
    yield "| case | pieces | a second a core | a second | peak MB (before) | bytes a piece | fonts a file |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for each in found.values():
        if not (each.case.peer or each.case.name in _OURS):
            yield (
                f"| {each.case.title} | {each.count:,} {each.case.unit} | {each.rate:,.0f} | {each.wall_rate:,.0f} "
                f"| {each.peak_mb:,.0f} ({each.before_mb:,.0f}) | {each.bytes_each:,.0f} | {each.fonts} |"
            )


def jobs_table(jobs: Sequence[Whole]) -> Iterator[str]:
    """Show whole jobs and where their time goes."""
    stages = list(jobs[0].stages)
    heads = [
        "people",
        "cards",
        "documents",
        "people/s",
        "µs a person",
        "of processors",
        "peak MB",
        "vendor MB",
        *stages,
    ]
    yield "Stages: seconds on the clock, and of all processors in brackets."
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield "|---:" * len(heads) + "|"
    for each in jobs:
        cells = [
            *(f"{n:,}" for n in (each.people, each.cards, each.documents)),
            f"{each.rate:,.0f}",
            f"{1e6 / each.rate:,.0f}",
            f"{1e6 * each.core / each.people:,.0f}",
            f"{each.peak_mb:,.0f}",
            f"{each.vendor_bytes / 1e6:,.1f}",
            *(f"{each.stages[stage].wall:.1f} ({each.stages[stage].core:.1f})" for stage in stages),
        ]
        yield f"| {' | '.join(cells)} |"


def goals(found: Mapping[str, Measured], jobs: Sequence[Whole]) -> Iterator[str]:
    """Hold the figures against what was to be reached; nothing fails here."""
    yield "| to reach | reached | |"
    yield "|---|---:|---|"
    for text, value, shown, enough in [*_sheet_goals(found), *_job_goals(jobs)]:
        yield f"| {text} | {shown.format(value)} | {'yes' if enough else 'no'} |"


def _sheet_goals(found: Mapping[str, Measured]) -> Iterator[tuple[str, float, str, bool]]:
    for name, least in (("reportlab", 5), ("pdfimpose", 100)):
        if name in found and "ours" in found and not found[name].differs:
            ratio = _ratio(found, found[name])
            yield f"≥ {least} × {found[name].case.title}", ratio, "{:.1f} ×", ratio >= least
    if "floor" in found and "ours" in found:
        ratio = 1 / _ratio(found, found["floor"])
        yield "≤ 3 × the time of the floor", ratio, "{:.2f} ×", ratio <= 3
    if "ours-2" in found and "ours-1-long" in found:
        ratio = found["ours-1-long"].wall / found["ours-2"].wall
        yield "two workers ≥ 1.8 × one", ratio, "{:.2f} ×", ratio >= 1.8
    for name, least in (("notices", 5_000), ("letters", 2_000), ("names", 100_000), ("preflight", 10_000)):
        if name in found:
            each = found[name]
            yield f"{each.case.title}: ≥ {least:,} {each.case.unit}/s a core", each.rate, "{:,.0f}", each.rate >= least
    if "ours" in found:
        ours = found["ours"]
        yield "≤ 400 bytes a card beside fonts and fixed art", ours.bytes_each, "{:.0f}", ours.bytes_each <= 400
        yield "≤ 6 fonts a file", ours.fonts, "{}", ours.fonts <= 6


def _job_goals(jobs: Sequence[Whole]) -> Iterator[tuple[str, float, str, bool]]:
    for each in jobs:
        many = f"{each.people:,} people: "
        yield many + "≥ 5,000 people/s, two workers", each.rate, "{:,.0f}", each.rate >= 5_000
        yield many + "peak of any process ≤ 400 MB", each.peak_mb, "{:.0f} MB", each.peak_mb <= 400
    if len(jobs) > 1:
        small, large = jobs[0], jobs[-1]
        memory, slower = large.peak_mb / small.peak_mb - 1, small.rate / large.rate - 1
        grown = f"from {small.people:,} to {large.people:,} people: "
        yield grown + "memory grows ≤ 10 %", memory, "{:+.1%}", memory <= 0.1
        yield grown + "time a person grows ≤ 10 %", slower, "{:+.1%}", slower <= 0.1


def _ratio(found: Mapping[str, Measured], other: Measured) -> float:
    """Return how often faster than another this system is, a core."""
    return found["ours"].rate / other.rate
