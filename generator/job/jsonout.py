"""JSON as the contract wants it: UTF-8, LF, sorted keys, two spaces (contract §4)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Row = Mapping[str, object]


def write_json(path: Path, value: Row, long: tuple[str, Iterable[Row]] | None = None) -> None:
    """Write a JSON file under a temporary name and rename it; `long` is a key whose rows are streamed."""
    temporary = path.with_name(f".{path.name}.partial")
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        if long is None:
            out.write(_text(value))
        else:
            name, rows = long
            head, empty, tail = _text({**value, name: []}).partition(f'\n  "{name}": []')
            out.write(f"{head}{empty.removesuffix(']')}")
            out.writelines(_listed(rows))
            out.write(f"]{tail}")
        out.write("\n")
    temporary.replace(path)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def _listed(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the rows of a list one level down, as json.dumps would write them."""
    between = ""
    for row in rows:
        yield f"{between}\n" + "\n".join(f"    {line}" for line in _text(row).split("\n"))
        between = ","
    if between:
        yield "\n  "
