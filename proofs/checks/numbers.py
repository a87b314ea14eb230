"""管理番号: every number of the plan once on each side of its cell, none elsewhere, check digits sound. Contract §4."""

from collections import Counter
from collections.abc import Iterable, Sequence

from layouts.document import Document
from proofs.checkdigit import NUMBER, sound
from proofs.filled import Cell
from proofs.finding import Findings
from proofs.plan import Face
from proofs.reading import Shown, lines


def is_number(text: str) -> bool:
    """Tell whether a text is a 管理番号."""
    return NUMBER.fullmatch(text) is not None


def numbers_shown(shown: Sequence[Shown]) -> list[str]:
    """Read the numbers by glyph, not by what the text layer says."""
    return [found for group in lines(shown) for found in numbers_of(group)]


def numbers_of(group: Sequence[Shown]) -> list[str]:
    """Read the numbers of strings that follow one another on a line."""
    return NUMBER.findall("".join([string.numerals() for string in group]))


def check_plan(documents: Iterable[Document], findings: Findings) -> None:
    """Check the plan's own numbers: once among the cards, once among the notices, check digits sound."""
    counts = Counter((d.kind, number) for d in documents for number in d.numbers)
    for (_, number), count in counts.items():
        if count > 1:
            findings.add("number-twice", number=number)
        if not sound(number):
            findings.add("number-check", number=number)


def check_numbers(
    cell: Cell, shown: Sequence[Shown], page: int, at: tuple[float, float], face: Face, findings: Findings
) -> None:
    """Compare the numbers shown in one cell with the plan's."""
    wanted = _wanted(cell)
    found = Counter(numbers_shown(shown))
    missing, extra = wanted - found, found - wanted
    for number in missing:
        findings.add("number-missing", page, at, number=number)
    for number in extra:
        if number in wanted:
            findings.add("number-twice", page, at, number=number)
        elif face == "B" and cell.numbers and cell.numbers[0] in missing:
            findings.add("number-back", page, at, number=number, front=cell.numbers[0])
        else:
            findings.add("number-stray", page, at, number=number)
        if not sound(number):
            findings.add("number-check", page, at, number=number)


def _wanted(cell: Cell) -> Counter[str]:
    """Return how often each number must be shown: a card's once, any other as often as the document's texts say."""
    document = cell.document
    if document is not None and cell.side is not None and document.kind == "card":
        return Counter(document.numbers)
    counted = Counter(text for text in cell.texts.values() if is_number(text))
    return counted | Counter(set(cell.numbers))
