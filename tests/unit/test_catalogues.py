"""Every sentence of the program reaches the catalogues with the places that are filled, and the catalogues fit it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from build_scripts import build_script
from bundled_models import bundled_model

from lentigo import language
from lentigo.domain.encounter import Sex
from lentigo.domain.wording.encounter import SEXES
from lentigo.language import SOURCE, translate, translate_count, use_language
from lentigo.paths import default_paths

catalogues = build_script("catalogues")

SOURCE_TEXT = """
told = translate("Stopped.")
told = f"{title}: {translate('Page {number} is empty.', number=3)}"
told = translate_count("{count} page of {file}", "{count} pages of {file}", count, file=name)
# How it ends.
# TRANSLATORS: an answer, not a number.
WORDS = {1: deferred("none", context="vessels")}
"""


@pytest.fixture(scope="module")
def marked() -> list[Any]:
    """All messages of the program."""
    return list(catalogues.messages_of_program())


@pytest.fixture
def template() -> Catalog:
    return catalogues.template_of(list(catalogues.marked_in(SOURCE_TEXT, "module.py")))


@pytest.fixture
def german(template: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue in a folder of its own, with all of the text translated; returns the .po file."""
    path = catalogues.path_of("de-CH", tmp_path)
    catalogue = catalogues.updated(path, template)
    catalogue["Stopped."].string = "Angehalten."
    catalogue["Page {number} is empty."].string = "Seite {number} ist leer."
    catalogue["{count} page of {file}"].string = ("eine Seite von {file}", "{count} Seiten von {file}")
    catalogue.get("none", "vessels").string = "keine"
    catalogues.write(path, catalogue)
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    yield path
    use_language(SOURCE)


def test_every_sentence_of_the_program_can_be_extracted_and_is_given_its_places(marked: list[Any]) -> None:
    assert len(marked) > 1000
    assert not list(catalogues.faults_of_program(marked))


def test_limits_of_the_bundled_models_reach_the_catalogues(marked: list[Any]) -> None:
    limits = bundled_model(default_paths().resources / "models" / "catalogue", "lentigo-mini").limits
    forms = {each.forms for each in marked}
    assert limits
    assert {(limit,) for limit in limits} <= forms


def test_the_catalogues_that_there_are_fit_the_program(marked: list[Any]) -> None:
    assert not list(catalogues.faults_of_catalogues(catalogues.LOCALE, catalogues.template_of(marked)))


def test_each_call_gives_its_message(template: Catalog) -> None:
    found = {(message.context, message.id) for message in template if message.id}
    assert found == {
        (None, "Stopped."),
        (None, "Page {number} is empty."),
        (None, ("{count} page of {file}", "{count} pages of {file}")),
        ("vessels", "none"),
    }
    assert template.get("none", "vessels").auto_comments == ["an answer, not a number."]


@pytest.mark.parametrize(
    "source",
    [
        'translate(f"Page {number}")',
        'translate("Page " + number)',
        'translate("Page {}".format(number))',
        "deferred(WORDS)",
        'translate_count(one, "{count} pages", count)',
    ],
)
def test_a_message_that_is_put_together_is_found(source: str) -> None:
    assert len(list(catalogues.unread_in(source, "module.py"))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'translate("Page {number}", page=3)',
        'translate("Page {number}")',
        'translate("Page", number=3)',
        'translate("Page {number", number=3)',
        'translate("Page {number}", **values)',
        'translate_count("{count} page of {file}", "{count} pages", count, file=name)',
    ],
)
def test_places_that_are_not_filled_are_found(source: str) -> None:
    assert len(list(catalogues.faults_of_messages(list(catalogues.marked_in(source, "module.py"))))) == 1


def test_a_catalogue_speaks(german: Path, template: Catalog) -> None:
    assert not list(catalogues.faults_of_catalogues(german.parents[2], template))
    use_language("de-CH")
    assert translate("Page {number} is empty.", number="{x}") == "Seite {x} ist leer."
    assert translate_count("{count} page of {file}", "{count} pages of {file}", 1, file="a") == "eine Seite von a"
    assert translate_count("{count} page of {file}", "{count} pages of {file}", 2, file="a") == "2 Seiten von a"
    assert translate(language.deferred("none", context="vessels")) == "keine"
    assert translate("none") == "none"
    assert translate(SEXES[Sex.OTHER]) == "other"


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("Page {number} is empty.", "Die Seite ist leer.", "other places"),
        ("Page {number} is empty.", "Seite {nummer} ist leer.", "other places"),
        ("Page {number} is empty.", "Seite {number ist leer.", "expected '}'"),
        ("{count} page of {file}", ("eine Seite", "{count} Seiten von {file}"), "other places"),
        ("{count} page of {file}", ("{count} Seiten von {file}",), "1 forms for 2"),
    ],
)
def test_a_translation_with_other_places_or_forms_is_found(
    german: Path, template: Catalog, message: str, translation: str | tuple[str, ...], fault: str
) -> None:
    catalogue = catalogues.read(german)
    catalogue[message].string = translation
    assert [each for each in catalogues.faults_of_catalogue(catalogue, template) if fault in each]


def test_a_catalogue_that_was_not_brought_up_to_date_is_found(german: Path, template: Catalog) -> None:
    template.add("New.")
    template.delete("Stopped.")
    faults = list(catalogues.faults_of_catalogues(german.parents[2], template))
    assert [fault.partition(": ")[2] for fault in faults] == [
        "not up to date, without 'New.'",
        "not up to date, with 'Stopped.'",
    ]
    catalogues.write(german, catalogues.updated(german, template))
    assert not list(catalogues.faults_of_catalogues(german.parents[2], template))


def test_a_translation_that_was_not_compiled_is_found(german: Path, template: Catalog) -> None:
    edited = german.read_text(encoding="utf-8").replace("Angehalten.", "Gestoppt.")
    german.write_text(edited, encoding="utf-8")
    (fault,) = catalogues.faults_of_catalogues(german.parents[2], template)
    assert "compiled from another state" in fault


def test_a_changed_sentence_is_in_english_until_somebody_looked(german: Path) -> None:
    changed = SOURCE_TEXT.replace("Page {number} is empty.", "Page {number} is quite empty.")
    template = catalogues.template_of(list(catalogues.marked_in(changed, "module.py")))
    catalogue = catalogues.updated(german, template)
    catalogues.write(german, catalogue)
    assert catalogue["Page {number} is quite empty."].fuzzy
    use_language("de-CH")
    assert translate("Page {number} is quite empty.", number=3) == "Page 3 is quite empty."
    assert not list(catalogues.faults_of_catalogues(german.parents[2], template))


def test_a_language_begins_with_nothing_translated(template: Catalog, tmp_path: Path) -> None:
    path = catalogues.path_of("zh-Hant", tmp_path)
    assert path.parent.parent.name == "zh_Hant"
    catalogues.write(path, catalogues.updated(path, template))
    assert not list(catalogues.faults_of_catalogues(tmp_path, template))
    assert "module.py:" not in path.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="expected only letters"):
        catalogues.path_of("../x", tmp_path)


def test_who_reviewed_a_language_stays_in_its_catalogue(german: Path, template: Catalog) -> None:
    use_language("de-CH")
    assert not language.is_reviewed()
    head = '"Language: de_CH\\n"\n'
    edited = german.read_text(encoding="utf-8").replace(head, head + '"X-Reviewed-By: Dr. Meier, 2026-12-01\\n"\n')
    german.write_text(edited, encoding="utf-8")
    catalogues.write(german, catalogues.updated(german, template))
    assert "X-Reviewed-By: Dr. Meier" in german.read_text(encoding="utf-8")
    use_language("en")
    language.gettext._translations.clear()  # the standard library keeps what it has read
    use_language("de-CH")
    assert language.is_reviewed()
