"""What a model wrote becomes a finding, or honestly none."""

import pytest

from lentigo.analysis.answers import read_description, read_finding, words_in
from lentigo.domain.finding import NO_USABLE_ANSWER, NOT_ASSESSED

COLOURS = ("black", "dark brown", "light brown", "blue-grey", "red")
SHAPES = ("round", "oval", "irregular", "asymmetric", "symmetric")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("dark brown, black", ("black", "dark brown")),
        ("The lesion is Dark Brown.", ("dark brown",)),
        ("No red areas, dark brown only", ("dark brown",)),
        ("brown", ()),
        ("redness", ()),
    ],
)
def test_words_are_those_the_answer_affirms(answer: str, words: tuple[str, ...]) -> None:
    assert words_in(answer, COLOURS) == words


def test_a_longer_word_is_not_also_its_part() -> None:
    assert words_in("oval, asymmetric", SHAPES) == ("oval", "asymmetric")
    assert words_in("irregular but symmetric", SHAPES) == ("irregular", "symmetric")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "I'm sorry, I cannot help with that.",
        "As an AI, I do not see the lesion",
        "<start_of_turn>user brown",
        "brown brown brown brown brown brown",
        "{{{]]] 0101 ###",
        "<think>brown, but perhaps not",
    ],
)
def test_an_unusable_answer_is_never_a_default(text: str) -> None:
    finding = read_finding("colour", text, COLOURS)
    assert finding.value == NO_USABLE_ANSWER
    assert finding.words == ()
    assert not finding.assessed


def test_not_assessed_stays_not_assessed() -> None:
    finding = read_finding("location", "Not assessed.", ("arm",))
    assert finding.value == NOT_ASSESSED
    assert not finding.assessed


def test_thoughts_are_taken_away() -> None:
    assert read_finding("colour", "<think>Is it red?</think>dark brown.", COLOURS).value == "dark brown"
    assert read_finding("colour", "so it is red</think> black", COLOURS).words == ("black",)


def test_answers_in_other_scripts_are_usable() -> None:
    assert read_finding("colour", "ผื่นสีน้ำตาลเข้ม", COLOURS).value == "ผื่นสีน้ำตาลเข้ม"
    assert read_finding("colour", "बैंगनी दाग", COLOURS).value == "बैंगनी दाग"


def test_a_description_keeps_its_usable_sentences() -> None:
    text = "An oval lesion. I cannot provide a diagnosis. Its border is sharp."
    assert read_description(text) == "An oval lesion. Its border is sharp."
