"""Fonts and their glyphs: embedded, provable, no glyph 0, outlines and texts of the source. fonts.md §3."""

from collections.abc import Iterable

from layouts.geometry import to_mm
from proofs.facts import Font, Page, Resources
from proofs.finding import Findings
from proofs.glyphs import GlyphProof
from proofs.reading import Shown


class Fonts:
    """Checks each font once a file, and each glyph that is shown once a file."""

    def __init__(self, findings: Findings, *, planned: bool) -> None:
        self._findings, self._planned = findings, planned
        self._resources: set[Resources] = set()
        self._fonts: set[Font] = set()
        self._glyphs: dict[GlyphProof, set[str]] = {}

    def check_resources(self, resources: Resources, page: int) -> None:
        """Check the fonts that a page or a form names."""
        if resources in self._resources:
            return
        self._resources.add(resources)
        selected = [state.font for state in resources.states.values() if state.font]
        for font in (*resources.fonts.values(), *selected):
            self.check_font(font, page)
            if font.resources is not None:
                self.check_resources(font.resources, page)
        for form in (*resources.forms.values(), *resources.patterns):
            if form.resources is not None:
                self.check_resources(form.resources, page)

    def check_annotations(self, page: Page) -> None:
        """Check the fonts that draw the annotations of a page."""
        for form in [form for annotation in page.frame.annotations for form in annotation.forms]:
            if form.resources is not None:
                self.check_resources(form.resources, page.number)

    def check_font(self, font: Font, page: int) -> None:
        """Check that a font is embedded and, where the plan is known, that its glyphs can be proved."""
        if font in self._fonts:
            return
        self._fonts.add(font)
        if not font.embedded:
            self._findings.add("font-not-embedded", page, font=font.name)

    def check_shown(self, shown: Iterable[Shown], page: int) -> None:
        """Check the glyphs of some strings, each glyph of a font once."""
        for string in shown:
            proof = string.proof
            codes = proof.codes(string.codes)
            known = self._glyphs.setdefault(proof, set())
            if known.issuperset(codes):
                continue
            at = _place(string)
            self._check_proof(proof, page, at)
            for code in codes:
                if code not in known:
                    known.add(code)
                    self._check_glyph(proof, code, page, at, replaced=string.style.actual is not None)

    def _check_proof(self, proof: GlyphProof, page: int, at: tuple[float, float]) -> None:
        self.check_font(proof.font, page)
        if not self._planned or proof.source is not None:
            return
        code = "font-unknown" if proof.font.identity else "font-encoding"
        self._findings.add(code, 0, None, font=proof.font.name)

    def _check_glyph(self, proof: GlyphProof, code: str, page: int, at: tuple[float, float], *, replaced: bool) -> None:
        fault = proof.fault(code)
        name = proof.font.name
        if fault == "glyph-zero":
            self._findings.add(fault, page, at, font=name)
        elif fault:
            self._findings.add(fault, page, at, font=name, glyph=code)
        if fault != "glyph-zero" and not replaced and not proof.says_right(code):
            self._findings.add("text-layer", page, at, font=name, glyph=code)


def _place(string: Shown) -> tuple[float, float]:
    x, y = string.start
    return to_mm(x), to_mm(y)
