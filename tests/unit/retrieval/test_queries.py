"""Abbreviations, everyday words, and the handbook's names of conditions."""

import tomllib

import pytest

from lentigo.domain.evidence import Condition
from lentigo.retrieval.queries import TABLE, QueryVocabulary


def condition(title: str, *names: str) -> Condition:
    return Condition(
        id=title.lower(),
        title=title,
        names=names,
        icd10="",
        group="",
        urgency="",
        document="",
        typical={},
        untypical={},
    )


CONDITIONS = (
    condition("Basal cell carcinoma", "BCC", "rodent ulcer"),
    condition("Stevens-Johnson syndrome and toxic epidermal necrolysis", "SJS", "TEN"),
    condition("Tinea corporis", "ringworm"),
    condition("Herpes simplex", "cold sore"),
    condition("Tinea pedis", "athlete's foot"),
    condition("Chickenpox", "cacar air"),
)


@pytest.fixture(scope="module")
def vocabulary() -> QueryVocabulary:
    return QueryVocabulary(CONDITIONS)


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("SJS", "Stevens-Johnson syndrome"),
        ("suspected BCC, face", "Basal cell carcinoma"),
        ("rodent ulcers of the nose", "Basal cell carcinoma"),
        ("(TEN)", "toxic epidermal necrolysis"),
        ("Ringworm of the arm", "Tinea corporis"),
        ("athlete’s foot", "Tinea pedis"),
        ("anak dengan cacar air", "Chickenpox"),
        ("numb patch", "loss of feeling"),
        ("red itchy rash", "pruritus"),
        ("red itchy rash", "eruption"),
        ("kurap di badan, gatal", "Tinea corporis"),
        ("tahi lalat", "naevus"),
        ("pruritic erythematous macules", "flat spot"),
    ],
)
def test_meaning_is_added_behind_the_query(vocabulary: QueryVocabulary, query: str, meaning: str) -> None:
    assert vocabulary.expanded(query).startswith(query + " ")
    assert meaning in vocabulary.expanded(query)[len(query) :]


@pytest.mark.parametrize("query", ["", "ten days", "ask the sk", "plaque", "BCC: basal cell carcinoma"])
def test_other_words_and_what_is_said_already_stay_as_they_are(vocabulary: QueryVocabulary, query: str) -> None:
    assert vocabulary.expanded(query) == query


def test_the_longest_phrase_wins(vocabulary: QueryVocabulary) -> None:
    assert vocabulary.expanded("cold sore") == "cold sore Herpes simplex"
    assert "ulcer" in vocabulary.expanded("sore")


def test_a_title_is_not_taken_for_the_name_of_another_condition() -> None:
    vocabulary = QueryVocabulary((condition("Tinea corporis", "tinea"), condition("Tinea pedis", "athlete's foot")))
    assert vocabulary.expanded("Tinea pedis: itch").startswith("Tinea pedis: itch pruritus")
    assert "Tinea corporis" in vocabulary.expanded("tinea of the arm")


def test_a_meaning_is_added_once(vocabulary: QueryVocabulary) -> None:
    assert vocabulary.expanded("BCC or BCC").count("Basal") == 1


def test_without_a_handbook_the_table_is_enough() -> None:
    assert QueryVocabulary(()).expanded("gatal") == "gatal itch, pruritus"


def test_no_entry_of_the_table_says_itself() -> None:
    for name, meaning in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        assert name.casefold() != meaning.casefold()
        assert meaning.strip() == meaning != ""
