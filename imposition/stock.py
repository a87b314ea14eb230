"""A vendor's TOML in, a checked `Stock` out (contract §5; the keys are explained in vendors/README.md)."""

import hashlib
from dataclasses import replace
from pathlib import Path

from imposition.errors import StockRefused
from imposition.intent import read_intent
from imposition.sheet import Cell, Stock
from imposition.stock_faults import faults
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
    path = _find(name_or_path, extra)
    source = Source(path)
    base = source.root.get("extends")
    sources = [source]
    values = dict(source.root)
    if base is not None:
        sources.insert(0, Source(_find(str(base), path.parent)))
        values = {**sources[0].root, **values}
        if "extends" in sources[0].root:
            source.report(
                "extends", "extends-twice", "{base} itself extends another profile", "extend that one", base=base
            )
    intent = read_intent(sources)
    parts = [*(s.data for s in sources), (intent.digest if intent else "").encode()]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if not source.problems and not sources[0].problems:
        stock = replace(build(Table(source, values), path.stem, digest), intent=intent)
        source.problems.extend([] if source.problems else faults(stock, source.name))
        if not source.problems:
            return stock
    problems = tuple(problem for s in sources for problem in s.problems)
    raise StockRefused("vendor-profile", source.name, "", problems=problems)


def _find(name: str, extra: Path | None) -> Path:
    places = [Path(name)] if name.endswith(".toml") else [d / f"{name}.toml" for d in (extra, VENDORS) if d]
    for path in places:
        if path.is_file():
            return path
    known = ", ".join(vendor_names(extra))
    raise StockRefused("vendor-unknown", name, "there is no such profile", "known: {known}", known=known)
