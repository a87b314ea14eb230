"""A small sound PDF/X-4 file, made with another library than ours, and damages of one thing in it."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

Damage = Callable[[pikepdf.Pdf], None]
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" pdf:Trapped="False">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sheet</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2025-10-01T00:00:00+09:00</xmp:CreateDate><xmp:ModifyDate>2025-10-01T00:00:00+09:00</xmp:ModifyDate>
<xmp:MetadataDate>2025-10-01T00:00:00+09:00</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:InstanceID>uuid:2</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
BOX = [0, 0, 200, 100]
CONTENT = b"q /GS gs 0 0 0 1 k 30 30 40 20 re f Q /A Do\n"


def profile() -> bytes:
    """Return the header of a press's CMYK profile; nothing here reads its tables."""
    head = bytearray(132)
    head[:4] = len(head).to_bytes(4, "big")
    head[8:12], head[12:24], head[36:40] = b"\x02\x20\0\0", b"prtrCMYKLab ", b"acsp"
    return bytes(head)


def tint(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return a tint function to CMYK."""
    return pdf.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 0, 0, 0], N=1))


def separation(pdf: pikepdf.Pdf, ink: str) -> pikepdf.Object:
    """Return the colour space of a spot."""
    return Array([Name.Separation, Name(f"/{ink}"), Name.DeviceCMYK, tint(pdf)])


def form(pdf: pikepdf.Pdf, data: bytes = b"", **entries: object) -> pikepdf.Object:
    """Return a Form XObject."""
    held = Stream(pdf, data)
    held.Type, held.Subtype, held.BBox = Name.XObject, Name.Form, [0, 0, 50, 50]
    for key, value in entries.items():
        held[f"/{key}"] = value
    return pdf.make_indirect(held)


def write(path: Path, *damages: Damage, pages: int = 2, **saving: object) -> Path:
    """Write the file with some damages."""
    pdf = pikepdf.new()
    for _ in range(pages):
        _add_page(pdf)
    with_intent(pdf)
    with_xmp(pdf, XMP)
    pdf.docinfo = pdf.make_indirect(Dictionary(Title="Sheet", Trapped=Name("/False")))
    pdf.docinfo.CreationDate = String("D:20251001000000+09'00'")
    for damage in damages:
        damage(pdf)
    as_made = {
        "force_version": "1.6",
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "stream_decode_level": pikepdf.StreamDecodeLevel.none,
        "compress_streams": False,
    }
    pdf.save(path, fix_metadata_version=False, static_id=True, **{**as_made, **saving})
    return path


def _add_page(pdf: pikepdf.Pdf) -> None:
    spot = separation(pdf, "DIC 181s")
    art = form(pdf, b"/C cs 1 scn 0 0 10 10 re f", Resources=Dictionary(ColorSpace=Dictionary(C=spot)))
    state = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=BOX,
        BleedBox=[10, 10, 190, 90],
        TrimBox=[20, 20, 180, 80],
        Resources=Dictionary(ExtGState=Dictionary(GS=state), XObject=Dictionary(A=art)),
        Contents=pdf.make_indirect(Stream(pdf, CONTENT)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def with_intent(pdf: pikepdf.Pdf, **changes: object) -> None:
    """Give the file its output intent, with some entries changed; None takes one out."""
    icc = Stream(pdf, profile())
    icc.N = 4
    entries: dict[str, object] = {
        "Type": Name.OutputIntent,
        "S": Name.GTS_PDFX,
        "OutputConditionIdentifier": "Press",
        "Info": "A press",
        "DestOutputProfile": pdf.make_indirect(icc),
        **changes,
    }
    held = Dictionary({f"/{key}": value for key, value in entries.items() if value is not None})
    pdf.Root.OutputIntents = Array([pdf.make_indirect(held)])


def with_xmp(pdf: pikepdf.Pdf, text: str, encoding: str = "utf-8") -> None:
    """Give the file its metadata."""
    packet = Stream(pdf, text.encode(encoding))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
