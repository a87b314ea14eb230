"""What a job makes of its piles in, the pages of its work order (製造指示書) out.

Enters: lots, counts, envelope classes, profiles. Leaves: Documents of the layouts `letter/order*`, a pile of their own,
pressed and read back like every other. Nothing of a person or an employer stands in it: counts and classes alone.
Authority: domain.md §7 (信書, classes), §8 (ヤレ, leftovers), print.md §4.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from generator.decision import Route
from generator.job.blocks import Blocking
from generator.job.lots import Lot, PileWriter
from generator.job.mailing import MailClass
from generator.job.order_words import ink_words, stock_words
from generator.job.piles import Piled
from generator.job.press import layouts_of, printings
from generator.job.setup import Setup
from generator.job.weights import weights
from generator.model import Packing
from generator.wareki import wareki
from imposition.sheet import Stock
from layouts.document import Document, Fields, Side

PILE = "orders"
ROWS_A_PAGE = 38
LINES_A_PAGE = 30  #: of the postage
_ALL = 1_000_000  # a work order is one file
_ROUTES: Mapping[str, str] = {Route.EMPLOYER.value: "事業主あて", Route.DIRECT.value: "個人あて直送"}
_PILES: Mapping[str, str] = {
    "cards": "資格確認書（カード）",
    "notices": "資格情報のお知らせ",
    "letters": "送付状・対象者一覧・受領書",
    "carriers": "台紙（カードを貼る）",
    "faces": "封筒の表書き（角2）",
}
Blocks = dict[str, tuple[Fields, ...]]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a work order tells of."""

    job: str
    day: str  #: D as letters print it
    packing: Packing
    setup: Setup


@dataclass(frozen=True, slots=True)
class _Run:
    """One file and the sheets it takes."""

    name: str
    pile: str
    block: int
    blocks: int
    sides: int
    sheets: int
    spare: int
    last4: bool


def with_order(piled: Piled, brief: Brief, lots: Path) -> Piled:
    """Write the lot of the work order and return the piles with it."""
    writer = PileWriter(lots, PILE, Blocking("continuous", 0, _ALL))
    for page in order_pages(piled, brief):
        writer.add(page)
    writer.cut()
    return replace(piled, lots=(*piled.lots, *writer.lots), kinds={**piled.kinds, PILE: dict(writer.kinds)})


def order_pages(piled: Piled, brief: Brief) -> list[Document]:
    """Return the pages of a work order, numbered."""
    runs = tuple(_runs(piled.lots, brief.setup.stocks))
    sides = [_first(piled, runs, brief), _stocks(runs, brief), *_files(runs), *_mail(piled)]
    return [
        Document("order", (), "", replace(side, fields={**side.fields, "job": brief.job, "page": f"{k}/{len(sides)}"}))
        for k, side in enumerate(sides, start=1)
    ]


def _runs(lots: Sequence[Lot], stocks: Mapping[str, Stock]) -> Iterator[_Run]:
    for lot in lots:
        stock = stocks[lot.pile]
        sheets = -(-lot.count // len(stock.cells))
        blocks = sum(other.pile == lot.pile for other in lots)
        for printed in printings(lot.pile, lot.number, stock):
            spare = stock.shop.make_ready.share(sheets)
            sides = len(printed.faces)
            yield _Run(printed.name, lot.pile, lot.number, blocks, sides, sheets, spare, lot.last4)


def _first(piled: Piled, runs: Sequence[_Run], brief: Brief) -> Side:
    blocks: Blocks = {
        "count": tuple(_counts(piled, runs, brief.setup.stocks)),
        "mail": tuple(_classes(piled)),
        "box": tuple(_boxes(piled, brief)),
        "bulk": _numbered(_bulk(piled, brief.packing)),
        "direct": _numbered(_direct(piled)),
    }
    return Side("letter/order", {"issued": brief.day}, blocks)


def _classes(piled: Piled) -> Iterator[Fields]:
    found: Counter[tuple[str, str]] = Counter()
    for kind, count in piled.mailing.lines:
        found[kind.route, kind.postal_class] += count
    for (route, name), count in sorted(found.items()):
        yield {"route": _ROUTES[route], "class": name, "value": f"{count:,}"}


def _routes(piled: Piled) -> set[str]:
    return {kind.route for kind, _ in piled.mailing.lines}


def _counts(piled: Piled, runs: Sequence[_Run], stocks: Mapping[str, Stock]) -> Iterator[Fields]:
    """Yield the twelve counts, cards on the left, paper on the right; a figure of nothing is told too."""
    cards, notices = piled.kinds["cards"], piled.kinds["notices"]
    pages = {pile: sum(run.sheets * run.sides for run in runs if run.pile == pile) for pile in _PILES}
    blanks = {
        pile: sum(-lot.count % len(stocks[pile].cells) for lot in piled.lots if lot.pile == pile) for pile in _PILES
    }
    bulk = (each.envelopes for each in piled.mailing.employers if each.route == Route.EMPLOYER)
    parted = sum(count for count in bulk if count > 1)
    rows = (
        ("資格確認書（カード）", cards.get("card", 0), "枚"),
        ("カードの仕切り", cards.get("separator", 0), "枚"),
        ("カードの空白（VOID）", blanks["cards"], "面"),
        ("台紙", pages["carriers"], "枚"),
        ("封筒（すべて）", piled.envelopes, "通"),
        ("うち分割（k/n）の封筒", parted, "通"),
        ("お知らせ（人数）", piled.packed[1], "名分"),
        ("お知らせの用紙", notices.get("notice", 0), "枚"),
        ("お知らせの仕切り", notices.get("separator", 0), "枚"),
        ("お知らせの空白（VOID）", blanks["notices"], "面"),
        ("送付状・一覧・受領書", pages["letters"], "枚"),
        ("封筒の表書き", pages["faces"], "枚"),
    )
    yield from ({"what": what, "value": f"{value:,}", "unit": unit} for what, value, unit in rows)


def _boxes(piled: Piled, brief: Brief) -> Iterator[Fields]:
    """Yield the containers that finished pieces go into before they are put into envelopes."""
    weigh = weights(brief.setup.stocks["cards"].thickness)
    grams = {"cards": weigh.card, "notices": weigh.notice_sheet}
    for pile, word in (("cards", "カード"), ("notices", "お知らせ")):
        box = brief.setup.stocks[pile].shop.box
        pieces = sum(piled.kinds[pile].values())
        count = box.count(pieces, pieces * grams[pile])
        if count:
            limits = (
                f"{box.max_pieces:,} 枚" if box.max_pieces else "",
                f"{box.max_grams:,} g" if box.max_grams else "",
            )
            yield {"what": word, "value": f"{count:,}", "limit": f"1箱 {'・'.join(filter(None, limits))} まで"}


def _bulk(piled: Piled, packing: Packing) -> Iterator[str]:
    if Route.EMPLOYER.value not in _routes(piled):
        return
    yield "送付状（宛名を封筒の窓に出すとき、いちばん上）"
    yield "対象者一覧（ページの順）、受領書"
    if piled.kinds["notices"]:
        yield "お知らせ：世帯ごとに窓付き封筒へ封かん、仕切りの順"
    if piled.kinds["cards"]:
        carried = packing.cards == "carrier"
        yield "カード：台紙に貼り、窓付き封筒へ封かん" if carried else "カード：仕切りの順に束ねる（仕切りは抜く）"


def _direct(piled: Piled) -> Iterator[str]:
    if Route.DIRECT.value not in _routes(piled):
        return
    if piled.kinds["cards"]:
        yield "台紙（カードを貼る。管理番号を台紙と照合）"
    if piled.kinds["notices"]:
        yield "お知らせ（カードがなければ、これが宛名の用紙）"
    yield "宛名を窓に出し、封入物の数を pieces.csv と照合して封かん"


def _numbered(steps: Iterator[str]) -> tuple[Fields, ...]:
    return tuple({"no": str(n), "what": step} for n, step in enumerate(steps, start=1))


def _stocks(runs: Sequence[_Run], brief: Brief) -> Side:
    grounds = bool(layouts_of(brief.setup.look).grounds)
    inks = ink_words(dict(brief.setup.look.inks), grounds=grounds)
    made = {run.pile: None for run in runs}
    return Side("letter/order-stock", {}, {"stock": tuple(_stock(pile, runs, brief, inks) for pile in made)})


def _stock(pile: str, runs: Sequence[_Run], brief: Brief, inks: str) -> Fields:
    stock = brief.setup.stocks[pile]
    mine = [run for run in runs if run.pile == pile]
    sheets, spare = sum(run.sheets for run in mine), sum(run.spare for run in mine)
    setting = stock.shop.make_ready.sheets * (2 if pile == "cards" and stock.runs == "separate" else 1)
    plan = f"{mine[0].blocks:,} ブロック、本刷 {sheets:,} 枚 ＋ 予備 {spare:,} 枚 ＋ 段取り {setting:,} 枚"
    return {
        "pile": _PILES[pile],
        **stock_words(stock, backs=pile == "cards", inks=inks),
        "plan": plan,
        "total": f"{sheets + spare + setting:,}",
    }


def _files(runs: Sequence[_Run]) -> Iterator[Side]:
    rows = iter(runs)
    while page := tuple(islice(rows, ROWS_A_PAGE)):
        yield Side("letter/order-files", {}, {"row": tuple(map(_file, page))})


def _file(run: _Run) -> Fields:
    return {
        "file": run.name,
        "what": f"{_PILES[run.pile].partition('（')[0]} {run.block}/{run.blocks}",
        "pages": f"{run.sheets * run.sides:,}",
        "sheets": f"{run.sheets:,}",
        "spare": f"{run.spare:,}",
        "total": f"{run.sheets + run.spare:,}",
        "remark": "下4桁あり" if run.last4 else "",
    }


def _mail(piled: Piled) -> Iterator[Side]:
    """Yield what the 差出票 is written from: lines alike in price; areas and rows stand in mailing.csv."""
    mailing = piled.mailing
    rows = iter(mailing.lines)
    first = True
    while page := tuple(islice(rows, LINES_A_PAGE)):
        blocks: Blocks = {"row": tuple(_line(kind, count) for kind, count in page)}
        if first:
            blocks["fact"] = tuple({"what": what, "value": value} for what, value in _mail_facts(piled))
        first = False
        yield Side("letter/order-mail", {}, blocks)


def _line(kind: MailClass, count: int) -> Fields:
    return {
        "route": _ROUTES[kind.route],
        "class": kind.postal_class,
        "size": kind.size,
        "tier": f"{kind.tier:,} g まで" if kind.tier else "重すぎる",
        "count": f"{count:,}",
        "postage": f"{kind.postage:,}",
        "option": f"{kind.option:,}",
        "total": f"{count * (kind.postage + kind.option):,}",
    }


def _mail_facts(piled: Piled) -> Iterator[tuple[str, str]]:
    mailing = piled.mailing
    yield "郵便料金の合計（割引前）", f"{mailing.total:,} 円"
    yield "料金表の適用日", wareki(mailing.tariff)
    yield "料金の区切りから 2 g 以内の封筒", f"{mailing.near:,} 通"
    yield "バーコード割引の見込み", f"{mailing.discount:,} 円"
    if mailing.sorted_due:
        yield "区分郵便物として差し出せる", f"{mailing.sortable:,} 通・{len(mailing.areas):,} 区域（mailing.csv）"
