"""Each language that the program speaks is spoken whole, with its own plurals, numbers, keys and answers."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from build_scripts import build_script

from lentigo.cli import models
from lentigo.language import LOCALE, SOURCE, languages, translate, translate_count, use_language

catalogues = build_script("catalogues")
SPOKEN = [tag for tag in languages() if tag != SOURCE]
FORMS_OF = {  # how "{count} page" is said of 0, 1 and 2: which of the three are alike
    "es": (0, 1, 0),
    "fr": (1, 1, 0),
    "id": (0, 0, 0),
    "pt-BR": (1, 1, 0),
    "th": (0, 0, 0),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use_language(SOURCE)


def test_the_languages_of_the_clinics_are_there() -> None:
    assert set(SPOKEN) == FORMS_OF.keys()


@pytest.mark.parametrize("path", catalogues.catalogues_in(LOCALE), ids=lambda path: Path(path).parents[1].name)
def test_no_sentence_is_left_in_english(path: Path) -> None:
    waiting = [message.id for message in catalogues.read(path) if message.id and not catalogues.is_translated(message)]
    assert not waiting


@pytest.mark.parametrize("tag", SPOKEN)
def test_plurals_follow_the_languages_own_rule(tag: str) -> None:
    use_language(tag)
    told = [
        translate_count("{count} document", "{count} documents", count).replace(str(count), "") for count in (0, 1, 2)
    ]
    first, second, third = FORMS_OF[tag]
    assert (told[0] == told[1]) is (first == second)
    assert (told[1] == told[2]) is (second == third)


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "1,234 and 0.5"), ("es", "1.234 and 0,5"), ("fr", "1\u202f234 and 0,5"), ("th", "1,234 and 0.5")],
)
def test_numbers_have_the_languages_own_signs(tag: str, said: str) -> None:
    use_language(tag)
    assert translate("{count:,} and {share:.1f}", count=1234, share=0.5) == said
    assert translate("{code}", code="L57.0") == "L57.0"


@pytest.mark.parametrize("tag", SPOKEN)
def test_the_keys_that_are_shown_are_those_that_answer(tag: str) -> None:
    use_language(tag)
    shown = translate("y  n  –").split()
    assert shown[:2] == [translate(word)[:1].casefold() for word in ("Yes", "No")]
    assert len(set(shown)) == 3


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("tag", "agreeing", "refusing"),
    [
        ("en", ["y", "YES "], ["", "n", "no", "yea"]),
        ("es", ["s", "sí", "Si", "yes"], ["n", "no", "ninguno"]),
        ("fr", ["o", "oui", "y"], ["n", "non", "ouf"]),
        ("id", ["y", "Ya", "yes"], ["t", "tidak"]),
        ("pt-BR", ["s", "sim", "S"], ["n", "não", "nao"]),
        ("th", ["ใช่", "yes"], ["ไม่", "ไม่ใช่", "ไ"]),
    ],
)
def test_the_terminals_question_takes_the_languages_own_yes(
    tag: str, agreeing: list[str], refusing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language(tag)
    for answer in (*agreeing, *refusing):
        monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
        assert models._confirm("?") is (answer in agreeing), answer
