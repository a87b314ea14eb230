"""Catalog, trailer and document information go in; what the file says of itself comes out.

ISO 32000-1, 7.5.5 (trailer), 7.7.2 (catalog), 8.11.4 (optional content), 14.3 (metadata), 14.11.5 (output intents).
"""

import re

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from proofs.facts import Layer
from proofs.structure_resources import read_layer
from proofs.structure_values import array, data, key_of, name, number, reads, solid, table
from proofs.whole import Intent, LayerSet, Whole

_VERSION = re.compile(r"\d+\.\d+")
_ACTS = ("/OpenAction", "/AA", "/AcroForm", "/Collection")
_NAMED = ("/JavaScript", "/EmbeddedFiles")


@reads
def read_whole(reader: PdfReader, page_count: int) -> Whole:
    """Read all that concerns no single page."""
    trailer = reader.trailer
    root, info = table(trailer.get("/Root")), table(trailer.get("/Info"))
    packet = root.get("/Metadata")
    identifier = array(trailer.get("/ID"))
    said = table(root.get("/Pages")).get("/Count", 0)
    return Whole(
        version=max(_version(reader.pdf_header), _version(name(root.get("/Version")))),
        info={str(key)[1:]: _written(value) for key, value in info.items()},
        trapped=name(info.get("/Trapped")),
        xmp=data(packet) if table(packet) else None,
        xmp_packed=bool(table(packet).get("/Filter")),
        intents=tuple(_intent(table(held)) for held in array(root.get("/OutputIntents"))),
        identified=len(identifier) == 2 and all(_is_string(part) for part in identifier),
        layers=_layers(table(root.get("/OCProperties"))) if "/OCProperties" in root else None,
        active=_active(root),
        pages_said=int(number(said)),
        page_count=page_count,
    )


def _version(said: str) -> tuple[int, ...]:
    found = _VERSION.search(said)
    return tuple(map(int, found[0].split("."))) if found else (0,)


def _written(held: object) -> str:
    """Write a value of the document information; a name loses its slash."""
    return name(held) or str(solid(held))


def _is_string(held: object) -> bool:
    found = solid(held)
    return isinstance(found, bytes) or (isinstance(found, str) and hasattr(found, "original_bytes"))


def _intent(held: DictionaryObject) -> Intent:
    profile = held.get("/DestOutputProfile")
    return Intent(
        kind=name(held.get("/S")),
        identifier=_text(held, "/OutputConditionIdentifier"),
        condition=_text(held, "/Info") or _text(held, "/OutputCondition"),
        registry=_text(held, "/RegistryName"),
        components=int(number(table(profile).get("/N", 0))),
        referenced="/DestOutputProfileRef" in held,
        profile=data(profile),
    )


def _text(held: DictionaryObject, key: str) -> str:
    return str(solid(held[key])) if key in held else ""


def _active(root: DictionaryObject) -> tuple[str, ...]:
    """Name what acts; a place to open the file at does not."""
    found = [key for key in _ACTS if key in root and not (key == "/OpenAction" and _is_place(root[key]))]
    named = table(root.get("/Names"))
    return tuple(key[1:] for key in [*found, *(key for key in _NAMED if key in named)])


def _is_place(held: object) -> bool:
    return isinstance(solid(held), ArrayObject)


def _layers(held: DictionaryObject) -> LayerSet:
    groups = {key_of(ref, solid(ref)): layer for ref in array(held.get("/OCGs")) if (layer := read_layer(ref))}
    default = table(held.get("/D"))
    setups = [default, *map(table, array(held.get("/Configs")))]
    titles = [_text(setup, "/Name") for setup in setups]
    orders = [_members(setup["/Order"], 0) for setup in setups if "/Order" in setup]
    off = _members(default.get("/OFF"), 0)
    if name(default.get("/BaseState")) == "OFF":
        off = groups.keys() - _members(default.get("/ON"), 0)
    return LayerSet(
        layers=tuple(groups.values()),
        hidden=_called(groups, off),
        unnamed=len(titles) - len({title for title in titles if title}),
        unordered=_called(groups, set[object]().union(*(groups.keys() - order for order in orders))),
        automatic=any("/AS" in setup for setup in setups),
    )


def _called(groups: dict[object, Layer], keys: set[object]) -> tuple[str, ...]:
    return tuple(layer.name for key, layer in groups.items() if key in keys)


def _members(held: object, depth: int) -> set[object]:
    """Return the groups that an array names, however deep."""
    found: set[object] = set()
    for ref in array(held):
        part: PdfObject | None = solid(ref)
        if isinstance(part, ArrayObject) and depth < 20:
            found |= _members(part, depth + 1)
        elif isinstance(part, DictionaryObject):
            found.add(key_of(ref, part))
    return found
