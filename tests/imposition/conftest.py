"""Layouts of these tests' own, invented pieces, and a drawn block to look into."""

from pathlib import Path

import pytest
from drawing import Draw

from imposition.draw import Drawn, Slug, draw_block
from imposition.plan import Block, cut_blocks
from imposition.sheet import Stock
from layouts.document import Document, Side
from layouts.ink import Ink
from layouts.load import Layouts, load_layouts

STATICS = {
    "insurer_number": "06139992",
    "insurer_name": "見本健康保険組合",
    "insurer_postcode": "100-0001",
    "insurer_address": "東京都千代田区千代田1-1",
    "insurer_phone": "03-0000-0000",
    "insurer_url": "https://example.jp/",
}


@pytest.fixture(scope="session")
def layouts() -> Layouts:
    return load_layouts(Path(__file__).parent / "layouts", STATICS, {"society": Ink((0.6, 0.1, 0, 0), "DIC 181s")})


def card(serial: int, name: str = "見本 渡邉") -> Document:
    number = f"20251001-01-{serial:06d}-0"
    front = Side("trial/front", {"name": name, "number": number})
    return Document("card", (number,), "E000001", front, Side("trial/back", {"number": number}))


def separator(envelope: int) -> Document:
    side = Side("trial/separator", {"envelope": f"E{envelope:06d}"})
    return Document("separator", (), f"E{envelope:06d}", side, side)


def pile(count: int) -> list[Document]:
    """Invent a pile: a separator before every ten cards."""
    return [separator(i // 11 + 1) if i % 11 == 0 else card(i) for i in range(count)]


@pytest.fixture
def trial_pile() -> list[Document]:
    return pile(21)


@pytest.fixture
def draw(layouts: Layouts, tmp_path: Path) -> Draw:
    def draw(
        stock: Stock, count: int, *, backs: bool = True, fronts: bool = True, name: str = "a.pdf"
    ) -> tuple[Path, Block, list[Document], Drawn]:
        documents = pile(count)
        (block,) = cut_blocks(stock, count)
        path = tmp_path / name
        slug = Slug("20251001-01", "cards", 1, "06123456")
        drawn = draw_block(path, stock, block, documents, layouts, slug, backs=backs, fronts=fronts)
        return path, block, documents, drawn

    return draw
