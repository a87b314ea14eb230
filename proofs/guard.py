"""What reads a file goes in; what raises Unreadable and nothing else, and is not held up, comes out."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from proofs.facts import Unreadable

Given = ParamSpec("Given")
Read = TypeVar("Read")


@contextmanager
def left_alone() -> Iterator[None]:
    """Spare the garbage collector what is there already: a plan of thousands is no garbage while its file is read."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def guarded(*damage: type[Exception]) -> Callable[[Callable[Given, Read]], Callable[Given, Read]]:
    """Return what makes a reader raise Unreadable where it would raise one of these."""

    def guard(read: Callable[Given, Read]) -> Callable[Given, Read]:
        @wraps(read)
        def reader(*args: Given.args, **kwargs: Given.kwargs) -> Read:
            try:
                return read(*args, **kwargs)
            except damage as error:
                raise Unreadable(type(error).__name__) from error

        return reader

    return guard
