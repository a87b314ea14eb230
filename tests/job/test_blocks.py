"""Where blocks begin: for any sizes of employers, every piece once and in order, and the policy's promise kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import folk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.job.blocks import Blocking, Coming
from generator.job.lots import PileWriter, documents
from generator.job.run import Wish, run_job
from generator.job.talk import Talk
from layouts.document import Document, Side

POLICIES = ("continuous", "break", "pool")
#: Cards of each part of each employer.
EMPLOYERS = st.lists(st.lists(st.integers(1, 25), min_size=1, max_size=3), max_size=12)
EXAMPLES = settings(deadline=None, max_examples=60)  # each writes files
DIRECT = st.integers(0, 12)


@dataclass(frozen=True)
class Block:
    """One block: of each of its pieces the employer (-1: direct) and whether it is a separator."""

    pieces: tuple[tuple[int, bool], ...]

    @property
    def employers(self) -> set[int]:
        return {employer for employer, _ in self.pieces}


def piled(employers: Sequence[Sequence[int]], direct: int, blocking: Blocking) -> list[Block]:
    """Pile cards as a job does, and return the blocks."""
    with TemporaryDirectory() as folder:
        writer = PileWriter(Path(folder), "cards", blocking)
        for index, parts in enumerate(employers):
            writer.arrive(Coming(sum(parts), sum(parts) + len(parts)))
            for cards in parts:
                writer.add(piece("separator", index))
                for _ in range(cards):
                    writer.add(piece("card", index))
        if direct:
            writer.arrive(None)
            writer.add(piece("separator", -1))
            for _ in range(direct):
                writer.add(piece("card", -1))
        writer.cut()
        rows = [documents(lot.source(Path(folder))) for lot in writer.lots]
        assert [lot.first for lot in writer.lots] == [sum(map(len, rows[:k])) for k in range(len(rows))]
        return [Block(tuple((int(made.envelope), made.kind == "separator") for made in block)) for block in rows]


def piece(kind: str, employer: int) -> Document:
    return Document(kind, (), str(employer), Side("card/void", {}))


def wanted(employers: Sequence[Sequence[int]], direct: int) -> list[tuple[int, bool]]:
    found = [
        (index, first) for index, parts in enumerate(employers) for cards in parts for first in (True, *[False] * cards)
    ]
    return found + [(-1, True), *[(-1, False)] * direct] * bool(direct)


@EXAMPLES
@given(EMPLOYERS, DIRECT, st.sampled_from(POLICIES), st.integers(1, 40), st.integers(1, 40))
def test_every_piece_once_and_in_order(
    employers: list[list[int]], direct: int, policy: str, break_from: int, capacity: int
) -> None:
    blocks = piled(employers, direct, Blocking(policy, break_from, capacity))
    assert [each for block in blocks for each in block.pieces] == wanted(employers, direct)
    assert all(1 <= len(block.pieces) <= capacity for block in blocks)


@EXAMPLES
@given(EMPLOYERS, DIRECT, st.integers(1, 40))
def test_continuous_leaves_no_more_than_it_must(employers: list[list[int]], direct: int, capacity: int) -> None:
    blocks = piled(employers, direct, Blocking("continuous", 1, capacity))
    assert all(len(block.pieces) == capacity for block in blocks[:-1])


@EXAMPLES
@given(EMPLOYERS, DIRECT, st.integers(1, 40), st.integers(1, 40))
def test_a_large_employer_begins_a_block_and_so_does_what_follows(
    employers: list[list[int]], direct: int, break_from: int, capacity: int
) -> None:
    blocks = piled(employers, direct, Blocking("break", break_from, capacity))
    large = {index for index, parts in enumerate(employers) if sum(parts) >= break_from}
    for block in blocks:
        if block.employers & large:
            assert len(block.employers) == 1
    for before, block in pairwise(blocks):
        apart = {before.pieces[-1][0], block.pieces[0][0]} & large
        assert len(before.pieces) == capacity or (block.pieces[0][1] and apart), "no other cut than these"


@EXAMPLES
@given(EMPLOYERS, DIRECT, st.integers(1, 40))
def test_pooled_employers_never_straddle(employers: list[list[int]], direct: int, capacity: int) -> None:
    blocks = piled(employers, direct, Blocking("pool", 1, capacity))
    sizes = [sum(parts) + len(parts) for parts in employers]
    for index, size in enumerate(sizes):
        held = [block for block in blocks if index in block.employers]
        if size <= capacity:
            assert len(held) == 1
        else:
            assert all(block.employers == {index} for block in held)
    for before, block in pairwise(blocks):
        following = block.pieces[0][0]
        if following >= 0 and sizes[following] <= capacity and len(before.employers) and max(before.employers) >= 0:
            alone = any(sizes[each] > capacity for each in before.employers)
            assert alone or len(before.pieces) + sizes[following] > capacity, "a block is left only where it is full"


@EXAMPLES
@given(EMPLOYERS, DIRECT, st.sampled_from(POLICIES), st.integers(1, 40), st.integers(1, 40))
def test_a_cut_that_a_policy_makes_falls_before_a_separator(
    employers: list[list[int]], direct: int, policy: str, break_from: int, capacity: int
) -> None:
    blocks = piled(employers, direct, Blocking(policy, break_from, capacity))
    for before, block in pairwise(blocks):
        assert len(before.pieces) == capacity or block.pieces[0][1]


@pytest.mark.parametrize(("policy", "blocks"), [("continuous", 2), ("break", 3), ("pool", 3)])
def test_a_job_is_cut_by_its_policy(tmp_path: Path, policy: str, blocks: int) -> None:
    """21 cells, one sheet deep: 8 cards of A, 25 of B, 4 of C, each with its separator."""
    rows = [
        row
        for firm, count in (("A", 8), ("B", 25), ("C", 4))
        for n in range(count)
        for row in folk.household(f"{n + 1}", 1, 記号=firm, 事業所コード=firm)
    ]
    toml = '[policy]\nphase1 = "none"\n[vendors]\ncard = "short-stack"\n'
    society = folk.write(tmp_path / "s", rows, toml=f'{toml}[envelope]\npolicy = "{policy}"\nbreak_from = 20\n')
    shipped = Path("imposition/vendors/card-21up.toml").read_text(encoding="utf-8")
    (society / "vendors").mkdir()
    own = shipped.replace("stack_depth = 100", "stack_depth = 1")
    (society / "vendors" / "short-stack.toml").write_text(own, encoding="utf-8")
    told = StringIO()
    done = run_job(Wish(society, date(2025, 10, 1), tmp_path / "out", 1), Talk(str, out=told))
    assert done.folder is not None and done.account is not None and done.account.balanced
    job = done.folder
    cells = [r for n in range(1, 9) for r in listed(job / "vendor" / "cards" / f"{n:03d}.csv")]
    fronts = [r for r in cells if r["side"] == "F"]
    pieces = sorted((r for r in fronts if r["kind"] != "blank"), key=lambda r: int(r["stack_position"]))
    assert [int(r["stack_position"]) for r in pieces] == list(range(1, 41))
    starts = {"continuous": [], "break": [9, 35], "pool": [9, 35]}[policy]
    first = {int(r["block"]): r for r in reversed(pieces)}
    for position in starts:
        opened = next(r for r in pieces if int(r["stack_position"]) == position + 1)
        assert opened["kind"] == "separator"
        assert first[int(opened["block"])] is opened
    manifest = json.loads((job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    blanks = sum(r["kind"] == "blank" for r in fronts)
    assert manifest["counts"]["cells"] == {"cards": 37, "separators": 3, "blanks": blanks}
    assert manifest["counts"]["blocks"]["cards"] == len({r["block"] for r in fronts}) >= blocks
    assert (f"cards: policy {policy} makes" in told.getvalue()) == (policy != "continuous")
    assert policy == "continuous" or f"with {blanks} blanks; continuous would leave 2" in told.getvalue()


def listed(path: Path) -> list[dict[str, str]]:
    return folk.read(path) if path.is_file() else []
