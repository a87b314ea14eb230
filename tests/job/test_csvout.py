"""Lists tell of persons: nobody but their owner reads them, and half a list has no name."""

import os
from pathlib import Path

import pytest

from generator.job.csvout import CsvOut


def test_a_list_appears_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with CsvOut(path, ("管理番号", "内容")) as out:
        out.row(("1", 'a,"b"\n'))
        assert not path.exists()
    assert path.read_bytes() == '\ufeff管理番号,内容\r\n1,"a,""b""\n"\r\n'.encode()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_list_that_was_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), CsvOut(tmp_path / "list.csv", ("a",)) as out:
        out.row(("1",))
        raise KeyError
    assert list(tmp_path.iterdir()) == []
