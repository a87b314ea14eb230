"""The catalogue file in, the faces and chains of styles out, each file held against its digest.

A society's own face for private-use characters (外字) joins every style: no stock face serves them (fonts.md §4).

Origin and licences: fonts.md §1; a face that is not the one that was proofed is refused (contract §1, exit 4).
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fonts.errors import FontRefused

CATALOG = Path(__file__).with_name("catalog.toml")
GAIJI_TAG, GAIJI_STYLE = "X", "gaiji"
_GAIJI_STEM = 80  # like the gothic faces: no such file says

Style = tuple[str, ...]  #: tags of faces that look alike, the first asked first


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFile:
    """One font file: `tag` is its PDF resource name, `name` its PostScript name, `stem` 1/1000 em."""

    tag: str
    name: str
    path: Path
    sha256: str
    version: str
    origin: str
    licence: str
    licence_path: Path
    style: str  #: gothic, mincho or gaiji
    stem: int


@dataclass(frozen=True, slots=True)
class Gaiji:
    """A society's face for private-use characters, and the digest it was approved with."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """The faces by tag, the chains by name, and one digest of all that decides how a text is drawn."""

    faces: Mapping[str, FaceFile]
    chains: Mapping[str, tuple[Style, ...]]
    sha256: str


@cache
def load_catalog(gaiji: Gaiji | None = None) -> Catalog:
    """Return the project's catalogue, its files checked once per process; raise FontRefused."""
    return read_catalog(CATALOG) if gaiji is None else _with_gaiji(load_catalog(), gaiji)


def read_catalog(path: Path) -> Catalog:
    """Read a catalogue and check every file it names, `files/` beside it; raise FontRefused naming all that differ."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        faces = dict(_faces(content["face"], path.with_name("files")))
        chains = {name: tuple(map(tuple[str, ...], styles)) for name, styles in content["chains"].items()}
        unknown = sorted({tag for styles in chains.values() for style in styles for tag in style} - faces.keys())
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise FontRefused(
            "font-catalog", path.name, "the font catalogue cannot be read", "install the package again"
        ) from error
    if content.get("format") != 1 or unknown:
        raise FontRefused(
            "font-catalog", path.name, "the font catalogue is of another format", "install the package again"
        )
    altered = [face.path.name for face in faces.values() if _digest(face.path) != face.sha256]
    if altered:
        raise FontRefused(
            "font-altered",
            ", ".join(altered),
            "a font file is missing or is not the one of the catalogue",
            "install the package again",
        )
    return Catalog(MappingProxyType(faces), MappingProxyType(chains), _digest_of_all(faces, chains))


def _with_gaiji(stock: Catalog, gaiji: Gaiji) -> Catalog:
    """Add the face to the catalogue and to every style."""
    if _digest(gaiji.path) != gaiji.sha256:
        raise FontRefused(
            "gaiji-altered",
            gaiji.path.name,
            "the face for private-use characters is missing or is not the one that was approved",
            "have it approved again and write its sha256 under [gaiji]",
        )
    face = FaceFile(
        tag=GAIJI_TAG,
        name=f"Gaiji-{gaiji.sha256[:8]}",  # its own name may be missing, or be that of a stock face
        path=gaiji.path,
        sha256=gaiji.sha256,
        version="",
        origin="society",
        licence="",
        licence_path=gaiji.path,
        style=GAIJI_STYLE,
        stem=_GAIJI_STEM,
    )
    faces = {**stock.faces, GAIJI_TAG: face}
    chains = {name: tuple((*style, GAIJI_TAG) for style in styles) for name, styles in stock.chains.items()}
    return Catalog(MappingProxyType(faces), MappingProxyType(chains), _digest_of_all(faces, chains))


def _faces(tables: Mapping[str, Mapping[str, Any]], folder: Path) -> Iterator[tuple[str, FaceFile]]:
    for tag, table in tables.items():
        facts = dict(table)
        path, licence_path = folder / facts.pop("file"), folder / facts.pop("licence_file")
        yield tag, FaceFile(tag=tag, path=path, licence_path=licence_path, **facts)


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:  # read, not mapped: 60 MB of mapped pages would count as this process's memory
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of_all(faces: Mapping[str, FaceFile], chains: Mapping[str, tuple[Style, ...]]) -> str:
    lines = [f"{tag} {face.sha256} {face.stem}" for tag, face in sorted(faces.items())]
    lines += [f"{name} {', '.join(map(' '.join, styles))}" for name, styles in sorted(chains.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
