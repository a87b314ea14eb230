"""No RGB anywhere: operators, spaces, images, groups; no inline images. PDF/X rows 11, 12 (print.md §1.1)."""

from collections.abc import Iterable

from layouts.geometry import to_mm
from proofs.facts import Form, Page, Resources
from proofs.finding import Findings
from proofs.machine import Event
from proofs.reading import Reader


class Colours:
    """Checks each form and each set of resources once a file, on the first page that has it."""

    def __init__(self, reader: Reader, findings: Findings) -> None:
        self._reader, self._findings = reader, findings
        self._resources: set[Resources] = set()
        self._forms: set[Form] = set()

    def check_page(self, page: Page, events: Iterable[Event]) -> None:
        """Check a page, its resources and the forms within."""
        if page.frame.rgb_group:
            self._findings.add("rgb-group", page.number)
        self._check_events(events, page.number, own=True)
        self._check_resources(page.resources, page.number)
        for annotation in page.frame.annotations:
            for form in annotation.forms:
                self._check_form(form, page.resources, page.number)

    def _check_resources(self, resources: Resources, page: int) -> None:
        if resources in self._resources:
            return
        self._resources.add(resources)
        for name in resources.rgb_spaces:
            self._findings.add("rgb-space", page, where=name)
        for name, image in resources.images.items():
            if image.rgb:
                self._findings.add("rgb-image", page, name=name)
        for font in resources.fonts.values():
            if font.resources is not None:
                self._check_resources(font.resources, page)
        for form in (*resources.forms.values(), *resources.patterns):
            self._check_form(form, resources, page)

    def _check_form(self, form: Form, outer: Resources, page: int) -> None:
        if form in self._forms:
            return
        self._forms.add(form)
        if form.rgb_group:
            self._findings.add("rgb-group", page)
        self._check_events(self._reader.flat(form, outer).events, page, own=False)
        if form.resources is not None:
            self._check_resources(form.resources, page)

    def _check_events(self, events: Iterable[Event], page: int, *, own: bool) -> None:
        """Note faults; a place within a form is not a place on the page."""
        for event in events:
            if event.kind == "Do":
                continue
            at = (to_mm(event.at[4]), to_mm(event.at[5])) if own else None
            if event.kind == "rgb":
                self._findings.add("rgb-operator", page, at, operator=event.name)
            elif event.kind == "inline":
                self._findings.add("image-inline", page, at)
            elif event.kind == "fault":
                self._findings.add("content-unreadable", page, at, operator=event.name)
