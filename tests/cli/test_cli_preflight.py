"""A sealed file that somebody changed is stopped, and what was changed is named (contract §1: exit 5)."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest
from cli_desk import Command, Sealed, process

from fonts.witness import witness
from generator.job.lots import kept_documents
from layouts.document import Document

Change = Callable[[str, Sequence[Document]], str]
FRONT, BACK = 0, 1


@pytest.fixture
def cards(sealed: Sealed, tmp_path: Path) -> Path:
    """Return a copy of the sealed job of cards."""
    return shutil.copytree(sealed.cards, tmp_path / sealed.cards.name)


def written(text: str) -> list[str]:
    """Return the codes that show a text in each of the two faces cards are set in."""
    glyphs = {tag: [witness(tag).glyph(char) for char in text] for tag in "GB"}
    codes = ("".join(f"{gid:04X}" for gid in gids if gid) for gids in glyphs.values() if None not in gids)
    return list(dict.fromkeys(codes))


def numbers_shown(content: str, pieces: Sequence[Document]) -> list[str]:
    """Return the codes of the 管理番号 a content shows, but those that separators name too."""
    separators = [piece.front.fields for piece in pieces if piece.kind == "separator"]
    named = {fields.get(end, "") for fields in separators for end in ("first", "last")}
    numbers = [n for piece in pieces if piece.kind == "card" for n in piece.numbers if n not in named]
    return [codes for number in numbers for codes in written(number) if f"<{codes}>" in content]


def glyphs_swapped(content: str, pieces: Sequence[Document]) -> str:
    """Exchange the first two glyphs of the first name that is shown in one face."""
    names = [piece.front.fields["name"] for piece in pieces if piece.kind == "card"]
    codes = next(c for name in names for c in written(name) if f"<{c}>" in content and c[:4] != c[4:8])
    return content.replace(f"<{codes}>", f"<{codes[4:8]}{codes[:4]}{codes[8:]}>", 1)


def backs_swapped(content: str, pieces: Sequence[Document]) -> str:
    """Exchange the numbers of two cards' backs."""
    one, two, *_ = numbers_shown(content, pieces)
    return content.replace(one, "#").replace(two, one).replace("#", two)


def digit_changed(content: str, pieces: Sequence[Document]) -> str:
    """Make the last digit of a card's 番号 another."""
    numbers = [piece.front.fields["number"] for piece in pieces if piece.kind == "card"]
    codes = next(c for number in numbers for c in written(number) if f"<{c}>" in content)
    digits = [f"{witness(tag).glyph(d):04X}" for tag in "GB" for d in "0123456789"]
    face = digits[:10] if codes[-4:] in digits[:10] else digits[10:]
    other = face[(face.index(codes[-4:]) + 1) % 10]
    return content.replace(f"<{codes}>", f"<{codes[:-4]}{other}>", 1)


def serial_changed(content: str, pieces: Sequence[Document]) -> str:
    """Exchange two digits of the 管理番号 of a front."""
    codes, *_ = numbers_shown(content, pieces)
    return content.replace(f"<{codes}>", f"<{codes[4:8]}{codes[:4]}{codes[8:]}>", 1)


def plant(job: Path, page: int, change: Change) -> Path:
    """Change the content of a page of the sealed cards, with another library."""
    path = job / "vendor" / "cards" / "001.pdf"
    pieces = list(kept_documents(job / "office" / "documents" / "cards-001.jsonl.gz"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        contents = pdf.pages[page].Contents
        old = contents.read_bytes().decode("latin-1")
        new = change(old, pieces)
        assert new != old
        contents.write(new.encode("latin-1"))
        pdf.save(path)
    return path


#: What was done, on which page, what tells it with the office's documents, and without them.
FAULTS = [
    pytest.param(FRONT, glyphs_swapped, "text-differs", None, id="glyphs of a name"),
    pytest.param(BACK, backs_swapped, "number-back", "number-missing", id="backs of two cards"),
    pytest.param(FRONT, digit_changed, "text-differs", None, id="digit of a number"),
    pytest.param(FRONT, serial_changed, "number-missing", "number-missing", id="digits of a serial"),
]


def test_what_was_sealed_is_clean(shikaku: Command, sealed: Sealed) -> None:
    files = sorted(path for job in (sealed.notices, sealed.cards) for path in job.rglob("*.pdf"))
    said = shikaku("preflight", *files)
    assert (said.code, said.out) == (0, f"{len(files)} files, 0 findings\n")
    said = shikaku("preflight", "--society", sealed.society, *files)
    assert (said.code, said.out) == (0, f"{len(files)} files, 0 findings\n")


@pytest.mark.parametrize(("page", "change", "code", "alone"), FAULTS)
def test_a_planted_fault_is_found_and_named(
    shikaku: Command, cards: Path, page: int, change: Change, code: str, alone: str | None
) -> None:
    path = plant(cards, page, change)
    assert found(shikaku, path) >= {"file-altered", code}
    shutil.rmtree(cards / "office")
    assert found(shikaku, path) >= {"file-altered", *([alone] if alone else [])}


def test_a_planted_fault_stops_a_real_process(cards: Path) -> None:
    said = process("preflight", plant(cards, FRONT, glyphs_swapped))
    assert said.code == 5
    assert re.search(r"^cards/001\.pdf:1 \(\d+\.\d\d, \d+\.\d\d mm\): error: text-differs: ", said.out, re.MULTILINE)
    assert "cards/001.pdf: error: file-altered: " in said.out


def test_a_changed_digit_of_phase_one_is_found_by_the_snapshot(
    shikaku: Command, sealed: Sealed, tmp_path: Path
) -> None:
    society = shutil.copytree(sealed.society, tmp_path / "society")
    snapshot = society / "snapshot.csv"
    head, first, *rest = snapshot.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    other = re.sub(r"(\d)(\r?\n)$", lambda m: f"{(int(m[1]) + 1) % 10}{m[2]}", first)
    assert other != first
    snapshot.write_text("".join([head, other, *rest]), encoding="utf-8", newline="")
    files = sorted((sealed.notices / "vendor" / "notices").glob("*.pdf"))
    assert "digits-differ" in found(shikaku, *files, "--society", society)


def test_digits_are_nobody_s_fault_once_the_snapshot_is_gone(shikaku: Command, sealed: Sealed, tmp_path: Path) -> None:
    society = shutil.copytree(sealed.society, tmp_path / "society")
    (society / "snapshot.csv").unlink()  # as docs/operators.md §10 has it after phase Ⅰ
    files = sorted((sealed.notices / "vendor" / "notices").glob("*.pdf"))
    assert shikaku("preflight", *files, "--society", society).code == 0


def test_a_damaged_file_is_stopped(shikaku: Command, cards: Path) -> None:
    path = cards / "vendor" / "cards" / "001.pdf"
    path.write_bytes(path.read_bytes()[:20_000])
    assert "file-altered" in found(shikaku, path)


def test_a_file_of_no_job_is_held_against_the_profile_named(shikaku: Command, cards: Path, tmp_path: Path) -> None:
    alone = shutil.copyfile(cards / "vendor" / "cards" / "001.pdf", tmp_path / "alone.pdf")
    assert "profile-other" in found(shikaku, alone, "--vendor", "card-10up")


def found(shikaku: Command, *arguments: object) -> set[str]:
    """Return the codes a stopped preflight names."""
    said = shikaku("preflight", *arguments, "--json")
    assert said.code == 5, said.err
    return {finding["code"] for finding in json.loads(said.out)["findings"]}
