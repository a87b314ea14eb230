"""A folder of layout files in, checked and compiled layouts out; every problem of every file in one refusal.

Layouts of the society's own folder go before the packaged ones of the same name, also as bases; a file that extends its
own name is laid over the packaged one.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fonts.catalog import Gaiji
from layouts.compile import Draft, compile_source
from layouts.errors import Faults, LayoutRefused
from layouts.fields import check_fields, without_place
from layouts.frame import Setting
from layouts.groundfile import ground_sha256
from layouts.ink import Ink
from layouts.palette import palette
from layouts.source import MEANT, Source, extend, near, read_source
from layouts.template import Template

PACKAGED = Path(__file__).with_name("templates")
_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")


_Sources = Mapping[str, Source | None]  # by name; None: the file is there but cannot be used


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files of one folder and a digest of them all."""

    sources: _Sources
    sha256: str


@dataclass(frozen=True, slots=True)
class Layouts:
    """All layouts of a job; `sha256` covers the files they were read from."""

    names: tuple[str, ...]
    sha256: str
    gaiji: Gaiji | None
    _drafts: Mapping[str, Draft]
    unplaced: Mapping[str, tuple[str, ...]]  #: own layout → fields of the packaged one that it does not print
    _templates: dict[str, Template] = field(default_factory=dict[str, Template])

    @property
    def grounds(self) -> tuple[bytes, ...]:
        """Return the designers' pages the layouts name, each once."""
        return tuple(dict.fromkeys(draft.ground for draft in self._drafts.values() if draft.ground))

    def template(self, name: str) -> Template:
        """Return a layout compiled, its art drawn on first use; raise LayoutRefused for an unknown name."""
        if name not in self._templates:
            self._templates[name] = self.draft(name).template()
        return self._templates[name]

    def draft(self, name: str) -> Draft:
        """Return a layout as it was read; raise LayoutRefused for an unknown name."""
        if name not in self._drafts:
            raise LayoutRefused("unknown-layout", name, "there is no such layout", "see shikaku layout list")
        return self._drafts[name]


def load_layouts(
    folder: Path | None, statics: Mapping[str, str], inks: Mapping[str, Ink], gaiji: Gaiji | None = None
) -> Layouts:
    """Load the packaged layouts and those of `folder` over them; raise LayoutRefused with every problem."""
    faults = Faults()
    packaged = _read_folder(PACKAGED, faults)
    own = _read_folder(folder, faults) if folder else _Folder({}, hashlib.sha256(b"").hexdigest())
    setting = Setting(dict(statics), palette(inks), gaiji)
    sources = _laid_over(own.sources, packaged.sources, faults)
    drafts: dict[str, Draft] = {}
    unplaced: dict[str, tuple[str, ...]] = {}
    for name, source in sorted(sources.items()):
        whole = _extended(source, sources, faults) if source else None
        draft = compile_source(whole, setting, faults) if whole else None
        if draft:
            drafts[name] = draft
        if whole and own.sources.get(name) and (known := _as_packaged(name, packaged.sources)):
            check_fields(whole, known, faults)
            unplaced[name] = without_place(whole, known)
    faults.stop()
    digest = hashlib.sha256(f"{packaged.sha256} {own.sha256}".encode()).hexdigest()
    return Layouts(tuple(drafts), digest, gaiji, drafts, {name: fields for name, fields in unplaced.items() if fields})


def _as_packaged(name: str, packaged: _Sources) -> Source | None:
    """Return a layout as it is shipped; None where none of this name is."""
    source = packaged.get(name)
    base = packaged.get(source.extends) if source and source.extends else None
    return extend(source, base, Faults()) if source and base else source


def _laid_over(own: _Sources, packaged: _Sources, faults: Faults) -> _Sources:
    """Put the own files over the packaged ones; one that extends its own name becomes both in one."""
    found = {**packaged, **own}
    for name, source in own.items():
        base = packaged.get(name)
        if source and base and source.extends == name:
            whole = extend(source, base, faults)
            found[name] = replace(whole, extends=base.extends, remove=base.remove)
    return found


def _extended(source: Source, sources: _Sources, faults: Faults) -> Source | None:
    """Lay a source over its base; None where the base is not usable, which has been noted there."""
    if not source.extends:
        return source
    if source.extends not in sources or source.extends == source.name:
        word = near(source.extends, [name for name in sources if name != source.name])
        fact, step = "extends: there is no layout {name}", MEANT if word else ""
        faults.add("unknown-layout", source.extends_place, fact, step, name=source.extends, near=word)
        return None
    base = sources[source.extends]
    if base and base.extends:
        faults.add("extends", source.extends_place, "extends: the base extends another layout; only one level is read")
        return None
    return extend(source, base, faults) if base else None


def _read_folder(folder: Path, faults: Faults) -> _Folder:
    found: dict[str, Source | None] = {}
    digest = hashlib.sha256()
    if not folder.is_dir():
        faults.add("folder", str(folder), "there is no such folder of layouts")
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        digest.update(f"{file} {hashlib.sha256(content).hexdigest()}\n".encode())
        source = _read_file(file, content, faults)
        if source and source.ground:
            digest.update(f"{source.ground} {ground_sha256(folder / source.ground)}\n".encode())
        found[file.removesuffix(".toml")] = replace(source, folder=folder) if source else None
    return _Folder(found, digest.hexdigest())


def _read_file(file: str, content: bytes, faults: Faults) -> Source | None:
    name = file.removesuffix(".toml")
    if not _NAME.fullmatch(name):
        faults.add("name", file, "the name of a layout consists of a-z, 0-9 and -")
        return None
    try:
        return read_source(name, file, content.decode("utf-8"), faults)
    except UnicodeDecodeError:
        faults.add("encoding", file, "the file is not UTF-8")
        return None
