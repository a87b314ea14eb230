"""`shikaku vendor`: one's own profiles are listed and drawn; what a picture shows of a sheet is where it lies."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from generator.cli.main import shikaku
from generator.messages.columns import width
from generator.preview.dimensions import stops
from imposition.stock import vendor_names

OWN = 'format = 1\nextends = "card-8up"\nturn = "horizontal"\n'
MARGIN, FOOT, HEAD = 30.0, 22.0, 16.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors" / "mine.toml").write_text(OWN, "utf-8")
    return tmp_path


def said(*arguments: object) -> str:
    done = CliRunner().invoke(shikaku, ["vendor", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_ones_own_are_listed_with_the_shipped_ones(folder: Path) -> None:
    told = json.loads(said("list", "--society", folder, "--json"))["profiles"]
    assert {row["name"] for row in told} == {*vendor_names(), "mine"}
    assert next(row for row in told if row["name"] == "mine") == {
        "name": "mine", "pile": "card", "sheet": [297, 210], "cells": 8, "finishing": "guillotine",
        "stack_depth": 100, "turn": "horizontal", "runs": "duplex",
    }  # fmt: skip
    assert "mine" not in said("list")


@pytest.mark.parametrize(
    ("tongue", "row"),
    [
        ("en", ["mine", "cards", "297 × 210 mm", "8", "guillotine", "100", "top to bottom", "in one file"]),
        ("ja", ["mine", "資格確認書", "297 × 210 mm", "8", "断裁", "100", "天地", "一つのファイル"]),
    ],
)
def test_the_list_is_a_table_in_the_user_s_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tongue: str, row: list[str]
) -> None:
    monkeypatch.setenv("SHIKAKU_LANG", tongue)
    head, *lines = said("list", "--society", folder).splitlines()
    assert row in [re.split(" {2,}", line) for line in lines]
    last = re.split(" {2,}", head)[-1]
    starts = {width(line[: line.rindex(re.split(" {2,}", line)[-1])]) for line in lines}
    assert starts == {width(head[: head.rindex(last)])}  # columns stand under each other, wide signs and all
    cells = [line for line in said("show", "mine", "--society", folder).splitlines() if "31.500" in line]
    assert {width(line) for line in cells} == {width(cells[0])}


def test_a_profile_is_told_in_words(folder: Path) -> None:
    text = said("show", "mine", "--society", folder)
    assert "  1       1   31.500  108.000       90\n" in text
    assert text != said("show", "card-8up").replace("card-8up", "mine")
    assert said("show", "card-24up-laminated") != said("show", "card-24up").replace("24up", "24up-laminated")


def test_the_picture_is_to_scale(tmp_path: Path) -> None:
    """The colour of the bleed begins and ends where the profile puts it; the back is a picture of its own."""
    said("show", "card-8up", "--png", tmp_path / "a.png", "--dpi", 127)
    front, back = (Image.open(tmp_path / name).convert("RGB") for name in ("a.png", "a-B.png"))
    dots = 127 / 25.4
    size = (297 + 2 * MARGIN) * dots, (210 + MARGIN + HEAD + FOOT) * dots
    assert front.size == pytest.approx(size, abs=1)
    row = front.height - round((FOOT + 108 + 20) * dots)
    bleed = [x for x in range(front.width) if front.getpixel((x, row)) == (252, 224, 232)]
    assert bleed[0] / dots - MARGIN == pytest.approx(28.5, abs=0.3)
    assert bleed[-1] / dots - MARGIN == pytest.approx(268.5, abs=0.3)
    assert front.tobytes() != back.tobytes()


def test_one_side_alone(tmp_path: Path) -> None:
    assert said("show", "card-single", "--png", tmp_path / "b.png", "--side", "B", "--dpi", 30).split() == [
        str(tmp_path / "b.png")
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["b.png"]


def test_a_chain_measures_from_edge_to_edge() -> None:
    assert stops([26, 112, 122, 208, 26], 330) == (0, 26, 112, 122, 208, 330)
    assert stops([-0.2, 85.8], 85.6) == (0, 85.6)
