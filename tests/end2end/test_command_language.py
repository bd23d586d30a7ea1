"""In a made-up language, with accents on every letter, no English sentence is left on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_walk import english
from model_places import put_bare, put_stick

from lentigo.cli import make_parser, run
from lentigo.language import ACCENTED, SOURCE, use_language
from lentigo.settings import Settings, save_settings


@pytest.fixture(autouse=True)
def accented(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    save_settings(Settings(language=ACCENTED), Path(home["XDG_DATA_HOME"]) / "Lentigo" / "settings.json")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, home[name])
    yield
    use_language(SOURCE)


def test_the_help_of_each_verb() -> None:
    use_language(ACCENTED)
    waiting = [make_parser()]
    while waiting:
        parser = waiting.pop()
        waiting += parser.verbs()
        assert english(parser.format_help()) == [], parser.prog


@pytest.mark.parametrize(
    "arguments",
    [
        ("--such",),
        ("analyze",),
        ("analyze", "photo.jpg", "--age", "x"),
        ("analyze", "photo.jpg", "--sex", "1"),
        ("analyze", "photo.jpg", "--age", "400"),
        ("analyze", "photo.jpg", "--seed"),
        ("analyze", "photo.jpg", "--such"),
        ("analyze", "photo.jpg", "--yes", "1"),
        ("analyze", "photo.jpg", "--yes", "itch", "--no", "itch"),
        ("analyze", "photo.jpg", "--note", "\udcff"),
        ("analyze", "photo.jpg", "--pdf", "1.txt"),
        ("analyze", "photo.jpg", "--pdf", "-"),
        ("analyze", "photo.jpg", "--pdf", "/no/such/folder/1.pdf"),
        ("analyze", "photo.jpg"),
        ("analyze", "--each", "photo.jpg", "--age", "4"),
        ("library", "search", "1", "--limit", "0"),
        ("library", "remove", "1"),
        ("models", "remove", "lentigo-mini"),
        ("models", "verify", "1"),
        ("models", "import", "/no/such/folder"),
    ],
    ids=" ".join,
)
def test_refusals(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    try:
        code = run(list(arguments))
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    assert code == 2
    assert english(said.out + said.err) == []


def strings(value: Any) -> Iterator[str]:
    """All strings in a JSON document, and the names of what holds them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from strings(held)


def test_an_analysis(lentigo, phantoms: Path, tmp_path: Path) -> None:
    photograph = phantoms / "phantom-pigmented.jpg"
    written = lentigo("analyze", photograph, "--json", "-")
    document = json.loads(written.stdout)
    data = {
        *(text for hit in document["citations"] for text in strings(hit)),
        *(candidate["label"] for candidate in document["differential"]),
        *strings(document["provenance"]),
        *(limit["text"] for limit in document["limits"] if limit["id"] == "of_model"),
        *(finding["value"] for finding in document["findings"]),
        *document["closed_set"],
        document["description"],
    }
    printed = lentigo("analyze", photograph)
    assert printed.returncode == 0, printed.stderr
    assert english(printed.stdout + printed.stderr, *data) == []


def test_models_and_documents(lentigo, tmp_path: Path) -> None:
    put_bare(tmp_path / "bare", "gemma")
    put_stick(tmp_path / "stick", "gemma")
    said = {
        arguments: lentigo(*arguments)
        for arguments in (
            ("models", "list"),
            ("models", "verify"),
            ("models", "import", tmp_path / "stick", "--yes"),
            ("models", "import", tmp_path / "stick"),
            ("models", "import", tmp_path / "bare", "--yes"),
            ("library", "list"),
            ("models", "remove", "gemma"),
        )
    }
    lentigo("models", "import", tmp_path / "bare", "--yes")
    facts = [model["facts"] for model in json.loads(lentigo("models", "list", "--json").stdout)]
    for arguments, result in said.items():
        assert english(result.stdout + result.stderr, *strings(facts), "en") == [], arguments
