"""Random names over everything the faces have: no exception, and nothing accepted is wider than its room."""

import pytest
from names_job import name_slot

from bench.names import invented
from generator.intake.naming import names_of
from layouts.trial import HELD, standing

pytestmark = pytest.mark.slow


def test_whatever_is_accepted_has_its_room() -> None:
    desk, slot = names_of(None), name_slot()
    outcomes: set[str] = set()
    for name in invented(200_000, seed=11):
        reading = desk.read("氏名", name)
        if reading.faults:
            outcomes.add("guarded")
            continue
        stood = standing(slot, reading.text)
        outcomes.add(stood.how)
        if stood.how not in HELD:
            assert stood.width <= stood.room + 0.01
            assert stood.size >= 6
            assert stood.scale >= 69.9
    assert outcomes >= {"guarded", "full", "condensed", "two-lines", "glyph-missing"}
