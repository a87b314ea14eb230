"""The cases by name: how many pieces, how often, and what makes them ready.

A peer's module is imported only in the process that runs it, so that no case pays for the memory of another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import cast

from bench.records import letter_documents, notice_documents
from bench.task import CARD_STOCK, Make, Task, card_task, task_of

ON = date(2025, 10, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured; slow ones get fewer pieces and fewer runs."""

    name: str
    title: str
    count: int
    runs: int
    ready: Callable[[int, Path], Make]
    unit: str = "cards"
    peer: bool = False
    whole: bool = True  #: the whole sheet is held against ours, not the cells alone


def _ours(maker: str) -> Callable[[int, Path], Make]:
    def ready(count: int, out: Path) -> Make:
        return _maker("bench.ours", maker)(card_task(count, out))

    return ready


def _peer(module: str) -> Callable[[int, Path], Make]:
    def ready(count: int, out: Path) -> Make:
        return _maker(f"bench.peers.{module}", "prepare")(card_task(count, out))

    return ready


def _notices(maker: str) -> Callable[[int, Path], Make]:
    def ready(count: int, out: Path) -> Make:
        return _maker("bench.ours", maker)(task_of(notice_documents(count), "notice-a4", "notices", out))

    return ready


def _letters(maker: str) -> Callable[[int, Path], Make]:
    def ready(count: int, out: Path) -> Make:
        return _maker("bench.ours", maker)(task_of(letter_documents(count), "letter-a4", "letters", out))

    return ready


def _names(count: int, out: Path) -> Make:
    return import_module("bench.names").prepare(count, out)


def _maker(module: str, name: str) -> Callable[[Task], Make]:
    return cast("Callable[[Task], Make]", getattr(import_module(module), name))


SHEET = 21  # cells of the default profile: counts are multiples of it, so that no cell is void
BLOCK = 100 * SHEET

_ALL = (
    Case("ours", "this system, one worker", 10 * BLOCK, 5, _ours("one_worker")),
    Case("ours-2", "this system, two workers", 20 * BLOCK, 3, _ours("two_workers")),
    Case("ours-1-long", "this system, one worker, as many", 20 * BLOCK, 3, _ours("one_worker")),
    Case("floor", "zlib + write of the same content streams", 10 * BLOCK, 5, _ours("floor")),
    Case("reportlab", "reportlab straight onto sheets", 2 * BLOCK, 3, _peer("reportlab_sheets"), peer=True),
    Case("fpdf2", "fpdf2 straight onto sheets (art by pypdf)", BLOCK, 3, _peer("fpdf2_sheets"), peer=True),
    Case("typst", "Typst producing the sheets", BLOCK, 3, _peer("typst_sheets"), peer=True),
    Case("pypdf", "reportlab one page a card, pypdf forms", BLOCK, 3, _peer("pypdf_forms"), peer=True),
    Case(
        "pdfimpose", "reportlab one page a card, pdfimpose", 20 * SHEET, 3, _peer("pdfimpose_sheets"),
        peer=True, whole=False,
    ),
    Case("notices", "notices, household sheets", 5_000, 3, _notices("one_worker"), unit="sheets"),
    Case("letters", "letters: cover, list of 25, receipt", 3_000, 3, _letters("one_worker"), unit="pages"),
    Case("names", "names: guard, chain and fit, warm", 1_000_000, 3, _names, unit="names"),
    Case("preflight", "preflight of cards against the plan", 10 * BLOCK, 3, _ours("preflight")),
    Case("preflight-notices", "preflight of notices", 1_000, 3, _notices("preflight"), unit="sheets"),
    Case("preflight-letters", "preflight of letters", 1_000, 3, _letters("preflight"), unit="pages"),
)  # fmt: skip
CASES: Mapping[str, Case] = {case.name: case for case in _ALL}
STOCK = CARD_STOCK
