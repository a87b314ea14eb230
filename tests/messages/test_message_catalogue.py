"""The Japanese catalogue holds every template of the source with the same facts, and the binary is made from it."""

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import message_templates
import pytest

from generator.messages.catalogue import DOMAIN, LOCALES
from generator.messages.compile import binary, texts

PO = LOCALES / "ja" / "LC_MESSAGES" / f"{DOMAIN}.po"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
PERCENT = re.compile(r"%\(\w+\)s")
#: Ids that are the same in both languages: keys of society.toml and columns, with their values.
SAME = re.compile(r"(\[\[expiry\]\]|[a-z0-9_]+ \{\w+\}|\{\w+\}(: \{\w+\})?)")


def placeholders(text: str) -> set[str]:
    """Return the names of the facts in a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name} | set(PERCENT.findall(text))


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    return dict(texts(PO))


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    single, _ = message_templates.click_messages()
    return set(message_templates.collected().templates) | message_templates.helps() | single


def test_every_place_of_a_message_can_be_told() -> None:
    assert message_templates.collected().unresolved == []


def test_the_collection_reaches_every_house() -> None:
    houses = {
        place.partition(".")[0] for places in message_templates.collected().templates.values() for place in places
    }
    assert houses == set(message_templates.PACKAGES)


def test_every_template_has_a_japanese_text(catalogue: dict[str, str], wanted: set[str]) -> None:
    assert sorted(wanted - catalogue.keys()) == []


def test_plural_sentences_of_click_have_a_japanese_text(catalogue: dict[str, str]) -> None:
    _, plural = message_templates.click_messages()
    assert sorted(pair for pair in plural if "\0".join(pair) not in catalogue) == []


def test_the_catalogue_has_no_text_that_nothing_shows(catalogue: dict[str, str], wanted: set[str]) -> None:
    ours = {key for key in catalogue if key and "\0" not in key}
    assert sorted(ours - wanted) == []


def test_a_text_names_the_facts_of_its_template(catalogue: dict[str, str]) -> None:
    def differs(key: str, text: str) -> bool:
        ids = key.split("\0")
        known = set[str]().union(*(placeholders(part) for part in ids))
        return not placeholders(text) <= known or (len(ids) == 1 and placeholders(text) != known)

    assert [key for key, text in catalogue.items() if key and differs(key, text)] == []


def test_texts_are_japanese(catalogue: dict[str, str]) -> None:
    def english(items: Iterable[tuple[str, str]]) -> list[str]:
        return [key for key, text in items if key and not JAPANESE.search(text) and not SAME.fullmatch(key)]

    assert english(catalogue.items()) == []


def test_texts_use_japanese_punctuation(catalogue: dict[str, str]) -> None:
    assert [text for text in catalogue.values() if re.search("[\u3040-\u9fff][,;] ", text)] == []


def test_the_binary_is_the_one_of_the_source(catalogue: dict[str, str]) -> None:
    assert PO.with_suffix(".mo").read_bytes() == binary(catalogue)


def test_the_binary_is_read_by_gettext(tmp_path: Path, catalogue: dict[str, str]) -> None:
    import gettext

    path = tmp_path / "ja" / "LC_MESSAGES" / "x.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(binary(catalogue))
    found = gettext.translation("x", tmp_path, languages=["ja"])
    single = {key: text for key, text in catalogue.items() if key and "\0" not in key}
    assert {key: found.gettext(key) for key in single} == single
