"""A job on people of given names, and what its delivered cards show of them: read from the bytes, proved by fontTools.

Nothing of fonts/ and proofs/ is used: which glyph a character has is asked of the source file's own tables, and the
outlines embedded are compared with the source's point by point.
"""

import csv
import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from layouts.load import load_layouts
from layouts.template import Slot

ROOT = Path(__file__).parents[2]
FILES = ROOT / "fonts" / "files"
DAY = "2025-10-01"
FACES = {
    "BIZUDPGothic-Regular": "BIZUDPGothic-Regular.ttf",
    "BIZUDPGothic-Bold": "BIZUDPGothic-Bold.ttf",
    "NotoSansJP-Regular": "NotoSansJP-Regular.ttf",
    "IPAmjMincho": "ipamjm.ttf",
}
SHORT = {"BIZUDPGothic-Regular": "G", "BIZUDPGothic-Bold": "B", "NotoSansJP-Regular": "N", "IPAmjMincho": "M"}
HEADER = [
    "記号",
    "番号",
    "枝番",
    "続柄",
    "氏名",
    "氏名カナ",
    "性別",
    "生年月日",
    "資格取得年月日",
    "登録年月日",
    "事業所コード",
    "区分",
    "マイナ保険証",
]
TOML = """format = 1
[insurer]
number = "06139992"
name = "検収健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関1-2-3"
phone = "03-1234-5678"
url = "https://kenpo.example.jp/"
[policy]
phase1 = "none"
"""
_STATICS = dict.fromkeys(("number", "name", "postcode", "address", "phone", "url"), "1")
_EMPTY = ([], [], [])
_CELL = re.compile(r"q\n1 0 0 1 (\S+) (\S+) cm\n(.*?)\nQ\n", re.S)
_SHOWN = re.compile(r"1 0 0 1 (\S+) (\S+) Tm ((?:(?:/Span <<\S+ <\w+>>> BDC )?/\w+ \S+ Tf <\w+>Tj\n(?:EMC\n)?)+)")
_TJ = re.compile(r"/(\w+) \S+ Tf <(\w+)>Tj")
POINTS_A_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a name: held back with codes, or printed with glyphs of one or more faces."""

    held: tuple[str, ...] = ()
    glyphs: tuple[tuple[str, int], ...] = ()  #: face and glyph id, as shown on the card

    @property
    def faces(self) -> str:
        return "+".join(sorted({SHORT.get(face, "X") for face, _ in self.glyphs}))


@dataclass(slots=True)
class Job:
    """A finished job: its folder, outcomes by index of the name, fonts of its cards by name."""

    folder: Path
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    programs: dict[str, list[TTFont]] = field(default_factory=dict[str, list[TTFont]])


def write_society(
    folder: Path, names: Sequence[str | bytes], *, encoding: str = "utf-8", toml: str = "", kana: str = "カナ"
) -> None:
    """Write a society of one household a name; a name may be given as bytes of the encoding."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "society.toml").write_text(TOML + f'[encoding]\nmembers = "{encoding}"\n' + toml, encoding="utf-8")
    (folder / "employers.csv").write_text(
        "事業所コード,名称,郵便番号,所在地,担当部署\nA,株式会社検収,105-0011,東京都港区芝公園1-2-3,人事部\n", "utf-8"
    )
    rows = [",".join(HEADER).encode(encoding)]
    for index, name in enumerate(names):
        given = name if isinstance(name, bytes) else name.encode(encoding)
        before = f"100,{index + 1},00,本人,".encode(encoding)
        after = f",{kana},男,1980-04-02,2024-04-01,2024-04-03,A,一般,未登録".encode(encoding)
        rows.append(before + b'"' + given.replace(b'"', b'""') + b'"' + after)
    (folder / "members.csv").write_bytes(b"\r\n".join(rows) + b"\r\n")


def run(society: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    code = "from generator.cli.main import main; main()"
    command = [sys.executable, "-c", code, "run", str(society), "--on", DAY, "--out", str(out), "--workers", "2"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def job(society: Path, out: Path, names: Sequence[str | bytes]) -> Job:
    """Run the job and read back what became of every name."""
    done = run(society, out)
    assert done.returncode == 0, done.stderr
    (folder,) = out.glob("2025*")
    held = _held(folder)
    shown, programs = _shown(folder)
    found = Job(folder, [], programs)
    for index in range(len(names)):
        found.outcomes.append(Outcome(held.get(index, ()), shown.get(index, ())))
    return found


def expected(face: str, cluster: str) -> int | None:
    """Return the glyph that a face's own tables give a cluster."""
    plain, sequences = _tables(face)
    if len(cluster) == 2 and cluster[1] in "\u3099\u309a":
        cluster = unicodedata.normalize("NFC", cluster)
    if len(cluster) == 2:
        return sequences.get((ord(cluster[0]), ord(cluster[1])))
    return plain.get(ord(cluster))


def clusters(name: str) -> list[str]:
    """Part a name into what one glyph shows."""
    return re.findall(
        "[^\ufe00-\ufe0f\U000e0100-\U000e01ef\u3099\u309a].?(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef\u3099\u309a])|.",
        name,
    )


def same_outline(found: Job, face: str, gid: int) -> bool:
    """Tell whether every embedded copy of a glyph has the source's points; files that do not show it have none."""
    source = _outline(_source(face), gid)
    fonts = [font for font in found.programs[face] if gid < font["maxp"].numGlyphs]
    copies = [outline for font in fonts if (outline := _outline(font, gid)) != _EMPTY]
    return all(copy == source for copy in copies) and (bool(copies) or source == _EMPTY)


def _outline(font: TTFont, gid: int) -> tuple[list[object], list[int], list[int]]:
    glyf = font["glyf"]
    coordinates, ends, flags = glyf[font.getGlyphName(gid)].getCoordinates(glyf)
    return list(coordinates), list(ends), [flag & 1 for flag in flags]


@cache
def _source(face: str) -> TTFont:
    font = TTFont(FILES / FACES[face], lazy=True)
    font.setGlyphOrder([f"g{at}" for at in range(font["maxp"].numGlyphs)])
    return font


@cache
def _tables(face: str) -> tuple[Mapping[int, int], Mapping[tuple[int, int], int]]:
    with TTFont(FILES / FACES[face], lazy=True) as font:
        font.setGlyphOrder(list(range(font["maxp"].numGlyphs)))
        plain = dict(font["cmap"].getBestCmap())
        rows = font["cmap"].getcmap(0, 5).uvsDict
    listed = {(base, vs): gid if gid is not None else plain[base] for vs, each in rows.items() for base, gid in each}
    return plain, listed


def _held(folder: Path) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    with (folder / "office" / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(int(row["line"]) - 2, []).append(row["code"])
    return {index: tuple(dict.fromkeys(codes)) for index, codes in found.items()}


def _shown(folder: Path) -> tuple[dict[int, tuple[tuple[str, int], ...]], dict[str, list[TTFont]]]:
    """Return the glyphs in the place of every card's name, and the embedded programs."""
    numbers = {}
    with (folder / "office" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            numbers[row["管理番号"]] = int(row["番号"]) - 1
    shown: dict[int, tuple[tuple[str, int], ...]] = {}
    programs: dict[str, list[TTFont]] = {}
    for path in sorted((folder / "vendor" / "cards").glob("*.pdf")):
        with pikepdf.open(path) as pdf, path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["side"] == "F" and row["管理番号"]]
            fonts = _fonts(pdf, programs)
            cells = {index: _cells(page, fonts) for index, page in enumerate(pdf.pages, 1)}
            for row in rows:
                place = round(float(row["x_mm"]) * 10), round(float(row["y_mm"]) * 10)
                shown[numbers[row["管理番号"]]] = cells[int(row["page"])][place]
    return shown, programs


def _fonts(pdf: pikepdf.Pdf, programs: dict[str, list[TTFont]]) -> Mapping[str, str]:
    """Return the face of each resource name; note the programs."""
    names = {}
    for tag, font in pdf.pages[0].Resources.Font.items():
        names[tag[1:]] = face = str(font.BaseFont).partition("+")[2]
        program = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
        program.setGlyphOrder([f"g{at}" for at in range(program["maxp"].numGlyphs)])
        programs.setdefault(face, []).append(program)
    return names


def _cells(page: pikepdf.Page, fonts: Mapping[str, str]) -> dict[tuple[int, int], tuple[tuple[str, int], ...]]:
    content = page.Contents.read_bytes().decode("latin-1")
    found = {}
    for x, y, inner in _CELL.findall(content):
        place = round(float(x) / POINTS_A_MM * 10), round(float(y) / POINTS_A_MM * 10)
        found[place] = tuple(_glyphs(inner, fonts))
    return found


def _glyphs(inner: str, fonts: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the glyphs that stand on the lines of the name."""
    lines = _lines()
    for _, y, rest in _SHOWN.findall(inner):
        if any(abs(float(y) - line) < 0.02 for line in lines):
            for tag, codes in _TJ.findall(rest):
                yield from ((fonts[tag], int(codes[at : at + 4], 16)) for at in range(0, len(codes), 4))


@cache
def _lines() -> tuple[float, ...]:
    slot = name_slot()
    return slot.y, *((slot.y + slot.pair.upper, slot.y + slot.pair.lower) if slot.pair else ())


@cache
def name_slot() -> Slot:
    """Return the name's place on the card."""
    template = load_layouts(None, {f"insurer_{key}": value for key, value in _STATICS.items()}, {}).template(
        "card/front"
    )
    return next(slot for slot in template.slots if slot.field_name == "name")
