"""PDF/X-4 row by row (print.md §1.1): a sound file has no findings, and one thing mutated gives exactly its code."""

import random
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from proof_job import Made, damaged, found, texts_of
from x4_damages import (
    a_number_in_a_part,
    automatic,
    claim_in_info,
    deep_level,
    external,
    flat_parts,
    font,
    half_ordered,
    hidden_layer,
    icc,
    image,
    in_a_form,
    in_a_pattern,
    in_an_appearance,
    in_parts,
    intent,
    layers,
    marks_within,
    note,
    on_page,
    one_name,
    parts,
    resource,
    same_twice,
    second_intent,
    state,
    stray_parent,
    swapped,
    type_3,
    without_link,
    written_names,
    xmp,
)
from x4_file import XMP, Damage, form, separation, tint, with_xmp, write

from proofs.check import check_file
from proofs.claims import NOTHING_ASKED, Asked
from proofs.codes import KINDS
from proofs.finding import Report
from proofs.steps import STEPS

X4 = Asked(claim="PDF/X-4")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x4.pdf"


def report(path: Path, asked: Asked = X4) -> Report:
    return check_file(path, expected=None, stock=None, asked=asked)


VT = (
    "<pdfvtid:GTS_PDFVTVersion xmlns:pdfvtid='http://www.npes.org/pdfvt/ns/id/'>PDF/VT-1</pdfvtid:GTS_PDFVTVersion>"
    "<pdfvtid:GTS_PDFVTModDate xmlns:pdfvtid='http://www.npes.org/pdfvt/ns/id/'>{}</pdfvtid:GTS_PDFVTModDate>"
)
END = "</rdf:Description>"
PACKED_RGB = b"....colr\x01\0\0\0\0\0\x10"
PACKED_CMYK = b"....colr\x01\0\0\0\0\0\x0c"

#: Row of print.md §1.1 (or what asks for it), code, damage.
ROWS: list[tuple[str, str, Damage]] = [
    ("1", "claim-version", lambda pdf: pdf.Root.__setitem__("/Version", Name("/1.7"))),
    ("2", "claim-missing", xmp("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")),
    ("2", "claim-other", xmp(">PDF/X-4<", ">PDF/X-4p<")),
    ("2", "xmp-missing", claim_in_info),
    ("3", "xmp-property", xmp("<xmpMM:VersionID>1</xmpMM:VersionID>")),
    ("3", "xmp-property", xmp('<rdf:li xml:lang="x-default">Sheet</rdf:li>')),
    ("3", "xmp-differs", xmp(">Sheet<", ">Another<")),
    ("3", "xmp-differs", xmp("<xmp:CreateDate>2025-10-01T00:00:00+09:00", "<xmp:CreateDate>2025-10-01T00:00:00Z")),
    ("5", "intent-missing", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
    ("5", "intent-missing", intent(S=Name.GTS_PDFA1)),
    ("5", "intent-twice", second_intent),
    ("5", "intent-condition", intent(OutputConditionIdentifier=None)),
    ("5", "intent-registry", intent(OutputConditionIdentifier="JCS2011")),
    ("5", "intent-registry", intent(OutputConditionIdentifier="JC201103", RegistryName="http://www.color.org")),
    ("6", "intent-profile", intent(DestOutputProfile=None)),
    ("6", "intent-profile-wrong", icc(lambda data: None, n=3)),
    ("6", "intent-profile-wrong", icc(lambda data: data.__setitem__(slice(12, 16), b"mntr"))),
    ("6", "intent-profile-wrong", icc(lambda data: data.__setitem__(slice(16, 20), b"RGB "))),
    ("6", "intent-profile-wrong", icc(lambda data: data.extend(b"more"))),
    ("6", "intent-profile-wrong", icc(lambda data: data.__setitem__(8, 5))),
    ("7", "trapped", lambda pdf: pdf.docinfo.__delitem__("/Trapped")),
    ("8", "box-missing", lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox")),
    ("8", "box-art", on_page("ArtBox", lambda pdf: [20, 20, 180, 80])),
    ("8", "box-order", on_page("BleedBox", lambda pdf: [30, 10, 190, 90])),
    ("9", "font-not-embedded", resource("Font", lambda pdf: font())),
    ("9", "font-not-embedded", resource("XObject", in_a_form)),
    ("9", "font-not-embedded", resource("Pattern", in_a_pattern)),
    ("9", "font-not-embedded", resource("Font", lambda pdf: type_3(pdf, **{"/Font": Dictionary(F=font())}))),
    ("9", "font-not-embedded", lambda pdf: state(Font=Array([pdf.make_indirect(font()), 9]))(pdf)),
    ("11", "rgb-space", resource("ColorSpace", lambda pdf: Name.DeviceRGB, "DefaultRGB")),
    ("11", "space-default", resource("ColorSpace", lambda pdf: separation(pdf, "Black"), "DefaultGray")),
    ("11", "space-lab", resource("ColorSpace", lambda pdf: Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1])]))),
    ("11", "rgb-image", image(ColorSpace=Name.DeviceRGB, BitsPerComponent=1)),
    ("11", "rgb-image", image(PACKED_RGB, ColorSpace=None, Filter=Name.JPXDecode)),
    ("11", "rgb-space", resource("Shading", lambda pdf: Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB))),
    ("12", "rgb-group", on_page("Group", lambda pdf: Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    ("12", "transparency", state(ca=0.5)),
    ("12", "transparency", state(CA=0.5)),
    ("12", "transparency", state(BM=Name.Multiply)),
    ("12", "transparency", lambda pdf: state(SMask=Dictionary(S=Name.Alpha, G=form(pdf)))(pdf)),
    ("12", "transparency", image(SMaskInData=1)),
    ("13", "filter-lzw", image(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode)),
    ("14", "active-content", lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="1"))),
    ("14", "active-content", on_page("AA", lambda pdf: Dictionary(O=Dictionary(S=Name.Launch, F="x")))),
    ("14", "annotation-inside", note([50, 50, 60, 60])),
    ("14", "annotation-inside", note([50, 50, 50, 50])),
    ("14", "annotation-outside", note([1, 1, 5, 5])),
    ("14", "postscript", lambda pdf: resource("XObject", lambda pdf: form(pdf, Subtype2=Name.PS))(pdf)),
    ("14", "reference", resource("XObject", lambda pdf: form(pdf, Ref=Dictionary(F="x.pdf", Page=0)))),
    ("14", "reference", resource("XObject", lambda pdf: form(pdf, OPI=Dictionary()))),
    ("14", "stream-external", external),
    ("14", "transfer", state(TR=Name.Identity)),
    ("14", "transfer", lambda pdf: state(TR2=tint(pdf))(pdf)),
    ("14", "halftone", state(HTP=Array([0, 0]))),
    ("14", "halftone", state(HT=Dictionary(Type=Name.Halftone, HalftoneType=6))),
    ("14", "halftone", state(HT=Dictionary(Type=Name.Halftone, HalftoneType=1, HalftoneName="x"))),
    ("15", "layer-unnamed", lambda pdf: layers(pdf, Name=None) and None),
    ("15", "layer-order", half_ordered),
    ("15", "layer-automatic", automatic),
    ("15", "layer-hidden", hidden_layer),
    ("8.14", "ink-spelling", same_twice("DIC 181S")),
    ("8.14", "ink-spelling", same_twice("ＤＩＣ181s")),
    ("8.14", "ink-spelling", same_twice("black")),
    ("4.1", "ink-registration", marks_within),
    ("VT", "dpart-broken", without_link),
    ("VT", "dpart-broken", in_parts(flat_parts)),
    ("VT", "dpart-broken", in_parts(stray_parent)),
    ("VT", "dpart-broken", in_parts(deep_level)),
    ("VT", "dpart-broken", in_parts(lambda root, leaves: leaves[0].__delitem__("/Start"))),
    ("VT", "dpart-order", in_parts(swapped)),
    ("VT", "dpart-names", in_parts(one_name)),
    ("VT", "dpart-names", in_parts(written_names)),
    ("VT", "dpart-personal", in_parts(a_number_in_a_part)),
    ("VT", "vt-date", xmp(END, VT.format("2025-10-02T00:00:00+09:00") + END)),
    ("7.7", "page-differs", lambda pdf: pdf.pages[1].obj.__setitem__("/MediaBox", [0, 0, 200, 110])),
]


def test_a_sound_file_has_no_findings(path: Path) -> None:
    assert texts_of(report(write(path)).findings) == ""


@pytest.mark.parametrize(("row", "code", "damage"), ROWS, ids=[f"{i}-{r[0]}-{r[1]}" for i, r in enumerate(ROWS)])
def test_one_thing_mutated_gives_its_code_and_no_other(path: Path, row: str, code: str, damage: Damage) -> None:
    told = report(write(path, damage))
    assert found(told) == {code}, texts_of(told.findings)
    assert all(finding.todo() for finding in told.findings)


SOUND: list[Damage] = [
    lambda pdf: parts(pdf),
    lambda pdf: layers(pdf) and None,
    xmp(END, VT.format("2025-10-01T00:00:00+09:00") + END),
    xmp("<xmp:CreateDate>2025-10-01T00:00:00+09:00", "<xmp:CreateDate>2025-09-30T15:00:00Z"),
    intent(OutputConditionIdentifier="JCS2011", RegistryName="http://www.color.org"),
    icc(lambda data: data.__setitem__(8, 4)),
    image(PACKED_CMYK, ColorSpace=None, Filter=Name.JPXDecode),
    image(ImageMask=True, ColorSpace=None, BitsPerComponent=1),
    state(ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"), TR2=Name.Default),
    state(HT=Dictionary(Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)),
    resource("Font", lambda pdf: type_3(pdf)),
    on_page("Group", lambda pdf: Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)),
    lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([pdf.pages[0].obj, Name.Fit])),
    same_twice("DIC 182s", "White"),
]


@pytest.mark.parametrize("change", SOUND, ids=range(len(SOUND)))
def test_what_is_allowed_gives_no_finding(path: Path, change: Damage) -> None:
    assert texts_of(report(write(path, change)).findings) == ""


def test_no_claim_is_told_and_one_that_is_asked_for_is_missed(path: Path) -> None:
    write(path, xmp("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"))
    assert found(report(path, NOTHING_ASKED)) == {"claim-none"}
    assert report(path, NOTHING_ASKED).passed
    assert not report(path).passed


def test_a_claim_no_one_asked_for_is_held_all_the_same(path: Path) -> None:
    write(path, intent(DestOutputProfile=None))
    assert found(report(path, NOTHING_ASKED)) == {"intent-profile"}


@pytest.mark.parametrize(
    "text", [XMP.replace("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta"), "<x", "\ufeff"]
)
def test_a_packet_that_cannot_be_read_is_an_error(path: Path, text: str) -> None:
    write(path, lambda pdf: with_xmp(pdf, text))
    assert "xmp-unreadable" in found(report(path))


def test_a_packet_is_utf_8(path: Path) -> None:
    write(path, lambda pdf: with_xmp(pdf, XMP, "utf-16"))
    assert found(report(path)) == {"xmp-unreadable", "claim-missing"}


def test_a_packet_is_not_compressed(path: Path) -> None:
    """The library that writes the file unpacks metadata, so the key is made one of PDF afterwards."""

    def packed(pdf: pikepdf.Pdf) -> None:
        with_xmp(pdf, XMP.encode().hex() + ">", "ascii")
        pdf.Root.Metadata.Filtex = Name.ASCIIHexDecode

    path.write_bytes(write(path, packed).read_bytes().replace(b"/Filtex", b"/Filter"))
    assert found(report(path)) == {"xmp-packed"}


def in_info(version: str, conformance: str = "") -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Metadata
        pdf.docinfo.GTS_PDFXVersion = version
        if conformance:
            pdf.docinfo.GTS_PDFXConformance = conformance

    return damage


def test_a_claim_in_the_document_information_is_held_to_its_own_rules(path: Path) -> None:
    damages = in_info("PDF/X-1:2001", "PDF/X-1a:2001"), intent(DestOutputProfile=None)
    write(path, *damages, force_version="1.3")
    assert texts_of(report(path, NOTHING_ASKED).findings) == ""
    write(path, *damages, state(ca=0.5), lambda pdf: layers(pdf) and None)
    assert found(report(path, NOTHING_ASKED)) == {"claim-version", "transparency-forbidden", "layers-forbidden"}


def test_a_standard_that_is_not_known_is_a_warning(path: Path) -> None:
    write(path, xmp(">PDF/X-4<", ">PDF/X-6<"))
    assert found(report(path, NOTHING_ASKED)) == {"claim-unknown"}


def test_a_later_version_without_a_claim_is_a_warning(path: Path) -> None:
    write(path, lambda pdf: pdf.Root.__delitem__("/Metadata"), force_version="2.0")
    assert found(report(path, NOTHING_ASKED)) == {"pdf-version", "claim-none"}


def test_another_profile_than_the_vendor_s_is_an_error(path: Path) -> None:
    write(path)
    assert found(report(path, Asked(intent_sha256="0" * 64))) == {"intent-other"}
    assert found(report(path, Asked(identifier="Another"))) == {"intent-other"}
    assert found(report(path, Asked(identifier="Press"))) == set()


def test_an_ink_that_is_not_agreed_on_is_an_error(path: Path) -> None:
    write(path)
    assert found(report(path, Asked(inks=("DIC 181s",)))) == set()
    assert found(report(path, Asked(inks=()))) == {"ink-unlisted"}


def test_processing_steps_are_told_with_their_inks(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        white = layers(pdf)
        white.GTS_Metadata = Dictionary(GTS_ProcStepsGroup=Name.Structural, GTS_ProcStepsType=Name.Cutting)
        held = form(pdf, b"", Resources=Dictionary(ColorSpace=Dictionary(I=separation(pdf, "CutContour"))))
        pdf.pages[0].Resources.XObject.Die = held
        pdf.pages[0].Resources.Properties = Dictionary(Die=white)
        pdf.pages[0].Contents.write(b"/OC /Die BDC /Die Do EMC")

    told = report(write(path, change)).findings
    assert [(f.code, f.facts["step"], f.facts["ink"]) for f in told] == [
        ("layer-step", "Structural/Cutting", "CutContour")
    ]


def test_a_font_of_an_annotation_is_embedded_too(path: Path) -> None:
    assert found(report(write(path, in_an_appearance))) == {"annotation-outside", "font-not-embedded"}


def test_what_lies_in_an_object_stream_is_seen(path: Path) -> None:
    packed_in = pikepdf.ObjectStreamMode.generate
    write(path, state(TR=Name.Identity), object_stream_mode=packed_in)
    assert found(report(path)) == {"transfer"}


def test_a_file_without_identifier_is_an_error(path: Path) -> None:
    data = write(path).read_bytes()
    path.write_bytes(data.replace(b"/ID [", b"/Ix [", 1))
    assert found(report(path)) == {"id-missing"}


def test_a_page_tree_that_miscounts_is_told(path: Path) -> None:
    data = write(path).read_bytes()
    assert b"/Count 2" in data
    path.write_bytes(data.replace(b"/Count 2", b"/Count 9", 1))
    assert found(report(path)) == {"page-tree"}


def test_cross_references_that_point_elsewhere_are_told(path: Path) -> None:
    data = write(path).read_bytes()
    at = data.rindex(b"startxref\n") + len(b"startxref\n")
    path.write_bytes(data[:at] + b"1" + data[at:])
    assert "xref-damaged" in found(report(path))
    path.write_bytes(b"junk\n" + data)
    assert "xref-damaged" in found(report(path))


def test_an_object_that_is_named_and_missing_is_told(path: Path) -> None:
    data = write(path, on_page("Piece", lambda pdf: pdf.make_indirect(Dictionary()))).read_bytes()
    at = data.index(b"/Piece ") + len(b"/Piece ")
    path.write_bytes(data[:at] + b"9" * data[at:].index(b" ") + data[at + data[at:].index(b" ") :])
    assert found(report(path)) == {"object-missing", "object-unused"}


@pytest.mark.slow
def test_a_crowd_of_pages_is_told(path: Path) -> None:
    def many(pdf: pikepdf.Pdf) -> None:
        for _ in range(9_999):
            pdf.pages.append(pdf.pages[0])

    assert found(report(write(path, many))) == {"page-many"}


def test_whatever_is_damaged_there_is_a_report(path: Path) -> None:
    """Two hundred files with wrong bytes, cut tails and exchanged keys: findings, never a crash."""
    rnd = random.Random(5)
    data = write(path, lambda pdf: parts(pdf), lambda pdf: layers(pdf) and None, note([1, 1, 5, 5])).read_bytes()
    words = (b"/Type", b"/Kids", b"/Parent", b"/DParts", b"/OCGs", b"/ID", b"/Length", b" R", b"<<", b"[", b"obj")
    for turn in range(200):
        bad = bytearray(data)
        for _ in range(rnd.choice((1, 3, 20))):
            bad[rnd.randrange(len(bad))] = rnd.randrange(256)
        if turn % 3 == 0:
            bad = bytearray(bytes(bad).replace(rnd.choice(words), rnd.choice(words), rnd.randrange(1, 4)))
        if turn % 7 == 0:
            del bad[rnd.randrange(len(bad)) :]
        path.write_bytes(bytes(bad))
        assert report(path).findings is not None


def test_a_job_s_own_file_is_held_to_what_its_vendor_asks(cards: Made, spoiled: Path) -> None:
    with damaged(cards, spoiled) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")
        del pdf.Root.OutputIntents
    told = check_file(spoiled, expected=cards.expected, stock=cards.stock, asked=X4)
    assert {"active-content", "intent-missing"} == found(told)


def test_steps_are_of_codes_that_exist() -> None:
    assert STEPS.keys() == KINDS.keys()
