"""A vendor's [intent] in, the printing condition a file is made for out; its profile checked, and compressed once.

A profile travels as path and digest and is read where it is written. Authority: ISO 15930-7 (PDF/X-4) by print.md §1.1
rows 5 and 6, ISO 32000-1 14.11.5 (output intents), ICC.1 7.2 (profile header).
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from imposition.errors import StockRefused
from imposition.pdf import deflate
from imposition.tables import Source, Table

CATALOG = Path(__file__).with_name("profiles") / "catalog.toml"
NONE = "none"  #: a vendor without a profile: nothing is claimed
REGISTRY = "http://www.color.org"  #: of printing conditions, kept by the ICC
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Names in use that the registry does not hold, and the one that was meant (print.md §0.1).
_NEARLY = {"JC201103": "JCS2011", "JCN200104": "JC200104"}
_HEADER = 128  # bytes


@dataclass(frozen=True, slots=True)
class Intent:
    """The condition a file is printed to: profile by path and digest, and what the file says of it."""

    profile: Path
    sha256: str
    identifier: str
    condition: str  #: in words
    registry: str  #: REGISTRY where the identifier is a registered one, else ""
    stand_in: bool

    @property
    def digest(self) -> str:
        """Return a digest of all that a file takes over."""
        parts = (self.sha256, self.identifier, self.condition, self.registry)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_intent(sources: Sequence[Source]) -> Intent | None:
    """Read the condition the last of some sources gives; the shipped stand-in where none does, None for "none"."""
    said = [source for source in sources if "intent" in source.root]
    if not said:
        return stand_in()
    source = said[-1]
    given = source.root["intent"]
    if given == NONE:
        return None
    if not isinstance(given, dict):
        source.report(
            "intent", "vendor-value", "this value does not serve", "give {wanted}", wanted='a table, or "none"'
        )
        return None
    return _given(Table(source, cast("dict[str, object]", given), "intent"), source.folder)


@cache
def stand_in() -> Intent:
    """Return the shipped profile's intent, which says of itself that it is none; raises StockRefused."""
    try:
        row = cast("Mapping[str, str]", tomllib.loads(CATALOG.read_text("utf-8"))["stand_in"])
        path = CATALOG.with_name(row["file"])
        intent = Intent(path, row["sha256"], row["identifier"], row["condition"], "", stand_in=True)
        sound = hashlib.sha256(path.read_bytes()).hexdigest() == intent.sha256
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise _unshipped(CATALOG) from error
    if not sound:
        raise _unshipped(path)
    return intent


def _unshipped(path: Path) -> StockRefused:
    fact = "the shipped colour profile is missing or is not the one of its catalogue"
    return StockRefused("condition-shipped", path.name, fact, "install the package again")


@lru_cache(maxsize=4)
def profile_stream(intent: Intent) -> bytes:
    """Return an intent's profile compressed, once a process; raises StockRefused where it has changed meanwhile."""
    data = _read(intent.profile)
    if data is None or hashlib.sha256(data).hexdigest() != intent.sha256:
        fact, step = "the profile is missing or is not the one that was configured", "put it back, or begin a new job"
        raise StockRefused("condition-changed", intent.profile.name, fact, step)
    return deflate(data)


def _given(table: Table, folder: Path) -> Intent | None:
    """Read a table; None where it does not serve, which is noted."""
    path = folder / table.text("profile")
    sha256 = table.text("sha256").lower()
    intent = Intent(
        path,
        sha256,
        table.text("identifier"),
        table.text("condition"),
        table.choice("registry", ("", REGISTRY), otherwise=""),
        stand_in=sha256 == stand_in().sha256,
    )
    table.finish()
    _check_names(table, intent)
    _check_profile(table, intent)
    return intent


def _check_names(table: Table, intent: Intent) -> None:
    """See that nothing is named what it is not."""
    if not intent.registry:
        return
    if intent.stand_in:
        fact, step = "the shipped stand-in is no registered printing condition", "leave registry out"
        table.report("registry", "condition-registry", fact, step)
    elif intent.identifier in _NEARLY:
        fact, step = "the registry does not hold {identifier}", "is {near} meant? else leave registry out"
        table.report(
            "identifier",
            "condition-registry",
            fact,
            step,
            identifier=intent.identifier,
            near=_NEARLY[intent.identifier],
        )


def _check_profile(table: Table, intent: Intent) -> None:
    if not _SHA256.fullmatch(intent.sha256):
        wanted = "the 64 hexadecimal digits of sha256sum"
        table.report("sha256", "vendor-value", "this value does not serve", "give {wanted}", wanted=wanted)
        return
    data = _read(intent.profile)
    if data is None:
        fact, step = "there is no readable file {file}", "give its path from the profile's folder"
        table.report("profile", "condition-missing", fact, step, file=intent.profile.name)
    elif hashlib.sha256(data).hexdigest() != intent.sha256:
        fact, step = "{file} has another digest", "take the file that was agreed, or write its sha256"
        table.report("sha256", "condition-altered", fact, step, file=intent.profile.name)
    elif found := _fault(data):
        fact, step = "{file} is no ICC profile of a CMYK press ({found})", "give the vendor's output profile"
        table.report("profile", "condition-kind", fact, step, file=intent.profile.name, found=found)


def _fault(data: bytes) -> str:
    """Say what a header says that it should not; "" for an output profile of CMYK, version 2 or 4."""
    if len(data) < _HEADER or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
        return "no ICC header"
    version, kind, space = data[8], data[12:16], data[16:20]
    if kind != b"prtr" or space != b"CMYK":
        return " ".join(part.decode("ascii", "replace").strip() for part in (kind, space))
    return "" if version in (2, 4) else f"version {version}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
