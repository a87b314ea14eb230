"""Picks, pictures, findings and figures in, report.html out: one file that asks the network for nothing.

Every text stands in it in Japanese and in English; style sheet and script are inlined; the policy in its head forbids
whatever is not. Without script everything can still be read: the script only filters, enlarges, flips and slides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from generator.decision import Route
from generator.messages.catalogue import translator
from generator.proof.account import Account, Share
from generator.proof.images import Change, Compared, Picture
from generator.proof.markup import bar, both, data_uri, labelled, table, written
from generator.proof.record import Head, Pick
from generator.proof.wording import (
    document_word,
    face_word,
    kind_word,
    reason_kind,
    reason_word,
    route_word,
    rule_word,
    severity_word,
    word,
)
from proofs.finding import Finding

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_EMPLOYERS = 30
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Content:
    """All a report shows."""

    head: Head
    society: str
    picks: tuple[Pick, ...]
    pictures: tuple[Picture, ...]
    findings: tuple[Finding, ...]
    account: Account | None  #: None for dummies
    compared: Compared | None


def report(content: Content, tongue: str) -> str:
    """Return the page; `tongue` is the language it opens in, ja or en."""
    style, script = ((_HERE / f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    title = word("title_dummy" if not content.head.real_persons else "title")[tongue == "en"]
    sections = [_picks(content), _changes(content.compared), _preflight(content)]
    if content.account is not None:
        sections += [_eligibility(content.account), _balance(content.account)]
    return (
        f'<!doctype html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)} {escape(content.head.on)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{_header(content)}\n<main>\n{''.join(sections)}</main>\n{_viewer()}\n<script>\n{script}</script>\n"
        "</body>\n</html>\n"
    )


def _header(content: Content) -> str:
    head = content.head
    facts = [("insurer", head.insurer_number), ("day", head.on), ("by", head.by), ("seed", str(head.seed))]
    rows = "".join(f"<div><dt>{written(key)}</dt><dd>{escape(text)}</dd></div>" for key, text in facts)
    count = f"<div><dt>{written('picks')}</dt><dd>{written('documents', count=len(content.picks))}</dd></div>"
    warning = ("private", "real") if head.real_persons else ("dummy", "dummy")
    links = ["picks", *(["changes"] if content.compared else []), "preflight"]
    links += ["eligibility", "balance"] if content.account else []
    nav = "".join(f'<a href="#{link}">{written(f"nav_{link}")}</a>' for link in links)
    title = "title" if head.real_persons else "title_dummy"
    return (
        f'<header class="top"><div class="wrap"><p class="society">{escape(content.society)}</p>'
        f"<h1>{written(title)}</h1><dl>{rows}{count}</dl>"
        f'<p class="notice {warning[1]}">{written(warning[0])} {written("digits_note")}</p></div></header>'
        f'<nav class="bar-top" {labelled(("目次", "Contents"))}><div class="wrap"><div class="links">{nav}</div>'
        f'<button type="button" id="tongue">{both((word("language")[0], word("language")[1]))}</button></div></nav>'
    )


def _picks(content: Content) -> str:
    counts = Counter(kind for pick in content.picks for kind in {reason_kind(reason) for reason in pick.reasons})
    chips = "".join(
        f'<button type="button" class="chip" data-kind="{escape(kind)}" aria-pressed="false">{both(kind_word(kind))}'
        f" <b>{count}</b></button>"
        for kind, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )
    everything = (
        f'<button type="button" class="chip" data-kind="" aria-pressed="true">{written("all")}'
        f" <b>{len(content.picks)}</b></button>"
    )
    by_pick: dict[str, list[Picture]] = {}
    for picture in content.pictures:
        by_pick.setdefault(picture.pick, []).append(picture)
    items = "".join(_item(pick, by_pick.get(pick.id, [])) for pick in content.picks)
    return (
        f'<section id="picks"><h2>{written("nav_picks")}</h2>'
        f'<div class="chips" role="group" {labelled(word("filter"))}>{everything}{chips}</div>'
        f'<p class="count" role="status" id="shown">{written("shown", count=len(content.picks))}</p>'
        f'<ul class="grid">{items}</ul></section>'
    )


def _item(pick: Pick, pictures: Sequence[Picture]) -> str:
    kinds = " ".join(sorted({reason_kind(reason) for reason in pick.reasons}))
    wide = any(picture.side.box.width > picture.side.box.height for picture in pictures)
    faces = "".join(_face(pick, picture, turned=k > 0) for k, picture in enumerate(pictures))
    flip = f'<button type="button" class="flip">{written("flip")}</button>' if len(pictures) > 1 else ""
    reasons = "".join(f"<li>{both(reason_word(reason))}</li>" for reason in pick.reasons)
    name = tuple(f"{pick.id} {each}" for each in word("enlarge"))
    number = escape(pick.numbers[0]) if pick.numbers else both(document_word(pick.kind))
    return (
        f'<li class="pick {"wide" if wide else "tall"}" id="{pick.id}" data-kinds="{escape(kinds)}">'
        f'<button type="button" class="view" {labelled((name[0], name[1]))}><span class="leaf">{faces}</span></button>'
        f'<div class="meta"><div><h3>{pick.id}</h3><span class="number">{number}</span></div>'
        f'{flip}</div><ul class="reasons">{reasons}</ul></li>'
    )


def _face(pick: Pick, picture: Picture, *, turned: bool) -> str:
    side = picture.side
    ja, en = face_word(side.face)
    kind = "back" if turned else "front"
    size = f'width="{round(side.box.width * 10)}" height="{round(side.box.height * 10)}"'
    return (
        f'<img class="{kind}" alt="{pick.id} {ja} / {en} {escape(side.variant)}" {size} src="{data_uri(picture.png)}">'
    )


def _changes(compared: Compared | None) -> str:
    if compared is None:
        return ""
    counts = {"same": compared.same, "changed": compared.changed, "added": compared.added}
    sliders = "".join(map(_slider, compared.changes))
    told = written("compared", day=compared.day, **counts)
    head = f'<section id="changes"><h2>{written("nav_changes")}</h2><p>{told}</p>'
    return f'{head}<div class="sliders">{sliders}</div></section>'


def _slider(change: Change) -> str:
    """Lay the side as it was over the side as it is; the script takes the latter from the document above."""
    side = change.side
    size = f'width="{round(side.box.width * 10)}" height="{round(side.box.height * 10)}"'
    name = tuple(f"{change.pick} {each}" for each in word("slider"))
    return (
        f'<figure class="slider {"wide" if side.box.width > side.box.height else "tall"}"><div class="pair">'
        f'<img class="now" alt="" {size} data-of="{change.pick}" data-face="{"front" if side.face == "F" else "back"}">'
        f'<img class="old" alt="" {size} src="{data_uri(change.before)}">'
        '<span class="edge" aria-hidden="true"></span></div>'
        f'<div class="range"><span>{written("before")}</span>'
        f'<input type="range" min="0" max="100" value="50" {labelled((name[0], name[1]))}>'
        f"<span>{written('after')}</span></div>"
        f"<figcaption>{change.pick} {both(face_word(side.face))} {escape(side.variant)}</figcaption></figure>"
    )


def _preflight(content: Content) -> str:
    head = f'<section id="preflight"><h2>{written("nav_preflight")}</h2>'
    if not content.findings:
        return f'{head}<p class="good">{written("none_found", count=len(content.picks))}</p></section>'
    columns = [written(key) for key in ("code", "severity", "file", "page", "place", "fact", "todo")]
    return f"{head}{table(columns, _finding_rows(content.findings))}</section>"


def _finding_rows(findings: Sequence[Finding]) -> Iterator[Sequence[str]]:
    japanese, english = translator("ja"), translator("en")
    for each in findings:
        place = "" if each.x_mm is None else f"{each.x_mm:g}, {each.y_mm:g}"
        severity = f'<span class="severity {escape(each.severity)}">{both(severity_word(each.severity))}</span>'
        fact, todo = (each.text(japanese), each.text(english)), (each.todo(japanese), each.todo(english))
        yield (
            *(f"<code>{escape(each.code)}</code>", severity, escape(each.file)),
            *(str(each.page or ""), place, both(fact), both(todo)),
        )


def _eligibility(account: Account) -> str:
    most = max(account.rules.values(), default=0)
    rules = (
        (f"{both(rule_word(rule))} <code>{escape(rule)}</code>", bar(0, 0, most, alone=count), f"{count:,}")
        for rule, count in _ranked(account.rules)
    )
    by_rule = table([written("rule"), written("share"), written("count")], rules, numeric=frozenset({2}))
    routes = _share_table(
        "route", account.routes, {share.name: both(route_word(share.name)) for share in account.routes}
    )
    shown, rest = account.employers[:_EMPLOYERS], account.employers[_EMPLOYERS:]
    names = {
        share.name: f"<code>{escape(share.name)}</code>" if share.name else both(route_word(Route.DIRECT.value))
        for share in shown
    }
    if rest:
        more = Share("…", sum(share.cards for share in rest), sum(share.notices for share in rest))
        shown, names = (*shown, more), {**names, "…": written("others", count=len(rest))}
    return (
        f'<section id="eligibility"><h2>{written("nav_eligibility")}</h2><p class="hint">{written("dry")}</p>'
        f"<h3>{written('by_rule')}</h3>{by_rule}<h3>{written('by_route')}</h3>"
        f'<p class="legend"><span class="first">{written("cards")}</span>'
        f'<span class="second">{written("notices")}</span></p>{routes}'
        f"<h3>{written('by_employer')}</h3>{_share_table('employer', shown, names)}</section>"
    )


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _share_table(key: str, shares: Sequence[Share], names: Mapping[str, str]) -> str:
    most = max((share.total for share in shares), default=0)
    rows = (
        (names[share.name], bar(share.cards, share.notices, most), f"{share.cards:,}", f"{share.notices:,}")
        for share in shares
    )
    heads = [written(key), written("share"), written("cards"), written("notices")]
    return table(heads, rows, numeric=frozenset({2, 3}))


def _balance(account: Account) -> str:
    rows = [
        (
            written(each.key),
            f"{each.left:,}",
            f"{each.right:,}",
            f'<span class="severity {"ok" if each.left == each.right else "error"}">'
            f"{written('balance_same' if each.left == each.right else 'balance_other')}</span>",
        )
        for each in account.equals
    ]
    heads = [written("balance_head"), written("balance_left"), written("balance_right"), ""]
    listed = table(heads, rows, numeric=frozenset({1, 2}))
    return f'<section id="balance"><h2>{written("nav_balance")}</h2>{listed}</section>'


def _viewer() -> str:
    """Write the dialog that pictures are enlarged in; the script fills it."""
    return (
        f'<dialog id="viewer" {labelled(word("enlarge"))}><div class="tools"><strong id="viewed"></strong>'
        f'<button type="button" id="previous" {labelled(word("previous"))}>←</button>'
        f'<button type="button" id="next" {labelled(word("next"))}>→</button>'
        f'<button type="button" id="turn" {labelled(word("flip_key"))}>{written("flip")}</button>'
        f'<button type="button" id="zoom" aria-pressed="false" {labelled(word("zoom_key"))}>{written("zoom")}</button>'
        f'<button type="button" id="close" {labelled(word("close"))}>×</button></div>'
        f'<div class="stage" id="stage"><span class="leaf" id="big"></span></div><div class="told" id="told"></div>'
        f'<p class="keys">{written("help")}</p></dialog>'
    )
