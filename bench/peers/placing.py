"""A page of one file in, a form XObject of another out, and the content that shows it: pypdf, for two of the peers."""

from typing import cast

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)


def form_of(page: PageObject, writer: PdfWriter) -> IndirectObject:
    """Take a page over as a form; what its resources share with other pages stays shared."""
    form = cast(StreamObject, page["/Contents"].get_object()).clone(writer)
    form.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(FloatObject(v) for v in page.mediabox),
        NameObject("/Resources"): page["/Resources"].clone(writer),
    })  # fmt: skip
    return cast(IndirectObject, form.indirect_reference)


def stream_of(content: str, writer: PdfWriter) -> IndirectObject:
    """Add a compressed content stream."""
    stream = DecodedStreamObject()
    stream.set_data(content.encode("ascii"))
    return writer._add_object(stream.flate_encode())  # pyright: ignore[reportPrivateUsage] - pypdf has no other way
