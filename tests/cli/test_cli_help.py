"""Every command helps, in English at the source, and takes nothing it does not know (contract §1)."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from cli_desk import Command

from generator.cli.main import shikaku as program
from generator.messages.columns import width, wrapped

COMMANDS = {
    "demo": (), "check": (), "decide": (), "run": (), "withdraw": (), "reprint": (), "proof": (), "impose": (),
    "preflight": (), "doctor": (),
    "ledger": (
        "show", "verify", "export", "import", "backup", "receive", "found", "returned", "unrecovered", "sent-again",
        "undelivered", "close-request", "coverage", "forecast",
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
        ("decide", ".", "--on", "0001-01-01"),
        ("decide", ".", "--on", "9999-12-31"),
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


@pytest.mark.parametrize(
    "path", [p for p in ALL if p[:1] in (("run",), ("decide",), ("demo",), ("withdraw",))], ids=" ".join
)
def test_who_decides_is_told_the_day(path: tuple[str, ...]) -> None:
    options = {name for parameter in ALL[path].params for name in parameter.opts}
    assert "--on" in options


@pytest.fixture(scope="module")
def japanese() -> dict[str, str]:
    """Return the help of every command as a Japanese clerk reads it, from one process of its own."""
    program_text = """
import click, sys
from generator.cli.main import shikaku
from generator.messages.catalogue import speak, translator
from generator.messages.helps import translate_helps
speak()
translate_helps(shikaku, translator())
def tell(command, context, path):
    print("\\f" + path)
    print(command.get_help(context))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            tell(below, below.context_class(below, parent=context, info_name=name), f"{path} {name}")
context = shikaku.context_class(shikaku, info_name="shikaku", max_content_width=80, terminal_width=80)
tell(shikaku, context, "shikaku")
"""
    done = subprocess.run(
        [sys.executable, "-c", program_text],
        env={**os.environ, "SHIKAKU_LANG": "ja", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    pages = [page.partition("\n") for page in done.stdout.split("\f")[1:]]
    return {path: text for path, _, text in pages}


def test_japanese_help_leaves_no_english_word_for_a_value(japanese: dict[str, str]) -> None:
    said = "\n".join(japanese.values())
    words = set(re.findall(r"[A-Z]{2,}|required|default", said))
    assert not words & {
        "OPTIONS",
        "COMMAND",
        "ARGS",
        "TEXT",
        "INTEGER",
        "DATE",
        "SOCIETY",
        "JOB",
        "required",
        "default",
    }
    assert len(japanese) == len(ALL)


def test_japanese_help_stands_in_columns_of_a_terminal(japanese: dict[str, str]) -> None:
    for path, page in japanese.items():
        lines = page.splitlines()
        assert [line for line in lines[1:] if width(line) > 80] == [], path
        beside = [re.match(r"  (-\S*(?: \S+)*?)(  +)(?=\S)", line) for line in lines]
        starts = {width(found[0]) for found in beside if found}
        assert len(starts) == 1 or path == "shikaku", (path, starts)


def test_every_line_of_japanese_help_is_japanese(japanese: dict[str, str]) -> None:
    kana = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    for path, page in japanese.items():
        for paragraph in page.split("\n\n"):
            assert kana.search(paragraph), (path, paragraph)


def test_japanese_is_broken_where_a_phrase_may_end() -> None:
    assert list(wrapped("資格確認書を、1枚ずつ。OUT/societyに", 14)) == ["資格確認書を、", "1枚ずつ。", "OUT/societyに"]
    assert list(wrapped("Say what is due", 8)) == ["Say what", "is due"]
