"""Take the pictures of a proof's report: `python docs/proof_pictures.py` (needs Chromium and a Japanese font).

The society is invented, its card front moved since the earlier proof; the browser is the one the tests drive.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from generator.invent import invent
from generator.proof.make import Wish, make_proof

sys.path.append(str(Path(__file__).parents[1] / "tests" / "proof"))  # the browser is the tests'
from browser import Browser

PICTURES = Path(__file__).parent / "pictures"
ON = date(2025, 10, 1)
MOVED = 'format = 1\nextends = "card/front"\n\n[text.name]\nat = ["6mm", "26.7mm"]\nwidth = "76mm"\n'
_ENLARGED = "document.querySelector('.pick.wide:not([hidden]) ~ .pick.wide .view').click()"
_SLID = """(() => { const range = document.querySelector('.slider input');
  range.value = 17; range.dispatchEvent(new Event('input'));
  document.getElementById('changes').scrollIntoView(); })()"""


def main() -> None:
    """Make a proof against an earlier one and save its report as a desk and as a phone show it."""
    with tempfile.TemporaryDirectory() as folder:
        report = compared(Path(folder))
        with Browser(Path(folder) / "profile") as browser:
            browser.open(report, 1280, 960)
            save(browser, "proof-report")
            browser.value("document.getElementById('tongue').click()")
            browser.value("document.getElementById('eligibility').scrollIntoView()")
            save(browser, "proof-report-en")
            browser.open(report, 1280, 680)
            browser.value(_SLID)
            save(browser, "proof-report-slider")
            browser.open(report, 390, 844, phone=True)
            browser.value(_ENLARGED)
            save(browser, "proof-report-phone")


def compared(folder: Path) -> Path:
    """Return the report of a proof whose card front was moved since the one before."""
    society = folder / "society"
    invent(society, people=1500, employers=25, seed=3, on=ON)
    before = make_proof(Wish(society, ON, folder / "before", "校正係"), str).folder
    own = society / "layouts" / "card" / "front.toml"
    own.parent.mkdir(parents=True)
    own.write_text(MOVED, encoding="utf-8")
    with (society / "society.toml").open("a", encoding="utf-8") as file:
        file.write('\n[layouts]\ndir = "layouts"\n')
    return make_proof(Wish(society, ON, folder / "out", "校正係", before=before), str).folder / "report.html"


def save(browser: Browser, name: str) -> None:
    """Save what is seen, in few colours."""
    path = PICTURES / f"{name}.png"
    browser.shoot(path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
