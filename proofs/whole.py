"""What a file says of itself as a whole, as plain values: made by the `structure_…` modules, read by the checks.

PDF/X rows 1 to 7, 10 and 13 to 15 (print.md §1.1), DPart (print.md §2); ISO 32000-1, 7.5, 8.11, 14.3, 14.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proofs.facts import Layer, Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An output intent (14.11.5)."""

    kind: str  #: /S
    identifier: str
    condition: str  #: /Info, else /OutputCondition
    registry: str
    components: int  #: /N of the profile
    referenced: bool  #: names a profile that lies elsewhere
    profile: bytes = field(repr=False)  #: b"" where none is embedded


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSet:
    """The optional content of a file and how it is set up (8.11.4)."""

    layers: tuple[Layer, ...]
    hidden: tuple[str, ...]  #: off in the default configuration
    unnamed: int  #: configurations without a name of their own
    unordered: tuple[str, ...]  #: missing where an Order lists the layers
    automatic: bool  #: usage switches layers by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The file but for its pages."""

    version: tuple[int, ...]  #: the later of header and catalog
    info: Mapping[str, str]  #: document information, keys without slash
    trapped: str  #: a name; "" for anything else
    xmp: bytes | None = field(repr=False)
    xmp_packed: bool
    intents: tuple[Intent, ...]
    identified: bool  #: the trailer has an identifier of two strings
    layers: LayerSet | None
    active: tuple[str, ...]  #: what the catalog would do or carry besides pages
    pages_said: int  #: by the root of the page tree
    page_count: int


@dataclass(frozen=True, slots=True)
class Trait:
    """What is remarkable about one object: `kind` is lzw, external, action, postscript, reference, …"""

    kind: str
    what: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the objects of a file say that no page need name."""

    traits: tuple[Trait, ...]
    spots: tuple[Space, ...]  #: Separation and DeviceN spaces
    missing: tuple[int, ...]  #: numbers that are named and do not exist
    unused: int  #: objects that nothing names
    damage: tuple[str, ...]  #: what of the cross-references is not as PDF says


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a document that holds pages, counted from 1."""

    depth: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The document parts of a file (PDF/VT, print.md §2)."""

    leaves: tuple[Leaf, ...]  #: in their order
    depth: int  #: levels of the tree
    record_level: int | None
    names: int  #: names of levels in NodeNameList
    unnamed: int  #: entries of it that are no names
    faults: tuple[str, ...]  #: keys that are not as they must be, each with the part's number
    text: str = field(repr=False)  #: all texts of its metadata
