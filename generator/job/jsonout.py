"""JSON as the contract wants it: UTF-8, LF, sorted keys, two spaces (contract §4)."""

import json
from pathlib import Path


def write_json(path: Path, value: object) -> None:
    """Write a JSON file under a temporary name and rename it."""
    temporary = path.with_name(f".{path.name}.partial")
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    temporary.write_bytes(text.encode())
    temporary.replace(path)
