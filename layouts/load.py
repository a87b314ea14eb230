"""A folder of layout files in, checked and compiled layouts out; every problem of every file in one refusal.

Layouts of the society's own folder go before the packaged ones of the same name, also as bases; a file that extends its
own name is laid over the packaged one.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
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


_Read = dict[str, Source | None]  # by name; None: the file is there but cannot be used


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files of one folder, by the name of the layout, and a digest of them all."""

    path: Path
    files: Mapping[str, bytes]
    sha256: str


_NO_FOLDER = _Folder(Path(), {}, hashlib.sha256(b"").hexdigest())


@dataclass(frozen=True, slots=True)
class Layouts:
    """All layouts of a job; `sha256` covers the files they were read from."""

    names: tuple[str, ...]
    sha256: str
    gaiji: Gaiji | None
    _drafts: Mapping[str, Draft]
    unplaced: Mapping[str, tuple[str, ...]]  #: own layout → fields of the packaged one that it does not print
    _grounded: tuple[str, ...]  #: layouts that may have a designer's page
    _templates: dict[str, Template] = field(default_factory=dict[str, Template])

    @property
    def grounds(self) -> Mapping[bytes, str]:
        """Return the designers' pages the layouts name, each once, with the first layout that does."""
        return {draft.ground: draft.name for name in reversed(self._grounded) if (draft := self._drafts[name]).ground}

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
    packaged = _open_folder(PACKAGED, faults)
    own = _open_folder(folder, faults) if folder else _NO_FOLDER
    sources = _Sources.read(own, packaged, faults)
    drafts, unplaced = sources.compiled(Setting(dict(statics), palette(inks), gaiji), faults)
    faults.stop()
    grounded = tuple(name for name, draft in drafts.items() if draft.ground)
    return Layouts(tuple(drafts), _digest(packaged, own), gaiji, drafts, unplaced, grounded)


def open_layouts(
    folder: Path | None, statics: Mapping[str, str], inks: Mapping[str, Ink], gaiji: Gaiji | None = None
) -> Layouts:
    """Return the same layouts, each read and checked when it is first asked for; raise LayoutRefused for it then.

    For who needs two of twenty, and has seen them all pass before.
    """
    faults = Faults()
    packaged = _open_folder(PACKAGED, faults)
    own = _open_folder(folder, faults) if folder else _NO_FOLDER
    faults.stop()
    names = tuple(sorted({*packaged.files, *own.files}))
    setting = Setting(dict(statics), palette(inks), gaiji)
    grounded = tuple(name for name in names if any(_may_have_ground(each.files.get(name)) for each in (own, packaged)))
    drafts = _Opened(names, partial(_compile_one, own, packaged, setting))
    return Layouts(names, _digest(packaged, own), gaiji, drafts, {}, grounded)


def _compile_one(own: _Folder, packaged: _Folder, setting: Setting, name: str) -> Draft:
    """Read one layout with its bases, and compile it; raise LayoutRefused with its problems."""
    faults = Faults()
    sources = _Sources.read(own, packaged, faults, frozenset({name}))
    drafts, _ = sources.compiled(setting, faults)
    faults.stop()
    return drafts[name]


class _Opened(Mapping[str, Draft]):
    """Layouts by name, made when they are asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Draft]) -> None:
        self._names, self._make = dict.fromkeys(names), make
        self._made: dict[str, Draft] = {}

    def __getitem__(self, name: str) -> Draft:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Layout files taken apart: the society's own, the packaged ones, and one over the other. None: unusable."""

    own: _Read
    packaged: _Read
    over: _Read
    names: frozenset[str]  #: of those that are to be compiled

    @classmethod
    def read(cls, own: _Folder, packaged: _Folder, faults: Faults, only: frozenset[str] = frozenset()) -> "_Sources":
        """Take the files apart: all of them, or some and what they extend."""
        if not only:
            read_own, read_packaged = (_read_files(each, each.files, faults) for each in (own, packaged))
            over = _laid_over(read_own, read_packaged, faults)
            return cls(read_own, read_packaged, over, frozenset(over))
        read_own, read_packaged = (_read_files(each, only & each.files.keys(), faults) for each in (own, packaged))
        bases = {source.extends for each in (read_own, read_packaged) for source in each.values() if source}
        for folder, read in ((own, read_own), (packaged, read_packaged)):
            read.update(_read_files(folder, (bases & folder.files.keys()) - read.keys(), faults))
        return cls(read_own, read_packaged, _laid_over(read_own, read_packaged, faults), only)

    def compiled(self, setting: Setting, faults: Faults) -> tuple[dict[str, Draft], dict[str, tuple[str, ...]]]:
        """Check and compile; with the drafts come the fields of packaged ones that the own ones do not print."""
        drafts: dict[str, Draft] = {}
        unplaced: dict[str, tuple[str, ...]] = {}
        for name in sorted(self.names):
            source = self.over[name]
            whole = _extended(source, self.over, faults) if source else None
            draft = compile_source(whole, setting, faults) if whole else None
            if draft:
                drafts[name] = draft
            if whole and self.own.get(name) and (known := _as_packaged(name, self.packaged)):
                check_fields(whole, known, faults)
                unplaced[name] = without_place(whole, known)
        return drafts, {name: fields for name, fields in unplaced.items() if fields}


def _digest(packaged: _Folder, own: _Folder) -> str:
    return hashlib.sha256(f"{packaged.sha256} {own.sha256}".encode()).hexdigest()


def _may_have_ground(content: bytes | None) -> bool:
    return content is not None and b"ground" in content


def _as_packaged(name: str, packaged: _Read) -> Source | None:
    """Return a layout as it is shipped; None where none of this name is."""
    source = packaged.get(name)
    base = packaged.get(source.extends) if source and source.extends else None
    return extend(source, base, Faults()) if source and base else source


def _laid_over(own: _Read, packaged: _Read, faults: Faults) -> _Read:
    """Put the own files over the packaged ones; one that extends its own name becomes both in one."""
    found = {**packaged, **own}
    for name, source in own.items():
        base = packaged.get(name)
        if source and base and source.extends == name:
            whole = extend(source, base, faults)
            found[name] = replace(whole, extends=base.extends, remove=base.remove)
    return found


def _extended(source: Source, sources: _Read, faults: Faults) -> Source | None:
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


def _open_folder(folder: Path, faults: Faults) -> _Folder:
    files: dict[str, bytes] = {}
    digest = hashlib.sha256()
    if not folder.is_dir():
        faults.add("folder", str(folder), "there is no such folder of layouts")
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        files[file.removesuffix(".toml")] = content = path.read_bytes()
        digest.update(f"{file} {hashlib.sha256(content).hexdigest()}\n".encode())
        if _may_have_ground(content):
            source = _read_file(file, content, Faults())
            if source and source.ground:
                digest.update(f"{source.ground} {ground_sha256(folder / source.ground)}\n".encode())
    return _Folder(folder, files, digest.hexdigest())


def _read_files(folder: _Folder, names: Iterable[str], faults: Faults) -> dict[str, Source | None]:
    found: dict[str, Source | None] = {}
    for name in sorted(names):
        source = _read_file(f"{name}.toml", folder.files[name], faults)
        found[name] = replace(source, folder=folder.path) if source else None
    return found


def _read_file(file: str, content: bytes, faults: Faults) -> Source | None:
    name = file.removesuffix(".toml")
    if not _NAME.fullmatch(name):
        faults.add("name", file, "the name of a layout consists of a-z, 0-9 and -")
        return None
    try:
        source, found = _taken_apart(name, file, content.decode("utf-8"))
    except UnicodeDecodeError:
        faults.add("encoding", file, "the file is not UTF-8")
        return None
    faults.take(found)
    return source


@lru_cache(maxsize=64)
def _taken_apart(name: str, file: str, text: str) -> tuple[Source | None, Faults]:
    """Take a file apart once, though the packaged ones are loaded anew for every look and folder laid over them."""
    found = Faults()
    return read_source(name, file, text, found), found
