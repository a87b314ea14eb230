"""The XMP against what PDF/X asks of it, and against the document information. PDF/X rows 2 and 3 (print.md §1.1)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

from proofs.claims import Standard
from proofs.finding import Findings
from proofs.whole import Whole

_ASKED: Final = (
    *("dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "pdf:Trapped"),
    *("xmpMM:DocumentID", "xmpMM:InstanceID", "xmpMM:VersionID", "xmpMM:RenditionClass"),
)
_TWINS: Final = {
    "dc:title": "Title",
    "dc:creator": "Author",
    "dc:description": "Subject",
    "pdf:Keywords": "Keywords",
    "pdf:Producer": "Producer",
    "pdf:Trapped": "Trapped",
    "pdfxid:GTS_PDFXVersion": "GTS_PDFXVersion",
    "xmp:CreateDate": "CreationDate",
    "xmp:CreatorTool": "Creator",
    "xmp:ModifyDate": "ModDate",
}
_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?)?)?"
    r"(?:Z|([-+])(\d\d)[:']?(\d\d)?'?)?"
)


def check_packet(whole: Whole, xmp: Mapping[str, str], standard: Standard, findings: Findings) -> None:
    """Check the packet of a file that claims a standard with XMP."""
    if whole.xmp is None:
        findings.add("xmp-missing", claim=standard.name)
        return
    if whole.xmp_packed:
        findings.add("xmp-packed")
    if not xmp:
        return
    for name in _ASKED:
        if not xmp.get(name):
            findings.add("xmp-property", property=name)
    for name, key in _TWINS.items():
        if xmp.get(name) and whole.info.get(key) and not _same(xmp[name], whole.info[key]):
            findings.add("xmp-differs", property=name, key=key)
    dated = xmp.get("pdfvtid:GTS_PDFVTModDate", "")
    if "pdfvtid:GTS_PDFVTVersion" in xmp and not _same(dated, xmp.get("xmp:ModifyDate", "")):
        findings.add("vt-date")


def _same(one: str, other: str) -> bool:
    """Tell whether two texts are equal, or dates of one moment (7.9.4)."""
    dates = _moment(one), _moment(other)
    return one == other or (dates[0] is not None and dates[0] == dates[1])


def _moment(text: str) -> datetime | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups()[:6])
    shift = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    zone = timezone(-shift if found[7] == "-" else shift)
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
