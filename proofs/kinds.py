"""What all findings of one code share. In: nothing. Out: the shape of an entry in the tables of codes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A code's severity, the template of its message, the sentence that explains it, and what to do about it."""

    severity: str  #: error, warning, info
    message: str
    sentence: str
    step: str = ""


def error(message: str, sentence: str) -> Kind:
    """Return the kind of what must not be printed."""
    return Kind("error", message, sentence)


def warning(message: str, sentence: str) -> Kind:
    """Return the kind of what should be asked about."""
    return Kind("warning", message, sentence)


def info(message: str, sentence: str) -> Kind:
    """Return the kind of what is merely told."""
    return Kind("info", message, sentence)
