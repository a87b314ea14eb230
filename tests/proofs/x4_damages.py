"""Damages of one thing in a sound PDF/X-4 file, each by what it changes."""

from collections.abc import Callable
from typing import cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from x4_file import BOX, XMP, Damage, form, profile, separation, with_intent, with_xmp


def xmp(old: str, new: str = "") -> Damage:
    assert old in XMP
    return lambda pdf: with_xmp(pdf, XMP.replace(old, new))


def intent(**changes: object) -> Damage:
    return lambda pdf: with_intent(pdf, **changes)


def icc(change: Callable[[bytearray], None], n: int = 4) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        data = bytearray(profile())
        change(data)
        held = Stream(pdf, bytes(data))
        held.N = n
        with_intent(pdf, DestOutputProfile=pdf.make_indirect(held))

    return damage


def on_page(key: str, value: Callable[[pikepdf.Pdf], object]) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj[f"/{key}"] = value(pdf)

    return damage


def resource(kind: str, value: Callable[[pikepdf.Pdf], object], name: str = "X") -> Damage:
    """Give the first page one more resource."""

    def damage(pdf: pikepdf.Pdf) -> None:
        held = pdf.pages[0].Resources
        if f"/{kind}" not in held:
            held[f"/{kind}"] = Dictionary()
        held[f"/{kind}"][f"/{name}"] = value(pdf)

    return damage


def state(**entries: object) -> Damage:
    return resource("ExtGState", lambda pdf: Dictionary(Type=Name.ExtGState, **entries))


def image(data: bytes = b"\0", **entries: object) -> Damage:
    def made(pdf: pikepdf.Pdf) -> object:
        held = Stream(pdf, data)
        basics = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
        for key, value in {**basics, "ColorSpace": Name.DeviceGray, **entries}.items():
            if value is not None:
                held[f"/{key}"] = value
        return pdf.make_indirect(held)

    return resource("XObject", made)


def second_intent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(Dictionary(pdf.Root.OutputIntents[0]))


def claim_in_info(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata
    pdf.docinfo.GTS_PDFXVersion = "PDF/X-4"


def layers(pdf: pikepdf.Pdf, **setup: object) -> pikepdf.Object:
    """Give the file two layers; return the first."""
    groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("Art", "Notes")]
    default = {"Name": "Layers", "Order": Array(groups), **setup}
    held = Dictionary({f"/{key}": value for key, value in default.items() if value is not None})
    pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=held)
    return groups[0]


def half_ordered(pdf: pikepdf.Pdf) -> None:
    art = layers(pdf)
    pdf.Root.OCProperties.D.Order = Array([art])


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    art = layers(pdf)
    pdf.Root.OCProperties.D.OFF = Array([art])


def automatic(pdf: pikepdf.Pdf) -> None:
    layers(pdf, AS=Array([Dictionary(Event=Name.Print, Category=Array([Name.Print]))]))


def note(place: list[int], **entries: object) -> Damage:
    return on_page(
        "Annots", lambda pdf: Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=place, F=4, **entries)])
    )


def font(**entries: object) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, **entries)


def in_a_form(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return form(pdf, Resources=Dictionary(Font=Dictionary(F=font())))


def in_a_pattern(pdf: pikepdf.Pdf) -> pikepdf.Object:
    tile = Stream(pdf, b"")
    tile.PatternType, tile.PaintType, tile.TilingType, tile.BBox = 1, 1, 1, BOX
    tile.XStep = tile.YStep = 10
    tile.Resources = Dictionary(Font=Dictionary(F=font()))
    return pdf.make_indirect(tile)


def in_an_appearance(pdf: pikepdf.Pdf) -> None:
    look = in_a_form(pdf)
    note([1, 1, 5, 5], AP=Dictionary(N=look))(pdf)


def type_3(pdf: pikepdf.Pdf, **named: object) -> Dictionary:
    glyphs = Dictionary(a=Stream(pdf, b"0 0 d0"))
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 1, 1],
        FontMatrix=[1, 0, 0, 1, 0, 0],
        CharProcs=glyphs,
        Encoding=Dictionary(Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=[1],
        Resources=Dictionary(named),
    )


def external(pdf: pikepdf.Pdf) -> None:
    held = form(pdf)
    held.F = "other.dat"
    pdf.pages[0].Resources.XObject.X = held


def same_twice(*inks: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for place, ink in enumerate(inks):
            resource("ColorSpace", lambda pdf, ink=ink: separation(pdf, ink), f"C{place}")(pdf)

    return damage


def marks_within(pdf: pikepdf.Pdf) -> None:
    held = form(pdf, b"", Resources=Dictionary(ColorSpace=Dictionary(R=separation(pdf, "All"))))
    pdf.pages[0].Resources.XObject.X = held
    pdf.pages[0].Contents.write(b"q 1 0 0 1 50 25 cm /X Do Q")


def parts(
    pdf: pikepdf.Pdf, change: Callable[[Dictionary, list[pikepdf.Object]], None] = lambda root, leaves: None
) -> None:
    """Give the file a part a page, as a record each."""
    root, top = pdf.make_indirect(Dictionary(Type=Name.DPartRoot)), pdf.make_indirect(Dictionary(Type=Name.DPart))
    leaves = []
    for place, page in enumerate(pdf.pages):
        leaf = Dictionary(Type=Name.DPart, Parent=top, Start=page.obj, DPM=Dictionary(Seq=place + 1))
        leaves.append(pdf.make_indirect(leaf))
        page.obj.DPart = leaves[-1]
    top.Parent, top.DParts = root, Array([Array(leaves)])
    root.DPartRootNode, root.RecordLevel = top, 1
    root.NodeNameList = Array([Name.Root, Name.Record])
    pdf.Root.DPartRoot = root
    change(cast(Dictionary, root), leaves)


def in_parts(change: Callable[[Dictionary, list[pikepdf.Object]], None]) -> Damage:
    return lambda pdf: parts(pdf, change)


def swapped(root: Dictionary, leaves: list[pikepdf.Object]) -> None:
    root.DPartRootNode.DParts = Array([Array(leaves[::-1])])


def without_link(pdf: pikepdf.Pdf) -> None:
    parts(pdf)
    del pdf.pages[1].obj.DPart


def flat_parts(root: Dictionary, leaves: list[pikepdf.Object]) -> None:
    root.DPartRootNode.DParts = Array(leaves)


def stray_parent(root: Dictionary, leaves: list[pikepdf.Object]) -> None:
    leaves[0].Parent = root


def one_name(root: Dictionary, _: list[pikepdf.Object]) -> None:
    root.NodeNameList = Array([Name.Root])


def written_names(root: Dictionary, _: list[pikepdf.Object]) -> None:
    root.NodeNameList = Array([pikepdf.String("Root"), pikepdf.String("Record")])


def deep_level(root: Dictionary, _: list[pikepdf.Object]) -> None:
    root.RecordLevel = 2


def a_number_in_a_part(_: Dictionary, leaves: list[pikepdf.Object]) -> None:
    leaves[1].DPM.Note = "1234 5678 9018"  # domain.md §5.3's own example
