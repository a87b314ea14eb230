"""fonts list and fonts check: names given, and all names of a society; people by key and line only."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from cli_desk import Command, process
from gaiji_face import gaiji_face

from generator.invent import invent

LONG = "ホセ・マリア・フェルナンデス・ムニョス・デ・ラ・コンセイサン"


def test_a_plain_name_is_of_one_face_and_full_size(shikaku: Command) -> None:
    said = shikaku("fonts", "check", "山田太郎")
    assert (said.code, said.out) == (0, "山田太郎\tG\tfull\n")


@pytest.mark.parametrize(
    ("name", "faces", "how"),
    [
        ("𠮷田", "G+N", "full"),
        ("渡邉\U000e0112", "M", "full"),
        (LONG, "G", "card/front two-lines"),
        ("か\u3099", "G", "composed U+304B U+3099 → U+304C"),
    ],
)
def test_faces_and_fit_are_said(shikaku: Command, name: str, faces: str, how: str) -> None:
    said = shikaku("fonts", "check", name)
    assert said.code == 0
    assert said.out.startswith(f"{name}\t{faces}\t")
    assert how in said.out


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("●田", "name-placeholder U+25CF"),
        ("\u2f2d田", "name-radical U+2F2D"),
        ("\ue000田", "name-private U+E000"),
        ("邉\U000e011e", "glyph-missing U+9089 U+E011E (AJ1: U+E0100-E010E; MJ: U+E010F-E011D, E011F)"),
        (
            "葛\U000e0100邉\U000e0112",
            "glyph-missing U+845B U+E0100 (AJ1; MJ: U+E0102-E0108), U+9089 U+E0112 (AJ1: U+E0100",
        ),
        ("山" * 40, "too-wide"),
    ],
)
def test_what_would_be_held_back_says_why(shikaku: Command, name: str, reason: str) -> None:
    said = shikaku("fonts", "check", name, "山田")
    assert said.code == 4
    assert reason in said.out.splitlines()[0]
    assert said.out.splitlines()[1] == "山田\tG\tfull"


def test_a_society_reads_names_its_own_way(shikaku: Command, tmp_path: Path) -> None:
    folder = tmp_path / "society"
    invent(folder, people=20, employers=2, seed=1, on=date(2025, 10, 1))
    gaiji = gaiji_face(folder)
    with (folder / "society.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[gaiji]\nface = "gaiji.ttf"\nsha256 = "{gaiji.sha256}"\n')
    (folder / "gaiji.csv").write_text("from,to,who,when\nU+2F2D,山,係長,2025-09-01\n", encoding="utf-8")
    said = shikaku("fonts", "check", "--society", folder, "\ue000田", "\u2f2d田")
    assert said.code == 0
    assert said.out.splitlines() == [
        "\ue000田\tG+X\tfull",
        "\u2f2d田\tG\tsubstituted U+2F2D → U+5C71\tfull",
    ]
    assert f"X\tGaiji-{gaiji.sha256[:8]}\tsociety" in shikaku("fonts", "list", "--society", folder).out
    (folder / "gaiji.ttf").write_bytes(b"another")
    said = process("fonts", "check", "--society", folder, "山田")  # a process reads a face once
    assert said.code == 4
    assert "gaiji.ttf: gaiji-altered" in said.err


@pytest.fixture
def society(tmp_path: Path) -> Path:
    """An invented society with three names replaced."""
    folder = tmp_path / "society"
    invent(folder, people=200, employers=5, seed=4, on=date(2025, 10, 1))
    path = folder / "members.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, name in zip(rows, ("渡邉\U000e0112 誠", LONG, "●田 誠"), strict=False):
        row["氏名"], row["通称名"], row["旧姓"] = name, "", ""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return folder


def test_all_names_of_a_society(shikaku: Command, society: Path) -> None:
    said = shikaku("fonts", "check", society)
    assert said.code == 4
    counts, faces, *_ = said.out.splitlines()
    assert counts.endswith(" names")
    assert " M " in faces or faces.endswith("M 1")
    assert "members.csv:4: name-placeholder" in said.out
    assert "two-lines 7 pt" in said.out
    assert not any(name in said.out + said.err for name in ("渡邉", "ホセ", "田 誠"))


def test_the_same_as_json(shikaku: Command, society: Path) -> None:
    found = json.loads(shikaku("fonts", "check", society, "--json").out)
    assert sum(found["faces"].values()) == sum(found["fit"].values()) == found["names"]
    assert {"M", "G"} <= set(found["faces"])
    assert [
        row for row in found["rows"] if row["column"] == "氏名" and row["stands"]["card/front"]["how"] == "two-lines"
    ]
    assert found["held"][0]["code"] == "name-placeholder"
