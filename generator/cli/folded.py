"""Findings in, lines for a reader at arm's length out.

Equal findings on many pages and places become one line; of one code in one file the first few are told, and how many
more there are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from proofs.finding import Finding

_TOLD = 6  # lines of one code and file
_Said = tuple[str, str, str, str, str]  # file, severity, code, message, step


def folded(findings: Iterable[Finding], translate: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each thing that is wrong with a file, with all pages it is wrong on."""
    alike: dict[_Said, list[Finding]] = {}
    for f in findings:
        said = f.file, f.severity, f.code, f.text(translate), f.todo(translate)
        alike.setdefault(said, []).append(f)
    codes: dict[tuple[str, str], list[_Said]] = {}
    for said in alike:
        codes.setdefault((said[0], said[2]), []).append(said)
    more = translate("{file}: {code}: {more} more of these; --json lists them all")
    for (file, code), lines in codes.items():
        told = lines if len(lines) <= _TOLD + 1 else lines[:_TOLD]
        yield from (_line(said, alike[said], translate) for said in told)
        if len(lines) > len(told):
            left = sum(len(alike[said]) for said in lines[len(told) :])
            yield more.format(file=file, code=code, more=left)


def _line(said: _Said, found: Sequence[Finding], translate: Callable[[str], str]) -> str:
    file, severity, code, text, todo = said
    step = f"; {todo}" if todo else ""
    return f"{file}{_where(found, translate)}: {severity}: {code}: {text}{step}"


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
