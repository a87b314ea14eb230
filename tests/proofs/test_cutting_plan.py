"""A plan is cut once a file: a planner that mixes trays, or leaves a place free amid the pieces, is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from stack_job import Shape, card, pile, stock

from imposition.plan import Block, cut_blocks, sheet_pieces
from imposition.sheet import FINISHINGS, Stock
from layouts.document import Document
from proofs.checks import cutting
from proofs.checks.cutting import check_cutting
from proofs.finding import Findings
from proofs.plan import Expected

SHAPE = Shape(2, 3)
Row = tuple[int | None, ...]


class _NoLayouts:
    """The plan's order asks no layout."""

    gaiji = None
    names = ()
    grounds = ()

    def template(self, name: str) -> object:
        raise LookupError(name)


def codes(profile: Stock, documents: list[Document]) -> list[str]:
    (block,) = cut_blocks(profile, len(documents))
    findings = Findings("001.pdf")
    check_cutting(Expected(profile, block, documents, _NoLayouts()), findings)
    return [finding.code for finding in findings.report().findings]


@pytest.mark.parametrize("finishing", FINISHINGS)
def test_the_plan_is_in_order(finishing: str) -> None:
    assert codes(stock(replace(SHAPE, finishing=finishing)), pile((7, 9, 4))) == []


def other(change: Callable[[list[int | None]], None]) -> Callable[[Stock, Block, int], Row]:
    def planned(profile: Stock, block: Block, sheet: int) -> Row:
        row = [*sheet_pieces(profile, block, sheet)]
        change(row)
        return tuple(row)

    return planned


def test_a_planner_that_mixes_trays_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "sheet_pieces", other(lambda row: row.reverse()))
    assert "stack-order" in codes(stock(SHAPE), pile((7, 9, 4)))


def test_a_planner_that_leaves_a_place_free_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "sheet_pieces", other(lambda row: row.__setitem__(1, None)))
    assert codes(stock(SHAPE), pile((7, 9, 4))) == ["stack-blank", "stack-order"]


def test_documents_out_of_order_are_found() -> None:
    assert codes(stock(SHAPE), [card(1), card(3), card(2)]) == ["stack-order"]
