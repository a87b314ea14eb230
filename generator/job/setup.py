"""What a society's jobs are made with: layouts in its colour and name, vendor profiles, packing.

Enters: Society. Leaves: Setup, whose hashes go into the manifest and the job's digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fonts.catalog import Gaiji, load_catalog
from generator.errors import ConfigError
from generator.job.inks import check_inks
from generator.job.order_words import ink_words, stock_words
from generator.job.press import Look, layouts_of
from generator.model import Insurer, Society
from generator.post.tariff import tariff_sha256
from imposition.piece import check_inserter, check_piece
from imposition.stock import Stock, load_stock
from layouts.difference import difference, lab
from layouts.document import Side
from layouts.ink import Ink
from layouts.load import Layouts
from layouts.typeset import unprintable

FACE = "letter/face"  #: the one letter that is printed on envelopes
STOCK_PAGE = "letter/order-stock"  #: the page of the work order that a vendor's own words stand on
UNTRACKED = ("/separator", "/void")  #: what no inserting machine takes
LEAST_DIFFERENCE = 20.0  # ΔE2000 between the card and the old 保険証: told apart at a glance (domain.md §1.5)
CARDS = ("card/front", "card/back")  #: the two sides of a card; the family's front differs in one field
VENDORS = "vendors"  #: folder of a society's own profiles


@dataclass(frozen=True, slots=True)
class Setup:
    """Layouts, stocks by pile, and what they were."""

    look: Look
    stocks: Mapping[str, Stock]
    hashes: Mapping[str, str]  #: fonts, layouts, vendor.<pile>


def set_up(society: Society, *, sparing: bool = False) -> Setup:
    """Load layouts and vendor profiles; raises LayoutRefused, FontRefused or ConfigError.

    A `sparing` one is for a few cards: layouts are read when they are asked for, and only those of cards are held
    against their profile.
    """
    look = replace(look_of(society), sparing=sparing)
    own = Path(society.folder) / VENDORS
    stocks = {
        "cards": load_stock(society.vendors["card"], own),
        "notices": load_stock(society.vendors["notice"], own),
        "letters": load_stock(society.vendors["letter"], own),
        "carriers": load_stock(society.vendors["letter"], own),
        "orders": load_stock(society.vendors["letter"], own),
    }
    if society.packing.face:
        stocks["faces"] = load_stock(society.vendors["envelope"], own)
    _check_pieces(layouts_of(look), stocks, sparing=sparing)
    if not sparing:
        check_inks(society.colour, layouts_of(look), stocks.values())
        _check_order(look, stocks)
    hashes = {
        "fonts": load_catalog(look.gaiji).sha256,
        "layouts": layouts_of(look).sha256,
        "tariff": tariff_sha256(),
        **{f"vendor.{pile}": stock.sha256 for pile, stock in stocks.items()},
    }
    return Setup(look, stocks, hashes)


def _check_pieces(layouts: Layouts, stocks: Mapping[str, Stock], *, sparing: bool) -> None:
    """See, before anything is issued, that every layout can be cut as its profile cuts; raises PieceRefused."""
    piles = {"card": "cards", "notice": "notices", "letter": "letters"}
    names = [name for name in layouts.names if name in CARDS] if sparing else layouts.names
    for name in names:
        pile = "faces" if name == FACE else piles.get(name.partition("/")[0], "")
        if pile in stocks:
            check_piece(layouts.template(name), stocks[pile])
            if not name.endswith(UNTRACKED):
                check_inserter(layouts.template(name), stocks[pile])


def _check_order(look: Look, stocks: Mapping[str, Stock]) -> None:
    """See, before anything is issued, that the words of every profile fit into the work order; raises ConfigError."""
    layouts = layouts_of(look)
    inks = ink_words(dict(look.inks), grounds=bool(layouts.grounds))
    for pile, stock in stocks.items():
        words = stock_words(stock, backs=pile == "cards", inks=inks)
        for wide in unprintable(layouts.template(STOCK_PAGE), Side(STOCK_PAGE, {}, {"stock": (words,)})):
            fact = "the work order has no room for {field}: {detail}"
            step = "name material, inks, plates or printing condition in fewer words"
            raise ConfigError("order-text", f"{stock.name}.toml", fact, step, field=wide.field, detail=wide.detail)


def look_of(society: Society) -> Look:
    """Return what the society's layouts are loaded with; raises ConfigError where its card looks like the old one."""
    _check_colours(society)
    home = Path(society.folder)
    gaiji = Gaiji(home / society.gaiji.face, society.gaiji.sha256) if society.gaiji else None
    return _look(society.insurer, society.colour, home / society.layouts_dir if society.layouts_dir else None, gaiji)


def _check_colours(society: Society) -> None:
    if society.old_colour is None:
        return
    found = difference(lab(society.colour), lab(society.old_colour))
    if found < LEAST_DIFFERENCE:
        raise ConfigError(
            "colour-close",
            "society.toml",
            "[card] colour and old_colour are ΔE2000 {found} apart, at least {least} is needed",
            "choose a colour that nobody takes for the old card's",
            found=f"{found:.1f}",
            least=f"{LEAST_DIFFERENCE:.0f}",
        )


def sample_look(folder: Path | None = None) -> Look:
    """Return a look for layouts without a society: the texts of one that does not exist (見本)."""
    name, address = "見本健康保険組合", "東京都千代田区霞が関1-2-3"
    insurer = Insurer("06139992", "", name, "100-0013", address, "03-0000-0000", "https://kenpo.example.jp/")
    return _look(insurer, None, folder)


def _look(insurer: Insurer, colour: Ink | None, folder: Path | None, gaiji: Gaiji | None = None) -> Look:
    statics = {
        "insurer_number": insurer.number,
        "insurer_name": insurer.name,
        "insurer_postcode": f"〒{insurer.postcode}" if insurer.postcode else "",
        "insurer_address": insurer.address,
        "insurer_phone": insurer.phone,
        "insurer_url": insurer.url,
    }
    return Look(folder, tuple(statics.items()), (("society", colour),) if colour else (), gaiji)
