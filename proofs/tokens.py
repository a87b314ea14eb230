"""A content stream goes in, its tokens come out. ISO 32000-1, 7.2 and 7.3.

Every string is brought to one form, upper-case hex without spaces, so that `<…>` splits a stream into the
strings it shows and the operators between them. The text is one character a byte.
"""

import re

_SPACE = r"\x00\t\n\x0c\r "
_END = rf"(?=[{_SPACE}\[\]<>()/%]|$)"
_INLINE = rf"(?<![^{_SPACE}\]>)])ID[{_SPACE}][\s\S]*?[{_SPACE}]EI{_END}"
# What may hide a bracket or an angle: literal strings, comments, data of inline images; and hex not in its one form.
_ODD = re.compile(rf"(?P<text>\()|(?P<hex><[0-9A-Fa-f{_SPACE}]+>)|%[^\r\n]*|{_INLINE}")
_STRING = re.compile(r"<([0-9A-F]+)>")
_TOKEN = re.compile(
    rf"[-+.0-9]+|/[^{_SPACE}()<>\[\]{{}}/%]*|<[0-9A-F]*>|<<|>>|[\[\]{{}}]"
    rf"|[A-Za-z'\"][A-Za-z0-9*'\"]*|[^{_SPACE}]"
)
_LITERAL = re.compile(r"[^()\\\r]+|\\(?:[0-7]{1,3}|\r\n|[\s\S])|\r\n?|[()]")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\n": "", "\r": "", "\r\n": ""}


def split(content: str) -> list[str]:
    """Split a stream into operators, string, operators, string, …, operators."""
    # In most streams angles stand in turn and hold hex in its one form, and there is nothing that may hide one: those
    # are split without looking at each.
    parts = content.replace(">", "<").split("<")
    codes = parts[1::2]
    angles = _without(content, _HARMLESS)
    if b"I" in angles and "ID" not in content:
        angles = angles.replace(b"I", b"")
    if angles == b"<>" * len(codes) and "" not in codes and not _without("".join(codes), _HEX):
        return parts
    return _STRING.split(_plain(content))


def _without(text: str, deleted: bytes) -> bytes:
    return text.encode("latin-1", "replace").translate(None, deleted)


def tokens(operators: str) -> list[str]:
    """Return the tokens of a part without literal strings; what is none comes as a single character."""
    return _TOKEN.findall(operators)


def _plain(content: str) -> str:
    """Write all strings as hex without spaces, drop comments and the data of inline images."""
    parts: list[str] = []
    at = 0
    while found := _ODD.search(content, at):
        parts.append(content[at : found.start()])
        at = found.end()
        if found["text"]:
            codes, at = _literal(content, at)
            parts.append(f"<{codes}>")
        elif found["hex"]:
            parts.append(found["hex"].translate(_NO_SPACE).upper())
        else:
            parts.append(" EI " if found[0].startswith("ID") else " ")
    return "".join(parts) + content[at:]


def _literal(content: str, at: int) -> tuple[str, int]:
    """Read a literal string from behind its bracket; return its hex and where it ends (7.3.4.2)."""
    depth = 1
    parts: list[str] = []
    while found := _LITERAL.match(content, at):
        piece, at = found[0], found.end()
        depth += (piece == "(") - (piece == ")")
        if not depth:
            break
        if piece[0] == "\\":
            piece = chr(int(piece[1:], 8) & 255) if piece[1] in "01234567" else _ESCAPES.get(piece[1:], piece[1:])
        parts.append("\n" if piece[:1] == "\r" and found[0][0] == "\r" else piece)
    return "".join(parts).encode("latin-1", "replace").hex().upper(), at


_HEX = b"0123456789ABCDEF"
_HARMLESS = bytes(set(range(256)) - set(b"<>(%I"))  # a literal string, a comment, ID of an inline image
_NO_SPACE = dict.fromkeys(map(ord, "\x00\t\n\x0c\r "))
