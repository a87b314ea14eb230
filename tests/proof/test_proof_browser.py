"""The report in a real browser: Debian's Chromium, on a desk and on a phone, by keyboard, in both languages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browser import Browser, present
from proof_desk import proof, society

pytestmark = [pytest.mark.programs, pytest.mark.skipif(not present(), reason="chromium is not here")]
CARDS = date(2025, 10, 1)
MOVED = 'format = 1\nextends = "card/front"\n\n[text.name]\nat = ["6mm", "26.7mm"]\nwidth = "76mm"\n'
WIDTHS = [(1280, 900, False), (390, 844, True)]
CARD = "document.querySelector('.pick.wide .flip').closest('.pick')"
FACE = """(() => { const leaf = document.querySelector('#viewer[open] #big') || {card}.querySelector('.leaf');
  return getComputedStyle(leaf).transform; })()""".replace("{card}", CARD)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a proof of real rows against one whose card front was moved since."""
    home = society(tmp_path_factory.mktemp("proof") / "society")
    before = proof(home, home.parent / "before", CARDS).folder
    own = home / "layouts" / "card"
    own.mkdir(parents=True)
    own.joinpath("front.toml").write_text(MOVED, encoding="utf-8")
    with (home / "society.toml").open("a", encoding="utf-8") as file:
        file.write('\n[layouts]\ndir = "layouts"\n')
    return proof(home, home.parent / "out", CARDS, before=before).folder / "report.html"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(params=WIDTHS, ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Browser]:
    width, height, phone = request.param
    browser.open(report, width, height, phone=phone)
    yield browser
    assert browser.said == []
    assert browser.asked == []


def test_nothing_is_wider_than_the_window(page: Browser) -> None:
    for tongue in ("ja", "en"):
        page.value(f"document.documentElement.lang === '{tongue}' || document.getElementById('tongue').click()")
        assert page.value("document.documentElement.scrollWidth <= innerWidth")


def test_one_language_is_seen_at_a_time(page: Browser) -> None:
    shown = "[...document.body.querySelectorAll('[lang]')].filter(e => e.checkVisibility()).map(e => e.lang)"
    assert set(page.value(shown)) == {"ja"}
    page.value("document.getElementById('tongue').click()")
    assert set(page.value(shown)) == {"en"}
    assert page.value("document.querySelector('.view').getAttribute('aria-label')").endswith("Enlarge")


def test_a_reason_shows_its_documents_alone(page: Browser) -> None:
    page.value("document.querySelector('.chip[data-kind=sample]').click()")
    seen = page.value(
        "[...document.querySelectorAll('.pick')].filter(p => p.checkVisibility()).map(p => p.dataset.kinds)"
    )
    assert len(seen) == 2
    assert all("sample" in kinds.split() for kinds in seen)
    assert page.value("document.querySelector('.chip[aria-pressed=true]').dataset.kind") == "sample"
    assert page.value("document.getElementById('shown').innerText") == "2件を表示"


def test_the_keyboard_enlarges_moves_flips_and_closes(page: Browser) -> None:
    page.value(f"{CARD}.querySelector('.view').focus()")
    first = page.value(f"{CARD}.id")
    page.press("Enter")
    assert page.value("document.getElementById('viewer').open")
    assert page.value("document.getElementById('viewed').innerText") == first
    flat = page.value(FACE)
    page.press("f")
    assert page.value(FACE) != flat
    page.press("f")
    page.press("ArrowRight")
    assert page.value("document.getElementById('viewed').innerText") != first
    page.press("ArrowLeft")
    assert page.value("document.getElementById('viewed').innerText") == first
    page.press("Escape")
    assert not page.value("document.getElementById('viewer').open")
    assert page.value("document.activeElement.closest('.pick').id") == first


def test_a_whole_page_is_seen_and_zoomed_to_be_read(page: Browser) -> None:
    tall = "[...document.querySelectorAll('.pick.tall')].find(p => p.checkVisibility())"
    page.value(f"{tall}.querySelector('.view').click()")
    seen = """(() => { const box = document.querySelector('#big img').getBoundingClientRect();
      const stage = document.getElementById('stage').getBoundingClientRect();
      const told = document.getElementById('told').getBoundingClientRect();
      const whole = box.top >= stage.top - 1 && box.bottom <= stage.bottom + 1;
      return [whole, told.bottom <= innerHeight, box.width]; })()"""
    whole, told, small = page.value(seen)
    assert (whole, told) == (True, True)
    page.press("z")
    whole, told, large = page.value(seen)
    assert (whole, told) == (False, True)
    assert large >= 800 > small
    assert page.value("(s => s.scrollHeight > s.clientHeight)(document.getElementById('stage'))")
    page.press("ArrowDown")
    assert page.value("document.getElementById('stage').scrollTop") > 0
    page.press("Escape")
    page.value(f"{tall}.querySelector('.view').click()")
    assert page.value(seen)[0]  # the next is seen whole again
    page.press("Escape")


def test_the_next_is_seen_whole_before_the_browser_tells_that_the_last_was_closed(page: Browser) -> None:
    told = f"""new Promise(tell => {{
      const viewer = document.getElementById('viewer'), stage = document.getElementById('stage');
      {CARD}.querySelector('.view').click();
      document.getElementById('zoom').click();
      viewer.close();
      {CARD}.querySelector('.view').click();
      const whole = !stage.classList.contains('near');
      viewer.addEventListener('close', () => setTimeout(() => tell([whole, viewer.open])), {{once: true}});
    }})"""
    assert page.value(told) == [True, True]
    flat = page.value(FACE)
    page.press("f")  # it is still known which is open
    assert page.value(FACE) != flat
    page.press("f")
    page.press("Escape")


def test_on_paper_every_side_is_seen_and_nothing_to_press(page: Browser) -> None:
    page.call("Emulation.setEmulatedMedia", media="print")
    hidden = (
        "[...document.querySelectorAll('button.flip, .chip, .bar-top, .range input')].filter(e => e.checkVisibility())"
    )
    assert page.value(f"{hidden}.length") == 0
    backs = page.value("[...document.querySelectorAll('.view .back')].map(e => getComputedStyle(e).transform)")
    assert backs and set(backs) == {"none"}
    page.call("Emulation.setEmulatedMedia", media="")


def test_the_tab_key_reaches_what_can_be_pressed_and_shows_where_it_is(page: Browser) -> None:
    page.press("Tab")
    reached = set[str]()
    for _ in range(40):
        reached.add(page.value("document.activeElement.className || document.activeElement.tagName"))
        assert page.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.press("Tab")
    assert {"A", "chip", "view", "flip"} <= reached


def test_before_and_after_slide(page: Browser) -> None:
    assert page.value("document.querySelectorAll('.slider').length") > 0
    page.value("document.querySelector('.slider input').focus()")
    clip = "getComputedStyle(document.querySelector('.slider .old')).clipPath"
    before = page.value(clip)
    page.press("ArrowRight")
    assert page.value(clip) != before


def test_everything_pressed_has_a_name(page: Browser) -> None:
    seen = "[...document.querySelectorAll('button, input, a')].filter(e => e.checkVisibility())"
    assert page.value(f"{seen}.length") > 20
    assert page.value(f"{seen}.filter(e => !(e.getAttribute('aria-label') || e.innerText.trim())).length") == 0


def test_the_counts_of_the_reconciliation_agree(page: Browser) -> None:
    assert page.value("document.querySelectorAll('#balance tbody tr').length") == 6
    assert page.value("document.querySelectorAll('#balance .severity.error').length") == 0
    assert page.value("document.querySelectorAll('#eligibility svg.bar').length") > 3
