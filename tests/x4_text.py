"""How a file's text is inked: every string with the colour and the overprint it is shown in, forms included."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

_SHOWS = {"Tj", "TJ", "'", '"'}


@dataclass(frozen=True)
class Ink:
    """What a string is shown with: the operands of its fill, and whether black over others leaves them."""

    fill: tuple[str, ...] = ("g", "0")
    overprints: bool = False

    @property
    def black(self) -> bool:
        """Tell whether only K is inked."""
        return self.fill[0] == "k" and [float(v) for v in self.fill[1:4]] == [0, 0, 0] and float(self.fill[4]) > 0

    @property
    def sound(self) -> bool:
        """Tell whether it prints as meant: black over all, paper cut out of all, a spot as it is."""
        if self.fill[0] == "k" and not any(map(float, self.fill[1:])):
            return not self.overprints  # with OPM 1 it would vanish
        return self.spot or (self.black and self.overprints)

    @property
    def spot(self) -> bool:
        """Tell whether a named ink is used."""
        return self.fill[0] == "spot"


def inks(path: Path) -> set[Ink]:
    """Return every way a file shows text."""
    with pikepdf.open(path) as pdf:
        return {ink for page in pdf.pages for ink in _shown(page, page.Resources, Ink(), 0)}


def _shown(content: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object, ink: Ink, depth: int) -> Iterator[Ink]:
    assert depth < 9
    saved: list[Ink] = []
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "q":
                saved.append(ink)
            case "Q":
                ink = saved.pop()
            case "gs":
                state = resources.ExtGState[str(operands[0])]
                if "/op" in state or "/OP" in state:
                    on = bool(state.get("/op", state.get("/OP")))
                    ink = replace(ink, overprints=on and bool(state.get("/OP")) and state.get("/OPM", 0) == 1)
            case "k" | "g" | "rg":
                ink = replace(ink, fill=(str(operator), *(str(v) for v in operands)))
            case "cs":
                ink = replace(ink, fill=("spot", str(operands[0])))
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    yield from _shown(form, form.get("/Resources", resources), ink, depth + 1)
            case shown if shown in _SHOWS:
                yield ink
            case _:
                pass
