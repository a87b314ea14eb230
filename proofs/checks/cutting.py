"""A file's plan goes in; whether hands that cut and empty its sheets get the job's order comes out, once a file.

That the file shows the plan's numbers in the plan's cells is proved cell by cell; here the plan itself is cut, with
trays worked out anew (contract §5; print.md §8, trap 17).
"""

from itertools import pairwise

from imposition.plan import sheet_pieces
from layouts.document import Document
from proofs.finding import Findings
from proofs.plan import Expected
from proofs.stacking import trays


def check_cutting(expected: Expected, findings: Findings) -> None:
    """Empty the trays of a plan: every piece once and in order, blanks last, numbers rising."""
    block, stock = expected.block, expected.stock
    sheets = [sheet_pieces(stock, block, sheet) for sheet in range(1, block.sheets + 1)]
    taken = [sheet[cell] for tray in trays(stock) for sheet in sheets for cell in tray]
    if None in taken[: block.count]:
        findings.add("stack-blank")
    pieces = [piece for piece in taken if piece is not None]
    wrong = next((at for at, piece in enumerate(pieces) if piece != block.first + at), None)
    if wrong is not None:
        before = pieces[wrong - 1] if wrong else pieces[wrong]
        documents = (expected.documents[piece - block.first] for piece in (pieces[wrong], before))
        number, other = (_called(document) for document in documents)
        findings.add("stack-order", number=number, before=other)
    for document, following in pairwise(d for d in expected.documents if d.kind == "card" and d.numbers):
        if following.numbers[0] <= document.numbers[0]:
            findings.add("stack-order", number=following.numbers[0], before=document.numbers[0])


def _called(document: Document) -> str:
    return document.numbers[0] if document.numbers else document.envelope
