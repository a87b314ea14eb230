"""Samples shared by the layout tests: a society's texts, an ink, and a way to load one small layout."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from layouts.ink import Ink
from layouts.load import Layouts, load_layouts

STATICS = {
    "insurer_number": "06139992",
    "insurer_name": "青空健康保険組合",
    "insurer_postcode": "100-0001",
    "insurer_address": "東京都千代田区千代田1番1号 青空ビル5階",
    "insurer_phone": "03-1234-5678",
    "insurer_url": "https://example.or.jp/myna/",
}
INKS = {"society": Ink((0.55, 0.12, 0.30, 0.0))}

HEAD = """format = 1
[side]
trim = ["86mm", "54mm"]
bleed = "3mm"
safe = "3mm"
"""


@cache
def packaged() -> Layouts:
    """Load the packaged layouts once."""
    return load_layouts(None, STATICS, INKS)


def load_one(
    folder: Path, body: str, name: str = "a", head: str = HEAD, inks: Mapping[str, Ink] = MappingProxyType(INKS)
) -> Layouts:
    """Load one layout written for a test beside the packaged ones."""
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body, "utf-8")
    return load_layouts(folder, STATICS, inks)
