"""An XMP packet goes in; its simple properties come out by prefix and name, or why it cannot be read.

Only properties of the document itself are read: what stands right below rdf:Description. A packet with a document type
is refused, so that no entity is ever expanded. Authority: ISO 16684-1, 7 (RDF/XML); print.md §1.1 rows 2 and 3.
"""

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES: Final = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://www.npes.org/pdfvt/ns/id/": "pdfvtid",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_TOP: Final = f"{RDF} Description"
_ITEM: Final = f"{RDF} li"


class XmpFault(Exception):  # noqa: N818 - it says what the packet is
    """The packet cannot be read; the text says why in a word."""


def read_xmp(packet: bytes) -> Mapping[str, str]:
    """Read the properties of a packet; raises XmpFault."""
    try:
        packet.decode("utf-8")
    except UnicodeDecodeError:
        raise XmpFault("UTF-8") from None
    reader = _Packet()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(packet.rstrip(b"\0 \r\n\t"), True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise XmpFault(f"XML, line {error.lineno}") from None
    return reader.found


def _refuse(*_: object) -> None:
    raise XmpFault("DOCTYPE")


def known(name: str) -> str:
    """Return a name by its usual prefix, "" for one of a namespace that no check asks for."""
    namespace, _, local = name.rpartition(" ")
    prefix = PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


class _Packet:
    """Follows a packet: of a property only its text, or those of its items, are kept."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._property = ""
        self._at = 0  # depth at which the property stands
        self._items: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if name == _TOP and not self._property and f"{RDF} RDF" == (self._path[-1] if self._path else ""):
            self.found |= {key: value for held, value in attributes.items() if (key := known(held))}
        elif not self._property and self._path and self._path[-1] == _TOP:
            self._property, self._at = known(name) or "?", len(self._path)
            self._items = [attributes.get(f"{RDF} resource", "")]
        elif name == _ITEM:
            self._items.append("")
        self._path.append(name)

    def end(self, _: str) -> None:
        """End an element."""
        self._path.pop()
        if self._property and len(self._path) == self._at:
            texts = [text.strip() for text in self._items if text.strip()]
            if self._property != "?":
                self.found[self._property] = texts[0] if texts else ""
            self._property = ""

    def text(self, data: str) -> None:
        """Take text of an element."""
        if self._property:
            self._items[-1] += data
