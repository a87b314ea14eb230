"""Every text as planned, and yet not to be read: covered, cut away, seen through, hidden. Each is planted and found."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from proof_job import Made, cells, damaged, found, rewrite, texts_of

Damage = Callable[[pikepdf.Pdf], None]
_TOP_LEFT = "80 1140"  # within the first piece, pt
_CELL = re.compile(r"(q\n[-0-9. ]+ cm\n)(/[^\n]* Do\n)(.*?)(Q\n)$", re.DOTALL)


def behind(operators: str) -> Damage:
    return lambda pdf: rewrite(pdf, 0, lambda content: content + operators)


def before(operators: str) -> Damage:
    return lambda pdf: rewrite(pdf, 0, lambda content: operators + content)


def first_text(operators: str) -> Damage:
    return lambda pdf: rewrite(pdf, 0, lambda content: content.replace("BT\n", operators, 1))


def named(pdf: pikepdf.Pdf, kind: str, name: str, thing: pikepdf.Object) -> None:
    resources = pdf.pages[0].Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = thing


def image(pdf: pikepdf.Pdf) -> None:
    grey = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, "Width": 1000, "Height": 1000}
    named(pdf, "/XObject", "/I", pdf.make_stream(bytes(10**6), Type=Name.XObject, Subtype=Name.Image, **grey))
    behind("q 40 0 0 40 100 1150 cm /I Do Q\n")(pdf)


def form(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.make_stream(b"0 0 0 1 k 90 0 60 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 2000, 40])
    named(pdf, "/XObject", "/X", drawn)
    behind("q 1 0 0 1 0 1150 cm /X Do Q\n")(pdf)  # the middle of its box lies in no piece


def shading(pdf: pikepdf.Pdf) -> None:
    black = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 1], C1=[0, 0, 0, 1], N=1)
    axis = {"Coords": [0, 0, 1, 1], "Function": pdf.make_indirect(black), "Extend": [True, True]}
    named(pdf, "/Shading", "/S", Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, **axis))
    behind("/S sh\n")(pdf)


def art_last(pdf: pikepdf.Pdf) -> None:
    def change(content: str) -> str:
        cell = cells(content)[0]
        return content.replace(cell, _CELL.sub(r"\1\3\2\4", cell), 1)

    rewrite(pdf, 0, change)


def all_art_last(pdf: pikepdf.Pdf) -> None:
    def change(content: str) -> str:
        art = ""
        for cell in cells(content):
            content = content.replace(cell, _CELL.sub(r"\1\3\4", cell), 1)
            art += _CELL.sub(r"\1\2\4", cell)
        return content + art

    rewrite(pdf, 0, change)


def state(**entries: object) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        named(pdf, "/ExtGState", "/Z", Dictionary(Type=Name.ExtGState, op=True, OP=True, OPM=1, **entries))
        first_text("/Z gs\nBT\n")(pdf)

    return damage


def masked(pdf: pikepdf.Pdf) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    nothing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Group=group)
    state(SMask=Dictionary(S=Name.Luminosity, G=nothing))(pdf)


def layered(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("texts")))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(Name=pikepdf.String("all"), Order=[layer]))
    named(pdf, "/Properties", "/L", layer)
    rewrite(pdf, 0, lambda text: text.replace("BT\n", "/OC /L BDC\nBT\n", 1).replace("ET\n", "ET\nEMC\n", 1))


PLANTED: list[tuple[str, str, Damage]] = [
    ("paint-stray", "a bar", behind(f"q {_TOP_LEFT} 200 20 re f Q\n")),
    ("paint-stray", "a line", behind("q 5 w 80 1180 m 300 1180 l S Q\n")),
    ("paint-stray", "a ground beneath all", before("0 0 2000 2000 re f\n")),
    ("paint-stray", "a bar behind a code", behind("q " + "1 1 2 2 re\n" * 9 + f"f {_TOP_LEFT} 200 20 re f Q\n")),
    ("paint-stray", "a bar within a code", behind("q " + "1 1 2 2 re\n" * 9 + f"{_TOP_LEFT} 200 20 re f Q\n")),
    ("paint-stray", "a shape within a code", behind("q 1 1 2 2 re 3 3 2 2 re 80 1140 m 280 1140 l 280 1240 l f Q\n")),
    ("paint-stray", "an image", image),
    ("paint-stray", "a form without text", form),
    ("paint-stray", "a shading", shading),
    ("art-over-text", "one piece", art_last),
    ("art-over-text", "all pieces", all_art_last),
    ("clip-stray", "a text", first_text("0 0 1 1 re W n\nBT\n")),
    ("clip-stray", "half the sheet", before("0 0 500 2000 re W n\n")),
    ("text-outlined", "stroked", first_text("BT\n1 Tr\n")),
    ("text-outlined", "filled and stroked", first_text("BT\n2 Tr\n")),
    ("text-faint", "alpha", state(ca=0.0)),
    ("text-faint", "blend", state(BM=Name.Screen)),
    ("text-faint", "mask", masked),
    ("text-layered", "layer", layered),
]


@pytest.mark.parametrize(
    ("code", "damage"), [(code, do) for code, _, do in PLANTED], ids=[f"{c}-{w}" for c, w, _ in PLANTED]
)
def test_what_hides_a_text_is_found(cards: Made, tmp_path: Path, code: str, damage: Damage) -> None:
    spoiled = tmp_path / "spoiled.pdf"
    with damaged(cards, spoiled) as pdf:
        damage(pdf)
    report = cards.check(spoiled)
    assert code in found(report), texts_of(report.findings)
    assert not report.passed


def test_ink_beside_the_pieces_is_the_sheets_own(cards: Made, tmp_path: Path) -> None:
    with damaged(cards, tmp_path / "marked.pdf") as pdf:
        behind("q 10 10 20 20 re f 1 w 5 5 m 5 60 l S Q\n")(pdf)
    assert "paint-stray" not in found(cards.check(tmp_path / "marked.pdf"))
