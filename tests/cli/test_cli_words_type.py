"""Names and remarks on the command line: read alike everywhere, never empty, nothing hidden in them."""

import click
import pytest
from cli_desk import Command

from generator.cli.main import COMMANDS
from generator.cli.main import shikaku as program
from generator.cli.options import WORDS, WordsType

READ_ALIKE = frozenset(("--by", "--why", "--maker", "--remark", "--to"))


def options(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, click.Parameter]]:
    """Return every option of a command and of those below it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        below = ((name, command.get_command(context, name)) for name in command.list_commands(context))
        return [pair for name, each in below if each for pair in options(each, (*path, name))]
    return [(" ".join(path), option) for option in command.params]


def test_every_name_and_remark_is_read_alike() -> None:
    found = [(path, option) for path, option in options(program, ()) if READ_ALIKE & set(option.opts)]
    others = {f"{path} {option.opts[0]}" for path, option in found if not isinstance(option.type, WordsType)}
    assert others == {"ledger forecast --to", "ledger returned --why"}  # a day, a choice
    assert len(found) > len(COMMANDS)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "・"])
def test_nobody_answers_for_nothing(shikaku: Command, tmp_path: object, text: str) -> None:
    said = shikaku("approve", tmp_path, "--round", "責了", "--by", text, "--on", "2025-10-01")
    assert said.code == 2
    assert said.err.startswith("--by: words-empty: ")


@pytest.mark.parametrize("text", ["佐藤\n花子", "佐藤\x00", "佐\u200b藤", "\u202e佐藤"])
def test_nothing_is_hidden_in_a_name(shikaku: Command, tmp_path: object, text: str) -> None:
    said = shikaku("approve", tmp_path, "--round", "責了", "--by", text, "--on", "2025-10-01")
    assert said.code == 2
    assert said.err.startswith("--by: words-hidden: ")
    assert "佐" not in said.err


def test_width_and_blanks_round_it_are_not_recorded() -> None:
    assert WORDS.convert(" ｻﾄｳ　Ａ\u3000", None, None) == "サトウ A"


def test_what_is_not_given_stays_empty() -> None:
    @click.command()
    @click.option("--why", type=WORDS, default="")
    @click.option("--to", type=WORDS)
    def told(why: str, to: str | None) -> None:
        click.echo(repr((why, to)))

    with told.make_context("told", []) as context:
        assert context.params == {"why": "", "to": None}


@pytest.mark.parametrize("text", ["123456789018", "番号 1234-5678-9018 の人", "１２３４５６７８９０１８"])
def test_no_individual_number_is_written_into_a_remark(shikaku: Command, tmp_path: object, text: str) -> None:
    said = shikaku("withdraw", tmp_path, "--by", "佐藤", "--why", text, "--on", "2025-10-01")
    assert said.code == 2
    assert said.err.startswith("--why: words-my-number: ")
    assert not any(char.isdecimal() for char in said.err)


def test_twelve_digits_that_are_no_individual_number_may_stand() -> None:
    assert WORDS.convert("123456789010", None, None) == "123456789010"
