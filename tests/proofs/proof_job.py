"""A small job for the checker's tests: invented pieces, drawn by the real maker, and ways to damage the file."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf

from imposition.draw import Slug, draw_block
from imposition.plan import Block, cut_blocks
from imposition.stock import Stock, load_stock
from layouts.document import Document, Side
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts
from proofs.check import Expected, check_file
from proofs.checkdigit import check_digit
from proofs.finding import Finding, Report
from proofs.plan import Stated

JOB = "20251001-01"
STATICS = {
    "insurer_number": "06139992",
    "insurer_name": "見本健康保険組合",
    "insurer_postcode": "100-0001",
    "insurer_address": "東京都千代田区千代田１－１",
    "insurer_phone": "03-0000-0000",
    "insurer_url": "https://kenpo.example.jp/",
}
NAMES = ("佐藤　健", "渡邉\U000e0112　美咲", "\U00020bb7田　翔", "長谷川　小夜子", "SMITH　JOHN", "葛\U000e0100城　蓮")
KANA = ("サトウ　ケン", "ワタナベ　ミサキ", "ヨシダ　ショウ", "ハセガワ　サヨコ", "スミス　ジョン", "カツラギ　レン")


def number(serial: int, job: str = JOB) -> str:
    body = f"{job}-{serial:06d}"
    return f"{body}-{check_digit(body.replace('-', ''))}"


def card(serial: int, name: str = "", kana: str = "") -> Document:
    rnd = random.Random(serial)
    who = serial // 2 % len(NAMES)  # a guillotine stack of two sheets takes every other one
    doc = number(serial)
    fields = {
        "issued": "令和7年10月1日",
        "symbol": str(rnd.randint(1, 9999)),
        "number": str(rnd.randint(1, 99999)),
        "branch": f"{rnd.randint(0, 5):02d}",
        "name": name or NAMES[who],
        "kana": kana or KANA[who],
        "sex": rnd.choice("男女"),
        "born": f"平成{rnd.randint(2, 31)}年{rnd.randint(1, 12)}月{rnd.randint(1, 28)}日",
        "acquired": f"令和{rnd.randint(2, 7)}年{rnd.randint(1, 12)}月1日",
        "valid_to": "令和11年12月1日",
        "insurer_number": "06139992",
        "doc": doc,
    }
    layout = "card/front"
    if serial % 3 == 0:
        layout, fields["insured_name"] = "card/front-family", NAMES[(serial + 1) % len(NAMES)]
    return Document("card", (doc,), "E000001", Side(layout, fields), Side("card/back", {"doc": doc}))


def separator(first: int, last: int) -> Document:
    fields = {
        "envelope": "E000001",
        "employer": "見本製作所",
        "code": "0001",
        "part": "1/1",
        "count": f"封入 {last - first + 1}枚",
        "first": number(first),
        "last": number(last),
        "job": JOB,
    }
    return Document("separator", (), "E000001", Side("card/separator", fields), Side("card/separator-back", fields))


def notice(serial: int, persons: int, digits: str = "4821") -> Document:
    rows, cuts, numbers = [], [], []
    for i in range(persons):
        who, doc = (serial + i) % len(NAMES), number(serial + i)
        numbers.append(doc)
        shared = {
            "name": NAMES[who],
            "kana": KANA[who],
            "branch": f"{i:02d}",
            "born": f"昭和{40 + i}年5月{3 + i}日",
            "acquired": "平成20年4月1日",
            "doc": doc,
        }
        cut = {"symbol": "12", "number": "3456", "insurer_number": "06139992"}
        rows.append({**shared, "no": str(i + 1), "relation": "本人" if i == 0 else "家族", "digits": digits})
        cuts.append({**shared, **cut})
    fields = {
        "post": "〒100-0001",
        "address": "東京都千代田区千代田２－３",
        "addressee": "佐藤　健 様",
        "issued": "令和6年10月15日",
        "page": "1/1",
        "piece": "00001",
        "symbol": "12",
        "number": "3456",
        "insurer_number": "06139992",
    }
    blocks = {"person": tuple(rows), "cutout": tuple(cuts)}
    return Document("notice", tuple(numbers), "E000002", Side("notice/phase1", fields, blocks))


def stated(stock: Stock) -> Stated:
    return Stated(JOB, "cards" if stock.pile == "card" else "notices", "06139992", 1)


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A file of the maker with all that is known of it."""

    path: Path
    stock: Stock
    block: Block
    documents: tuple[Document, ...]
    layouts: Layouts

    @property
    def expected(self) -> Expected:
        return Expected(self.stock, self.block, self.documents, self.layouts, stated=stated(self.stock))

    def check(self, path: Path | None = None) -> Report:
        return check_file(path or self.path, expected=self.expected, stock=self.stock)

    def alone(self, path: Path | None = None, stock: Stock | None = None) -> Report:
        return check_file(path or self.path, expected=None, stock=stock)

    def planned(self, change: Callable[[Document], Document]) -> "Made":
        """Return the same file with another plan."""
        return replace(self, documents=tuple(change(d) for d in self.documents))


@cache
def load() -> Layouts:
    """Load the packaged layouts once."""
    return load_layouts(None, STATICS, {"society": Ink((0.6, 0.1, 0, 0), "DIC 181s")})


def make(path: Path, layouts: Layouts, documents: list[Document], profile: str | Stock, **sides: bool) -> Made:
    stock = load_stock(profile) if isinstance(profile, str) else profile
    (block,) = cut_blocks(stock, len(documents))
    slug = Slug(JOB, "cards" if stock.pile == "card" else "notices", 1, "06139992")
    backs = sides.pop("backs", stock.pile == "card")
    draw_block(path, stock, block, documents, layouts, slug, backs=backs, **sides)
    return Made(path, stock, block, tuple(documents), layouts)


def found(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def texts_of(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{f.code} p{f.page} {f.x_mm},{f.y_mm} {f.message}" for f in findings)


#: Security art that no plan proves is held to the rules of lines, and its fine lines are told.
UNPROVED = frozenset({"thin-line-reversed"})


def faults(report: Report, but: frozenset[str] = frozenset()) -> str:
    """Write what is wrong, without what is merely told, and without some codes."""
    return texts_of(tuple(f for f in report.findings if f.severity != "info" and f.code not in but))


@contextmanager
def damaged(made: Made, path: Path) -> Iterator[pikepdf.Pdf]:
    """Open the file for damage and save it elsewhere."""
    with pikepdf.open(made.path) as pdf:
        yield pdf
        pdf.save(path)


def rewrite(pdf: pikepdf.Pdf, page: int, change: Callable[[str], str]) -> None:
    """Change the content of a page, counted from 0; the change must change something."""
    contents = pdf.pages[page].Contents
    old = contents.read_bytes().decode("latin-1")
    new = change(old)
    assert new != old
    contents.write(new.encode("latin-1"))


def cells(content: str) -> list[str]:
    """Split a page's content into its cells, from `q … cm` to `Q`."""
    return re.findall(r"q\n[-0-9. ]+ cm\n.*?\nQ\n", content, re.DOTALL)


def codes(content: str, face: str) -> list[str]:
    """Return what a content shows in one face."""
    return re.findall(rf"/{face} [0-9.]+ Tf[^<]*<([0-9A-F]+)>", content)


def font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """Return the Type 0 font whose name ends so."""
    for held in pdf.pages[0].Resources.Font.values():
        if str(held.BaseFont).endswith(name):
            return held
    raise LookupError(name)
