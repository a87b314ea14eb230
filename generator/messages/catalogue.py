"""UI texts: English templates in, the user's language out (gettext; `SHIKAKU_LANG`, else the locale)."""

import gettext
import os
from collections.abc import Callable, Mapping
from pathlib import Path

DOMAIN = "shikaku"
LOCALES = Path(__file__).parent / "locales"
_VARIABLES = ("SHIKAKU_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language(environ: Mapping[str, str] = os.environ) -> str:
    """Return `ja` or `en`: the first variable that says anything decides."""
    said = next((environ[name] for name in _VARIABLES if environ.get(name)), "en")
    return "ja" if said.lower().startswith("ja") else "en"


def translator(tongue: str = "") -> Callable[[str], str]:
    """Return the function that translates a template into a language, the user's if none is said.

    English is the source and needs no catalogue.
    """
    return gettext.translation(DOMAIN, LOCALES, languages=[tongue or language()], fallback=True).gettext


def speak() -> None:
    """Make click's own sentences (usage, hints) come in the same language; it asks gettext's default domain."""
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()
