"""Faults of a profile that was read go in; each comes out at the line of the key that is to be corrected.

A fault hangs on keys: the first of those that is given bears the blame, and where one of them could not be read the
fault is not told, since it may be that key's alone. Keys are those of vendors/README.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from fonts.errors import Refusal
from imposition.sheet import Stock
from imposition.stock_faults import faults
from imposition.tables import Source

_FIELD: Final = ("cells", "trim", "bleed", "sheet", "turn", "offset_front", "offset_back", "compensation")
_BESIDE: Final = ("marks", "targets", "slug", "bar", "sheet_code", *_FIELD)
#: Code → the keys its fault hangs on, the one to be blamed first.
HANGS_ON: Final[Mapping[str, Sequence[str]]] = {
    "length-zero": ("sheet", "trim", "thickness"),
    "length-negative": ("bleed", "marks"),
    "no-cells": ("cells",),
    "compensation-large": ("compensation",),
    "cell-off-sheet": _FIELD,
    "cells-overlap": _FIELD,
    "plate-die": ("plates.die", "plates", "die"),
    "die-large": ("die.size", "die", "trim", "bleed"),
    "die-radius": ("die.radius", "die"),
    "fold-outside": ("folds", "trim"),
    "thickness-odd": ("thickness",),
    "stack-high": ("stack_depth", "thickness", "finishing", "cells"),
    "plate-name": ("plates.white", "plates.die", "plates"),
    "plate-choke": ("plates.choke", "plates", "trim", "bleed"),
    "inserter-fine": ("inserter.code", "inserter"),
    "inserter-strokes": ("inserter.omr", "inserter"),
    "inserter-wrap": ("inserter.omr", "inserter"),
    "inserter-off-sheet": ("inserter", "trim"),
    "inserter-overlap": ("inserter",),
    "inserter-on-fold": ("inserter", "folds", "trim"),
    "gripper-taken": ("gripper", *_BESIDE),
    "mark-in-bleed": ("marks.centre", "marks", *_FIELD),
    **dict.fromkeys(("target-in-bleed", "target-on-mark"), ("targets", *_BESIDE)),
    **dict.fromkeys(("slug-off-sheet", "slug-in-bleed", "slug-on-mark"), ("slug", *_BESIDE)),
    **dict.fromkeys(("bar-off-sheet", "bar-in-bleed", "bar-on-mark"), ("bar", *_BESIDE)),
    **dict.fromkeys(("code-off-sheet", "code-in-bleed", "code-on-mark"), ("sheet_code", *_BESIDE)),
    "code-small": ("sheet_code.module", "sheet_code"),
}


def blamed(stock: Stock, source: Source) -> Iterator[Refusal]:
    """Yield what cannot be, but for what hangs on a key that was refused already."""
    bad = source.refused
    for fault in faults(stock, source.name):
        keys = HANGS_ON[fault.code]
        named = fault.facts.get("key")
        keys = (str(named),) if named in keys else keys  # the fault says itself which of them it is
        if not any(_touches(key, other) for key in keys for other in bad):
            yield Refusal(fault.code, source.place(keys), fault.fact, fault.step, **fault.facts)


def _touches(key: str, other: str) -> bool:
    """Tell whether two dotted keys are the same, or one stands in the other."""
    return key == other or key.startswith(f"{other}.") or other.startswith(f"{key}.")
