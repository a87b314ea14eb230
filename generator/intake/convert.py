"""Field text in, stored value out, remembered per text: the converters of coded columns (contract §2).

Stored values are int, str or None, so that rows cross process and disk cheaply; dates are their ordinals.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

#: Texts remembered per converter; a full one starts again, so that memory does not grow with people.
_KEPT = 1 << 15


class BadValue(ValueError):  # noqa: N818 - it names the value, like Refusal
    """A field has a value its column does not allow; carries the problem's code, never the value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Memo(dict[K, V], Generic[K, V]):
    """A converter that remembers what it converted; refused values are not remembered."""

    __slots__ = ("_convert",)

    def __init__(self, convert: Callable[[K], V]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: K) -> V:
        value = self._convert(text)
        if len(self) >= _KEPT:
            self.clear()
        self[text] = value
        return value
