"""A household by direct mail of which one person has an envelope alone: the piles still say where a number lies."""

from datetime import date
from pathlib import Path

import folk
import pytest

from generator.job.run import run_job
from generator.job.stacked import recheck_all
from generator.job.talk import Talk
from generator.job.wish import Wish

HOME = {"事業所コード": "", "区分": "任意継続", "郵便番号": "100-0013", "住所": "東京都千代田区霞が関1-2-3"}
ABLE, UNABLE, ALONE = {"マイナ保険証": "登録済"}, {"マイナ保険証": "未登録"}, {"送付方法": "直送"}


@pytest.mark.parametrize(
    "states",
    [
        (ABLE, UNABLE | ALONE, UNABLE),  # the card of the envelope alone comes before the household's
        (ABLE, ABLE | ALONE, ABLE),  # its notice has the number between those of the household's sheet
        (UNABLE, UNABLE | ALONE, ABLE),
    ],
)
def test_its_piles_read_back_in_order(tmp_path: Path, states: tuple[dict[str, str], ...]) -> None:
    begun = {"資格取得年月日": "2025-04-01", "登録年月日": "2025-04-02"}
    rows = [row | state for row, state in zip(folk.household("1", 3, **HOME, **begun), states, strict=True)]
    society = folk.write(tmp_path / "s", rows, toml='[policy]\nphase1 = "none"\n')
    job = run_job(Wish(society, date(2025, 10, 1), tmp_path / "out", 1), Talk(str)).folder
    assert job is not None
    files = sorted(path for pile in ("cards", "notices") for path in (job / "vendor" / pile).glob("*.pdf"))
    assert [f.code for report in recheck_all(files, None, society) for f in report.findings] == []
