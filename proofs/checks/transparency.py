"""What is transparent, and colours that another space stands behind. PDF/X rows 11 and 12 (print.md §1.1).

Transparency is allowed in PDF/X-4, so it is told and not refused; a standard before it allows none.
"""

from collections.abc import Iterator, Mapping

from proofs.checks.walk import Once
from proofs.claims import Standard
from proofs.facts import Form, Page, Resources, State
from proofs.finding import Findings
from proofs.inks import OPAQUE

_OPAQUE = OPAQUE | {""}  # a state that says nothing of blending too
_DEFAULTS = frozenset({"DefaultGray", "DefaultCMYK", "DefaultRGB"})


class Transparency:
    """Checks each set of resources once a file, on the first page that has it."""

    def __init__(self, standard: Standard | None, findings: Findings) -> None:
        self._forbids = standard.name if standard and not standard.modern else ""
        self._findings = findings
        self._once = Once()

    def check_page(self, page: Page) -> None:
        """Check what a page and its annotations name."""
        if not self._once.is_new(page.frame):
            return
        if page.frame.group and self._forbids:
            self._note("Group", page.number, "Group")
        for annotation in page.frame.annotations:
            for form in annotation.forms:
                self._check_forms({annotation.kind: form}, page.number)
                self._check_within(form.resources or Resources(), page.number)
        self._check_within(page.resources, page.number)

    def _check_within(self, resources: Resources, page: int) -> None:
        for held in self._once.within(resources):
            for name, state in held.states.items():
                for what in _state(state):
                    self._note(name, page, what)
            for name, image in held.images.items():
                if image.soft_mask:
                    self._note(name, page, "SMask")
            self._check_forms(held.forms, page)
            self._check_spaces(held, page)

    def _check_forms(self, forms: Mapping[str, Form], page: int) -> None:
        for name, form in forms.items():
            if self._forbids and form.group:
                self._note(name, page, "Group")

    def _check_spaces(self, held: Resources, page: int) -> None:
        spaces = {**held.shadings, **held.spaces}
        for name, space in spaces.items():
            if name in _DEFAULTS and not space.rgb:
                self._findings.add("space-default", page, name=name)
            if space.family == "Lab":
                self._findings.add("space-lab", page, name=name)
        for name, image in held.images.items():
            if image.space and "Lab" in (image.space.family, image.space.below and image.space.below.family):
                self._findings.add("space-lab", page, name=name)

    def _note(self, name: str, page: int, what: str) -> None:
        if self._forbids:
            self._findings.add("transparency-forbidden", page, claim=self._forbids, what=what)
        else:
            self._findings.add("transparency", page, name=name, what=what)


def _state(state: State) -> Iterator[str]:
    for key, alpha in (("ca", state.fill_alpha), ("CA", state.stroke_alpha)):
        if alpha is not None and alpha < 1:
            yield f"{key} {alpha:g}"
    if state.soft_mask:
        yield "SMask"
    if state.blend not in _OPAQUE:
        yield state.blend
