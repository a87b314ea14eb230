"""Tasks over processes: the same result whatever their number; nothing is left running if this process dies.

Enters: a function of one argument and its tasks, all picklable. Leaves: the results, as they come.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import connection
from typing import Final, TypeVar

_START: Final = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_workers(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    """Yield the results of all tasks; with one worker, in this process."""
    if workers == 1 or len(tasks) <= 1:
        yield from (_tidied(work, task) for task in tasks)
        return
    # The fonts and layouts loaded so far are shared with forked workers, not copied.
    context = multiprocessing.get_context(_START)
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context, initializer=_join_family) as pool:
        futures = [pool.submit(_tidied, work, task) for task in tasks]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _tidied(work: Callable[[Task], Result], task: Task) -> Result:
    """Do one task and let go of its cycles (a reader of PDFs makes them) before they grow old and are kept."""
    try:
        return work(task)
    finally:
        gc.collect(1)


def calm() -> None:
    """Spare the collector what lives to the end: faces, layouts, rules; lots make no cycles worth looking for often."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def _join_family() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed."""
    calm()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
