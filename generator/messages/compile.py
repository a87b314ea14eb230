"""Catalogues of texts (.po) in, the binaries gettext reads (.mo) out: `python -m generator.messages.compile`.

For maintainers; needs the extra `test`. Written here and not by a tool, so that the same .po gives the same bytes with
every version of every tool: sorted by msgid, no date, no tool's name. Authority: the GNU gettext manual, "The Format of
GNU MO Files".
"""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from generator.messages.catalogue import LOCALES

_MAGIC: Final = 0x950412DE
_HEADER: Final = struct.Struct("<7I")
_PAIR: Final = struct.Struct("<2I")
#: All that gettext asks of the header.
_ABOUT: Final = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"


def texts(path: Path) -> Mapping[str, str]:
    """Read a .po file into msgid → text; a plural's ids are joined by NUL, as the binary has them."""
    found = {"": _ABOUT}
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else "\0".join(message.id)
        text = message.string if isinstance(message.string, str) else "".join(message.string or ())  # one form
        if key and text and not message.fuzzy:
            found[key] = text
    return found


def binary(entries: Mapping[str, str]) -> bytes:
    """Write the entries as a .mo file: header, table of ids, table of texts, the bytes themselves."""
    pairs = sorted((key.encode(), text.encode()) for key, text in entries.items())
    count = len(pairs)
    ids_at = _HEADER.size
    texts_at = ids_at + count * _PAIR.size
    at = texts_at + count * _PAIR.size
    tables, data = [bytearray(), bytearray()], bytearray()
    for table, column in zip(tables, (0, 1), strict=True):
        for pair in pairs:
            table += _PAIR.pack(len(pair[column]), at + len(data))
            data += pair[column] + b"\0"
    head = _HEADER.pack(_MAGIC, 0, count, ids_at, texts_at, 0, at)
    return head + bytes(tables[0]) + bytes(tables[1]) + bytes(data)


def main() -> None:
    """Compile every catalogue beside its source."""
    for path in sorted(LOCALES.rglob("*.po")):
        path.with_suffix(".mo").write_bytes(binary(texts(path)))


if __name__ == "__main__":
    main()
