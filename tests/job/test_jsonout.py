"""Streamed JSON is the JSON that json.dumps writes."""

import json
from pathlib import Path

import pytest

from generator.job.jsonout import Row, write_json


@pytest.mark.parametrize("count", [0, 1, 3])
def test_streamed_rows_are_written_as_if_they_were_a_list(tmp_path: Path, count: int) -> None:
    rows: list[Row] = [{"b": i, "a": "事業主", "c": {"d": []}} for i in range(count)]
    value = {"people": {"in": 1}, "balanced": True}
    write_json(tmp_path / "x.json", value, ("by", iter(rows)))
    wanted = json.dumps({**value, "by": rows}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert (tmp_path / "x.json").read_bytes() == wanted.encode()
