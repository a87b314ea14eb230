"""Codes of what hands find that cut and stack a file, and of what its die takes: severity, message, sentence.

Joined with all others in `proofs/codes.py`.
"""

from collections.abc import Mapping
from typing import Final

from proofs.kinds import Kind, error, info, warning

STACK: Final[Mapping[str, Kind]] = {
    "stack-order": error(
        "管理番号 {number} comes behind {before} when the stack is cut and emptied",
        "Trays emptied in order give the numbers in order (contract §5; print.md §8, trap 17).",
    ),
    "stack-gap": error(
        "管理番号 {numbers} ({count}) is in no stack; here is where it would be",
        "Between the first and the last number of a stack none is lacking.",
    ),
    "stack-twice": error("管理番号 {number} is in the stack again", "Every number is one piece (trap 19)."),
    "stack-job": error("管理番号 {number} is of another job than {job}", "A stack is one job's."),
    "stack-number": error(
        "{count} different 管理番号 can be read on this piece",
        "A card bears one number, a notice one for each person; without any, nobody can tell the piece.",
    ),
    "stack-separator": error(
        "管理番号 {number} does not lie behind its separator; the one before it says {first} to {last}",
        "A separator lies before every envelope and says whose pieces follow.",
    ),
    "stack-count": error(
        "the separator says {told} pieces, {found} belong to it",
        "A packer counts against the separator.",
    ),
    "stack-back": error(
        "behind {front} lies {back}",
        "Seen through the sheet about the profile's axis, both sides of a cell are one piece's (trap 2).",
    ),
    "stack-head": error(
        "the text does not stand upright in its cell",
        "Both sides have their heads at the edge that the profile's turn gives them (trap 3).",
    ),
    "stack-blank": error("a blank cell lies amid the pieces", "Blanks come last in a stack (trap 17)."),
    "stack-void": warning("a blank cell is not marked VOID", "Nobody shall take a blank for a lost print."),
    "stack-sheet": error(
        "the page says sheet {sheet} {side} of block {block}, here belongs sheet {wanted} {wanted_side}"
        " of block {wanted_block}",
        "Pages lie as the press prints and the cutter stacks them.",
    ),
    "stack-lost": error(
        "sheet {sheet} {side} of block {block} is not among the pages",
        "Every sheet of a block is in its file, with both sides where there are two.",
    ),
    "stack-block": warning(
        "block {block} follows block {before}; the order between them is not looked at",
        "Files of all blocks, given in order, are looked at as one pile.",
    ),
    "stack-alone": warning(
        "the file with the other sides is not beside it; backs are not held against fronts",
        "Fronts and backs of separate runs are looked at together.",
    ),
    "stack-none": info(
        "no 管理番号 can be read in any cell, so that cutting and stacking are not looked at",
        "The pieces may bear none, or lie in other cells than the profile's.",
    ),
    "sheet-code-missing": error(
        "the sheet's code cannot be read",
        "The profile has a Data Matrix on this side that says which sheet it is.",
    ),
    "sheet-twice": error(
        "the page bears the code of sheet {sheet} {side} of block {block}, which is page {first} already",
        "A sheet is printed once; told without a profile too, from the codes alone.",
    ),
    "sheet-code-differs": error(
        "the sheet's code says {said}, its line of text {text}",
        "Both say the same block, sheet and side.",
    ),
}

DIE: Final[Mapping[str, Kind]] = {
    "die-loses": info(
        "the die takes {left} mm at the left and right, {low} mm at the top and bottom, and corners of {radius} mm",
        "What a smaller die loses of a piece that is cut to the layout's trim.",
    ),
    "die-live": error(
        "{what} reaches {by} mm over the die's edge",
        "Text, codes and numbers inside the trim but outside the die are cut away.",
    ),
    "die-near": warning(
        "{what} comes as near as {distance} mm to the die's edge; {safe} mm are asked",
        "A die wanders on its sheet; live matter keeps clear of its edge and of its round corners.",
    ),
}
