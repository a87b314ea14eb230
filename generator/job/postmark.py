"""Where a document goes by post, in; the content of its customer barcode out, or why it goes without.

The list of 町域 is opened once a process, and only when something is mailed. Authority: generator/post.
"""

from contextlib import ExitStack
from types import TracebackType
from typing import NamedTuple

from generator.model import Destination
from generator.post.customer_code import CustomerCode, Reason
from generator.post.town import Towns, towns

#: Reasons somebody has to look at, with the column to fill; a code ending in 00 has no barcode by rule.
ASKED = {Reason.TOWN: "住所B", Reason.POSTCODE: "郵便番号"}


class Mark(NamedTuple):
    """The content of a barcode, "" where there is none, and then why."""

    content: str
    reason: Reason | None = None


class PostDesk:
    """Answers for one process; use it as a context."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._towns: Towns | None = None

    def __enter__(self) -> "PostDesk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def mark(self, to: Destination) -> Mark:
        """Return the mark of a piece that goes there."""
        if self._towns is None:
            self._towns = self._open.enter_context(towns())
        found = self._towns.code(to.postcode, to.address, to.detail)
        return Mark(found.content) if isinstance(found, CustomerCode) else Mark("", found)
