"""Names of conditions and everyday words in the languages that the program speaks."""

import re
import tomllib
from pathlib import Path

import pytest

from lentigo.retrieval.foreign_names import TABLE, foreign_meanings

HANDBOOK = Path(__file__).parents[3] / "knowledge" / "handbook"


@pytest.mark.parametrize(
    ("query", "meanings"),
    [
        ("kurap di badan", ["Tinea corporis"]),
        ("Kurap kepala", ["Tinea capitis"]),
        ("PANU", ["Pityriasis versicolor"]),
        ("kudis", ["Scabies"]),
        ("เป็นกลาก", ["Tinea corporis"]),
        ("เป็นกลากที่ศีรษะเด็ก", ["Tinea capitis", "child"]),
        ("sarna", ["Scabies"]),
        ("la gale", ["Scabies"]),
        ("impingem", ["Tinea corporis"]),
        ("mélanome", ["Melanoma"]),
        ("melanome", ["Melanoma"]),
        ("eczéma", ["Atopic dermatitis eczema"]),
        ("œdème de Quincke", ["Urticaria hives"]),
        ("tahi lalat yang berubah", ["melanoma, a spot that changed"]),
    ],
)
def test_the_longest_name_wins_whatever_its_case_and_accents(query: str, meanings: list[str]) -> None:
    assert list(foreign_meanings(query)) == meanings


@pytest.mark.parametrize("query", ["", "a scaly ring", "aged skin, main complaint pain", "eczema", "ร", "12 мм"])
def test_nothing_is_found_in_other_words(query: str) -> None:
    assert not list(foreign_meanings(query))


def test_no_sentence_of_the_english_handbook_has_a_name_in_it() -> None:
    """So that English queries find what they found before."""
    for chapter in HANDBOOK.glob("*.md"):
        text = re.sub(r"\A\+\+\+.*?\n\+\+\+\n", "", chapter.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = {line: list(foreign_meanings(line)) for line in text.splitlines()}
        assert not {line: each for line, each in found.items() if each}, chapter.name


def test_each_name_of_the_table_is_found() -> None:
    for meaning, languages in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for names in languages.values():
            for name in names.split(","):
                assert len(list(foreign_meanings(name))) == 1, (name, meaning)
