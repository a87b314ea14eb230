"""An artwork of a layout and the form a file has for it go in; what is wrong with its security art comes out.

Security art is one form of a name, exempt from the rules of type and lines; so it is known by its digest alone: its
bytes decoded, and what they name. To print as drawn it must also lie at its place, whole, first of all, with nothing
in force that the page did not begin with. Authority: 健康保険法施行規則 47条2項; ISO 32000-1, 8.4 and 8.10.
"""

import hashlib
from collections.abc import Container, Iterable, Iterator

from layouts.geometry import Rect, to_pt
from layouts.template import Art, Security
from proofs.facts import IDENTITY, Box, Form, Matrix
from proofs.grounds import planned_names
from proofs.plan import Layouts
from proofs.reading import Flat, Within
from proofs.tokens import split, tokens

PREFIX = "S_"  #: of the names by which artworks place their security art
_NEAR = 0.01  # pt
_HARMLESS = frozenset({"q", "Q", "cm", "Do"})  # where a form lies is told by its matrix


def security_fault(art: Art, form: Form, flat: Flat, leaf: Rect) -> str:
    """Return the code of what is wrong, "" for nothing; `leaf` is all that prints of a piece, in mm."""
    wanted = art.security
    found = [inner for inner in flat.within if inner.name.startswith(PREFIX)]
    if wanted is None:
        return "security-altered" if found else ""
    own = next((inner for inner in found if inner.name == wanted.name), None)
    if own is None:
        return "security-missing"
    if len(found) > 1 or not _is(own.form, wanted, art.pdf):
        return "security-altered"
    return "" if _whole(art, form, own, leaf) and _undisturbed(form.content(), wanted.name) else "security-missing"


Mark = tuple[str, str, str]  #: of security art: its form's name, the digest of its bytes, that of what they name


def marks_of(layouts: Layouts, names: Iterable[str]) -> Iterator[Mark]:
    """Yield the marks of some layouts' security art, by which it is known where the layouts are not."""
    for art in (art for name in names for art in _arts(layouts, name)):
        if art.security is not None:
            yield art.security.name, art.security.sha256, planned_names(art.pdf)


class Declared:
    """Tells which forms of a file are the security art that whoever sealed its job has listed."""

    def __init__(self, marks: Container[Mark]) -> None:
        self._marks = marks
        self._known: dict[Form, bool] = {}

    def holds(self, name: str, form: Form) -> bool:
        """Tell whether a form is security art of its name, byte for byte."""
        if not name.startswith(PREFIX):
            return False
        if form not in self._known:
            self._known[form] = (name, _sha256(form), form.names()) in self._marks
        return self._known[form]


class Proved:
    """Tells which forms of a file are security art of its layouts, by what they are and not by what they are called."""

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self._known: dict[Form, bool] = {}

    def holds(self, name: str, form: Form) -> bool:
        """Tell whether a form is the security art that its name promises, byte for byte."""
        if not name.startswith(PREFIX):
            return False
        if form not in self._known:
            arts = [art for art in self._named(name) if art.security and art.security.name == name]
            self._known[form] = any(art.security and _is(form, art.security, art.pdf) for art in arts)
        return self._known[form]

    def _named(self, name: str) -> Iterator[Art]:
        """Yield the artworks that may bear security art of a name; no other layout is drawn for it."""
        for layout in self._layouts.names:
            if name.startswith(PREFIX + layout.replace("/", ".")):
                yield from _arts(self._layouts, layout)


def _arts(layouts: Layouts, name: str) -> Iterator[Art]:
    template = layouts.template(name)
    yield from (art for art in (template.art, *(block.art for block in template.blocks.values())) if art is not None)


def _is(form: Form, wanted: Security, art: bytes) -> bool:
    return _sha256(form) == wanted.sha256 and form.names() == planned_names(art)


def _sha256(form: Form) -> str:
    return hashlib.sha256(form.content().encode("latin-1")).hexdigest()


def _whole(art: Art, form: Form, own: Within, leaf: Rect) -> bool:
    """Tell whether it lies at its place, and neither its own box nor the artwork's cuts it within the leaf."""
    left, low = max(art.box.x, leaf.x), max(art.box.y, leaf.y)
    right, top = min(art.box.right, leaf.right), min(art.box.top, leaf.top)
    printed = to_pt(left), to_pt(low), to_pt(right), to_pt(top)
    in_place = all(abs(a - b) < _NEAR for a, b in zip(own.at, IDENTITY, strict=True))
    return in_place and _holds(own.form.box, own.at, printed) and _holds(form.box, form.matrix, printed)


def _holds(box: Box, at: Matrix, printed: Box) -> bool:
    """Tell whether a form's box, set by an upright matrix, leaves all of an area."""
    x, y = at[4], at[5]
    upright = all(abs(a - b) < _NEAR for a, b in zip(at[:4], IDENTITY[:4], strict=True))
    (left, right), (low, top) = sorted((box[0] + x, box[2] + x)), sorted((box[1] + y, box[3] + y))
    inside = left <= printed[0] + _NEAR and low <= printed[1] + _NEAR
    return upright and inside and right >= printed[2] - _NEAR and top >= printed[3] - _NEAR


def _undisturbed(content: str, name: str) -> bool:
    """Tell whether a form is placed in the state its content begins with: no clip, no dash, no graphics state."""
    disturbed, saved, last = False, list[bool](), ""
    for word in tokens(" ".join(split(content)[::2])):
        if word == "Do" and last == f"/{name}":
            return not disturbed
        if word == "q":
            saved.append(disturbed)
        elif word == "Q":
            disturbed = saved.pop() if saved else disturbed
        elif word[0].isalpha() and word not in _HARMLESS:
            disturbed = True
        last = word
    return False
