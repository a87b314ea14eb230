"""docs/codes.md names every code, rule and query there is, once, and nothing that does not exist."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.job.postmark import ASKED
from proofs.codes import KINDS

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "messages"))

import message_templates  # noqa: E402 - the collector lies with the messages' tests

PAGE = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.+) \|$", re.MULTILINE)
SKIPPED = "not-in-this-run"  # the なし row of a kind that the run leaves out
NAME = re.compile("[a-z]+(-[a-z0-9]+)+")


def named() -> list[str]:
    """Return every code the page has a row for."""
    return [match[1] for match in ROW.finditer(PAGE)]


def constants(module: str) -> dict[str, str]:
    """Return the texts that names of a module are bound to."""
    return {
        name: value.value
        for name, values in message_templates.modules()[module].names.items()
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def text(node: ast.expr, known: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def rules() -> set[str]:
    """Return the name of every rule in the tables of eligibility, and of what stands beside them."""
    known = constants("generator.eligibility.case") | constants("generator.eligibility.rules")
    tree = message_templates.modules()["generator.eligibility.rules"].tree
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Rule")
    found = {text(call.args[0], known) for call in calls}
    assert None not in found
    return {str(name) for name in found} | {constants("generator.eligibility.decide")["ENTITLEMENT_ENDED"]}


def queries() -> Iterator[str]:
    """Yield the rule of every query that is made beside the tables, and the reasons of unserved requests."""
    module = message_templates.modules()["generator.eligibility.queries"]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Query":
            name = text(node.args[1], {})
            if name:
                yield name
    for name, values in module.names.items():
        for value in values:
            if name == "_WHY":
                pairs = (n for n in ast.walk(value) if isinstance(n, ast.Tuple) and len(n.elts) == 2)
                yield from (reason for pair in pairs if (reason := text(pair.elts[0], {})))
    bodies = [f for f in module.functions if f.name in ("_why", "_unserved")]
    for node in (n for body in bodies for n in ast.walk(body)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield node.value


def wanted() -> set[str]:
    """Return every code, rule and reason of the source."""
    assert f'"{SKIPPED}"' in (ROOT / "generator" / "job" / "words.py").read_text(encoding="utf-8")
    rejected = constants("generator.job.gathering")["_REJECTED"]
    return set(message_templates.collected().codes) | rules() | set(queries()) | {SKIPPED, rejected, *map(str, ASKED)}


def test_every_code_has_its_sentence() -> None:
    assert sorted(wanted() - set(named())) == []


def test_the_page_names_nothing_that_does_not_exist() -> None:
    assert sorted(set(named()) - wanted()) == []


def test_a_code_stands_once() -> None:
    assert [code for code, count in Counter(named()).items() if count > 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_finding_s_severity_is_the_checker_s(code: str) -> None:
    row = next(match for match in ROW.finditer(PAGE) if match[1] == code)
    weight = row[2].split(" | ")[0]
    if weight in ("error", "warning", "info"):
        assert weight == KINDS[code].severity
    else:
        assert code in message_templates.collected().codes  # a refusal of the same name, explained there


def test_every_row_says_what_to_do() -> None:
    for match in ROW.finditer(PAGE):
        cells = [cell.strip() for cell in match[2].split(" | ")]
        assert len(cells) in (2, 3) and all(cells), match[1]
