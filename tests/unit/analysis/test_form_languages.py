"""Findings in each language that the program speaks: shown in it, edited in it, and kept in the form's English."""

from collections.abc import Iterator

import pytest

from lentigo.analysis.model_words import words_of
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.finding import Finding, FindingField, FindingWord
from lentigo.domain.wording.finding import WORDS, finding_text, form_text, form_value
from lentigo.language import languages, speaking, translate, untranslated

PROTOCOLS = ("standard", "skinspector", "skinflow", "dermgemma")
FIELDS = [(entry.field, words_of(entry.words)) for name in PROTOCOLS for entry in load_protocol(name).questions]


@pytest.fixture(params=languages(), autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param):
        yield request.param


@pytest.mark.parametrize(("field", "words"), FIELDS)
def test_each_word_is_understood_as_it_is_shown(field: FindingField, words: tuple[FindingWord, ...]) -> None:
    english = [untranslated(WORDS[word]) for word in words]

    assert [form_value(form_text(word), words) for word in english] == english
    assert form_value(form_text(", ".join(english)), words) == ", ".join(english)


def test_other_text_stays_as_it_was_written() -> None:
    assert form_text("red with a dark centre") == "red with a dark centre"
    assert form_value(f"x {translate('red')}", [FindingWord.RED]) == f"x {translate('red')}"


def test_a_finding_is_shown_in_the_users_language(language: str) -> None:
    shown = finding_text(Finding(field=FindingField.COLOUR, value="Dark brown and red."))

    assert shown == f"{translate('dark brown')}, {translate('red')}"
    assert (shown == "dark brown, red") is (language == "en")
