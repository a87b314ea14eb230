"""A walk in, docs/year.md out: what was done on which day, what came of it, and what was planted. Counts only."""

from collections.abc import Iterable, Iterator, Sequence

from acceptance_rules import CARD
from year_walk import Line, Walk

_HEAD = (
    "日付",
    "したこと",
    "人数",
    "資格確認書(規則)",
    "お知らせ(規則)",
    "用紙",
    "封筒",
    "書類累計",
    "記録累計",
    "verify",
)
_COVER = {
    "active": "加入者", "card": "証", "old-card": "従来の保険証", "mynumber-card": "マイナ保険証",
    "undelivered": "返戻中", "gap": "何もない", "rejected": "保留の行",
}  # fmt: skip


def page(walk: Walk, command: str) -> str:
    """Write the whole page."""
    return "".join(f"{line}\n" for line in _page(walk, command))


def _page(walk: Walk, command: str) -> Iterator[str]:
    yield "# 架空の組合の一年"
    yield ""
    yield f"架空の加入者 {walk.town.size:,} 人、事業所 {len(walk.town.firms)} の組合が、第Ⅰ期から一年あまり、"
    yield "そして更新まで歩いた記録です。"
    yield f"`{command}` が作ります。手で直さないでください。同じ数を与えれば、同じ表になります。"
    yield ""
    yield "どの段でも、次のことを確かめています。一つでも違えば表はできません。"
    yield ""
    yield from (f"- {text}" for text in _HELD)
    yield ""
    yield "## 1. 一年"
    yield ""
    yield "「用紙」は資格確認書の用紙とお知らせの用紙の枚数、「書類累計」は有効・無効を問わず取り消していない書類、"
    yield "「verify」は照合したジョブの数と見つかった誤りの数です。"
    yield ""
    yield from _table(_HEAD, map(_row, walk.lines))
    yield ""
    yield "## 2. 仕込んだ例"
    yield ""
    yield "人ごとに前もって書いておいた結果です。書いたとおりの規則で、ほかには何も出なかった人数を数えています。"
    yield ""
    cases = sorted(walk.met.items())
    yield from _table(("例", "規則", "人数"), ((case, rule or "-", f"{count:,}") for (case, rule), count in cases))
    yield ""
    yield "## 3. 手元に何もない人(`ledger coverage`)"
    yield ""
    yield "歩く側が自分の帳簿から出した人と、一人も違いません。「何もない」人の全員に、手当"
    yield "(次のジョブの規則、保留のコード、見る理由)が付いています。"
    yield ""
    rows = ((str(on), when, *(f"{counts[name]:,}" for name in _COVER)) for on, when, counts in walk.covered)
    yield from _table(("日付", "いつ", *_COVER.values()), rows)
    yield ""
    yield "## 4. 見込みと実際(`ledger forecast`)"
    yield ""
    figures = ((str(on), f"{cards:,}", f"{notices:,}", f"{made:,}") for on, cards, notices, made in walk.foreseen)
    yield from _table(("日付", "見込みの証", "見込みのお知らせ", "発行した書類"), figures)


_HELD = (
    "判定: `decisions.csv` の全員の行が、文だけから書いた別の判定(`tests/acceptance/acceptance_rules.py`)と同じ",
    "台帳: `ledger verify` は全ジョブの全ファイルを読み直して誤り 0。`ledger export` は歩く側の帳簿と全件同じ",
    "有効な証は一人(一つの加入期間)に一枚。その人は加入しているか、交付の後に喪失・転籍した",
    "第Ⅰ期は一人一度。管理番号は重ならず、良品はちょうど一つ。作り直した前の版は廃棄証明にある",
    "封筒: 事業主あては本人の事業所の封筒に、直送は世帯ごとの封筒に入る",
    "突合せ(`reconciliation.json`)は釣り合い、印刷所の結果を取り込んだジョブは照合済みになる",
    "`preflight`: ジョブ、作り直し、差替のすべてのファイルで指摘なし",
)


def _row(line: Line) -> Sequence[str]:
    cards = _rules(line, wanted=True)
    notices = _rules(line, wanted=False)
    sheets = f"{line.card_sheets:,} / {line.notice_sheets:,}" if line.rules else ""
    return (
        str(line.on), line.what, f"{line.people:,}" if line.people else "", cards, notices, sheets,
        f"{line.envelopes:,}" if line.rules else "", f"{line.documents:,}", f"{line.events:,}", line.verified,
    )  # fmt: skip


def _rules(line: Line, *, wanted: bool) -> str:
    found = sorted((rule, count) for (kind, rule), count in line.rules.items() if (kind == CARD) is wanted)
    if not found:
        return ""
    details = ", ".join(f"{rule} {count:,}" for rule, count in found)
    return f"{sum(count for _, count in found):,}: {details}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
