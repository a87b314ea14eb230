"""What a job leaves, read with csv and json alone, and what must hold of it whoever made it."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from acceptance_rules import CARD, NONE, NOTICE, Key, key_of
from year_town import Row

Copy = tuple[str, int]  #: 管理番号, make


def table(path: Path) -> list[Row]:
    """Read a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Left:
    """The folder of one job."""

    folder: Path

    @cached_property
    def decisions(self) -> list[Row]:
        return table(self.folder / "office" / "decisions.csv")

    @cached_property
    def account(self) -> Any:
        return json.loads((self.folder / "office" / "reconciliation.json").read_text(encoding="utf-8"))

    @cached_property
    def envelopes(self) -> list[Row]:
        return table(self.folder / "vendor" / "envelopes.csv")

    @property
    def issued(self) -> list[Row]:
        return [row for row in self.decisions if row["文書"] != NONE]

    def told(self) -> dict[Key, list[Row]]:
        """Return the decision rows by person."""
        rows: dict[Key, list[Row]] = {}
        for row in self.decisions:
            rows.setdefault(key_of(row), []).append(row)
        return rows

    def rules(self) -> Counter[tuple[str, str]]:
        """Count documents by kind and rule."""
        return Counter((row["文書"], row["規則"]) for row in self.issued)

    def parts(self) -> Iterator[Path]:
        """Yield the job's folder and those of its remakes and pulls."""
        yield self.folder
        yield from sorted((*self.folder.glob("remake-*"), *self.folder.glob("pull-*")))

    def pdfs(self) -> Iterator[list[Path]]:
        """Yield the files of cards and notices of the job, then of each remake."""
        for part in self.parts():
            if found := [p for pile in ("cards", "notices") for p in sorted((part / "vendor" / pile).glob("*.pdf"))]:
                yield found

    def cells(self, pile: str, part: Path | None = None) -> list[Row]:
        """Return the front cells of a pile."""
        lists = sorted(((part or self.folder) / "vendor" / pile).glob("*.csv"))
        return [row for path in lists for row in table(path) if row["side"] == "F"]

    def sheets(self, pile: str) -> int:
        """Count sheets."""
        return len({(row["block"], row["sheet"]) for row in self.cells(pile)})

    def copies(self) -> Counter[Copy]:
        """Count every copy that was printed."""
        return Counter(
            (row["管理番号"], int(row.get("make") or 1))
            for part in self.parts()
            for pile in ("cards", "notices")
            for row in self.cells(pile, part)
            if row["管理番号"]
        )

    def destroyed(self) -> list[Copy]:
        """Return every copy that the papers tell to destroy."""
        rows = (row for path in sorted(self.folder.glob("*/vendor/destruction.csv")) for row in table(path))
        return [(row["管理番号"], int(row["make"])) for row in rows if row["管理番号"]]

    def good(self) -> dict[str, int]:
        """Return which make of every number is the good one; each exactly once."""
        printed, spoiled = self.copies(), self.destroyed()
        assert not printed or set(printed.values()) == {1}
        assert len(spoiled) == len(set(spoiled)) and set(spoiled) <= printed.keys()
        good = sorted(printed.keys() - set(spoiled))
        assert [number for number, _ in good] == sorted({number for number, _ in printed})
        return dict(good)


def sound(left: Left, heads: Mapping[tuple[str, str], Row], people: int) -> None:
    """Check one fresh job: its counts, its numbers, and that every envelope is of one destination."""
    account, issued = left.account, left.issued
    assert account["balanced"]
    told = account["people"]
    assert told["in"] == people == told["with_document"] + told["none"] + told["rejected"], (told, people)
    assert told["with_document"] == len({key_of(row) for row in issued})
    numbers = [row["管理番号"] for row in issued]
    assert len(numbers) == len(set(numbers))
    assert left.good() == dict.fromkeys(numbers, 1)
    for kind, name in ((CARD, "cards"), (NOTICE, "notices")):
        count = sum(row["文書"] == kind for row in issued)
        assert account["documents"][name] == count == sum(row[name] for row in account["by"])
        assert count == sum(int(row[name] or 0) for row in left.envelopes)
    _pure(left, heads)


def _pure(left: Left, heads: Mapping[tuple[str, str], Row]) -> None:
    lies_in = {
        row["管理番号"]: row["envelope"] for pile in ("cards", "notices") for row in left.cells(pile) if row["管理番号"]
    }
    envelopes = {row["envelope"]: row for row in left.envelopes}
    homes: dict[str, set[tuple[str, str]]] = {}
    for row in left.issued:
        envelope = envelopes[lies_in[row["管理番号"]]]
        assert envelope["route"] == row["経路"], row
        if row["経路"] == "事業主":
            assert heads[key_of(row)[:2]]["事業所コード"] in envelope["事業所コード"].split(), row["管理番号"]
        else:
            homes.setdefault(envelope["envelope"], set()).add(key_of(row)[:2])
    assert all(len(names) == 1 for names in homes.values())


__all__ = ["CARD", "NONE", "NOTICE", "Left", "sound", "table"]
