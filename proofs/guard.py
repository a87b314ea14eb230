"""What reads a damaged file goes in, what raises Unreadable and nothing else comes out."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from proofs.facts import Unreadable

Given = ParamSpec("Given")
Read = TypeVar("Read")


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
