"""The inks of a file beside process colours, its layers and processing steps, registration colour within the trim.

Print.md §8.14 (spot spelling), §3 (white plate, die line), §4.1 (registration colour), §1.1 row 15; ISO 19593-1.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from layouts.geometry import Rect
from proofs.checks.walk import Once
from proofs.claims import Asked, Standard
from proofs.facts import Form, Layer, Page, Resources, Space, area
from proofs.finding import Findings
from proofs.reading import placed_forms
from proofs.scan import Scanned
from proofs.whole import LayerSet

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
REGISTRATION = "All"
_MARKED = re.compile(r"/OC\s*/(\S+)\s+BDC\b(.*?)\bEMC\b", re.DOTALL)
_NAMED = re.compile(r"/(\S+)\s+(?:cs|CS|Do)\b")
_SEPARATORS = re.compile(r"[\s_\-./]+")


def check_inks(spots: Iterable[Space], asked: Asked, findings: Findings) -> None:
    """Check how the inks of a file are written, and whether they are those agreed on."""
    inks = dict.fromkeys(ink for space in spots for ink in space.inks if ink not in (*PROCESS, REGISTRATION, "None"))
    written: dict[str, str] = {_spelt(ink): ink for ink in (*PROCESS, REGISTRATION)}
    for ink in inks:
        other = written.setdefault(_spelt(ink), ink)
        if other != ink:
            findings.add("ink-spelling", one=other, other=ink)
        elif asked.inks is not None and ink not in asked.inks:
            findings.add("ink-unlisted", ink=ink)


def check_layers(layers: LayerSet | None, standard: Standard | None, findings: Findings) -> None:
    """Check how the layers are set up."""
    if layers is None:
        return
    for name in layers.hidden:
        findings.add("layer-hidden", layer=name)
    if standard is None or not standard.modern:
        return
    if layers.unnamed:
        findings.add("layer-unnamed")
    for name in layers.unordered:
        findings.add("layer-order", layer=name)
    if layers.automatic:
        findings.add("layer-automatic")


class Plates:
    """Checks what pages place: processing steps with their inks, registration colour; alike pages once."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._once = Once()

    def check_page(self, page: Page, scanned: Scanned) -> None:
        """Check the first of pages that are alike."""
        if not self._once.is_new(page.frame):
            return
        if any(layer.group for layer in page.resources.layers.values()):
            for name, content in _MARKED.findall(page.content()):
                self._tell(page.resources.layers.get(name), _inks_named(content, page.resources), page.number)
        for form in page.resources.forms.values():
            self._tell(form.layer, _inks(form, page.resources), page.number)
        self._check_registration(page, scanned)

    def _tell(self, layer: Layer | None, inks: Iterable[str], page: int) -> None:
        if layer is not None and layer.group:
            step = f"{layer.group}/{layer.step}" if layer.step else layer.group
            ink = ", ".join(sorted(set(inks))) or "-"
            self._findings.add("layer-step", page, layer=layer.name, step=step, ink=ink)

    def _check_registration(self, page: Page, scanned: Scanned) -> None:
        """Find registration colour in texts and forms that lie within the trim."""
        trim = page.frame.boxes.get("trim")
        if trim is None:
            return
        named = {f"/{name}" for name, space in page.resources.spaces.items() if REGISTRATION in space.inks}
        for pen, _ in scanned.runs if named else ():
            if named.intersection(map(str, pen.style.fill)):
                self._note(area((*pen.at[4:], *pen.at[4:]), *page.frame.origin), trim, page.number)
        for event, form in placed_forms(scanned, page.resources):
            if REGISTRATION in _inks(form, page.resources):
                self._note(form.placed(event.at, page.frame.origin), trim, page.number)

    def _note(self, place: Rect, trim: Rect, page: int) -> None:
        if trim.holds(place):
            self._findings.add("ink-registration", page, (place.x, place.y))


def _spelt(ink: str) -> str:
    """Return what two spellings of an ink share."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", ink)).casefold()


def _inks_named(content: str, resources: Resources) -> Iterator[str]:
    """Yield the inks of the spaces and forms that a part of a content names."""
    for name in _NAMED.findall(content):
        if name in resources.spaces:
            yield from resources.spaces[name].inks
        elif name in resources.forms:
            yield from _inks(resources.forms[name], resources)


def _inks(form: Form, outer: Resources) -> set[str]:
    """Return the inks that a form's resources name, those of forms within included."""
    once, found = Once(), set[str]()
    for held in once.within(form.resources or outer):
        found.update(ink for space in held.spaces.values() for ink in space.inks)
    return found
