"""A page and what was scanned of it go in; what a press cares about comes out: lines, type, inks, overprint, images.

The quick way: forms are looked at once for each way they are placed, strings once for each style, paths once for each
colour and width. The slow road (`proofs/painter.py`, `proofs/plates.py`) is walked for pages that paint something new,
and for those on which ink might add up to more than the limit. Security art that is proved to be the layout's own is
left out (ARCHITECTURE.md). Authority: print.md §3 and §8; the figures are the profile's (`imposition/rules.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from imposition.rules import Rules
from imposition.sheet import Face, Stock
from layouts.geometry import to_pt
from proofs.checks.ink_codes import Codes
from proofs.checks.ink_notes import Notes, Trims
from proofs.checks.ink_paints import LIGHT, Type, blanket, faults, overprint_faults, place, type_faults
from proofs.drawn import Picture
from proofs.facts import Form, Matrix, Page, Resources
from proofs.finding import Findings
from proofs.inks import OPAQUE, Blend, Colour, Tint, bound, changed, is_pattern, tint_of
from proofs.machine import Event, Style
from proofs.operators import PAINTS
from proofs.painter import Forms, Own, Skip, picture, picture_of, type_size
from proofs.paints import Paint
from proofs.plane import corners, union
from proofs.plates import Plates, Work, most, raise_to
from proofs.scan import Pens, Scanned
from proofs.shapes import Shape

_MOST = 20_000  # events and styles remembered
_INVISIBLE = (3, 7)
_DRAWN = frozenset({"paint", "sh"})


def nothing_skipped(name: str, form: Form) -> bool:
    """Leave no form out: of a file without a plan nothing is proved."""
    return False


@dataclass(slots=True, eq=False)
class _Met:
    """What pages of one set of resources have shown so far."""

    stretches: set[Pens] = field(default_factory=set[Pens])
    pens: int = 0  #: of those stretches
    styles: set[Style] = field(default_factory=set[Style])
    events: set[Event] = field(default_factory=set[Event])
    kinds: set[tuple[object, ...]] = field(default_factory=set[tuple[object, ...]])
    watched: set[Style] = field(default_factory=set[Style])  #: of which it matters what lies beneath
    forms: list[Picture] = field(default_factory=list[Picture])
    tints: dict[tuple[object, ...], tuple[Tint, Blend]] = field(
        default_factory=dict[tuple[object, ...], tuple[Tint, Blend]]
    )
    most: dict[str, float] = field(default_factory=dict[str, float])
    codes: Codes = field(default_factory=Codes)
    heavy: bool = False  #: ink may add up to more than the limit


class Inks:
    """Checks the ink of one file's pages against the rules of a press."""

    def __init__(
        self,
        stock: Stock | None,
        findings: Findings,
        *,
        faces: Sequence[Face] = (),
        planned: bool = False,
        skip: Skip = nothing_skipped,
        placed: bool = True,
        own: Own | None = None,
    ) -> None:
        self._rules = _rules(stock)
        self._limit = self._rules.ink_limit / 100
        self._trims, self._planned = Trims(stock if placed else None, faces), planned
        self._notes = Notes(findings)
        self._forms, self._own = Forms(skip), own or Own()
        self._met: dict[Resources, _Met] = {}
        self._seen: set[Paint] = set()
        self._work = Work()

    def check(self, page: Page, scanned: Scanned) -> None:
        """Check one page."""
        met = self._met.setdefault(page.resources, _Met())
        # The very same pens come again and again: a stretch met before shows nothing new.
        fresh = [pens for pens, _ in scanned.strings if pens not in met.stretches]
        news = self._meet_styles(page, met, scanned, {pen.style for pens in fresh for pen in pens} - met.styles)
        if fresh and met.pens < _MOST:
            met.stretches.update(fresh)
            met.pens += sum(map(len, fresh))
        drawn, placed = self._meet_events(page, met, scanned.events)
        if self._planned and (news or drawn or placed):
            self._weigh(met)
        alone = not self._planned and (scanned.fresh or news or placed or self._differs(page, met, scanned.code))
        if alone or drawn or met.heavy or (met.watched and any(pen.style in met.watched for pen in scanned.pens)):
            found = self._walk(page, met)
            if not self._planned:
                met.codes.see(found, scanned.events)

    def _differs(self, page: Page, met: _Met, code: Event | None) -> bool:
        """Tell whether a page has a code of its own that may print otherwise than those before it."""
        thick = to_pt(max(self._rules.line, self._rules.line_reversed))
        return code is not None and not met.codes.is_like(code, _tint(code.fill, page.resources), thick=thick)

    def _walk(self, page: Page, met: _Met) -> Picture:
        """Walk the slow road: look at all that a page paints."""
        found = self._picture(page, met)
        self._look(page, found, own=self._planned)
        if _sum_of(most(self._bounded(found.paints)), self._rules) <= self._limit:
            return found
        if not self._planned and not met.heavy:
            drawn = Picture([paint for paint in found.paints if paint.kind != "text"])
            if not self._too_much(drawn, met.tints.values()):
                return found  # wherever its texts stand
            met.heavy = True
        self._check_plates(page, found)
        return found

    def _picture(self, page: Page, met: _Met) -> Picture:
        """Return what a page paints; without forms, which were looked at already, where its own paints are dark."""
        if self._planned and not met.heavy and not met.watched:
            own = self._own.of(page)
            if not any(paint.tint.total < LIGHT and paint.kind != "text" for paint in own.paints):
                return own
        return picture(page, self._forms)

    def _meet_styles(self, page: Page, met: _Met, scanned: Scanned, new: set[Style]) -> bool:
        """Look at styles not met before; tell whether one is of a new kind."""
        found = False
        for pen, _ in scanned.runs if new else ():
            style = pen.style
            if style not in new or style.mode in _INVISIBLE:
                continue
            new.discard(style)
            if len(met.styles) < _MOST:
                met.styles.add(style)
            key = (*_kind(style), *(round(value, 4) for value in pen.at[:4]))
            tint, blend = _tint(style.fill, page.resources), _blend_of(style.states, page.resources)
            kind = Type(type_size(style, pen.at), tint, blend.over_fill, blend.mode)
            if kind.doubtful and not (self._planned and kind.black):
                met.watched.add(style)  # of planned text that knocks out the plan's own check tells
            if key in met.kinds:
                continue
            met.kinds.add(key)
            found = True
            met.tints[tint, blend.over_fill, blend.mode, blend.blend] = tint, blend
            if self._planned:
                self._tell_style(page, kind, pen.at)
        return found

    def _tell_style(self, page: Page, kind: Type, at: Matrix) -> None:
        over = overprint_faults(kind.tint, self._rules, over=kind.over, mode=kind.mode)
        for code, facts in (*over, *type_faults(kind, self._rules, {})):
            self._notes.add(code, page, "", (at[4], at[5]), **facts)

    def _meet_events(self, page: Page, met: _Met, events: Iterable[Event]) -> tuple[bool, bool]:
        """Look at paints and forms not met before; tell whether there are such."""
        drawn = placed = False
        for event in events:
            if event in met.events:
                continue
            if len(met.events) < _MOST:
                met.events.add(event)
            linear = tuple(round(value, 4) for value in event.at[:4])
            key = (event.kind, event.name, linear, event.fill, event.line, event.states)
            if key in met.kinds:
                continue
            met.kinds.add(key)
            form = page.resources.forms.get(event.name) if event.kind == "Do" else None
            if form is not None:
                placed = True
                if self._planned:
                    blend = _blend_of(event.states, page.resources)
                    met.forms.append(picture_of(event, page, self._forms, blend))
                    self._look(page, met.forms[-1], own=False)
            elif event.kind in _DRAWN or (event.kind == "Do" and event.name in page.resources.images):
                drawn = True
                laid = [each for each in _laid(event, page.resources) if each[0].total <= self._limit or each[0].sure]
                met.tints |= {(t, b.over_fill, b.mode, b.blend): (t, b) for t, b in laid}
        return drawn, placed

    def _weigh(self, met: _Met) -> None:
        """Work out whether the forms of pages and all that pages paint themselves may add up to too much."""
        laid = [paint for form in met.forms for paint in self._bounded(form.paints)]
        met.most = most(laid)
        for tint, blend in met.tints.values():
            raise_to(met.most, tint, plain=blend.blend in OPAQUE)
        if _sum_of(met.most, self._rules) <= self._limit:
            met.heavy = False
            return
        met.heavy = any(self._too_much(form, met.tints.values()) for form in met.forms) or not met.forms

    def _too_much(self, form: Picture, tints: Iterable[tuple[Tint, Blend]]) -> bool:
        """Tell whether a form, with anything of the page over any part of it, may bear too much."""
        paints = self._bounded(form.paints)
        if not paints:
            return False
        shape = Shape((corners(union([paint.box for paint in paints])),))
        over = [blanket(shape, tint, blend) for tint, blend in tints]
        if _sum_of(most([*paints, *over]), self._rules) <= self._limit:
            return False
        return Plates([*paints, *over], self._rules.apart, self._work).peak(self._limit, first=True) is not None

    def _look(self, page: Page, found: Picture, *, own: bool) -> None:
        """Check the paints of a picture; `own`: only those of the page itself, its forms having been looked at."""
        for index, paint in enumerate(found.paints):
            if own and paint.where:
                continue
            at = place(page, paint)
            self._tell_place(page, paint, at)
            if paint.origin is not None:
                if paint.origin in self._seen:
                    continue  # a form is looked at where it is met first
                self._seen.add(paint.origin)
            for code, facts in faults(found, index, self._rules):
                self._notes.add(code, page, paint.where, at, **facts)
            if self._boundless(paint):
                self._notes.add("ink-unbounded", page, paint.where, at)

    def _tell_place(self, page: Page, paint: Paint, at: tuple[float, float]) -> None:
        """Check what hangs on where a paint lies."""
        if paint.tint.registration and self._trims.touches(page, paint):
            self._notes.add("ink-registration", page, paint.where, at)
        if paint.kind == "text" and self._trims.near_edge(page, paint.box, to_pt(self._rules.safe)):
            self._notes.add("text-near-edge", page, paint.where, at, least=self._rules.safe)

    def _check_plates(self, page: Page, found: Picture) -> None:
        plates = Plates(self._bounded(found.paints), self._rules.apart, self._work)
        peak = plates.peak(self._limit)
        if peak is not None and plates.exhausted and not peak.sure:
            self._notes.add("ink-unbounded", page, "", peak.at)
        elif peak is not None:
            facts = {"found": round(100 * peak.total), "least": self._rules.ink_limit}
            self._notes.add("ink-coverage", page, "", peak.at, **facts)

    def _boundless(self, paint: Paint) -> bool:
        """Tell whether nothing says how much ink a paint lays, so that it is not counted."""
        return not paint.tint.sure and not paint.mixed and paint.tint.total > self._limit

    def _bounded(self, paints: Iterable[Paint]) -> list[Paint]:
        return [paint for paint in paints if not self._boundless(paint) and not paint.tint.registration]


def _rules(stock: Stock | None) -> Rules:
    """Return the rules of a profile; its own white and die line are no inks that add up."""
    rules = stock.rules if stock else Rules()
    own = stock.plates.inks if stock and stock.plates else ()
    return replace(rules, apart=(*rules.apart, *(ink.casefold() for ink in own)))


def _sum_of(inks: Mapping[str, float], rules: Rules) -> float:
    """Return the ink that adds up."""
    return sum(amount for ink, amount in inks.items() if not rules.is_apart(ink))


def _blend_of(states: Iterable[str], resources: Resources) -> Blend:
    """Return what graphics states amount to, one after the other."""
    found = Blend()
    for name in states:
        if (state := resources.states.get(name)) is not None:
            found = changed(found, state)
    return found


def _kind(style: Style) -> tuple[object, ...]:
    return style.font, style.size, style.scale, style.rise, style.mode, style.fill, style.states


def _tint(colour: Colour, resources: Resources) -> Tint:
    return bound(None) if is_pattern(colour) else tint_of(colour, resources.spaces)


def _laid(event: Event, resources: Resources) -> Iterable[tuple[Tint, Blend]]:
    """Return what a paint of the page itself may lay, as far as colours tell."""
    blend = _blend_of(event.states, resources)
    if event.kind == "sh":
        yield bound(resources.shadings.get(event.name)), blend
    elif event.kind == "Do":
        image = resources.images[event.name]
        yield (_tint(event.fill, resources) if image.stencil else bound(image.space)), blend
    ways = PAINTS.get(event.name, "").split() if event.kind == "paint" else []
    if "fill" in ways:
        yield _tint(event.fill, resources), blend
    if "stroke" in ways:
        yield _tint(event.line[0], resources), Blend(over_fill=blend.over_stroke, mode=blend.mode, blend=blend.blend)
