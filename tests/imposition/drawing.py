"""What the fixture `draw` is, for those who take it."""

from collections.abc import Callable
from pathlib import Path

from imposition.draw import Drawn
from imposition.plan import Block
from layouts.document import Document

#: (stock, how many pieces, backs=, fronts=, name=) → file, block, pieces, what was written
Draw = Callable[..., tuple[Path, Block, list[Document], Drawn]]
