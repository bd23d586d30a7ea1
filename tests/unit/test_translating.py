"""The language that sentences are shown in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lentigo import language
from lentigo.language import ACCENTED, SOURCE, deferred, translate, translate_count, use_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use_language(SOURCE)


def test_english_is_the_source() -> None:
    use_language(SOURCE)
    assert translate("Stopped.") == "Stopped."
    assert translate("{name} cannot be read.", name="{a}") == "{a} cannot be read."


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert translate("Type {DIR} as it stands.") == "Type {DIR} as it stands."


def test_counts_choose_their_form() -> None:
    assert translate_count("{count} page", "{count} pages", 1) == "1 page"
    assert translate_count("{count} page of {whole}", "{count} pages of {whole}", 3, whole=9) == "3 pages of 9"


def test_the_made_up_language_leaves_no_letter_and_no_place_as_it_was() -> None:
    use_language(ACCENTED)
    told = translate("Every letter: {name}", name="ABC")
    assert "ABC" in told
    assert not set("Every letter") - set(" ") & set(told.replace("ABC", ""))
    assert len(told) > 1.3 * len("Every letter: ABC")
    assert translate_count("{count} page", "{count} pages", 2).startswith("[2 þåĝéš")


def test_a_language_without_a_catalogue_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    use_language("th")
    assert translate("Stopped.") == "Stopped."


def test_a_table_is_translated_when_it_is_shown() -> None:
    table = {"stopped": deferred("Stopped.")}
    use_language(ACCENTED)
    assert table["stopped"] == "Stopped."
    assert translate(table["stopped"]) != "Stopped."
