"""This system's own cases: typeset + impose + write with one worker and with two, and the floor beneath them."""

import multiprocessing
import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from bench.task import Make, Task, card_task
from imposition.draw import draw_block
from imposition.pdf import LEVEL
from imposition.plan import Block

_START: Final = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
_shared: dict[str, Task] = {}  # what a forked worker finds; a spawned one makes it


def one_worker(task: Task) -> Make:
    """Draw every block in this process."""
    return lambda: [draw(task, block) for block in task.blocks]


def two_workers(task: Task) -> Make:
    """Draw the blocks in two processes, started inside the timed part."""

    def make() -> Sequence[Path]:
        _shared["task"] = task
        context = multiprocessing.get_context(_START)
        made_from = (len(task.documents), task.out)
        with ProcessPoolExecutor(2, mp_context=context, initializer=_share, initargs=made_from) as pool:
            return list(pool.map(_draw_shared, task.blocks))

    return make


def floor(task: Task) -> Make:
    """Compress and write the very content streams that this system writes, and do nothing else."""
    streams = [stream for block in task.blocks for stream in content_streams(draw(task, block))]

    def make() -> Sequence[Path]:
        path = task.file("floor.bin")
        with path.open("wb") as file:
            for stream in streams:
                file.write(zlib.compress(stream, LEVEL))
        return [path]

    return make


def draw(task: Task, block: Block) -> Path:
    """Write one block and return its file."""
    path = task.file(f"{block.number:03d}.pdf")
    backs = task.stock.pile == "card"
    draw_block(path, task.stock, block, task.of(block), task.layouts, task.slug, backs=backs)
    return path


def content_streams(path: Path) -> Sequence[bytes]:
    """Return the decoded content of every page of a file."""
    contents = (page.get_contents() for page in PdfReader(path).pages)
    return [content.get_data() for content in contents if content is not None]


def _share(count: int, out: Path) -> None:
    if "task" not in _shared:
        _shared["task"] = card_task(count, out)


def _draw_shared(block: Block) -> Path:
    return draw(_shared["task"], block)


def preflight(task: Task) -> Make:
    """Read every block back and hold it against the plan; what is found would stop a job."""
    from proofs.check import Expected, check_file
    from proofs.plan import Stated

    slug = task.slug
    said = Stated(slug.job, slug.pile, slug.insurer_number, slug.blocks)
    files = [
        (draw(task, block), Expected(task.stock, block, task.of(block), task.layouts, stated=said))
        for block in task.blocks
    ]

    def make() -> Sequence[Path]:
        for path, expected in files:
            report = check_file(path, expected=expected, stock=task.stock)
            if not report.passed:
                raise AssertionError([(f.code, f.page, f.message) for f in report.findings][:5])
        return [path for path, _ in files]

    return make
