"""Texts that may stand on one copy together never share ink's room, two-line names among them."""

from itertools import combinations

import pytest
from layout_samples import packaged

from layouts.geometry import Rect
from layouts.place import boxes

LAYOUTS = packaged()
#: Of these at most one is given: mail by post bears an address, mail by the employer the employer and the office; a
#: row of the certificate of destruction is a copy, or a heading.
ALTERNATIVES = frozenset(
    {
        *(("address", "employer"), ("address2", "office")),
        *(
            tuple(sorted((heading, field)))
            for heading in ("reason", "reason_caption", "reason_count")
            for field in ("no", "doc", "make", "pile", "block", "sheet", "cell")
        ),
    }
)
#: Em boxes may touch by so much: no glyph fills its em to the last tenth.
SLACK_MM = 0.15


def shared(one: Rect, other: Rect) -> float:
    """Return how deep two boxes reach into each other."""
    across = min(one.right, other.right) - max(one.x, other.x)
    up = min(one.top, other.top) - max(one.y, other.y)
    return min(across, up)


def alternatives(a: str, b: str) -> bool:
    """Tell whether two fields, of one copy of a block if of any, are never given together."""
    (of_a, _, one), (of_b, _, other) = a.rpartition("."), b.rpartition(".")
    return of_a == of_b and tuple(sorted((one, other))) in ALTERNATIVES


@pytest.mark.parametrize("name", LAYOUTS.names)
def test_fields_that_may_be_given_together_do_not_overlap(name: str) -> None:
    found = boxes(LAYOUTS.template(name))
    deep = {
        tuple(sorted((a, b))): round(shared(one, other), 2)
        for (a, one), (b, other) in combinations(found.items(), 2)
        if shared(one, other) > SLACK_MM and not alternatives(a, b)
    }
    assert deep == {}
