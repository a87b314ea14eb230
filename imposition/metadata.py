"""What a file says of itself in, metadata stream and information dictionary out; neutral, and without a clock.

Identifiers follow from the title, so a file made again is the same. Authority: ISO 32000-1 14.3, ISO 16684-1 (XMP).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

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
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DATES = (
    "<xmp:CreateDate>{0}</xmp:CreateDate><xmp:ModifyDate>{0}</xmp:ModifyDate><xmp:MetadataDate>{0}</xmp:MetadataDate>\n"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: a neutral title, and the day of its job as YYYY-MM-DD ("" = none)."""

    title: str
    day: str = ""


def catalog(file: PdfFile, about: About) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Write the metadata stream; return the catalog's entries and the information dictionary."""
    stamp = f"{about.day}T00:00:00+09:00"
    xmp = XMP.format(
        title=escape(about.title),
        producer=PRODUCER,
        dates=DATES.format(stamp) if about.day else "",
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
    return {"Metadata": metadata}, info
