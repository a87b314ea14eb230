"""Codes in, what a clerk calls them out, the code behind in brackets: docs/codes.md explains it by that.

Lists that programs read (CSV, JSON) keep the codes alone (contract §3, §4).
"""

from collections.abc import Mapping
from typing import Final

from generator.messages.catalogue import language, translator
from generator.proof.wording import TONGUES, rule_word

_TERMS: Final[Mapping[str, str]] = {
    "gap": "nothing in the hand",
    "undelivered": "came back by post",
    "rejected": "row held back",
    "card-undelivered": "the card came back by post",
    "old-card-lost": "old card lost",
    "certificate-expired": "certificate expired",
    "no-card": "no card yet",
    "card-void": "card void",
    "card-withdrawn": "the card's job was withdrawn",
    "card-not-begun": "the card is not valid yet",
    "card-expired": "card expired",
    "send-again": "send it again",
    "correct-the-row": "correct the row",
    "left": "entitlement lost",
    "not-yet": "not entitled yet",
    "over-75": "over 75",
    "insured-left": "the insured left",
    "insured-over-75": "the insured is over 75",
    "manual": "by hand",
    "leaves-soon": "leaves soon",
    "before-start": "before the first day of cards",
    "holds": "holds a card",
    "wish-but-registered": "wished for, but registered",
    "old-card-valid": "old card still valid",
    "unconfirmed": "registration unconfirmed",
    "able": "able to use the My Number card",
    "entitlement-ended": "entitlement ended",
}
_REMEDIES: Final[Mapping[str, str]] = {
    "run": "the next job issues: {what}",
    "held": "held back: {what}",
    "look": "to be looked at: {what}",
}


def term(code: str) -> str:
    """Return what a rule, a state or a reason is called; a code of another table stands as it is."""
    word = rule_word(code)[TONGUES.index(language())]
    if word == code and code in _TERMS:
        word = translator()(_TERMS[code])
    return code if word == code else f"{word} ({code})"


def remedy(code: str) -> str:
    """Return what would help somebody with nothing in the hand, `run:<rule>` and its like in words."""
    kind, _, what = code.partition(":")
    return translator()(_REMEDIES[kind]).format(what=term(what)) if kind in _REMEDIES else term(code)
