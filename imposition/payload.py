"""A sheet's job, block and track in, the content of its Data Matrix out; never anything of a person.

`v1|job|block|envelope|piece|page/of|side|check`, such as `v1|20251001-01|001|000003|0000012|01/02|F|0`: job as it is
named; block 3, envelope 6 and piece 7 digits, page and number of pages 2 each (all wider where they have to be, so
that a code of one job is always as large as the next); side F, B, or S for a separator; the check digit is the
保険者番号 method (domain.md §5.1) over all digits before it, those of `v1` and of the job included.
Authority: print.md §4.4 (suggested payload).
"""

from typing import Literal

from layouts.document import Track

Bearer = Literal["F", "B", "S"]
_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}


def payload(job: str, block: int, bearer: Bearer, track: Track) -> str:
    """Return the content of a code."""
    place = f"{block:03d}|{track.envelope:06d}|{track.piece:07d}|{track.page:02d}/{track.of:02d}"
    text = f"v1|{job}|{place}|{bearer}|"
    return text + check_digit("".join(filter(str.isdecimal, text)))


def check_digit(digits: str) -> str:
    """Return the check digit by the 保険者番号 method: weights 2,1,2,1 from the right, products' digits summed."""
    doubled, single = digits[::-2], digits[-2::-2]
    return str(-(sum(map(_DOUBLED.__getitem__, doubled)) + sum(map(int, single))) % 10)
