"""Collects message templates and error codes from the source, so that catalogue and docs can be held against it.

A template is a text at a place that is shown to people: fact and step of a refusal, a line of talk, a condition's
name. Names are followed to where they are assigned, parameters to where their function is called.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

import click
import sqlalchemy as sa

from generator.eligibility import rules
from generator.intake.codes import ROW_CODES
from generator.job.words import HOLDS
from generator.ledger import events
from generator.ledger.filing import QUEUED
from generator.ledger.schema import ending, note, outcome, request_mark
from generator.reissue.refusal import WHY
from proofs.codes import KINDS

ROOT = Path(__file__).parents[2]
PACKAGES = ("fonts", "layouts", "imposition", "proofs", "generator")

#: Callee → (place of the code or None, places of the templates). Names are those at the end of the call.
_CLASSES: dict[str, tuple[int | None, tuple[int, ...]]] = dict.fromkeys(
    (
        *("Refusal", "FontRefused", "LayoutRefused", "Overflow", "StockRefused", "PieceRefused", "PageRefused"),
        *("ConfigError", "InputError", "Stopped", "LedgerError", "ConfigErrors", "InputErrors"),
    ),
    (0, (2, 3)),
)
_CALLS: dict[str, tuple[int | None, tuple[int, ...]]] = {
    **_CLASSES,
    "say": (None, (0,)),
    "progress": (None, (0,)),
    "when": (None, (0, 2)),
    "noticing": (None, (0, 2)),
    "translate": (None, (0,)),
}
#: Calls of one house only.
_LOCAL: dict[tuple[str, str], tuple[int | None, tuple[int, ...]]] = {
    ("layouts", "Unreadable"): (None, (0,)),
    ("imposition", "report"): (1, (2, 3)),
    ("generator", "in_time"): (None, (3,)),
}
#: What a house puts before the fact it is given.
_PREFIX = {("imposition", "report"): "{key}: "}
#: Methods that take a refusal's parts, by the name of what they are called on.
_METHODS: dict[tuple[str, str], tuple[int | None, tuple[int, ...]]] = {
    ("faults", "add"): (0, (2, 3)),
    ("", "refuse"): (0, (2, 3)),
    ("", "fault"): (1, (2, 3)),
}


@dataclass
class Found:
    """What one walk over the packages found; each with the places it stands at."""

    templates: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    codes: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    unresolved: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class _Module:
    """One source file, parsed, with what its names are bound to."""

    name: str
    tree: ast.Module
    functions: tuple[ast.FunctionDef, ...]
    names: dict[str, list[ast.expr]]  # module-level names → values


@cache
def modules() -> dict[str, _Module]:
    """Parse every module of the packages."""
    found: dict[str, _Module] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            tree = ast.parse(path.read_text(encoding="utf-8"))
            functions = tuple(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))
            found[name] = _Module(name, tree, functions, _bindings(tree.body))
    return found


@cache
def collected() -> Found:
    """Collect every template and every code of refusals and talk."""
    found = Found()
    for module in modules().values():
        for scope in (module.tree, *module.functions):
            for call in _own_calls(scope):
                _take(call, scope, module, found)
    for text in _conditions():
        found.templates.setdefault(text, set()).add("generator.eligibility.conditions")
    for text in _caps():
        found.templates.setdefault(text, set()).add("generator.eligibility.expiry")
    for code in _keys("generator.ledger.conflict", "_FACTS"):
        found.codes.setdefault(code, set()).add("generator.ledger.conflict")
    for text in _words():
        found.templates.setdefault(text, set()).add("generator.ledger")
    for module, table in _tables():
        for code, template in table.items():
            found.templates.setdefault(template, set()).add(module)
            found.codes.setdefault(code, set()).add(module)
    return found


def _tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the tables of codes and templates, with the module each stands in."""
    yield "generator.intake.codes", dict(ROW_CODES)
    yield "generator.job.words", dict(HOLDS.values())
    yield from (("generator.reissue.refusal", {"reprint-refused": text}) for text in chain(*WHY.values()))
    yield "proofs.codes", {code: kind.message for code, kind in KINDS.items()}
    yield "proofs.steps", {code: kind.step for code, kind in KINDS.items()}


def words_of(table: sa.Table) -> Iterator[str]:
    """Yield the words that a table's one column of words may hold: its check lists them."""
    for check in table.constraints:
        if isinstance(check, sa.CheckConstraint) and str(check.name).startswith("known_"):
            yield from re.findall(r"'([a-z-]+)'", str(check.sqltext))


def _words() -> Iterator[str]:
    """Yield the states and the words of the ledger: they stand in sentences as facts of their own."""
    for table in (ending, outcome, note, request_mark):
        yield from words_of(table)
    yield from (*events.STATES, QUEUED)


def _conditions() -> Iterator[str]:
    """Yield name and facts of every condition in the tables, also of those that are put together from parts."""
    for rule in (*rules.NOT_AT_ALL, *rules.CARDS, *rules.NO_CARD, *rules.NOTICES):
        for condition in rule.conditions:
            yield from (condition.name, condition.facts)


def _caps() -> Iterator[str]:
    """Yield the names of the caps of 有効期限, which an explanation translates."""
    function = next(f for f in modules()["generator.eligibility.expiry"].functions if f.name == "caps")
    for pair in (n for n in ast.walk(function) if isinstance(n, ast.Tuple)):
        if isinstance(pair.elts[0], ast.Constant):
            yield str(pair.elts[0].value)


def _keys(module: str, constant: str) -> Iterator[str]:
    """Yield the keys of a module's table."""
    for table in modules()[module].names[constant]:
        assert isinstance(table, ast.Dict)
        yield from (str(ast.literal_eval(key)) for key in table.keys if key is not None)


def _bindings(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """Return what names are bound to in a block, nested blocks included, nested functions not."""
    found: dict[str, list[ast.expr]] = {}
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            if isinstance(node, ast.ClassDef):
                todo.extend(node.body)
            continue
        targets: list[ast.expr] = []
        value: ast.expr | None = None
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign):
            targets, value = [node.target], node.value
        for target in targets:
            if value is not None:
                _bind(target, value, found)
        todo.extend(ast.iter_child_nodes(node))
    return found


def _bind(target: ast.expr, value: ast.expr, found: dict[str, list[ast.expr]]) -> None:
    if isinstance(target, ast.Name):
        found.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for part, text in zip(target.elts, value.elts, strict=True):
            _bind(part, text, found)


def _own_calls(scope: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of a scope, not those of functions within it."""
    todo = list(ast.iter_child_nodes(scope))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        todo.extend(ast.iter_child_nodes(node))


def _local(call: ast.Call, module: _Module) -> tuple[str, str]:
    return module.name.partition(".")[0], ast.unparse(call.func).rpartition(".")[2]


def _shape(call: ast.Call, module: _Module) -> tuple[int | None, tuple[int, ...]] | None:
    """Return where a call has its code and its templates, None where it is no place of messages."""
    function = call.func
    if _local(call, module) in _LOCAL:
        return _LOCAL[_local(call, module)]
    if isinstance(function, ast.Name):
        return _CALLS.get(function.id)
    if isinstance(function, ast.Call):
        return (None, (0,)) if ast.unparse(function) == "translator()" else None
    if not isinstance(function, ast.Attribute):
        return None
    receiver = ast.unparse(function.value).rpartition(".")[2]
    shape = _METHODS.get((receiver, function.attr)) or _METHODS.get(("", function.attr))
    if shape is None and function.attr in ("say", "progress"):
        return _CALLS[function.attr]
    ours = function.attr == "translate" and receiver in ("self", "_talk", "_ground")
    return _CALLS["translate"] if ours else shape


def _take(call: ast.Call, scope: ast.AST, module: _Module, found: Found) -> None:
    shape = _shape(call, module)
    if shape is None:
        return
    code, places = shape
    prefix = _PREFIX.get(_local(call, module), "")
    at = f"{module.name}:{call.lineno}"
    wanted = [(found.templates, place) for place in places] + ([(found.codes, code)] if code is not None else [])
    for sink, place in wanted:
        if place >= len(call.args):
            continue
        texts = _texts(call.args[place], scope, module, frozenset())
        if texts is None:
            found.unresolved.append(f"{at}: {ast.unparse(call.args[place])}")
        for text in texts or ():
            if text:
                before = prefix if sink is found.templates and place == places[0] else ""
                sink.setdefault(before + text, set()).add(at)


def _texts(node: ast.expr, scope: ast.AST, module: _Module, seen: frozenset[str]) -> set[str] | None:
    """Return every text an expression may be, None where that cannot be told."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else None
    if isinstance(node, ast.IfExp):
        return _union([node.body, node.orelse], scope, module, seen)
    if isinstance(node, ast.BoolOp):
        return _union(node.values, scope, module, seen)
    if isinstance(node, ast.BinOp):
        left, right = (_texts(side, scope, module, seen) for side in (node.left, node.right))
        return None if left is None or right is None else {a + b for a in left for b in right}
    if isinstance(node, ast.Subscript):
        return _values(node.value, scope, module, seen)
    if isinstance(node, ast.Call):
        return _returned(node, module, seen)
    if isinstance(node, ast.Attribute):
        return set()  # a template that was collected where it was made
    return _named(node, scope, module, seen) if isinstance(node, ast.Name) else None


def _union(nodes: list[ast.expr], scope: ast.AST, module: _Module, seen: frozenset[str]) -> set[str] | None:
    parts = [_texts(node, scope, module, seen) for node in nodes]
    return None if None in parts else set[str]().union(*(part for part in parts if part is not None))


def _values(table: ast.expr, scope: ast.AST, module: _Module, seen: frozenset[str]) -> set[str] | None:
    """Return every value of a dict of the module."""
    dicts = [d for d in module.names.get(ast.unparse(table), []) if isinstance(d, ast.Dict)]
    return _union([value for d in dicts for value in d.values], scope, module, seen) if dicts else set()


def _returned(call: ast.Call, module: _Module, seen: frozenset[str]) -> set[str] | None:
    """Return every text a function of ours may return."""
    name = ast.unparse(call.func)
    for home in (module, *modules().values()):
        function = next((f for f in home.functions if f.name == name), None)
        if function is not None and name not in seen:
            returns = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
            return _union(returns, function, home, seen | {name})
    return set()


def _named(node: ast.Name, scope: ast.AST, module: _Module, seen: frozenset[str]) -> set[str] | None:
    if isinstance(scope, ast.FunctionDef):
        values = _bindings(scope.body).get(node.id)
        if values:
            return _union(values, scope, module, seen)
        arguments = [a.arg for a in (*scope.args.posonlyargs, *scope.args.args)]
        if node.id in arguments:
            return _passed(scope, arguments.index(node.id), module, seen)
    values = module.names.get(node.id)
    if values:
        return _union(values, module.tree, module, seen)
    for other in modules().values():
        if node.id.isupper() and node.id in other.names:
            return _union(other.names[node.id], other.tree, other, seen)
    return set() if isinstance(scope, ast.FunctionDef) else None


def _passed(function: ast.FunctionDef, place: int, module: _Module, seen: frozenset[str]) -> set[str] | None:
    """Return every text a parameter is given by the callers of its function in the same module."""
    if function.name in seen or function.name in ("text", "fault", "refuse", "add", "report", *_CALLS):
        return set()
    found: set[str] = set()
    for scope in (module.tree, *module.functions):
        for call in _own_calls(scope):
            name = ast.unparse(call.func)
            if name.rpartition(".")[2] != function.name:
                continue
            at = place - (1 if name.startswith("self.") else 0)
            if at < len(call.args):
                found |= _texts(call.args[at], scope, module, seen | {function.name}) or set()
    return found


def helps() -> set[str]:
    """Collect what the command line says about itself: docstrings of commands, help of options."""
    found: set[str] = set()
    for name, module in modules().items():
        if not name.startswith("generator.cli"):
            continue
        for function in module.functions:
            wraps = {ast.unparse(d.func if isinstance(d, ast.Call) else d) for d in function.decorator_list}
            if any(wrap.rpartition(".")[2] in ("command", "group") for wrap in wraps):
                found.add(ast.get_docstring(function) or "")
        for call in (n for n in ast.walk(module.tree) if isinstance(n, ast.Call)):
            for keyword in call.keywords:
                value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
                if keyword.arg in ("help", "show_default") and isinstance(value, str):
                    found.add(value)
    return found


#: Modules of click whose sentences a user of this command line can meet.
_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def click_messages() -> tuple[set[str], set[tuple[str, str]]]:
    """Collect click's own sentences: single ones, and pairs of singular and plural."""
    single: set[str] = set()
    plural: set[tuple[str, str]] = set()
    folder = Path(click.__file__).parent
    for name in _CLICK:
        for call in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if call.func.id == "_" and len(texts) == 1:
                single.add(texts[0])
            elif call.func.id == "ngettext" and len(texts) == 2:
                plural.add((texts[0], texts[1]))
    single.add("required")  # said by way of a table
    return single, plural
