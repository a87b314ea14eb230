"""Lots over processes: the same result whatever their number; nothing is left running if this process dies.

Enters: lots and the Press. Leaves: LotRecords, as they finish.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import connection
from typing import Final

from generator.job.lots import Lot
from generator.job.press import LotRecord, Press, press_lot

_START: Final = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


def press_lots(lots: Sequence[Lot], press: Press, workers: int) -> Iterator[LotRecord]:
    """Yield the records of all lots; with one worker, in this process."""
    if workers == 1 or len(lots) <= 1:
        yield from (press_lot(lot, press) for lot in lots)
        return
    # The fonts and layouts loaded so far are shared with forked workers, not copied.
    context = multiprocessing.get_context(_START)
    with ProcessPoolExecutor(min(workers, len(lots)), mp_context=context, initializer=_join_family) as pool:
        futures = [pool.submit(partial(press_lot, press=press), lot) for lot in lots]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _join_family() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
