"""Abbreviations and everyday words."""

import pytest

from lentigo.retrieval.queries import expanded


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("SJS", "Stevens-Johnson syndrome"),
        ("suspected BCC, face", "basal cell carcinoma"),
        ("(TEN)", "toxic epidermal necrolysis"),
        ("Ringworm of the arm", "tinea"),
        ("numb patch", "loss of feeling"),
    ],
)
def test_meaning_is_added_behind_the_query(query: str, meaning: str) -> None:
    assert expanded(query).startswith(query + " ")
    assert meaning in expanded(query)


@pytest.mark.parametrize("query", ["", "ten days", "ask the sk", "plaque"])
def test_other_words_stay_as_they_are(query: str) -> None:
    assert expanded(query) == query


def test_a_meaning_is_added_once() -> None:
    assert expanded("SCC or SCC").count("squamous") == 1
