"""The language that sentences are shown in."""

import gettext
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from lentigo import cli, language
from lentigo.language import (
    ACCENTED,
    SOURCE,
    deferred,
    environment_language,
    language_in_use,
    translate,
    translate_count,
    use_language,
)
from lentigo.paths import Paths
from lentigo.settings import Settings, save_settings
from lentigo.worker.client import StartWorker, WorkerClient, start_worker
from lentigo.worker.failures import DIED
from lentigo.worker.messages.message import Failed, Reply, Request
from lentigo.worker.messages.models import ExamineModels, ListModels


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


@pytest.mark.parametrize(
    ("variables", "tag"),
    [
        ({}, ""),
        ({"LANG": "th_TH.UTF-8"}, "th-TH"),
        ({"LANG": "C.UTF-8", "LC_ALL": "pt_BR"}, "pt-BR"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "vi:en"}, "vi"),
    ],
)
def test_the_environment_names_the_language(
    variables: dict[str, str], tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment_language() == tag


@pytest.mark.parametrize(("chosen", "spoken"), [("", "th"), (ACCENTED, ACCENTED)])
def test_a_command_speaks_the_language_of_the_settings_or_else_of_the_system(
    chosen: str, spoken: str, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(Settings(language=chosen), paths.settings)
    monkeypatch.setattr(cli, "default_paths", lambda: paths)
    monkeypatch.setenv("LANGUAGE", "th")
    with pytest.raises(SystemExit):
        cli.run(["--version"])
    assert language_in_use() == spoken


def test_a_worker_is_told_the_language(paths: Paths) -> None:
    use_language(ACCENTED)
    process = start_worker(paths)
    process.communicate(timeout=30)  # its requests end, and so does it
    assert isinstance(process.args, list)
    assert process.args[-2:] == ["--language", ACCENTED]
    assert process.returncode == 0


def test_what_a_worker_says_is_in_that_language(paths: Paths, tmp_path: Path) -> None:
    use_language(ACCENTED)
    refused = said_by_a_worker(paths, ExamineModels(paths=(str(tmp_path),)))
    assert refused.message == translate("The folder {folder} is empty.", folder=tmp_path)
    assert refused.hint == translate("Is the stick plugged in? Choose the folder on it that holds the models.")


def test_what_is_said_for_a_dead_worker_is_in_that_language(paths: Paths) -> None:
    use_language(ACCENTED)

    def start(_paths: Paths) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    assert said_by_a_worker(paths, ListModels(), start).message == translate(DIED.message) != DIED.message


def said_by_a_worker(paths: Paths, request: Request[Any], start: StartWorker = start_worker) -> Failed:
    """How the request ends, which cannot be done."""
    replies: SimpleQueue[Reply[Any]] = SimpleQueue()
    client = WorkerClient(paths=paths, start=start)
    client.submit(request, replies.put)
    try:
        ending = replies.get(timeout=30)
    finally:
        client.close()
    assert isinstance(ending, Failed)
    return ending


def test_nothing_is_said_for_nothing() -> None:
    catalogue = gettext.GNUTranslations()
    catalogue._catalog = {"": "Project-Id-Version: Lentigo"}  # type: ignore[attr-defined]
    assert catalogue.gettext("")
    language._translations = catalogue
    assert translate("") == ""
