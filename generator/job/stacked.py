"""Delivered PDFs of one or several piles, looked at one by one and then together, as hands cut and stack them.

Enters: files in the order they are cut. Leaves: one Report a file. Files of one folder and one profile are one pile;
fronts and backs of separate runs belong together by their names (contract §4), and the one that is not given is looked
for beside the other.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.job.recheck import Checked, called, look_at
from imposition.sheet import Stock
from proofs.checks.stack import PILES, Sheets, check_stacks, faces_of
from proofs.finding import Report, joined

_SIDES = ("-front", "-back")


def recheck_all(paths: Sequence[Path], stock: Stock | None, society: Path | None) -> list[Report]:
    """Check files each for itself, then those whose profile is known as piles."""
    checked = [look_at(path, stock, society) for path in dict.fromkeys(paths)]
    reports = {each.path: each.report for each in checked}
    stacked: list[Report] = []
    for pile in _piles(checked):
        found = _stacked(pile)
        stacked.append(found)
        if not any(finding.code == "stack-none" for finding in found.findings):
            reports |= {each.path: _relieved(each.report) for each in pile}
    return [*reports.values(), *stacked]


def _relieved(report: Report) -> Report:
    """Leave out what cutting and stacking tells better: numbers that are on one side of a sheet only."""
    return Report(tuple(finding for finding in report.findings if finding.code != "number-unpaired"))


def _piles(checked: Iterable[Checked]) -> Iterable[Sequence[Checked]]:
    """Put files of one folder and one profile together."""
    piles: dict[tuple[Path, Stock], list[Checked]] = {}
    for each in checked:
        other = any(finding.code == "profile-other" for finding in each.report.findings)
        if each.stock is not None and each.stock.pile in PILES and not other and not _made_again(each.path):
            piles.setdefault((each.path.resolve().parent, each.stock), []).append(each)
    return piles.values()


def _stacked(pile: Sequence[Checked]) -> Report:
    """Cut and stack one pile; a file is called as it was when looked at alone."""
    stock = pile[0].stock
    if stock is None:
        return Report(())
    names = {each.path: each.name for each in pile}
    planned = {each.path for each in pile if each.planned}
    found = check_stacks(stock, _paired(stock, [*names]), planned)
    return joined([called(names.get(path, path.name), report) for path, report in found.items()])


def _made_again(path: Path) -> bool:
    """Tell whether a file is of a remake or a pull: its sheets hold single pieces of a stack, with gaps between."""
    manifest = path.resolve().parent.parent / "manifest.json"
    return manifest.is_file() and "remake" in json.loads(manifest.read_text(encoding="utf-8"))


def _paired(stock: Stock, paths: Sequence[Path]) -> list[Sheets]:
    """Put fronts and backs of separate runs together, at the place of the one that comes first."""
    if stock.runs != "separate":
        return [(path,) for path in paths]
    pairs: dict[Path, list[Path]] = {}
    for path in paths:
        pairs.setdefault(_stem(path), []).append(path)
    return [_both(found) for found in pairs.values()]


def _stem(path: Path) -> Path:
    stem = path.stem
    for side in _SIDES:
        stem = stem.removesuffix(side)
    return path.with_name(stem)


def _both(found: Sequence[Path]) -> Sheets:
    """Return the fronts, then the backs, the other of the two looked for beside the one."""
    first = found[0]
    if len(found) > 1 or not faces_of(first):
        return tuple(sorted(found, key=faces_of, reverse=True))
    stem = _stem(first).name
    beside = [first.with_name(f"{stem}{side}{first.suffix}") for side in _SIDES]
    return tuple(path for path in beside if path.is_file())
