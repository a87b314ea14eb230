"""What every PDF of a job, its remakes and its pulls says of itself: what it is, once, and nothing about a person."""

import re
from pathlib import Path

import remake_shop as shop
from pypdf import PdfReader

JOB = "20251001-01"
NAMES = r"(cards|notices|letters|carriers|faces) \d{3}|work-order|slip|destruction|pull-list"
PLAIN = re.compile(rf"{JOB} ((remake|pull)-\d\d )?({NAMES})")


def test_every_file_has_a_title_of_its_own_and_names_nobody(tmp_path: Path) -> None:
    job = shop.sealed(tmp_path)
    number = next(row["管理番号"] for row in shop.cells(job, "cards") if row["kind"] == "card")
    shop.make(job, number)
    shop.make(job, number, again=True)
    shop.take(job, "100,1,01,2025-10-05")
    shop.take(job, "100,2,01,2025-10-05")
    told: dict[str, str] = {}
    identities = set[str]()
    for path in sorted(job.rglob("*.pdf")):
        pdf = PdfReader(path)
        told[path.relative_to(job).as_posix()] = title = str(pdf.metadata and pdf.metadata.title)
        assert PLAIN.fullmatch(title), path
        assert set(pdf.metadata or {}) == {"/Title", "/Producer", "/Trapped", "/CreationDate", "/ModDate"}
        assert pdf.xmp_metadata is not None
        assert pdf.xmp_metadata.dc_title == {"x-default": title}
        identities.add(str(pdf.xmp_metadata.xmpmm_document_id))
    assert len(identities) == len(set(told.values())) == len(told)
    assert told["vendor/work-order.pdf"] == f"{JOB} work-order"
    assert told["pull-01/vendor/pull-list.pdf"] == f"{JOB} pull-01 pull-list"
    assert told["remake-01/vendor/destruction.pdf"] == f"{JOB} remake-01 destruction"
