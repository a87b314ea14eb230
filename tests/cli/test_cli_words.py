"""Every word the ledger can write about a document or a job is one that a clerk can read, in both languages."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "messages"))

import message_templates

from fonts.errors import Refusal, Word
from generator.cli.record import WORDS
from generator.ledger import events
from generator.ledger.notes import What
from generator.ledger.results import STATUSES
from generator.ledger.schema import ending, note, outcome, request_mark
from generator.messages.catalogue import translator

BEGINNINGS = {"issued", "revived", "made-again", "request-filed"}
"""What `telling` says of rows that have no column of words: a document, a copy, a request at the desk."""


def test_the_clerk_s_words_are_exactly_those_the_ledger_can_write() -> None:
    written = {word for table in (ending, outcome, note) for word in message_templates.words_of(table)}
    marks = {f"request-{word}" for word in message_templates.words_of(request_mark)}
    assert written | marks | BEGINNINGS == set(WORDS)


def test_what_the_code_calls_them_is_what_the_tables_admit() -> None:
    assert set(map(str, What)) == set(message_templates.words_of(note))
    assert set(STATUSES) == set(message_templates.words_of(outcome))


@pytest.mark.parametrize("word", sorted({*WORDS.values(), *events.STATES, *STATUSES}))
def test_a_word_is_japanese_in_japanese(word: str) -> None:
    told = translator("ja")(word)
    assert not told.isascii()
    assert translator("en")(word) == word


@pytest.mark.parametrize("state", events.STATES)
def test_a_refusal_tells_a_state_in_the_language_of_its_sentence(state: str) -> None:
    refusal = Refusal("x", "y", "job {job} is {state}", job="sealed", state=Word(state))
    assert refusal.text() == f"y: x: job sealed is {state}"
    told = refusal.text(translator("ja"))
    assert translator("ja")(state) in told and "sealed" in told
