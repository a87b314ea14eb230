"""Findings in, lines for a reader at arm's length out: equal ones on many pages and places become one line."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from proofs.finding import Finding


def folded(findings: Iterable[Finding], translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each thing that is wrong with a file, with all pages it is wrong on."""
    alike: dict[tuple[str, str, str, str, str], list[Finding]] = {}
    for finding in findings:
        said = finding.text(translate), finding.todo(translate)
        alike.setdefault((finding.file, finding.severity, finding.code, *said), []).append(finding)
    for (file, severity, code, text, todo), found in alike.items():
        yield f"{file}{_where(found, translate)}: {severity}: {code}: {text}{todo and f'; {todo}'}"


def _where(found: Sequence[Finding], translate: Callable[[str], str]) -> str:
    pages = sorted({finding.page for finding in found if finding.page})
    places = {(finding.x_mm, finding.y_mm) for finding in found}
    named = f":{_ranges(pages)}" if pages else ""
    if len(places) > 1:
        return f"{named} ({translate('{places} places').format(places=len(found))})"
    (x, y) = places.pop()
    return named if x is None else f"{named} ({x:.2f}, {y:.2f} mm)"


def _ranges(pages: Sequence[int]) -> str:
    """Write pages as 1-40,43."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], page]
        else:
            runs.append([page])
    return ",".join("-".join(map(str, run)) for run in runs)
