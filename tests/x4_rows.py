"""The rows of PDF/X-4 (print.md §1.1) held against a file with pikepdf alone; what is broken is named by its row."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
MM = "{http://ns.adobe.com/xap/1.0/mm/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
CLAIM = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
REGISTRY = "http://www.color.org"
RGB = {"/DeviceRGB", "/CalRGB", "/Lab", "/RGB"}
ACTIVE = {"/OpenAction", "/AA", "/AcroForm", "/Collection", "/Perms", "/URI"}

Faults = list[str]


def faults(path: Path, profile_sha256: str) -> Faults:
    """Return the rows a file breaks, each as `row: what`."""
    with pikepdf.open(path) as pdf:
        return [fault for row in _ROWS for fault in row(pdf, profile_sha256)]


def claims(path: Path) -> bool:
    """Tell whether a file says of itself anywhere that it is PDF/X, or gives a printing condition."""
    with pikepdf.open(path) as pdf:
        packet = bytes(pdf.Root.Metadata.read_bytes())
        return b"GTS_PDFX" in packet or "/OutputIntents" in pdf.Root or "/GTS_PDFXVersion" in pdf.docinfo


def properties(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Read the XMP packet's properties."""
    root = ElementTree.fromstring(bytes(pdf.Root.Metadata.read_bytes()).decode("utf-8"))  # noqa: S314 - of our own making
    found: dict[str, str] = {}
    for described in root.iter(f"{RDF}Description"):
        for item in described:
            assert item.tag not in found, f"{item.tag} twice"
            found[item.tag] = "".join(item.itertext()).strip()
    return found


def everything(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every object of a file and all that lies directly in it."""
    for item in pdf.objects:
        yield from _within(item)


def _within(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield item
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for held in dict(item.items()).values():
            if isinstance(held, pikepdf.Object) and not held.is_indirect:
                yield from _within(held)
    elif isinstance(item, pikepdf.Array):
        for held in item:
            if isinstance(held, pikepdf.Object) and not held.is_indirect:
                yield from _within(held)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (item for item in everything(pdf) if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))


def _version(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    if pdf.pdf_version != "1.6" or "/Version" in pdf.Root:
        yield "1: version"


def _packet(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield "2: no XMP"
        return
    if "/Filter" in stream or stream.get("/Subtype") != "/XML":
        yield "2: XMP packed"
    said = properties(pdf)
    if said.get(CLAIM) != "PDF/X-4":
        yield "2: no claim"
    for name in (TITLE, f"{MM}DocumentID", f"{MM}InstanceID", f"{MM}VersionID", f"{MM}RenditionClass"):
        if not said.get(name):
            yield f"3: {name}"
    for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate"), ("/ModDate", "MetadataDate")):
        told = str(pdf.docinfo.get(key, ""))
        day = f"{told[2:6]}-{told[6:8]}-{told[8:10]}T{told[10:12]}:{told[12:14]}:{told[14:16]}+09:00"
        if not told.endswith("+09'00'") or said.get(f"{XMP}{name}") != day:
            yield f"3: {name}"
    same = (("/Title", TITLE), ("/Producer", f"{PDF}Producer"))
    if any(str(pdf.docinfo.get(key, "")) != said.get(name) for key, name in same):
        yield "3: Info"
    if pdf.docinfo.get("/Trapped") not in ("/True", "/False") or f"/{said.get(f'{PDF}Trapped')}" != str(
        pdf.docinfo.get("/Trapped")
    ):
        yield "7: Trapped"


def _intent(pdf: pikepdf.Pdf, profile_sha256: str) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFX":
        yield "5: intents"
        return
    (intent,) = intents
    if not str(intent.get("/OutputConditionIdentifier", "")) or not str(intent.get("/Info", "")):
        yield "5: identifier"
    if "/RegistryName" in intent and str(intent.RegistryName) != REGISTRY:
        yield "5: registry"
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream) or profile.get("/N") != 4:
        yield "6: profile"
    elif hashlib.sha256(profile.read_bytes()).hexdigest() != profile_sha256:
        yield "6: another profile"


def _boxes(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    for page in pdf.pages:
        own = page.obj
        if "/TrimBox" not in own or "/ArtBox" in own or "/MediaBox" not in own:
            yield "8: boxes"
            return
        media = [float(v) for v in own.MediaBox]
        bleed = [float(v) for v in own.get("/BleedBox", own.MediaBox)]
        trim = [float(v) for v in own.TrimBox]
        for inner, outer in ((trim, bleed), (bleed, media)):
            if any(i < o for i, o in zip(inner[:2], outer[:2], strict=True)):
                yield "8: order"
            if any(i > o for i, o in zip(inner[2:], outer[2:], strict=True)):
                yield "8: order"


def _fonts(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    for font in _dictionaries(pdf):
        if font.get("/Type") == "/Font" and font.get("/Subtype") not in ("/Type0", "/Type3"):
            descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield f"9: {font.get('/BaseFont')}"


def _trailer(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    if pdf.is_encrypted or len(list(pdf.trailer.get("/ID", []))) != 2:
        yield "10: ID"


def _colours(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    for item in everything(pdf):
        if isinstance(item, pikepdf.Name) and str(item) in RGB:
            yield f"11: {item}"
        if isinstance(item, pikepdf.Array) and len(item) == 2 and item[0] == "/ICCBased" and item[1].get("/N") != 4:
            yield "11: ICCBased"
    for content in contents(pdf):
        for operands, operator in pikepdf.parse_content_stream(content):
            named = str(operator) in ("cs", "CS") and str(operands[0]) in RGB
            if named or str(operator) in ("rg", "RG"):
                yield f"11: {operator}"


def _transparency(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    for held in _dictionaries(pdf):
        if str(held.get("/SMask", "/None")) != "/None" or held.get("/S") == "/Transparency":
            yield "12: SMask, Group"
        if held.get("/Type") == "/ExtGState" and (
            {held.get("/ca", 1), held.get("/CA", 1)} != {1} or held.get("/BM", pikepdf.Name.Normal) != "/Normal"
        ):
            yield "12: ExtGState"


def _filters(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream):
            said = stream.get("/Filter", pikepdf.Array())
            names = [str(said)] if isinstance(said, pikepdf.Name) else [str(one) for one in said]
            if {"/LZWDecode", "/Crypt"} & set(names):
                yield "13: filter"


def _actions(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    if ACTIVE & set(pdf.Root.keys()) or "/Names" in pdf.Root:
        yield "14: catalog"
    for held in _dictionaries(pdf):
        if {"/Annots", "/AA", "/Ref", "/OPI", "/TR", "/HTP"} & set(held.keys()):
            yield "14: key"
        if isinstance(held, pikepdf.Stream) and ("/F" in held or held.get("/Subtype") == "/PS"):
            yield "14: stream"


def _layers(pdf: pikepdf.Pdf, _: str) -> Iterator[str]:
    if "/OCProperties" not in pdf.Root:
        if any(held.get("/Type") == "/OCG" for held in _dictionaries(pdf)):
            yield "15: OCG of no list"
        return
    held = pdf.Root.OCProperties
    groups = {group.objgen for group in held.OCGs}
    for setting in (held.D, *held.get("/Configs", [])):
        if not str(setting.get("/Name", "")):
            yield "15: Name"
        if {group.objgen for group in setting.get("/Order", [])} != groups:
            yield "15: Order"
        if {"/AS", "/OFF"} & set(setting.keys()):
            yield "15: AS"


def contents(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object | pikepdf.Page]:
    """Yield everything that is a content stream."""
    yield from pdf.pages
    for stream in pdf.objects:
        form = isinstance(stream, pikepdf.Stream) and (stream.get("/Subtype") == "/Form" or "/PatternType" in stream)
        if form:
            yield stream


_ROWS: tuple[Callable[[pikepdf.Pdf, str], Iterator[str]], ...] = (
    _version,
    _packet,
    _intent,
    _boxes,
    _fonts,
    _trailer,
    _colours,
    _transparency,
    _filters,
    _actions,
    _layers,
)
