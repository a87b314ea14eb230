"""Every check finds the fault planted for it in a file of the real maker, and the clean file has none."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from proof_job import NAMES, Made, card, cells, codes, damaged, font, found, make, notice, number, rewrite, texts_of

from fonts.witness import witness
from imposition.stock import load_stock
from layouts.document import Document
from layouts.load import Layouts
from proofs.check import check_file
from proofs.codes import CODES, KINDS
from proofs.steps import STEPS

Damage = Callable[[pikepdf.Pdf], None]


def test_clean_cards_have_no_findings(cards: Made) -> None:
    assert texts_of(cards.check().findings) == ""


def test_clean_notices_have_no_findings(notices: Made) -> None:
    assert texts_of(notices.check().findings) == ""


@pytest.mark.parametrize("profile", ["card-10up", "card-21up-punch"])
def test_other_profiles_are_clean(tmp_path: Path, layouts: Layouts, profile: str) -> None:
    made = make(tmp_path / "a.pdf", layouts, [card(serial) for serial in range(1, 24)], profile)
    assert texts_of(made.check().findings) == ""


def test_tumbled_backs_are_clean_and_their_damage_is_found(tmp_path: Path, layouts: Layouts, spoiled: Path) -> None:
    stock = replace(load_stock("card-21up"), turn="horizontal")
    made = make(tmp_path / "a.pdf", layouts, [card(serial) for serial in range(1, 24)], stock)
    assert texts_of(made.check().findings) == ""
    with damaged(made, spoiled) as pdf:
        rewrite(pdf, 1, swap_last_codes)
    assert "number-back" in found(made.check(spoiled))


def test_separate_runs_are_clean(tmp_path: Path, layouts: Layouts) -> None:
    made = make(tmp_path / "a-back.pdf", layouts, [card(1), card(2)], "card-21up", fronts=False)
    expected = replace(made.expected, sides=("B",))
    assert texts_of(check_file(made.path, expected=expected, stock=made.stock).findings) == ""


def swap_last_codes(content: str) -> str:
    """Exchange the last text of the first two cells that show one."""
    with_text = [cell for cell in cells(content) if "Tj" in cell]
    one, two = with_text[0], with_text[1]
    a, b = (re.findall(r"<([0-9A-F]+)>", cell)[-1] for cell in (one, two))
    return content.replace(a, "#").replace(b, a).replace("#", b)


def a_name(content: str) -> str:
    """Return the codes that show the name 長谷川　小夜子, whichever face the layout sets names in."""
    written = ("".join(f"{witness(tag).glyph(char):04X}" for char in NAMES[3]) for tag in "GB")
    return next(shown for shown in written if f"<{shown}>" in content)


def in_content(change: Callable[[str], str], page: int = 0) -> Damage:
    return lambda pdf: rewrite(pdf, page, change)


def glyph_zero(content: str) -> str:
    shown = a_name(content)
    return content.replace(shown, "0000" + shown[4:], 1)


def another_glyph(content: str) -> str:
    shown = a_name(content)
    return content.replace(shown, shown[4:8] + shown[:4] + shown[8:], 1)


def moved(by: float, axis: int) -> Callable[[str], str]:
    def change(content: str) -> str:
        shown = a_name(content)
        head = re.search(r"1 0 0 1 ([-0-9.]+) ([-0-9.]+) Tm (?:/\w+ [0-9.]+ Tf )?<" + shown, content)
        place = head or re.search(r"1 0 0 1 ([-0-9.]+) ([-0-9.]+) Tm[^<]*<" + shown, content)
        assert place
        values = [float(place[1]), float(place[2])]
        values[axis] += by
        new = place[0].replace(f"{place[1]} {place[2]} Tm", f"{values[0]:.2f} {values[1]:.2f} Tm")
        return content.replace(place[0], new, 1)

    return change


def elsewhere(content: str) -> str:
    """Show a name once more where the layout has no place."""
    cell = next(cell for cell in cells(content) if a_name(content) in cell)
    return content.replace(cell, f"{cell[:-2]}BT 1 0 0 1 120 4 Tm /G 5 Tf <{a_name(content)}>Tj ET\nQ\n", 1)


def without_shown(content: str) -> str:
    shown = a_name(content)
    return content.replace(f"<{shown}>Tj", "", 1)


def twice(content: str) -> str:
    """Show the last text of a cell, its number, once more a little higher."""
    cell = next(cell for cell in cells(content) if "Tj" in cell and "separator" not in cell)
    shown = re.findall(r"<([0-9A-F]+)>Tj", cell)[-1]
    return content.replace(cell, cell[: -len("Q\n")] + f"BT 1 0 0 1 60 70 Tm /G 6 Tf <{shown}>Tj ET\nQ\n", 1)


def wrong_layer(pdf: pikepdf.Pdf) -> None:
    held = font(pdf, "BIZUDPGothic-Regular").ToUnicode
    held.write(re.sub(rb"<9577>", b"<9578>", held.read_bytes()))


def wrong_outline(pdf: pikepdf.Pdf) -> None:
    """Give one glyph of the font program another's outline: exchange two entries of loca with what they point at."""
    program = font(pdf, "BIZUDPGothic-Regular").DescendantFonts[0].FontDescriptor.FontFile2
    data = bytearray(program.read_bytes())
    tables = {bytes(data[12 + 16 * i : 16 + 16 * i]): 12 + 16 * i for i in range(int.from_bytes(data[4:6], "big"))}
    start = int.from_bytes(data[tables[b"glyf"] + 8 : tables[b"glyf"] + 12], "big")
    size = int.from_bytes(data[tables[b"glyf"] + 12 : tables[b"glyf"] + 16], "big")
    middle = start + size // 2
    for at in range(middle, middle + 200):
        data[at] ^= 0x55
    program.write(bytes(data))


def wrong_width(pdf: pikepdf.Pdf) -> None:
    inner = font(pdf, "BIZUDPGothic-Regular").DescendantFonts[0]
    inner.DW = 900


def not_embedded(pdf: pikepdf.Pdf) -> None:
    del font(pdf, "BIZUDPGothic-Regular").DescendantFonts[0].FontDescriptor.FontFile2


def rgb_image(pdf: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(pdf, b"\x00\x00\x00")
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width = image.Height = 1
    image.BitsPerComponent, image.ColorSpace = 8, pikepdf.Name.DeviceRGB
    pdf.pages[0].Resources.XObject["/Im0"] = pdf.make_indirect(image)


def rgb_group(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)


def rgb_profile(pdf: pikepdf.Pdf) -> None:
    profile = pikepdf.Stream(pdf, b"")
    profile.N = 3
    space = pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_indirect(profile)])
    pdf.pages[0].Resources.ColorSpace = pikepdf.Dictionary(Cs1=space)


def wrong_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].TrimBox = [0, 0, 100, 100]


def no_trim(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].TrimBox


def crossed_boxes(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].BleedBox = [0, 0, 100, 100]


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].Rotate = 90


def page_removed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[90, 90, 99, 99])
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def a_name_in_the_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = "SMITH　JOHN"


def a_number_in_the_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = "1234 5678 9018"  # domain.md §5.3's own example


def a_name_in_the_slug(content: str) -> str:
    return content + f"BT /G 6 Tf 1 0 0 1 80 8 Tm <{a_name(content)}>Tj ET\n"


def slug(content: str) -> str:
    """Return the sheet's own line, from `BT` to `ET`."""
    return re.findall(r"BT\n1 0 0 1 [0-9. ]+ Tm\n/G 6 Tf .*?ET\n", content, re.DOTALL)[-1]


def another_insurer(content: str) -> str:
    line = slug(content)
    return content.replace(line, re.sub(r"<([0-9A-F]{4})([0-9A-F]{4})", r"<\2\1", line, count=1))


def no_slug(content: str) -> str:
    return content.replace(slug(content), "")


def an_invisible_slug(content: str) -> str:
    return content.replace(slug(content), slug(content).replace("BT\n", "BT\n3 Tr\n") + "0 Tr\n")


def a_slug_elsewhere(content: str) -> str:
    return content.replace(slug(content), slug(content).replace(" 36.85 Tm", " 38 Tm"))


def two_slugs(content: str) -> str:
    return content.replace(slug(content), slug(content) * 2)


def slug_of_another_sheet(pdf: pikepdf.Pdf) -> None:
    other = slug(pdf.pages[2].Contents.read_bytes().decode("latin-1"))
    rewrite(pdf, 0, lambda content: content.replace(slug(content), other))


def no_art(content: str) -> str:
    return content.replace("/A_card.front Do", "", 1)


def changed_caption(pdf: pikepdf.Pdf) -> None:
    for name, form in pdf.pages[0].Resources.XObject.items():
        if name == "/A_card.front":
            data = form.read_bytes()
            new = re.sub(rb"<([0-9A-F]{4})([0-9A-F]{4})", rb"<\2\1", data, count=1)
            assert new != data
            form.write(new)


def empty_separator(content: str) -> str:
    cell = next(cell for cell in cells(content) if "separator" in cell)
    return content.replace(cell, re.sub(r"BT\n.*?ET\n", "", cell, flags=re.DOTALL), 1)


def text_in_a_blank(content: str) -> str:
    void = [cell for cell in cells(content) if "void" in cell][-1]
    shown = next(text for text in codes(content, "G") if len(text) >= 12)
    return content.replace(void, void[:-2] + f"BT /G 8 Tf 1 0 0 1 30 30 Tm <{shown}>Tj ET\nQ\n", 1)


def red_text(content: str) -> str:
    shown = a_name(content)
    return content.replace(f"<{shown}>Tj", f"0 1 1 0 k <{shown}>Tj 0 0 0 1 k", 1)


def invisible(content: str) -> str:
    shown = a_name(content)
    return content.replace(f"<{shown}>Tj", f"3 Tr <{shown}>Tj 0 Tr", 1)


def wider(content: str) -> str:
    shown = a_name(content)
    return content.replace(f"<{shown}>Tj", f"300 Tz <{shown}>Tj 100 Tz", 1)


PLANTED: list[tuple[str, Damage]] = [
    ("text-differs", in_content(another_glyph)),
    ("glyph-zero", in_content(glyph_zero)),
    ("text-missing", in_content(without_shown)),
    ("text-missing", in_content(moved(-32, 1))),
    ("text-misplaced", in_content(moved(5, 0))),
    ("text-misplaced", in_content(moved(1, 1))),
    ("text-unexpected", in_content(elsewhere)),
    ("text-outside", in_content(moved(-87, 1))),
    ("text-overflow", in_content(wider)),
    ("text-colour", in_content(red_text)),
    ("text-invisible", in_content(invisible)),
    ("text-layer", wrong_layer),
    ("outline-differs", wrong_outline),
    ("width-differs", wrong_width),
    ("font-not-embedded", not_embedded),
    ("number-twice", in_content(twice)),
    ("number-missing", in_content(swap_last_codes)),
    ("number-stray", in_content(swap_last_codes)),
    ("number-back", in_content(swap_last_codes, 1)),
    ("rgb-operator", in_content(lambda content: "1 0 0 rg\n" + content)),
    ("rgb-operator", in_content(lambda content: "/DeviceRGB CS 0 0 1 SC\n" + content)),
    ("rgb-image", rgb_image),
    ("rgb-group", rgb_group),
    ("rgb-space", rgb_profile),
    ("image-inline", in_content(lambda content: content + "\nq BI /W 1 /H 1 /CS /G /BPC 8 ID \x00(< EI Q\n")),
    ("content-unreadable", in_content(lambda content: content + "\n1 2 frobnicate\n")),
    ("box-wrong", wrong_box),
    ("box-missing", no_trim),
    ("box-order", crossed_boxes),
    ("page-turned", turned),
    ("page-count", page_removed),
    ("active-content", script),
    ("annotation-inside", annotation),
    ("metadata-personal", a_name_in_the_title),
    ("my-number", a_number_in_the_title),
    ("slug-personal", in_content(a_name_in_the_slug)),
    ("slug-differs", in_content(another_insurer)),
    ("slug-differs", in_content(an_invisible_slug)),
    ("slug-differs", in_content(a_slug_elsewhere)),
    ("slug-differs", in_content(two_slugs)),
    ("slug-differs", slug_of_another_sheet),
    ("slug-missing", in_content(no_slug)),
    ("art-missing", in_content(no_art)),
    ("art-text", changed_caption),
    ("separator-missing", in_content(empty_separator)),
    ("blank-filled", in_content(text_in_a_blank, 2)),
]


@pytest.mark.parametrize(("code", "damage"), PLANTED, ids=[f"{i}-{code}" for i, (code, _) in enumerate(PLANTED)])
def test_a_planted_fault_is_found(cards: Made, spoiled: Path, code: str, damage: Damage) -> None:
    with damaged(cards, spoiled) as pdf:
        damage(pdf)
    report = cards.check(spoiled)
    assert code in found(report), texts_of(report.findings)
    assert not report.passed
    assert not any(name in texts_of(report.findings) for name in ("長谷川", "SMITH", "渡"))


def test_digits_of_an_identifier_are_nobodys_number(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        pdf.docinfo["/Subject"] = "uuid:3fa1c0de-1234-5678-9018-a0b1c2d3e4f5"
    assert texts_of(cards.check(spoiled).findings) == ""


def test_black_that_cuts_out_is_a_warning(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        pdf.pages[0].Resources.ExtGState["/K"].OPM = 0
    report = cards.check(spoiled)
    assert found(report) == {"text-knockout"}
    assert report.passed


def own_resources(pdf: pikepdf.Pdf, page: int) -> pikepdf.Object:
    """Give a page, counted from 0, resources of its own, with the fonts of all."""
    held = pikepdf.Dictionary(pdf.pages[page].Resources)
    held.XObject, held.ExtGState = pikepdf.Dictionary(held.XObject), pikepdf.Dictionary(held.ExtGState)
    pdf.pages[page].Resources = pdf.make_indirect(held)
    return pdf.pages[page].Resources


def test_what_a_name_means_on_one_page_says_nothing_of_another(tmp_path: Path, layouts: Layouts, spoiled: Path) -> None:
    alike = [card(serial) for serial in range(1, 70) if serial % 3]
    cards = make(tmp_path / "alike.pdf", layouts, alike[:42], "card-21up")
    with damaged(cards, spoiled) as pdf:
        held, art = own_resources(pdf, 2), pdf.pages[0].Resources.XObject["/A_card.front"]
        data = art.read_bytes()
        new = re.sub(rb"<([0-9A-F]{4})([0-9A-F]{4})", rb"<\2\1", data, count=1)
        assert new != data
        kept = {key: art[key] for key in set(art) - {"/Length", "/Filter"}}
        held.XObject["/A_card.front"] = pdf.make_stream(new, kept)
    assert "art-text" in found(cards.check(spoiled))
    with damaged(cards, spoiled) as pdf:
        held = own_resources(pdf, 2)
        held.ExtGState["/K"] = pdf.make_indirect(pikepdf.Dictionary({**held.ExtGState["/K"], "/OPM": 0}))
    assert found(cards.check(spoiled)) == {"text-knockout"}


def test_a_file_saved_by_another_library_is_still_clean(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled):
        pass
    assert texts_of(cards.check(spoiled).findings) == ""


def test_an_encrypted_file_is_refused(cards: Made, spoiled: Path) -> None:
    with pikepdf.open(cards.path) as pdf:
        pdf.save(spoiled, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert found(cards.check(spoiled)) == {"encrypted"}


def test_a_torn_file_is_unreadable(cards: Made, spoiled: Path) -> None:
    spoiled.write_bytes(b"%PDF-1.6\nnothing")
    assert found(cards.check(spoiled)) == {"unreadable"}


@pytest.mark.slow
def test_whatever_bytes_are_damaged_there_is_a_report(cards: Made, spoiled: Path) -> None:
    data, rnd = cards.path.read_bytes(), random.Random(3)
    for _ in range(12):
        bad = bytearray(data)
        for _ in range(rnd.choice((1, 3, 30))):
            bad[rnd.randrange(len(bad))] = rnd.randrange(256)
        spoiled.write_bytes(bytes(bad))
        assert cards.check(spoiled).findings is not None
        assert cards.alone(spoiled).findings is not None


def digits_of(content: str, text: str, pdf: pikepdf.Pdf) -> str:
    """Return the codes that show some digits, by the file's own ToUnicode."""
    held = font(pdf, "BIZUDPGothic-Regular").ToUnicode.read_bytes().decode("ascii")
    table = {t: c for c, t in re.findall(r"<([0-9A-F]{4})> ?<([0-9A-F]{4})>", held)}
    return "".join(table[f"{ord(char):04X}"] for char in text)


def test_digits_in_a_cut_out_are_found(notices: Made, spoiled: Path) -> None:
    with damaged(notices, spoiled) as pdf:
        shown = digits_of("", "0307", pdf)
        rewrite(pdf, 1, lambda content: content + f"BT /G 9 Tf 1 0 0 1 60 60 Tm <{shown}>Tj ET\n")
    assert "digits-place" in found(notices.check(spoiled))


def test_a_wrong_digit_is_found(notices: Made, spoiled: Path) -> None:
    with damaged(notices, spoiled) as pdf:
        right, wrong = digits_of("", "9910", pdf), digits_of("", "9911", pdf)
        rewrite(pdf, 2, lambda content: content.replace(f"<{right}>", f"<{wrong}>", 1))
    report = notices.check(spoiled)
    assert "digits-differ" in found(report)
    assert not any("991" in finding.message for finding in report.findings)


def test_digits_planned_outside_their_column_are_found(notices: Made) -> None:
    def change(document: Document) -> Document:
        cut = tuple({**fields, "digits": "4821"} for fields in document.front.blocks["cutout"])
        return replace(document, front=replace(document.front, blocks={**document.front.blocks, "cutout": cut}))

    assert "digits-place" in found(notices.planned(change).check())


def test_digits_the_office_does_not_keep_are_held_to_their_form(notices: Made, spoiled: Path) -> None:
    def change(document: Document) -> Document:
        rows = tuple({**fields, "digits": ""} for fields in document.front.blocks["person"])
        return replace(document, front=replace(document.front, blocks={**document.front.blocks, "person": rows}))

    kept = notices.planned(change)
    assert "text-unexpected" in found(kept.check())
    expected = replace(kept.expected, digits_known=False)
    assert texts_of(check_file(kept.path, expected=expected, stock=kept.stock).findings) == ""


def test_a_my_number_is_found_even_when_planned(tmp_path: Path, layouts: Layouts) -> None:
    made = make(tmp_path / "a.pdf", layouts, [card(1, kana="１２３４-５６７８-９０１８")], "card-21up")
    assert found(made.check()) == {"my-number"}


def test_a_number_planned_twice_is_found(cards: Made) -> None:
    twice = cards.planned(lambda d: replace(d, numbers=(number(7),)) if d.kind == "card" else d)
    assert {"number-twice", "number-missing"} <= found(twice.check())


def test_a_wrong_check_digit_is_found(tmp_path: Path, layouts: Layouts) -> None:
    right = number(1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    document = card(1)
    sides = [replace(side, fields={**side.fields, "doc": wrong}) for side in (document.front, document.back) if side]
    made = make(tmp_path / "a.pdf", layouts, [Document("card", (wrong,), "E000001", *sides)], "card-21up")
    assert found(made.check()) == {"number-check"}


def test_a_field_without_a_place_is_found(cards: Made) -> None:
    def change(document: Document) -> Document:
        return replace(document, front=replace(document.front, fields={**document.front.fields, "unknown": "x"}))

    assert "text-missing" in found(cards.planned(change).check())


def test_another_plan_is_found(cards: Made) -> None:
    shifted = replace(cards, documents=(*cards.documents[1:], notice(90, 1)))
    assert not shifted.check().passed


def test_every_code_has_its_sentence_and_message() -> None:
    assert CODES.keys() == KINDS.keys()
    assert [code for code, kind in KINDS.items() if not kind.step] == []
    assert STEPS.keys() == KINDS.keys()
    assert all(kind.sentence.endswith(".") and kind.message for kind in KINDS.values())
