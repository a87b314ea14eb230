"""Every packaged layout, with the society's colour as a spot and as CMYK, is drawn into PDF/X-4."""

from pathlib import Path

import pytest
import x4_rows
import x4_text
from proof_job import STATICS, load, make
from test_every_layout import PROFILES, filled

from imposition.intent import stand_in
from layouts.document import Document
from layouts.ink import Ink
from layouts.load import load_layouts

pytestmark = pytest.mark.slow

LOOKS = {"": load_layouts(None, STATICS, {"society": Ink((0.6, 0.1, 0, 0))}), "DIC 181s": load()}


@pytest.mark.parametrize("spot", LOOKS)
@pytest.mark.parametrize("name", LOOKS[""].names)
def test_a_layout_is_pdf_x4(tmp_path: Path, name: str, spot: str) -> None:
    side = filled(LOOKS[spot].template(name), "見")
    document = Document("other", (), "", side, side if name.startswith("card") else None)
    made = make(tmp_path / "a.pdf", LOOKS[spot], [document], PROFILES.get(name) or PROFILES[name.split("/")[0]])
    assert x4_rows.faults(made.path, stand_in().sha256) == []
    assert [ink for ink in x4_text.inks(made.path) if not ink.sound] == []
