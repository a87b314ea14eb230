"""Drawn and imposed files are PDF/X-4, row by row; every row that is broken is told; without a condition no claim."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import x4_rows
import x4_text
from drawing import Draw

from imposition.foreign import impose_file
from imposition.intent import stand_in
from imposition.stock import load_stock

STOCK = load_stock("card-21up")
PROFILE = stand_in().sha256


def test_a_block_is_pdf_x4(draw: Draw) -> None:
    path, *_ = draw(STOCK, 21)
    assert x4_rows.faults(path, PROFILE) == []
    assert x4_rows.claims(path)


@pytest.mark.parametrize("sides", [{"backs": False}, {"fronts": False}])
def test_a_run_of_one_side_is_pdf_x4(draw: Draw, sides: dict[str, bool]) -> None:
    path, *_ = draw(STOCK, 21, **sides)
    assert x4_rows.faults(path, PROFILE) == []


def test_the_same_block_is_the_same_file(draw: Draw) -> None:
    first, *_ = draw(STOCK, 21, name="a.pdf")
    second, *_ = draw(STOCK, 21, name="b.pdf")
    assert first.read_bytes() == second.read_bytes()


def test_the_profile_is_written_once_a_file(draw: Draw) -> None:
    path, *_ = draw(STOCK, 100)
    with pikepdf.open(path) as pdf:
        assert sum(isinstance(o, pikepdf.Stream) and o.get("/N") == 4 for o in pdf.objects) == 1


def test_a_stand_in_says_so_and_names_no_registry(draw: Draw) -> None:
    path, *_ = draw(STOCK, 3)
    with pikepdf.open(path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert "not a real printing condition" in str(intent.Info)
        assert "代用" in str(intent.Info)
        assert "/RegistryName" not in intent
        assert str(intent.OutputConditionIdentifier) == "shikaku-stand-in"


def test_without_a_condition_nothing_is_claimed(draw: Draw) -> None:
    path, *_ = draw(replace(STOCK, intent=None), 3)
    assert not x4_rows.claims(path)
    assert b"PDF/X" not in path.read_bytes()


def test_all_text_is_black_and_overprints(draw: Draw) -> None:
    path, *_ = draw(STOCK, 21)
    found = x4_text.inks(path)
    assert found
    assert [ink for ink in found if not ink.black] == []
    assert [ink for ink in found if not ink.overprints] == []


def _delete(holder: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del holder(pdf)[key]

    return change


def _put(
    holder: Callable[[pikepdf.Pdf], pikepdf.Object], key: str, value: Callable[[pikepdf.Pdf], object]
) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        holder(pdf)[key] = value(pdf)

    return change


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


def _page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def _the_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.OutputIntents[0]


def _packet(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        before = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert old in before
        pdf.Root.Metadata.write(before.replace(old, new).encode())

    return change


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor")


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def _lzw(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(bytes.fromhex("800b6050220c0c8501"), filter=pikepdf.Name.LZWDecode)
    pdf.pages[0].obj["/Odd"] = stream


#: What spoils a file, and the row that tells of it; some reader has to miss each, or this list is worth nothing.
SPOILED: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "version": ("1", _put(_root, "/Version", lambda _: pikepdf.Name("/1.7"))),
    "no packet": ("2", _delete(_root, "/Metadata")),
    "no claim": ("2", _packet("PDF/X-4", "PDF/X-3")),
    "no document id": ("3", _packet("xmpMM:DocumentID>", "xmpMM:OtherID>")),
    "another date": ("3", _packet("2025-10-01T", "2025-10-02T")),
    "another title": ("3", _put(lambda pdf: pdf.docinfo, "/Title", lambda _: "other")),
    "trapped unknown": ("7", _put(lambda pdf: pdf.docinfo, "/Trapped", lambda _: pikepdf.Name.Unknown)),
    "no intent": ("5", _delete(_root, "/OutputIntents")),
    "two intents": ("5", _twice),
    "no identifier": ("5", _delete(_the_intent, "/OutputConditionIdentifier")),
    "no profile": ("6", _delete(_the_intent, "/DestOutputProfile")),
    "another profile": ("6", lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no profile")),
    "no trim": ("8", _delete(_page, "/TrimBox")),
    "an art box": ("8", _put(_page, "/ArtBox", lambda pdf: pdf.pages[0].MediaBox)),
    "trim outside": ("8", _put(_page, "/TrimBox", lambda _: [-1, 0, 900, 1200])),
    "no font file": ("9", _delete(_font, "/FontFile2")),
    "RGB": ("11", lambda pdf: pdf.pages[0].contents_add(b"1 0 0 rg")),
    "RGB space": ("11", _put(_page, "/Odd", lambda _: [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 0, b"abc"])),
    "group": (
        "12",
        _put(_page, "/Group", lambda _: pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)),
    ),
    "LZW": ("13", _lzw),
    "action": ("14", _put(_root, "/OpenAction", lambda pdf: [pdf.pages[0].obj, pikepdf.Name.Fit])),
    "transfer": ("14", _put(lambda pdf: pdf.pages[0].Resources.ExtGState.K, "/TR", lambda _: pikepdf.Name.Identity)),
    "layer": ("15", _put(_page, "/Odd", lambda pdf: pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG)))),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_broken_row_is_told(draw: Draw, tmp_path: Path, spoiled: str) -> None:
    row, spoil = SPOILED[spoiled]
    path, *_ = draw(STOCK, 3)
    with pikepdf.open(path) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "spoiled.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    rows = {fault.partition(":")[0] for fault in x4_rows.faults(tmp_path / "spoiled.pdf", PROFILE)}
    assert row in rows


def leaves(path: Path, day: str = "D:20251001120000+09'00'") -> Path:
    """Make three pages of a card with its bleed, dated."""
    with pikepdf.new() as pdf:
        for _ in range(3):
            page = pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page)))
            page.obj["/MediaBox"] = [0, 0, 92 * 72 / 25.4, 60 * 72 / 25.4]
            page.obj["/Contents"] = pdf.make_stream(b"0.5 0 0 0 k 0 0 300 200 re f")
            page.obj["/Resources"] = pikepdf.Dictionary()
            pdf.pages.append(page)
        if day:
            pdf.docinfo["/ModDate"] = day
        pdf.save(path)
    return path


def test_imposed_pages_are_pdf_x4(tmp_path: Path) -> None:
    drawn = impose_file(leaves(tmp_path / "in.pdf"), tmp_path / "out.pdf", STOCK)
    assert drawn.day == "2025-10-01"
    assert x4_rows.faults(tmp_path / "out.pdf", PROFILE) == []


@pytest.mark.parametrize("said", ["", "D:20250231", "D:2025", "yesterday"])
def test_without_a_day_nothing_is_claimed(tmp_path: Path, said: str) -> None:
    impose_file(leaves(tmp_path / "in.pdf", said), tmp_path / "out.pdf", STOCK)
    assert not x4_rows.claims(tmp_path / "out.pdf")
    drawn = impose_file(tmp_path / "in.pdf", tmp_path / "out.pdf", STOCK, day="2025-04-01")
    assert drawn.day == "2025-04-01"
    assert x4_rows.faults(tmp_path / "out.pdf", PROFILE) == []
