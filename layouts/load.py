"""A folder of layout files in, checked and compiled layouts out; every problem of every file in one refusal.

Layouts of the society's own folder go before the packaged ones of the same name; `extends` finds them in the same
order, and a file that extends its own name extends the packaged one.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from layouts.compile import Draft, compile_source
from layouts.errors import Faults, LayoutRefused
from layouts.frame import Setting
from layouts.ink import Ink
from layouts.palette import palette
from layouts.source import Source, extend, read_source
from layouts.template import Template

PACKAGED = Path(__file__).with_name("templates")
_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Layouts:
    """All layouts of a job; `sha256` covers the files they were read from."""

    names: tuple[str, ...]
    sha256: str
    _drafts: Mapping[str, Draft]
    _templates: dict[str, Template] = field(default_factory=dict[str, Template])

    def template(self, name: str) -> Template:
        """Return a layout compiled, its art drawn on first use; raise LayoutRefused for an unknown name."""
        if name not in self._templates:
            if name not in self._drafts:
                raise LayoutRefused("unknown-layout", name, "there is no such layout", "see shikaku layout list")
            self._templates[name] = self._drafts[name].template()
        return self._templates[name]


def load_layouts(folder: Path | None, statics: Mapping[str, str], inks: Mapping[str, Ink]) -> Layouts:
    """Load the packaged layouts and those of `folder` over them; raise LayoutRefused with every problem."""
    faults = Faults()
    packaged = _read_folder(PACKAGED, faults)
    own = _read_folder(folder, faults) if folder else {}
    faults.stop()
    setting = Setting(dict(statics), palette(inks))
    sources = {**packaged, **own}
    drafts: dict[str, Draft] = {}
    for name, (source, _) in sorted(sources.items()):
        bases = packaged if source.extends == name else sources
        draft = compile_source(_extended(source, bases, faults), setting, faults)
        if draft:
            drafts[name] = draft
    faults.stop()
    digest = hashlib.sha256()
    for label, files in (("packaged", packaged), ("own", own)):
        for name, (_, content) in sorted(files.items()):
            digest.update(f"{label} {name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return Layouts(tuple(drafts), digest.hexdigest(), drafts)


def _extended(source: Source, bases: Mapping[str, tuple[Source, bytes]], faults: Faults) -> Source:
    if not source.extends:
        return source
    base = bases.get(source.extends)
    if base is None:
        fact = "extends: there is no layout {name}"
        faults.add("unknown-layout", source.extends_place, fact, name=source.extends)
        return source
    if base[0].extends:
        faults.add("extends", source.extends_place, "extends: the base extends another layout; only one level is read")
    return extend(source, base[0], faults)


def _read_folder(folder: Path, faults: Faults) -> dict[str, tuple[Source, bytes]]:
    if not folder.is_dir():
        faults.add("folder", str(folder), "there is no such folder of layouts")
        return {}
    found: dict[str, tuple[Source, bytes]] = {}
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        name = file.removesuffix(".toml")
        if not _NAME.fullmatch(name):
            faults.add("name", file, "the name of a layout consists of a-z, 0-9 and -")
            continue
        content = path.read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            faults.add("encoding", file, "the file is not UTF-8")
            continue
        source = read_source(name, file, text, faults)
        if source:
            found[name] = (source, content)
    return found
