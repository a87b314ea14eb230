"""Take the pictures of a proof's report: `python docs/proof_pictures.py` (needs Chromium and a Japanese font).

The society is invented; the browser is the one the tests drive.
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


def main() -> None:
    """Make a proof and save its report as a desk and as a phone show it."""
    with tempfile.TemporaryDirectory() as folder:
        society = Path(folder) / "society"
        invent(society, people=1500, employers=25, seed=3, on=ON)
        made = make_proof(Wish(society, ON, Path(folder) / "out", "校正係"), str)
        report = made.folder / "report.html"
        with Browser(Path(folder) / "profile") as browser:
            browser.open(report, 1280, 960)
            save(browser, "proof-report")
            browser.open(report, 390, 844, phone=True)
            browser.value("document.querySelector('.pick.wide:not([hidden]) ~ .pick.wide .view').click()")
            save(browser, "proof-report-phone")


def save(browser: Browser, name: str) -> None:
    """Save what is seen, in few colours."""
    path = PICTURES / f"{name}.png"
    browser.shoot(path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
