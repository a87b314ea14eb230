"""Documents with their claims stream in, the picks leave: a document for each reason, as many as asked for the sample.

Pure and of one pass: what is kept is a place for each reason and the sample, never the documents, so a million of them
take no more memory than a hundred. The seed moves nothing but the sample.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from generator.proof.measure import Claim

SAMPLE = "sample"


class Place(NamedTuple):
    """Where a document lies: its pile by order, the lot in the pile, the piece in the lot."""

    pile: int
    lot: int
    piece: int


class Candidate(NamedTuple):
    """A document on its way past; `number` is "" for what bears none and is never drawn by lot."""

    place: Place
    number: str
    claims: Iterable[Claim]


@dataclass(frozen=True, slots=True)
class Picked:
    """A document picked, and all it was picked for."""

    place: Place
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Best:
    by_reason: dict[str, tuple[float, Place]] = field(default_factory=dict[str, tuple[float, Place]])
    sample: list[tuple[int, Place]] = field(default_factory=list[tuple[int, Place]])  # a heap, the worst first


def pick(candidates: Iterable[Candidate], seed: int, sample: int) -> tuple[Picked, ...]:
    """Pick for every reason the document with the highest score, and by lot `sample` more; in the job's order."""
    best = _Best()
    for place, number, claims in candidates:
        for reason, score in claims:
            held = best.by_reason.get(reason)
            if held is None or score > held[0]:
                best.by_reason[reason] = (score, place)
        if number and sample:
            _draw(best.sample, _lot(seed, number), place, sample)
    reasons: dict[Place, list[str]] = {}
    for reason, (_, place) in best.by_reason.items():
        reasons.setdefault(place, []).append(reason)
    for _, place in best.sample:
        reasons.setdefault(place, []).append(SAMPLE)
    return tuple(Picked(place, tuple(sorted(reasons[place]))) for place in sorted(reasons))


def _draw(held: list[tuple[int, Place]], lot: int, place: Place, sample: int) -> None:
    if len(held) < sample:
        heapq.heappush(held, (-lot, place))
    elif -lot > held[0][0]:
        heapq.heapreplace(held, (-lot, place))


def _lot(seed: int, number: str) -> int:
    """Draw a lot for a document; whoever has the lowest is in the sample, whatever the order."""
    return int.from_bytes(sha256(f"{seed}:{number}".encode()).digest()[:8], "big")
