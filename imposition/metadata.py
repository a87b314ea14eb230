"""What a file says of itself in, metadata stream and information dictionary out; neutral, and without a clock.

Identifiers follow from the title, so a file made again is the same. A file claims PDF/X-4 where it is given a printing
condition and a day; without either it claims nothing. Authority: ISO 32000-1 14.3 and 14.11.5, ISO 16684-1 (XMP),
ISO 15930-7 by print.md §1.1 rows 1 to 7.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from imposition.intent import Intent, profile_stream
from imposition.pdf import PdfFile, Value, text_string

PRODUCER = "shikaku-print"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
{dates}<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
{claim}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
CLAIM = '<pdfxid:GTS_PDFXVersion xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">PDF/X-4</pdfxid:GTS_PDFXVersion>\n'
DATES = (
    "<xmp:CreateDate>{0}</xmp:CreateDate><xmp:ModifyDate>{0}</xmp:ModifyDate><xmp:MetadataDate>{0}</xmp:MetadataDate>\n"
)
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: a neutral title, and the day of its job as YYYY-MM-DD ("" = none)."""

    title: str
    day: str = ""


def catalog(
    file: PdfFile, about: About, intent: Intent | None = None
) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Write metadata and printing condition; return the catalog's entries and the information dictionary."""
    claimed = intent if about.day else None
    stamp = f"{about.day}T00:00:00+09:00"
    xmp = XMP.format(
        title=escape(about.title),
        producer=PRODUCER,
        dates=DATES.format(stamp) if about.day else "",
        claim=CLAIM if claimed else "",
        document=uuid.uuid5(uuid.NAMESPACE_URL, f"{PRODUCER}/{about.title}"),
        instance=uuid.uuid5(uuid.NAMESPACE_URL, f"{PRODUCER}/{about.title}/1"),
    )
    metadata = file.put_stream({"Type": "Metadata", "Subtype": "XML"}, xmp.encode("utf-8"))
    info: dict[str, Value] = {
        "Title": text_string(about.title), "Producer": text_string(PRODUCER), "Trapped": "False"
    }  # fmt: skip
    if about.day:
        date = text_string(f"D:{about.day.replace('-', '')}000000+09'00'")
        info |= {"CreationDate": date, "ModDate": date}
    return {"Metadata": metadata, **_condition(file, claimed)}, info


def day_of(said: str) -> str:
    """Return the day of a PDF date (7.9.4) as YYYY-MM-DD, "" where it is none."""
    found = _DATE.match(said)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _condition(file: PdfFile, intent: Intent | None) -> Mapping[str, Value]:
    """Write the profile; return the catalog's one output intent."""
    if intent is None:
        return {}
    profile = file.put_stream({"N": 4, "Filter": "FlateDecode"}, profile_stream(intent))
    entries: dict[str, Value] = {
        "Type": "OutputIntent",
        "S": "GTS_PDFX",
        "OutputConditionIdentifier": text_string(intent.identifier),
        "Info": text_string(intent.condition),
        "DestOutputProfile": profile,
    }
    if not intent.stand_in:
        entries["OutputCondition"] = text_string(intent.condition)
    if intent.registry:
        entries["RegistryName"] = text_string(intent.registry)
    return {"OutputIntents": [file.put(entries)]}
