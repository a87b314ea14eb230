"""The order of everything: route, 送付先, 事業所, 所属, 記号, 番号, 枝番 (contract §5).

One text key a document: compared after NFKC with every run of digits left-padded to 20, ties by code points.
"""

import re
import unicodedata
from functools import lru_cache

from generator.decision import Decision, Route
from generator.model import Employer, Household

_DIGITS = re.compile(r"[0-9]+")
_SEP = "\x00"  # sorts before every text, so that "A" comes before "AB"
_ROUTE_RANK = {Route.EMPLOYER: "1", Route.DIRECT: "2", Route.NONE: "3"}


@lru_cache(maxsize=4096)
def natural(text: str) -> str:
    """Return the key under which a code sorts."""
    folded = unicodedata.normalize("NFKC", text)
    return _DIGITS.sub(lambda run: run[0].zfill(20), folded)


def household_order(household: Household, employer: Employer | None) -> str:
    """Return the part of the key that a household shares: 送付先, 事業所, 所属, 記号, 番号."""
    head = household.insured
    ship_to = employer.ship_to if employer is not None else head.employer
    parts = (ship_to, head.employer, head.office, head.key.symbol, head.key.number)
    return _SEP.join(map(_tied, parts))


def document_order(decision: Decision, household_key: str, postcode: str) -> str:
    """Return the key of one document; `postcode` is "" unless the direct route goes in postal order."""
    first = postcode if decision.route is Route.DIRECT else ""
    branch = decision.member.key.branch
    return _SEP.join((_ROUTE_RANK[decision.route], first, household_key, _tied(branch)))


def _tied(code: str) -> str:
    return f"{natural(code)}{_SEP}{code}"
