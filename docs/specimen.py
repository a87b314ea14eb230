"""Draw the specimen sheet of hard names, docs/pictures/names.png: `python docs/specimen.py [OUT.pdf]`.

Needs the test extra (pypdfium2). Set by the engine that sets cards and notices, in their sizes; what would be held back
says why instead. The list of names is that of the tests.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from fonts.clusters import codepoints
from generator.intake.naming import names_of
from generator.job.press import layouts_of
from generator.job.setup import sample_look
from imposition.draw import Slug, draw_block
from imposition.plan import cut_blocks
from imposition.stock import load_stock
from layouts.document import Document, Fields, Side
from layouts.template import Slot
from layouts.trial import HELD, standing

FOLDER = Path(__file__).parent
LIST = FOLDER.parent / "tests" / "fonts" / "hard_names.csv"
PICTURE = FOLDER / "pictures" / "names.png"
LAYOUT, DPI = "specimen/names", 300
LONG = (
    "ジョンソン・マイケル・アレクサンダー",
    "ホセ・マリア・フェルナンデス・ムニョス・デ・ラ・コンセイサン",
    "Wolfeschlegelsteinhausen Bergerdorff Christopher Marie",
    "Nguyễn Thị Ánh Tuyết",
    "春夏秋冬 寿限無寿限無五劫擦切海砂利水魚",
)


def names() -> Iterator[str]:
    """Yield the hard names of the tests, then long ones."""
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield "".join(chr(int(point.removeprefix("U+"), 16)) for point in row["codepoints"].split())
    yield from LONG


def row(name: str, slots: dict[str, Slot]) -> Fields:
    """Return what a row of the sheet says of a name, once the guards of intake have seen it."""
    reading = names_of(None).read("氏名", name)
    stood = standing(slots["name"], reading.text)
    points = codepoints(name) if len(name) < 9 else f"{codepoints(name[:6])} …"
    if reading.faults:
        return {"points": points, "says": f"(held back: {' '.join(reading.faults[0])})"}
    if stood.how in HELD:
        return {"points": points, "says": f"(held back: {stood.how} {stood.missing})"}
    said = f"{stood.faces} {stood.scale:.1f} %" if stood.scale < 100 else stood.faces
    return {"points": points, "name": name, "notice": name, "small": name, "how": said}


def main() -> None:
    """Draw the sheet and its picture."""
    layouts = layouts_of(sample_look(FOLDER / "specimen"))
    template = layouts.template(LAYOUT)
    slots = {slot.field_name: slot for slot in template.blocks["row"].slots}
    side = Side(LAYOUT, {}, {"row": tuple(_shown(row(name, slots), slots) for name in names())})
    stock = load_stock("letter-a4")
    (block,) = cut_blocks(stock, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "names.pdf"
        document = Document("letter", (), "", side)
        draw_block(path, stock, block, [document], layouts, Slug("specimen", "letters", 1), backs=False)
        pdf = pypdfium2.PdfDocument(path)
        picture = pdf[0].render(scale=DPI / 72, grayscale=True).to_pil()
        pdf.close()
    picture.quantize(16).save(PICTURE, optimize=True)


def _shown(fields: Fields, slots: dict[str, Slot]) -> Fields:
    """Leave out what has no room in its size; the card's size decides who is held back."""
    return {name: text for name, text in fields.items() if standing(slots[name], text).how not in HELD}


if __name__ == "__main__":
    main()
