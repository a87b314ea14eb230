"""Raw tables in, specs out: every key read with its unit, every fault noted with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layouts.errors import Faults, Unreadable
from layouts.schema import (
    ELEMENTS,
    INK_KEYS,
    KINDS,
    LEAST_CAPTION_PT,
    LEAST_FIELD_PT,
    LEAST_LINE_PT,
    LEAST_REVERSED_PT,
    RENAMED,
    BoxSpec,
    GroundSpec,
    ParagraphSpec,
    RuleSpec,
    SecuritySpec,
    Spec,
    TextSpec,
)
from layouts.source import Raw, unknown_key

#: Fields of numbers, dates and codes: they never shrink.
_FIGURES = frozenset(
    {"symbol", "number", "branch", "born", "acquired", "issued", "valid_to", "insurer_number", "doc", "digits", "post"}
    | {"ratio", "ratio_from", "ratio_until", "from", "until", "page", "piece"}
)


@dataclass(frozen=True, slots=True)
class Element:
    """A table read: its name, its spec, and the raw table for the place of later faults."""

    name: str
    spec: Spec
    raw: Raw


def read_element(raw: Raw, inks: Mapping[str, object], faults: Faults) -> Element | None:
    """Read one table; None where a fault keeps it from being used."""
    kind = KINDS[raw.kind]
    before = len(faults)
    values: dict[str, Any] = {}
    for key, value in raw.values.items():
        if key not in kind.keys:
            unknown_key(raw, key, [*kind.keys, *(ELEMENTS if raw.kind == "block" else ())], faults)
            continue
        try:
            values[RENAMED.get(key, key)] = kind.keys[key](value)
        except Unreadable as wrong:
            fact = "{table} {key}: cannot be read"
            faults.add("value", raw.place(key), fact, wrong.step, table=raw.label, key=key, **wrong.facts)
    for key in kind.required:
        if key not in raw.values:
            faults.add("missing-key", raw.place(), "{table}: {key} is missing", table=raw.label, key=key)
    _check_content(raw, kind.one_of, faults)
    _check_inks(raw, inks, faults)
    if len(faults) > before:
        return None
    spec = kind.spec(**values)
    _check_text(raw, spec, faults)
    _check_line(raw, spec, faults)
    return Element(raw.name, spec, raw)


def _check_content(raw: Raw, one_of: tuple[str, ...], faults: Faults) -> None:
    given = [key for key in one_of if key in raw.values]
    if one_of and len(given) != 1:
        fact = "{table}: needs exactly one of {keys}"
        faults.add("content", raw.place(), fact, table=raw.label, keys=", ".join(one_of))


def _check_inks(raw: Raw, inks: Mapping[str, object], faults: Faults) -> None:
    for key in INK_KEYS:
        ink = raw.values.get(key)
        if isinstance(ink, str) and ink not in inks:
            fact, step = "{table} {key}: no such ink", "inks are {inks}"
            known = ", ".join(sorted(inks))
            faults.add("unknown-ink", raw.place(key), fact, step, table=raw.label, key=key, inks=known)


def _check_text(raw: Raw, spec: Spec, faults: Faults) -> None:
    """Check what a text may be: large enough to read, and measurable before anything is issued."""
    if not isinstance(spec, TextSpec | ParagraphSpec):
        return
    field = isinstance(spec, TextSpec) and bool(spec.field)
    least = LEAST_FIELD_PT if field else LEAST_REVERSED_PT if spec.ink == "paper" else LEAST_CAPTION_PT
    sizes = {"size": [spec.size]}
    if isinstance(spec, TextSpec) and spec.fit:
        sizes["fit"] = [size for size in (spec.fit.least, spec.fit.lines) if size is not None]
    for key, given in sizes.items():
        if any(size < least for size in given):
            fact = "{table} {key}: below {least} pt cannot be read"
            faults.add("too-small", raw.place(key), fact, table=raw.label, key=key, least=least)
        elif max(given, default=0.0) > spec.size:
            faults.add("value", raw.place(key), "{table} fit: least is larger than size", table=raw.label)
    if isinstance(spec, TextSpec):
        _check_room(raw, spec, faults)


def _check_line(raw: Raw, spec: Spec, faults: Faults) -> None:
    """Check that a line is not finer than a press holds."""
    if not isinstance(spec, RuleSpec | GroundSpec | SecuritySpec | BoxSpec):
        return
    drawn = not isinstance(spec, BoxSpec) or bool(spec.stroke)
    if drawn and spec.weight < LEAST_LINE_PT:
        fact = "{table} weight: a line of less than 0.1 mm breaks up in print"
        faults.add("too-fine", raw.place("weight"), fact, "write at least 0.28pt", table=raw.label)


def _check_room(raw: Raw, spec: TextSpec, faults: Faults) -> None:
    if not spec.text and spec.width is None:
        fact = "{table}: width is missing"
        faults.add("missing-key", raw.place(), fact, "a field or static needs a room", table=raw.label)
    if spec.align == "justify" and (spec.field or spec.width is None):
        fact = "{table} align: justify is for captions with a width"
        faults.add("value", raw.place("align"), fact, table=raw.label)
    if spec.fit and spec.field in _FIGURES:
        fact, step = "{table} fit: numbers and dates never shrink", "take fit out and give it the room it needs"
        faults.add("figures", raw.place("fit"), fact, step, table=raw.label)
    if spec.fit and spec.fit.lines is not None and not spec.field:
        faults.add("value", raw.place("fit"), "{table} fit: lines is for fields", table=raw.label)
    if spec.field and spec.ink != "black":
        fact = "{table} ink: fields are always black"
        faults.add("value", raw.place("ink"), fact, table=raw.label)
