"""rejected.csv names the column in which somebody has to correct what cannot be printed (contract §4)."""

from datetime import date
from pathlib import Path

import folk
import pytest

from generator.job.run import Wish, run_job
from generator.job.talk import Talk

ON = date(2025, 10, 1)
TOML = '[policy]\nphase1 = "none"\n'
LONG = "山" * 60
AWAY = {"送付先郵便番号": "060-0001", "送付先住所": "札幌市中央区北一条西2-3"}
HOME = {"送付方法": "直送", "郵便番号": "100-0001", "住所": "東京都千代田区千代田1-1"}


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({**AWAY, "送付先宛名": LONG}, {"送付先宛名"}),
        ({**AWAY, "氏名": LONG}, {"氏名"}),
        ({"氏名": LONG}, {"氏名"}),
        ({**AWAY, "氏名": LONG, "送付先宛名": "別所　様子"}, {"氏名"}),
    ],
)
def test_the_column_of_an_addressee_is_where_it_was_given(
    tmp_path: Path, cells: dict[str, str], columns: set[str]
) -> None:
    folk.write(tmp_path / "s", [folk.person(**HOME, **cells), folk.person(番号="2")], toml=TOML)
    job = run_job(Wish(tmp_path / "s", ON, tmp_path / "out", 1), Talk(str)).folder
    assert job is not None
    rows = folk.read(job / "office" / "rejected.csv")
    assert {row["column"] for row in rows} == columns
