"""The command line in this process where that is enough, and sealed jobs to look at."""

import sys

import pytest
from cli_desk import Command, Said, Sealed, process

from generator.cli.main import main


@pytest.fixture
def shikaku(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return the command, run in this process, in English."""

    def say(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["shikaku", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    monkeypatch.delenv("SHIKAKU_ON", raising=False)
    monkeypatch.setenv("SHIKAKU_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")  # the command sets it; this way it is set back
    return say


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """Invent a society and run two jobs; tests damage copies."""
    out = tmp_path_factory.mktemp("sealed") / "out"
    for line in (
        ("demo", out, "--people", 60, "--on", "2024-10-15"),
        ("run", out / "society", "--on", "2025-10-01", "--out", out, "--cards-only"),
    ):
        said = process(*line, "--workers", 1)
        assert said.code == 0, said.err
    return Sealed(out / "society", out / "20241015-01", out / "20251001-01")
