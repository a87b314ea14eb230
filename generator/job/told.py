"""What an operator is told of piles and mail on stderr: counts alone (contract §1)."""

from collections.abc import Mapping

from generator.job.lots import Lot
from generator.job.mailing import Mailing
from generator.job.piles import Piled
from generator.job.talk import Talk
from generator.model import Packing
from imposition.stock import Stock


def tell_piled(talk: Talk, piled: Piled, packing: Packing, stocks: Mapping[str, Stock]) -> None:
    """Say what a policy of blocks costs in blanks, and which envelopes a scale may find in another tier."""
    if packing.policy != "continuous":
        for pile in ("cards", "notices"):
            _tell_blanks(talk, packing.policy, [lot for lot in piled.lots if lot.pile == pile], stocks[pile])
    _tell_mail(talk, piled.mailing)


def _tell_blanks(talk: Talk, policy: str, lots: list[Lot], stock: Stock) -> None:
    if not lots:
        return
    cells = len(stock.cells)
    talk.say(
        "{pile}: policy {policy} makes {blocks} blocks with {blanks} blanks; continuous would leave {least}",
        pile=lots[0].pile,
        policy=policy,
        blocks=len(lots),
        blanks=sum(-lot.count % cells for lot in lots),
        least=-sum(lot.count for lot in lots) % cells,
    )


def _tell_mail(talk: Talk, mailing: Mailing) -> None:
    if mailing.near:
        talk.say(
            "{count} envelopes weigh within 2 g of a limit of postage; they are marked in office/mailing.csv",
            count=mailing.near,
        )
    if mailing.heavy:
        talk.say(
            "{count} envelopes are too heavy for the post; lower [envelope] max_grams or have them carried otherwise",
            count=mailing.heavy,
        )
