"""Objects of another file in, the same objects of the file being written out, each once.

Authority: ISO 32000-1 7.3 (objects), 7.8.3 (resources).
"""

from typing import cast

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from imposition.pdf import PdfFile, Ref, Value


def resources_of(page: PageObject) -> DictionaryObject:
    """Return what names in a page's content mean."""
    found = page.get("/Resources", DictionaryObject())
    return cast(DictionaryObject, found.get_object())


class Adopter:
    """Takes objects of another file over, each once, under numbers of the file being written."""

    def __init__(self, file: PdfFile, reader: PdfReader) -> None:
        self._file, self._reader = file, reader
        self._refs: dict[int, Ref] = {}

    def mapping(self, source: DictionaryObject) -> dict[str, Value]:
        """Take over a dictionary's entries."""
        return {str(key)[1:]: self.value(cast(PdfObject, item)) for key, item in source.items()}

    def value(self, item: PdfObject) -> Value:
        """Take over any value."""
        match item:
            case IndirectObject():
                return self._ref(item)
            case DictionaryObject():
                return self.mapping(item)
            case ArrayObject():
                return [self.value(cast(PdfObject, part)) for part in item]
            case NullObject():
                return None
            case _:
                return _plain(item)

    def _ref(self, item: IndirectObject) -> Ref:
        known = self._refs.get(item.idnum)
        if known is not None:
            return known
        ref = self._refs[item.idnum] = self._file.reserve()
        target = cast(PdfObject, item.get_object())
        if isinstance(target, StreamObject):
            entries = {key: value for key, value in self.mapping(target).items() if key != "Length"}
            self._file.put_stream(entries, target._data, ref)  # pyright: ignore[reportPrivateUsage] - as it is encoded
        else:
            self._file.put(self.value(target), ref)
        return ref


def _plain(item: PdfObject) -> Value:
    match item:
        case NameObject():
            return str(item)[1:]
        case BooleanObject():
            return bool(item.value)
        case TextStringObject():
            return item.original_bytes
        case ByteStringObject():
            return bytes(item)
        case NumberObject():
            return int(item)
        case _:
            return float(cast(float, item))
