"""The documents of a pile in, each with all it may be picked for out: what stands on it, and where it lies.

First and last of the job and of an envelope, and the largest household, are known by the order of the pile alone.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.proof.measure import Claim, claims
from generator.proof.pick import Candidate, Place
from layouts.document import Document
from layouts.load import Layouts


def candidates_of(
    pile: str, placed: Iterable[tuple[Place, Document]], envelopes: Mapping[str, str], layouts: Layouts
) -> Iterator[Candidate]:
    """Yield every document of a pile with its claims; `envelopes` names those worth a look: envelope → style."""
    edges = _Edges(pile, envelopes)
    for place, document in placed:
        number = document.numbers[0] if document.numbers else ""
        yield Candidate(place, number, (*claims(document, pile, layouts), *edges.claims(document)))
        yield from edges.household(document, place)


class _Edges:
    """What a document is by where it lies: first and last of its pile and of an envelope, the largest household."""

    def __init__(self, pile: str, envelopes: Mapping[str, str]) -> None:
        self._pile, self._envelopes, self._seen = pile, envelopes, 0
        self._home: tuple[str, str] | None = None
        self._first: tuple[Place, str] | None = None
        self._pieces = 0

    def claims(self, document: Document) -> Iterator[Claim]:
        """Yield the claims of a document by its place."""
        if not document.numbers or self._pile not in ("cards", "notices"):
            return
        self._seen += 1
        yield Claim(f"first:{self._pile}", 0)
        yield Claim(f"last:{self._pile}", self._seen)
        if style := self._envelopes.get(document.envelope):
            yield Claim(f"{style}-first", 0)
            yield Claim(f"{style}-last", self._seen)

    def household(self, document: Document, place: Place) -> Iterator[Candidate]:
        """Yield the first document of a household again as it grows: the largest one wins."""
        if not document.numbers or self._pile not in ("cards", "notices"):
            return
        home = document.front.fields.get("symbol", ""), document.front.fields.get("number", "")
        if home != self._home or self._first is None:
            self._home, self._first, self._pieces = home, (place, document.numbers[0]), 0
        self._pieces += len(document.numbers)
        yield Candidate(self._first[0], "", (Claim(f"household:{self._pile}", self._pieces),))
