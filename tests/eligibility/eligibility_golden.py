"""Reads the golden tables: one line a rule and boundary day, `title | day | setup | outcome`.

Setup words. The subject is the 本人 unless `family`; `old` (default) enrolled 2020-04-01, `new` on 2025-04-01.
`field=value` sets the subject's, `insured.field=value` the 本人's. `notified` gives Ⅱ in this spell (Ⅲ for `new`).
`card:C1,on=…,to=…[,rule=…][,short][,optional][,ended=…][,at=earlier|former][,bore.field=…]`, `notice:N1,rule=…,…`
put documents into the ledger; `ask:種別@day[,served][,closed=…][,serial=…][,at=former]` a request; `policy.name=value`;
`in-snapshot`, `digits`, `former-digits`, `no-record` (the ledger knows no Ⅰ).
Outcome: every decision and query of the subject with all that is not the default, in order.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.decision import Decision, Kind, Query, Verdict
from generator.eligibility.case import bears_ratio
from generator.eligibility.content import card_content, notice_content
from generator.eligibility.decide import decide
from generator.eligibility.explain import explain
from generator.history import History, Issued, Standing
from generator.model import (
    Category,
    Destination,
    Expiry,
    Household,
    Insurer,
    Key,
    Member,
    Myna,
    Policy,
    Request,
)

FOLDER = Path(__file__).parent / "golden"
INSURER = Insurer("06139992", "63139992", "見本健康保険組合", "100-0001", "東京都", "03", "https://example.jp")
OWN, FORMER = Key("12", "345", "00"), Key("99", "345", "00")
HOME = Destination("", "1000013", "東京都千代田区霞が関", "1-2-3")
AWAY = Destination("", "1000014", "東京都千代田区永田町", "1-1")
DEFAULTS = Member(
    line=2, key=OWN, insured=True, name="見本 太郎", kana="ミホン タロウ", alias="", maiden="", sex_on_back=False,
    sex="男", born=date(1980, 6, 15), acquired=date(2020, 4, 1), registered=date(2020, 4, 5), lost=None,
    employer="E1", category=Category.GENERAL, office="", office_name="", home=HOME, direct=False, mail_to=None,
    manual=False, former=None, myna=Myna.REGISTERED, certificate_until=None, wish=False, special=False, ratio="",
    ratio_from=None, ratio_until=None, elder_card=False, limit="", limit_from=None, limit_until=None, disease="",
    disease_from=None, via_employer=False,
)  # fmt: skip
NEW = {"acquired": date(2025, 4, 1), "registered": date(2025, 4, 3)}


def seal(content: tuple[str, ...]) -> str:
    """Digest a content as a ledger would, without its salt."""
    return hashlib.sha256("\x1f".join(content).encode()).hexdigest()


@dataclass
class Scene:
    """One line of a golden, set up."""

    on: date
    subject: dict[str, Any] = field(default_factory=dict)
    insured: dict[str, Any] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)
    documents: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asks: list[tuple[Request, bool]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    def household(self) -> tuple[Member, Household]:
        """Build the household; the subject first."""
        new = NEW if "new" in self.flags else {}
        if "family" not in self.flags:
            subject = replace(DEFAULTS, **{**new, **self.subject})
            return subject, Household(subject, (subject,))
        insured = replace(DEFAULTS, name="見本 花子", **self.insured)
        values = {"key": Key("12", "345", "01"), "insured": False, "category": insured.category, **new, **self.subject}
        subject = replace(DEFAULTS, **values)
        return subject, Household(insured, (insured, subject))

    def arguments(self) -> tuple[Member, dict[str, Any]]:
        """Build the arguments of decide()."""
        subject, household = self.household()
        documents = tuple(self._issued(kind, words, subject, household) for kind, words in self.documents)
        served = frozenset((r if r.key == FORMER else replace(r, key=subject.key)).id for r, done in self.asks if done)
        digits = {subject.key} if "digits" in self.flags else {FORMER} if "former-digits" in self.flags else set()
        return subject, {
            "household": household,
            "requests": {
                subject.key: [replace(r, key=subject.key) for r, _ in self.asks if r.key != FORMER],
                FORMER: [r for r, _ in self.asks if r.key == FORMER],
            },
            "history": {subject.key: History(documents, "in-snapshot" in self.flags)},
            "standing": Standing(
                phase1_on_record="no-record" not in self.flags,
                snapshot_known=True,
                served=served,
            ),
            "policy": Policy(**self.policy),
            "insurer": INSURER,
            "on": self.on,
            "seal": seal,
            "has_digits": lambda key: key in digits,
        }

    def _issued(self, kind: str, words: dict[str, str], subject: Member, household: Household) -> Issued:
        issued_on = date.fromisoformat(words["on"])
        bore = {k.removeprefix("bore."): v for k, v in words.items() if k.startswith("bore.")}
        then = replace(subject, **parse_fields(bore, "bore"))
        shape = card_content if kind == "card" else notice_content
        content = seal(shape(then, household.insured, INSURER, ratio=bears_ratio(then, issued_on)))
        at = words.get("at", "")
        acquired = date(2018, 4, 1) if at == "earlier" else subject.acquired
        return Issued(
            number=words["number"],
            kind=kind,
            rule=words.get("rule", "ex-officio" if kind == "card" else "phase-2"),
            key=FORMER if at == "former" else subject.key,
            acquired=acquired,
            issued_on=issued_on,
            valid_to=date.fromisoformat(words["to"]) if "to" in words else None,
            short="short" in words,
            optional="optional" in words,
            content="" if "unknown" in words else content,
            ended=words.get("ended", ""),
        )


def read(path: Path) -> Iterator[tuple[str, Scene, str]]:
    """Read a golden: title, scene, expected outcome."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            title, on, setup, outcome = (part.strip() for part in line.split("|"))
            yield f"{path.stem}: {title}", scene(on, setup), " ".join(outcome.split())


def scene(on: str, setup: str) -> Scene:
    """Set up a scene from its words."""
    made = Scene(date.fromisoformat(on))
    subject: dict[str, str] = {}
    insured: dict[str, str] = {}
    for word in setup.split():
        name, _, value = word.partition("=")
        if word.startswith("ask:"):
            made.asks.append(parse_ask(word))
        elif word.startswith(("card:", "notice:")):
            made.documents.append(parse_document(word))
        elif word.startswith("policy."):
            made.policy.update(parse_policy(name.removeprefix("policy."), value))
        elif word.startswith("insured."):
            insured[name.removeprefix("insured.")] = value
        elif word == "notified":
            rule = "phase-3" if "new" in setup.split() else "phase-2"
            made.documents.append(parse_document(f"notice:N0,rule={rule},on=2024-12-05"))
        elif "=" in word:
            subject[name] = value
        elif word != "-":
            made.flags.add(word)
    made.subject, made.insured = parse_fields(subject, "subject"), parse_fields(insured, "insured")
    known = {"family", "new", "in-snapshot", "digits", "former-digits", "no-record"}
    assert made.flags <= known, made.flags - known
    return made


def parse_fields(words: dict[str, str], who: str) -> dict[str, Any]:
    """Read `field=value` words as fields of a Member."""
    read_as: dict[str, Any] = {}
    for name, value in words.items():
        if name in ("ratio", "limit", "disease") and "@" in value:
            value, _, days = value.partition("@")
            begins, _, ends = days.partition("~")
            read_as[f"{name}_from"] = date.fromisoformat(begins)
            if ends:
                read_as[f"{name}_until"] = date.fromisoformat(ends)
            read_as[name] = value
        elif name in ("born", "acquired", "registered", "lost", "certificate_until"):
            read_as[name] = date.fromisoformat(value)
        elif name == "category":
            read_as[name] = Category(value)
        elif name == "myna":
            read_as[name] = Myna(value)
        elif name in ("wish", "special", "direct", "manual", "elder_card", "via_employer", "sex_on_back"):
            read_as[name] = {"有": True, "無": False}[value]
        elif name in ("mail_to", "home"):
            read_as[name] = {"away": AWAY, "home": HOME, "none": None}[value]
        elif name == "former":
            assert value == "有"
            read_as[name] = FORMER
        else:
            assert name in ("name", "kana", "alias", "maiden", "sex", "ratio", "limit", "disease", "employer",
                            "office", "office_name"), f"{who}: {name}"  # fmt: skip
            read_as[name] = value.replace("_", " ")
    return read_as


def parse_policy(name: str, value: str) -> dict[str, Any]:
    """Read a `policy.name=value` word."""
    if name == "expiry":
        rows = [row.split(">") for row in value.split(";")]
        return {name: tuple(Expiry(date.fromisoformat(a), date.fromisoformat(b)) for a, b in rows)}
    if name == "phase1":
        return {name: None if value == "none" else tuple(date.fromisoformat(d) for d in value.split("~"))}
    if value in ("true", "false"):
        return {name: value == "true"}
    if value.isdigit():
        return {name: int(value)}
    return {name: value if name == "no_mynumber" else date.fromisoformat(value)}


def parse_document(word: str) -> tuple[str, dict[str, str]]:
    """Read a `card:` or `notice:` word."""
    kind, _, rest = word.partition(":")
    number, *parts = rest.split(",")
    pairs = (part.partition("=") for part in parts)
    return kind, {"number": number, **{name: value for name, _, value in pairs}}


def parse_ask(word: str) -> tuple[Request, bool]:
    """Read an `ask:` word: the request, and whether it is served."""
    head, *parts = word.removeprefix("ask:").split(",")
    kind, _, day = head.partition("@")
    words = {name: value for name, _, value in (part.partition("=") for part in parts)}
    serial, closed = words.get("serial", ""), words.get("closed", "")
    return Request(
        2, date.fromisoformat(day), FORMER if words.get("at") == "former" else OWN, kind, "", serial, closed
    ), "served" in words


def outcome(setting: Scene) -> str:
    """Decide a scene and write what came out for its subject."""
    subject, arguments = setting.arguments()
    verdict = decide(**arguments)
    return " ".join([*map(_decision, _of(verdict, subject)), *map(_query, verdict_queries(verdict, subject))])


def explained(setting: Scene) -> tuple[str, ...]:
    """Explain a scene's subject."""
    subject, arguments = setting.arguments()
    return explain(**arguments, key=subject.key)


def verdict_queries(verdict: Verdict, subject: Member) -> list[Query]:
    """Return the queries of one person."""
    return [query for query in verdict.queries if query.key == subject.key]


def _of(verdict: Verdict, subject: Member) -> list[Decision]:
    return [decision for decision in verdict.decisions if decision.member is subject]


def _decision(d: Decision) -> str:
    if d.kind is Kind.NONE:
        return f"none {d.rule};"
    shown = [{Kind.CARD: "card", Kind.NOTICE: "notice"}[d.kind], d.rule, d.basis, str(d.route)]
    shown += [d.valid_to.isoformat() if d.valid_to else ""]
    shown += [name for name in ("short", "optional", "ratio", "digits", "alone") if getattr(d, name)]
    shown += [f"{d.ends_how}={d.ends}" if d.ends else "", f"after={d.predecessor}" if d.predecessor else ""]
    shown += [f"serves={i.split('|')[2]}" for i in d.serves]
    return " ".join(word for word in shown if word) + ";"


def _query(query: Query) -> str:
    if query.rule == "open-request":
        words = dict(part.split("=") for part in query.text.split())
        return f"?{query.rule} {words['種別']} {words['理由']};"
    return f"?{query.rule};"
