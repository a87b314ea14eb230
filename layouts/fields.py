"""A society's own layout and the packaged one of its name in; which fields nobody fills, and which have no place, out.

What a job fills is what the packaged layouts print: a field spelled otherwise would stay empty on every copy, and a
text without a place stops the job at its preflight (contract §4).
"""

from collections.abc import Mapping

from layouts.errors import Faults
from layouts.source import MEANT, Raw, Source, near

_Key = tuple[str, str]  # block or "", field


def check_fields(own: Source, packaged: Source, faults: Faults) -> None:
    """Note the fields of an own layout that its packaged one does not have."""
    known = _fields(packaged)
    for key, raw in _fields(own).items():
        if key in known:
            continue
        word = near(key[1], [field for block, field in known if block == key[0]])
        step = MEANT if word else ""
        fact, place = "{table} field: nobody fills {field}", raw.place("field")
        faults.add("unknown-field", place, fact, step, table=raw.label, field=key[1], near=word)


def without_place(own: Source, packaged: Source) -> tuple[str, ...]:
    """Return the fields of the packaged layout that an own one does not print, those of blocks as ``block.field``."""
    missing = [key for key in _fields(packaged) if key not in _fields(own)]
    return tuple(f"{block}.{field}" if block else field for block, field in missing)


def _fields(source: Source) -> Mapping[_Key, Raw]:
    found: dict[_Key, Raw] = {}
    for raw in source.tables.values():
        field = raw.values.get("field")
        if isinstance(field, str) and raw.kind in ("text", "postal", "datamatrix"):
            found.setdefault((raw.path[1] if len(raw.path) > 2 else "", field), raw)
    return found
