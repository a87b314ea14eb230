"""Pages go in; every set of resources, and every form within, come out once a file."""

from collections.abc import Iterator

from proofs.facts import Form, Frame, Resources


class Once:
    """Remembers what was seen; each thing is met on the first page that has it."""

    def __init__(self) -> None:
        self._seen: set[Frame | Resources | Form] = set()

    def is_new(self, thing: Frame | Resources | Form) -> bool:
        """Tell whether something is met for the first time."""
        new = thing not in self._seen
        self._seen.add(thing)
        return new

    def within(self, resources: Resources) -> Iterator[Resources]:
        """Yield a set of resources and all that hang on it, those not met before."""
        if not self.is_new(resources):
            return
        yield resources
        for form in (*resources.forms.values(), *resources.patterns):
            if form.resources is not None:
                yield from self.within(form.resources)
        for font in resources.fonts.values():
            if font.resources is not None:
                yield from self.within(font.resources)
