"""Draw the pictures of README and docs from real jobs on an invented society: `python docs/pictures.py`.

Every picture of a document is cut out of the delivered PDF; nothing is drawn by hand.
"""

import csv
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

from generator.invent import invent
from generator.job.lots import kept_documents
from generator.job.press import layouts_of
from generator.job.run import Wish, run_job
from generator.job.setup import sample_look
from generator.job.talk import Talk
from generator.messages.catalogue import translator
from generator.preview.compare import Compared, draw_changes
from generator.preview.preview import Wanted, preview
from generator.preview.profile import draw_profile
from imposition.stock import load_stock
from layouts.diff import compare
from layouts.document import Document
from layouts.load import Layouts

sys.path.append(str(Path(__file__).parents[1] / "tests" / "layouts"))  # the copier is the tests'
from copier import DPI, copied

#: A layout moved by editing TOML alone.
MOVED = """format = 1
extends = "card/front"

[text.name]
at = ["6mm", "26.7mm"]
width = "76mm"

[text.kana]
at = ["10.6mm", "19.05mm"]
width = "71.4mm"
"""
PICTURES = Path(__file__).parent / "pictures"
MM = 25.4
CARD = (86.0, 54.0)


@dataclass(frozen=True)
class Found:
    """A document and where it was printed."""

    document: Document
    front: dict[str, str]
    back: dict[str, str] | None


def found(job: Path, pile: str) -> Iterator[Found]:
    """Yield the documents of a pile with their rows of the placement table."""
    for kept in sorted((job / "office" / "documents").glob(f"{pile}-*.jsonl.gz")):
        number = kept.name.split(".")[0].split("-")[1]
        rows: dict[str, dict[str, dict[str, str]]] = {}
        with (job / "vendor" / pile / f"{number}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                rows.setdefault(row["管理番号"] or row["stack_position"], {})[row["side"]] = row
        for document in kept_documents(kept):
            if document.numbers:
                sides = rows[document.numbers[0]]
                yield Found(document, sides["F"], sides.get("B"))


def page(path: Path, number: int, dpi: int) -> Image.Image:
    """Render one page."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return pdf[number - 1].render(scale=dpi / 72).to_pil()
    finally:
        pdf.close()


def card(job: Path, row: dict[str, str], dpi: int = 220) -> Image.Image:
    """Cut a card out of its sheet at the trim."""
    sheet = page(job / "vendor" / "cards" / row["file"], int(row["page"]), dpi)
    x, y = float(row["x_mm"]), float(row["y_mm"])
    left, bottom = x / MM * dpi, sheet.height - y / MM * dpi
    return sheet.crop(
        (round(left), round(bottom - CARD[1] / MM * dpi), round(left + CARD[0] / MM * dpi), round(bottom))
    )


def persons(found: Found) -> int:
    return len(found.document.front.blocks.get("person", ()))


def main() -> None:
    """Run the jobs and save the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        society, out = Path(folder) / "society", Path(folder) / "out"
        invent(society, people=3000, employers=60, seed=3, on=date(2025, 10, 1))
        jobs = [
            run_job(Wish(society, day, out, 2), Talk(str)).folder for day in (date(2024, 10, 15), date(2025, 10, 1))
        ]
        phase1, cards = (job for job in jobs if job)
        save_cards(cards)
        save_photocopy(cards)
        save_notices(phase1, cards)
        save_letters(cards)
        save_layouts(Path(folder))
        save_profile(Path(folder))
        save(page(cards / "vendor" / "work-order.pdf", 1, 80), "work-order")
        for name, number in (("sheet", 1), ("sheet-back", 2)):
            save(page(cards / "vendor" / "cards" / "001.pdf", number, 90), name)


def save_layouts(folder: Path) -> None:
    """Save a preview, and what moved between the packaged layouts and a society's own."""
    own = folder / "layouts" / "card" / "front.toml"
    own.parent.mkdir(parents=True)
    own.write_text(MOVED, encoding="utf-8")
    before, after = load(None), load(own.parents[1])
    preview(Wanted("card/front-family", "longest", 1.0), before, folder / "preview.pdf", str)
    changes = compare(before, after, ["card/front"])
    draw_changes(Compared(before, after, changes), folder / "diff.pdf", str)
    for name in ("preview", "diff"):
        with Image.open(folder / f"{name}.png") as picture:
            save(picture.resize((picture.width // 2, picture.height // 2)), f"layout-{name}", 255)


def save_profile(folder: Path) -> None:
    """Save the default profile as `vendor show --png` draws it, front and back side by side (SHIKAKU_LANG decides)."""
    drawn = draw_profile(load_stock("card-21up"), ("F", "B"), 3.0, folder / "profile.png", 60, translator())
    sides = [Image.open(path).convert("RGB") for path in drawn]
    whole = Image.new("RGB", (sum(side.width for side in sides), sides[0].height), "white")
    for index, side in enumerate(sides):
        whole.paste(side, (index * side.width, 0))
    save(whole, "profile-21up")


def load(folder: Path | None) -> Layouts:
    return layouts_of(sample_look(folder))


def save_cards(job: Path) -> None:
    """Save the card's variants."""
    wanted: dict[str, Callable[[Document], bool]] = {
        "card-front": lambda d: d.front.layout == "card/front" and not d.front.blocks,
        "card-family": lambda d: d.front.layout == "card/front-family" and not d.front.blocks,
        "card-seventy": lambda d: bool(d.front.blocks.get("ratio")),
    }
    backs: dict[str, Callable[[Document], bool]] = {
        "card-back": lambda d: bool(d.back) and not any(d.back.blocks.values()),  # type: ignore[union-attr]
        "card-back-remark": lambda d: bool(d.back and len(d.back.blocks.get("remark", ())) > 1),
        "card-back-optional": lambda d: bool(d.back and d.back.blocks.get("optional")),
    }
    for item in found(job, "cards"):
        for name in [name for name, fits in wanted.items() if fits(item.document)]:
            save(card(job, item.front), name)
            del wanted[name]
        for name in [name for name, fits in backs.items() if item.back and fits(item.document)]:
            save(card(job, item.back or {}), name)
            del backs[name]


def save_photocopy(job: Path) -> None:
    """Save a card's front as it is, beside what an office copier makes of it: enlarged and at arm's length."""
    item = next(item for item in found(job, "cards") if item.document.front.layout == "card/front-family")
    original = card(job, item.front, DPI)
    size = (original.width * 11 // 20, original.height * 11 // 20)
    small = (size[0] // 3, size[1] // 3)
    copy = copied(original).convert("RGB")
    gap = 24
    whole = Image.new("RGB", (2 * size[0] + gap, size[1] + gap + small[1]), "white")
    for index, picture in enumerate((original.convert("RGB"), copy)):
        whole.paste(picture.resize(size, Image.Resampling.LANCZOS), (index * (size[0] + gap), 0))
        whole.paste(picture.resize(small, Image.Resampling.LANCZOS), (index * (size[0] + gap), size[1] + gap))
    save(whole, "photocopy")


def save_notices(phase1: Path, later: Path) -> None:
    """Save notices of one, two and four persons, and phase Ⅰ of four."""
    for job, prefix, counts in ((phase1, "notice-phase1", {4}), (later, "notice", {1, 2, 4})):
        for item in found(job, "notices"):
            if (size := persons(item)) in counts:
                counts.discard(size)
                path = job / "vendor" / "notices" / item.front["file"]
                name = "notice" if (prefix, size) == ("notice", 4) else f"{prefix}-{size}"
                save(page(path, int(item.front["page"]), 90), name)


def save_letters(job: Path) -> None:
    """Save letter, list, receipt, the envelope's face and a carrier."""
    letters = job / "vendor" / "letters"
    for name, number in (("letter", 1), ("list", 2), ("receipt", 3)):
        save(page(letters / "001.pdf", number, 80), name)
    save(page(letters / "carriers-001.pdf", 1, 80), "carrier")
    save(page(letters / "faces-001.pdf", 1, 80), "face")


def save(picture: Image.Image, name: str, colours: int = 64) -> None:
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=colours).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
