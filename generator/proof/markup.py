"""Texts and pictures in, HTML out: escaped, in both languages, with nothing that is fetched from anywhere."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from generator.proof.wording import Both, word


def both(said: Both) -> str:
    """Write a text in both languages; the style sheet hides one of them."""
    ja, en = said
    if ja == en:
        return escape(ja)
    return f'<span lang="ja">{escape(ja)}</span><span lang="en">{escape(en)}</span>'


def written(key: str, **facts: object) -> str:
    """Write a text of the report's own in both languages."""
    return both(word(key, **facts))


def labelled(said: Both) -> str:
    """Write an accessible name in both languages, as attributes; the script shows the one of the page."""
    ja, en = (escape(each, quote=True) for each in said)
    return f'aria-label="{ja}" data-label-ja="{ja}" data-label-en="{en}"'


def data_uri(png: bytes) -> str:
    """Return a picture as the text of a src attribute."""
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: frozenset[int] = frozenset()) -> str:
    """Write a table that scrolls by itself where the page is narrow; cells are HTML."""
    kind = ['class="n"' if i in numeric else "" for i in range(len(heads))]
    head = "".join(f'<th scope="col" {k}>{h}</th>' for h, k in zip(heads, kind, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td {k}>{cell}</td>' for cell, k in zip(row, kind, strict=True))}</tr>" for row in rows
    )
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def bar(first: int, second: int, most: int, *, alone: int = 0) -> str:
    """Draw a bar of two counts, or of one alone; what it says stands in the cell beside it."""
    whole = max(most, 1)
    a, b, c = (count * 100 / whole for count in (first, second, alone))
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="ground" width="100" height="8"/><rect class="first" width="{a:.2f}" height="8"/>'
        f'<rect class="second" x="{a:.2f}" width="{b:.2f}" height="8"/>'
        f'<rect class="alone" width="{c:.2f}" height="8"/></svg>'
    )
