"""In a made-up language, with accents on every letter, no English sentence is left on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_walk import english
from model_places import put_bare, put_stick

from lentigo.cli import make_parser
from lentigo.language import ACCENTED
from lentigo.settings import Settings, save_settings


@pytest.fixture(autouse=True)
def accented(home: dict[str, str]) -> None:
    save_settings(Settings(language=ACCENTED), Path(home["XDG_DATA_HOME"]) / "Lentigo" / "settings.json")
    home["COLUMNS"] = "500"  # a word that is broken at a line's end would not be known any more


def verbs() -> Iterator[tuple[str, ...]]:
    """Each verb and action, as its parser is called."""
    waiting = [make_parser()]
    while waiting:
        parser = waiting.pop()
        waiting += parser.verbs()
        yield tuple(parser.prog.split()[1:])


@pytest.mark.parametrize("verb", list(verbs()), ids=" ".join)
def test_the_help_of_each_verb(lentigo, verb: tuple[str, ...]) -> None:
    result = lentigo(*verb, "--help")
    assert result.returncode == 0
    assert english(result.stdout + result.stderr) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
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
def test_refusals(lentigo, arguments: tuple[str, ...]) -> None:
    result = lentigo(*arguments) if arguments else lentigo("--such")
    assert result.returncode == 2
    assert english(result.stdout + result.stderr) == []


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
