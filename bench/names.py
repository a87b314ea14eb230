"""A million random names over the whole repertoire of the faces, through guard, chain and fit; nothing is drawn.

Half are made of the characters most names have, half of anything a face has, variation sequences, private use, long
foreign names and faulty characters among them. Warm: the first pass, which learns the characters, comes before the
clock.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.task import Make, load_bench_layouts
from fonts.face import load_face
from generator.intake.naming import names_of
from layouts.document import Side
from layouts.typeset import unprintable

_TAGS: Final = "GNM"
_COMMON: Final = (
    "佐藤鈴木高橋田中伊渡辺山本村小林加吉井松清﨑髙森池阿部石前岡長谷川近坂遠青福西三原内野武上杉千葉久保大今平太郎花子"
)
_FOREIGN: Final = (
    "ホセ",
    "マリア",
    "フェルナンデス",
    "Nguyễn",
    "Thị",
    "Wolfeschlegelstein",
    "O’Brien",
    "JOSÉ",
    "コンセイサン",
)
_FAULTY: Final = "●〓\ufffd\u2f2d\u200bｱ\ue000\u3099"
_BASES: Final = (*range(0x21, 0x250), *range(0x1E00, 0x1F00), *range(0x3005, 0x33480))


def prepare(count: int, out: Path) -> Make:
    """Invent the names, warm up, and return what looks at all of them."""
    names = list(invented(count))
    desk = names_of(None)
    template = load_bench_layouts().template("card/front")

    def look() -> Sequence[Path]:
        outcomes: Counter[str] = Counter()
        for name in names:
            reading = desk.read("氏名", name)
            if reading.faults:
                outcomes["guarded"] += 1
                continue
            found = unprintable(template, Side("card/front", {"name": reading.text}))
            outcomes[found[0].reason if found else "printed"] += 1
        path = out / "outcomes.txt"
        path.write_text(repr(sorted(outcomes.items())), encoding="utf-8")
        return [path]

    look()
    return look


def invented(count: int, seed: int = 5) -> Sequence[str]:
    """Invent names of every kind."""
    source = random.Random(seed)
    repertoire = _repertoire()
    return [_name(source, repertoire) for _ in range(count)]


def _name(source: random.Random, repertoire: Sequence[str]) -> str:
    kind = source.random()
    if kind < 0.5:
        return f"{_some(source, _COMMON, 2)}　{_some(source, _COMMON, 2)}"
    if kind < 0.6:
        return "・".join(source.choices(_FOREIGN, k=source.randrange(2, 6)))
    if kind < 0.62:
        return _some(source, _COMMON, 2) + source.choice(_FAULTY)
    return f"{_some(source, repertoire, source.randrange(1, 4))} {_some(source, repertoire, source.randrange(1, 4))}"


def _some(source: random.Random, of: Sequence[str], count: int) -> str:
    return "".join(source.choices(of, k=count))


def _repertoire() -> Sequence[str]:
    """Return every character and every variation sequence that some face has."""
    faces = [load_face(tag) for tag in _TAGS]
    points = [chr(point) for point in _BASES if any(face.glyph(chr(point)) for face in faces)]
    kanji = points[:: len(points) // 2000]
    sequences = [base + chr(vs) for face in faces for base in kanji for vs in face.selectors(base)]
    return [*points, *sequences]
