"""Every command helps, in English at the source, and takes nothing it does not know (contract §1)."""

from collections.abc import Iterator

import click
import pytest
from cli_desk import Command

from generator.cli.main import shikaku as program

COMMANDS = {
    "demo": (), "check": (), "decide": (), "run": (), "withdraw": (), "reprint": (), "proof": (), "impose": (),
    "preflight": (), "doctor": (),
    "ledger": (
        "show", "verify", "export", "import", "backup", "receive", "found", "returned", "sent-again", "undelivered",
        "close-request", "coverage", "forecast",
    ),
    "layout": ("list", "check", "preview", "diff"),
    "vendor": ("list", "show", "check"),
    "fonts": ("list", "check"),
}  # fmt: skip


def tree(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            yield from tree(below, *path, name)


ALL = dict(tree(program))


def test_the_contract_s_commands_are_there() -> None:
    for name, below in COMMANDS.items():
        assert (name,) in ALL
        assert {(name, word) for word in below} <= ALL.keys()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_says_what_a_command_does(path: tuple[str, ...], shikaku: Command) -> None:
    said = shikaku(*path, "--help")
    assert (said.code, said.err) == (0, "")
    command = ALL[path]
    assert f"{' '.join(('shikaku', *path))} " in said.out.splitlines()[0]
    summary = (command.help or "").splitlines()[0]
    assert summary.endswith(".") and summary.isascii()
    assert " ".join(summary.split()) in " ".join(said.out.split())
    if isinstance(command, click.Group):
        assert all(f"\n  {name} " in said.out for name in command.list_commands(click.Context(command)))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_an_unknown_option_is_wrong_usage(path: tuple[str, ...], shikaku: Command) -> None:
    said = shikaku(*path, "--no-such-option")
    assert (said.code, said.out) == (2, "")
    assert "No such option '--no-such-option'" in said.err


@pytest.mark.parametrize(
    "line",
    [
        ("no-such-command",),
        ("run",),
        ("decide", "no/such/folder", "--on", "2025-10-01"),
        ("decide", ".", "--on", "1.10.2025"),
        ("withdraw", "20251001-01"),
        ("demo", "out", "--people", "0"),
        ("vendor", "show", "no-such-vendor"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_says_so_on_stderr(line: tuple[str, ...], shikaku: Command) -> None:
    said = shikaku(*line)
    assert (said.code, said.out) == (2, "")
    assert said.err


def test_the_version_is_the_distribution_s(shikaku: Command) -> None:
    assert shikaku("--version").out.startswith("shikaku, version ")


@pytest.mark.parametrize("path", [p for p in ALL if p[:1] in (("run",), ("decide",), ("demo",))], ids=" ".join)
def test_who_decides_is_told_the_day(path: tuple[str, ...]) -> None:
    options = {name for parameter in ALL[path].params for name in parameter.opts}
    assert "--on" in options
