"""What a model wrote becomes a finding, or honestly none."""

import pytest

from lentigo.analysis.answers import (
    read_answer,
    read_conclusion,
    read_description,
    read_finding,
    read_growing,
    read_names,
    read_thoughts,
    words_in,
)
from lentigo.domain.finding import FindingField, FindingState, FindingWord

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
    finding = read_finding(FindingField.COLOUR, text, COLOURS)
    assert finding.state is FindingState.NO_USABLE_ANSWER
    assert finding.value == ""
    assert finding.words == ()
    assert not finding.assessed


def test_not_assessed_stays_not_assessed() -> None:
    finding = read_finding(FindingField.LOCATION, "Not assessed.", ("arm",))
    assert finding.state is FindingState.NOT_ASSESSED
    assert not finding.assessed


def test_thoughts_are_taken_away() -> None:
    assert read_finding(FindingField.COLOUR, "<think>Is it red?</think>dark brown.", COLOURS).value == "dark brown"
    assert read_finding(FindingField.COLOUR, "so it is red</think> black", COLOURS).words == (FindingWord.BLACK,)


def test_answers_in_other_scripts_are_usable() -> None:
    assert read_finding(FindingField.COLOUR, "ผื่นสีน้ำตาลเข้ม", COLOURS).value == "ผื่นสีน้ำตาลเข้ม"
    assert read_finding(FindingField.COLOUR, "बैंगनी दाग", COLOURS).value == "बैंगनी दाग"


def test_a_description_keeps_its_usable_sentences() -> None:
    text = "An oval lesion. I cannot provide a diagnosis. Its border is sharp."
    assert read_description(text) == "An oval lesion. Its border is sharp."


@pytest.mark.parametrize(
    ("text", "thoughts", "answer"),
    [
        ("<think>a b</think><answer>c d</answer>", "a b", "c d"),
        ("<think>a b</think>\n<answer>c d", "a b", "c d"),
        ("<think>a b<answer>c d</answer> e", "a b", "c d"),
        ("<think>a b", "a b", ""),
        ("a b</think>c d", "a b", "c d"),
        ("<unused94>thought a b<unused95>c d", "thought a b", "c d"),
        ("<unused94>thought a b", "thought a b", ""),
        ("c d", "", "c d"),
    ],
)
def test_thoughts_and_answers_are_told_apart(text: str, thoughts: str, answer: str) -> None:
    assert read_thoughts(text) == thoughts
    assert read_answer(text) == answer


def test_a_half_written_mark_is_not_shown() -> None:
    text = "<think>a b</think><answer>Brown, smaller than < 3 mm</answer>"
    shown = [read_growing(text[:end]) for end in range(len(text) + 1)]
    assert not any("a b" in part or "think" in part or "ans" in part for part in shown)
    assert shown[-1] == "Brown, smaller than < 3 mm"


@pytest.mark.parametrize(
    ("text", "conclusion"),
    [
        ("A spot. Final Answer: Melanoma.", "Melanoma"),
        ("**Final diagnosis:** basal cell carcinoma\nBiopsy it.", "basal cell carcinoma"),
        ("<think>Final answer: mole</think>A spot.", ""),
        ("Final answer: " + "very " * 20 + "long", ""),
        ("The final answer is open.", ""),
    ],
)
def test_a_conclusion_is_what_the_answer_ends_with(text: str, conclusion: str) -> None:
    assert read_conclusion(text) == conclusion


def test_a_list_gives_each_name_once_and_no_noise() -> None:
    text = "1. Melanoma\n2) melanoma\n- **Mole**\n\n4. ####\nI'm sorry\n" + "x" * 61 + "\nAcne"
    assert read_names(text, 6) == ("Melanoma", "Mole", "Acne")
    assert read_names(text, 2) == ("Melanoma", "Mole")


def test_a_mark_with_digits_is_no_answer() -> None:
    assert read_finding(FindingField.COLOUR, "<unused7> brown", COLOURS).state is FindingState.NO_USABLE_ANSWER


def test_yes_and_no_together_say_nothing() -> None:
    assert words_in("yes or no", ("yes", "no")) == ()
    assert words_in("no", ("yes", "no")) == ("no",)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "A roundA round, symmetric lesion fills the picture. It is brown.",
            "It is brown.",
        ),  # three photographs in one
        (
            "It is brown and light brown and light pink. The end.",
            "It is brown and light brown and light pink. The end.",
        ),
        ("That that is so is so. A tartar, beriberi.", "That that is so is so. A tartar, beriberi."),
    ],
)
def test_a_sentence_that_began_twice_is_left_out(text: str, kept: str) -> None:
    assert read_description(text) == kept
