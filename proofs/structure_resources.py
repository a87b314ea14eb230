"""Resource dictionaries of a file go in, each once, and come out as plain values with all they name.

ISO 32000-1, 7.8.3 (resources), 8.10 (forms), 8.7.3 (tiling patterns), 8.11 (optional content).
"""

from functools import partial
from typing import cast

from pypdf.generic import DictionaryObject, StreamObject

from proofs.facts import IDENTITY, Annotation, Box, Font, Form, Image, Layer, Matrix, Resources, State, area
from proofs.grounds import form_digest, names_digest
from proofs.structure_fonts import read_font
from proofs.structure_spaces import is_rgb, read_image, read_space, read_state, shadings
from proofs.structure_values import array, fixed, items, key_of, name, solid, table, text


class ResourceReader:
    """Reads what names mean; keeps every set of resources, form and font by its number."""

    def __init__(self) -> None:
        self._resources: dict[object, Resources] = {}
        self._fonts: dict[object, Font] = {}
        self._forms: dict[object, Form] = {}

    def resources(self, held: object) -> Resources | None:
        """Read a set of resources; None where there is none."""
        found = solid(held)
        if not isinstance(found, DictionaryObject):
            return None
        key = key_of(held, found)
        if key not in self._resources:
            self._resources[key] = self._read(found)
        return self._resources[key]

    def annotations(self, page: DictionaryObject, left: float, bottom: float) -> tuple[Annotation, ...]:
        """Read the annotations of a page whose MediaBox begins at a point in pt."""
        return tuple(
            Annotation(
                kind=name(note.get("/Subtype")),
                place=area(fixed(note.get("/Rect"), (0.0, 0.0, 0.0, 0.0)), left, bottom),
                forms=tuple(self._appearances(table(note.get("/AP")))),
            )
            for note in map(table, array(page.get("/Annots")))
        )

    def _appearances(self, held: DictionaryObject) -> list[Form]:
        """Read the streams of an appearance dictionary, those of its states included (12.5.5)."""
        found: list[Form] = []
        for _, ref in [pair for key in ("/N", "/R", "/D") for pair in [(key, held.get(key)), *items(held, key)]]:
            if isinstance(stream := solid(ref), StreamObject):
                found.append(self._form(ref, stream))
        return found

    def _read(self, held: DictionaryObject) -> Resources:
        forms: dict[str, Form] = {}
        images: dict[str, Image] = {}
        for label, ref in items(held, "/XObject"):
            stream = solid(ref)
            if isinstance(stream, StreamObject) and stream.get("/Subtype") == "/Form":
                forms[label] = self._form(ref, stream)
            elif isinstance(stream, StreamObject):
                images[label] = read_image(stream)
        tiles = [(ref, solid(ref)) for _, ref in items(held, "/Pattern")]
        shaded = shadings(held)
        spaces = {label: space for label, ref in items(held, "/ColorSpace") if (space := read_space(ref))}
        states = {label: self._state(ref) for label, ref in items(held, "/ExtGState")}
        return Resources(
            fonts={label: self._font(ref) for label, ref in items(held, "/Font")},
            forms=forms,
            images=images,
            patterns=tuple(self._form(ref, tile) for ref, tile in tiles if isinstance(tile, StreamObject)),
            overprints={label: _leaves_others(state) for label, state in states.items() if _says(state)},
            rgb_spaces=tuple(label for label, ref in [*items(held, "/ColorSpace"), *shaded] if is_rgb(ref)),
            spaces=spaces,
            shadings={label: space for label, ref in shaded if (space := read_space(ref))},
            states=states,
            layers={label: layer for label, ref in items(held, "/Properties") if (layer := read_layer(ref))},
        )

    def _form(self, ref: object, stream: StreamObject) -> Form:
        key = key_of(ref, stream)
        if key not in self._forms:
            self._forms[key] = Form(
                matrix=cast(Matrix, fixed(stream.get("/Matrix"), IDENTITY)),
                box=cast(Box, fixed(stream.get("/BBox"), (0.0, 0.0, 0.0, 0.0))),
                rgb_group=rgb_group(stream),
                resources=self.resources(stream.get("/Resources")),
                content=partial(text, stream),
                digest=partial(form_digest, stream),
                names=partial(names_digest, stream),
                group="/Group" in stream,
                layer=read_layer(stream.get("/OC")),
            )
        return self._forms[key]

    def _font(self, ref: object) -> Font:
        held = table(ref)
        key = key_of(ref, held)
        if key not in self._fonts:
            drawn = held.get("/Subtype") == "/Type3"
            self._fonts[key] = read_font(held, self.resources(held.get("/Resources")) if drawn else None)
        return self._fonts[key]

    def _state(self, ref: object) -> State:
        held = table(ref)
        named = array(held.get("/Font"))
        return read_state(held, self._font(named[0]) if named else None)


def read_layer(held: object) -> Layer | None:
    """Read an optional content group, or the first one of a membership; None for what is neither (8.11)."""
    found = table(held)
    if found.get("/Type") == "/OCMD":
        members = found.get("/OCGs")
        found = table((array(members) or [members])[0])
    if found.get("/Type") != "/OCG":
        return None
    step = table(found.get("/GTS_Metadata"))
    kind = name(step.get("/GTS_ProcStepsType"))
    return Layer(name=str(solid(found.get("/Name")) or ""), group=name(step.get("/GTS_ProcStepsGroup")), step=kind)


def rgb_group(holder: DictionaryObject) -> bool:
    """Tell whether a page or a form blends in RGB."""
    return is_rgb(table(holder.get("/Group")).get("/CS"))


def _says(state: State) -> bool:
    return state.overprint_fill is not None


def _leaves_others(state: State) -> bool:
    """Tell whether fills of one ink leave the others (11.7.4)."""
    return state.overprint_fill is True and state.overprint_mode == 1
