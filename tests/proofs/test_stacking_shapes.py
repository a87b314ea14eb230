"""Whatever the shape of a sheet: hands empty the trays in order, backs behind fronts, and preflight finds nothing.

The brute force of print.md §4.2, over files really drawn: the hands here and those of the checker share no code.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stack_hands import Found, Machine, empty
from stack_job import TRIM, Files, Shape, draw, looked_at, pile, stock, told

from imposition.sheet import FINISHINGS, ORDERS, QUARTERS, TURNS
from layouts.document import Document

SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    small = st.floats(-0.4, 0.4)
    return Shape(
        columns,
        rows,
        draw(st.sampled_from(FINISHINGS)),
        draw(st.sampled_from(TURNS)),
        draw(st.sampled_from(ORDERS)),
        draw(st.integers(1, 4)),
        draw(st.booleans()),
        draw(st.tuples(*[st.sampled_from(QUARTERS)] * (columns * rows))),
        separate=draw(st.booleans()),
        named=draw(st.booleans()),
        ppm=draw(st.tuples(st.integers(-900, 900), st.integers(-900, 900))),
        offsets=draw(st.tuples(st.tuples(small, small), st.tuples(small, small))),
    )


def machine(shape: Shape) -> Machine:
    """Write a shape down anew, in plain numbers and in the vendor's order."""
    cells = [(x, y, turned) for (x, y), turned in zip(shape.corners, shape.turns, strict=True)]
    columns = [at % shape.columns for at in range(shape.cells)]
    order = sorted(range(shape.cells), key=lambda at: (columns[at], at) if shape.order == "column" else (at, 0))
    return Machine(
        shape.sheet,
        (TRIM.width, TRIM.height),
        [cells[at] for at in order],
        [columns[at] for at in order],
        shape.finishing,
        shape.turn == "vertical",
        shape.reverse,
    )


def emptied(shape: Shape, files: Files) -> list[Found]:
    by = machine(shape)
    return [found for front, *back in files for found in empty(by, front, back[0] if back else None)]


def words(document: Document) -> str:
    return "".join(document.numbers) or document.front.fields["envelope"]


def in_order(shape: Shape, files: Files, documents: list[Document]) -> None:
    """See that hands get every piece once and in order, backs behind fronts, head to head, blanks last in a stack."""
    pieces = emptied(shape, files)
    filled = [found for found in pieces if "VOID" not in found.front]
    assert len(filled) == len(documents)
    for found, document in zip(filled, documents, strict=True):
        assert words(document) in found.front
        assert words(document) in found.back
    assert all(found.level for found in pieces)
    assert all(("VOID" in found.front) == ("VOID" in found.back) for found in pieces)
    assert len(pieces) - len(filled) == -len(documents) % shape.cells
    assert all("VOID" in found.front for found in pieces[len(filled) :])


@SLOW
@given(shapes(), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_hands_get_the_pile_and_preflight_finds_nothing(shape: Shape, sizes: list[int]) -> None:
    documents, profile = pile(sizes), stock(shape)
    with TemporaryDirectory() as folder:
        files = draw(Path(folder), profile, documents)
        in_order(shape, files, documents)
        assert told(looked_at(profile, files)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("finishing", FINISHINGS)
@pytest.mark.parametrize("columns, rows", [(2, 5), (3, 7), (1, 4), (2, 2)])
def test_the_grids_of_the_briefing(tmp_path: Path, columns: int, rows: int, finishing: str, turn: str) -> None:
    for depth, count in ((1, 7), (3, 20), (5, 60)):
        shape = Shape(columns, rows, finishing, turn, depth=depth)
        documents, profile = pile([count, 1, 2]), stock(shape)
        files = draw(tmp_path, profile, documents)
        in_order(shape, files, documents)
        assert told(looked_at(profile, files)) == ""


@pytest.mark.parametrize("wrong", [Shape(turn="horizontal"), Shape(reverse=True), Shape(finishing="punch")], ids=repr)
def test_hands_would_notice(tmp_path: Path, wrong: Shape) -> None:
    """The simulation of these tests can fail: other machines get another pile."""
    documents = pile([20])
    files = draw(tmp_path, stock(Shape()), documents)
    with pytest.raises(AssertionError):
        in_order(wrong, files, documents)
