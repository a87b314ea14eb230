"""A vendor's TOML in, a checked `Stock` out (contract §5; the keys are explained in vendors/README.md)."""

import hashlib
from dataclasses import replace
from pathlib import Path

from imposition.errors import StockRefused
from imposition.intent import read_intent
from imposition.sheet import Cell, Stock
from imposition.stock_blame import blamed
from imposition.stock_keys import build
from imposition.tables import Source, Table

__all__ = ["Cell", "Stock", "load_stock", "vendor_names"]

VENDORS = Path(__file__).parent / "vendors"


def vendor_names(extra: Path | None = None) -> tuple[str, ...]:
    """List the profiles shipped and those of the society's own folder."""
    folders = [VENDORS] if extra is None else [VENDORS, extra]
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.toml")}))


def load_stock(name_or_path: str, extra: Path | None = None) -> Stock:
    """Load a vendor's profile by its name or path; raises StockRefused with every problem."""
    source = Source(_find(name_or_path, extra))
    sources = [*filter(None, (_extended(source),)), source]
    values = {key: value for each in sources for key, value in each.root.items()}
    intent = read_intent(sources)
    parts = [*(each.data for each in sources), (intent.digest if intent else "").encode()]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if source.root and sources[0].root:
        stock = replace(build(Table(source, values), source.path.stem, digest), intent=intent)
        source.problems.extend([*blamed(stock, source)])
        if not any(each.problems for each in sources):
            return stock
    problems = tuple(problem for each in sources for problem in each.problems)
    raise StockRefused("vendor-profile", source.name, "", problems=problems)


def _extended(source: Source) -> Source | None:
    """Return the profile that one extends, None where it does not or names none."""
    base = source.root.get("extends")
    if base is None:
        return None
    try:
        source.base = found = Source(_find(str(base), source.path.parent))
    except StockRefused as refused:
        source.report("extends", refused.code, refused.fact, refused.step, **refused.facts)
        return None
    if "extends" in found.root:
        fact, step = "{base} itself extends another profile", "extend that one"
        source.report("extends", "extends-twice", fact, step, base=base)
    return found


def _find(name: str, extra: Path | None) -> Path:
    places = [Path(name)] if name.endswith(".toml") else [d / f"{name}.toml" for d in (extra, VENDORS) if d]
    for path in places:
        if _there(path):
            return path
    known = ", ".join(vendor_names(extra))
    raise StockRefused("vendor-unknown", name, "there is no such profile", "known: {known}", known=known)


def _there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than names may be
        return False
