"""Keys in, what a proof says in Japanese and in English out: a report carries both and switches between them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TONGUES = ("ja", "en")
_FILE = Path(__file__).with_name("words.toml")
Both = tuple[str, str]  #: Japanese, English


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def word(key: str, **facts: object) -> Both:
    """Return a text of the report's pages."""
    ja, en = _pair("page", key)
    return ja.format(**facts), en.format(**facts)


def face_word(face: str) -> Both:
    """Return what a side is called."""
    return _pair("face", face)


def route_word(route: str) -> Both:
    """Return what a route is called; what it is named in lists where nobody wrote it down."""
    return _pair("route", route)


def document_word(kind: str) -> Both:
    """Return what a kind of document is called."""
    return _pair("kind", kind)


def rule_word(rule: str) -> Both:
    """Return what a rule is for; a society knows it by its code as well."""
    return _pair("rule", rule)


def severity_word(severity: str) -> Both:
    """Return how grave a finding is."""
    return _pair("severity", severity)


def sheet_word(key: str) -> Both:
    """Return a text of proof.pdf and the contact sheets."""
    return _pair("sheet", key)


def reason_kind(reason: str) -> str:
    """Return what a report filters by: the reason without its detail."""
    return reason.partition(":")[0]


def kind_word(kind: str) -> Both:
    """Return what a kind of reason is called."""
    return _pair("reason", kind)


def reason_word(reason: str) -> Both:
    """Return what a reason is called, its detail in brackets; a variant is its own name."""
    kind, _, detail = reason.partition(":")
    if kind == "variant":
        return detail, detail
    (ja, en), (more_ja, more_en) = kind_word(kind), _pair("detail", detail)
    return (f"{ja}({more_ja})", f"{en} ({more_en})") if detail else (ja, en)


def _pair(table: str, key: str) -> Both:
    said = _words()[table].get(key)
    return (said["ja"], said["en"]) if said else (key, key)
