"""Test collections are read as they are, or refused."""

import json
from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo_packager.evaluation.judgements import TextLocation, read_judged, read_places

CORPUS = [{"_id": "a", "title": "Scabies", "text": "A mite."}, {"_id": "b", "text": "A yeast."}]
QUERIES = [{"_id": "1", "text": "itch at night"}, {"_id": "2", "text": "never judged"}]


def write(folder: Path, qrels: str = "qrels.tsv", judged: str = "1\ta\t2\n1\tb\t0\n") -> Path:
    (folder / "qrels").mkdir()
    for name, rows in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES)):
        (folder / name).write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    (folder / qrels).write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv"])
def test_both_places_of_the_judgements_are_known(tmp_path: Path, qrels: str) -> None:
    judged = read_judged(write(tmp_path, qrels))
    assert judged.queries == {"1": "itch at night"}
    assert judged.qrels == {"1": {"a": 2}}
    assert [(entry.id, entry.title) for entry in judged.corpus] == [("a", "Scabies"), ("b", "")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("corpus.jsonl", '{"_id": "a"}', "corpus.jsonl"),
        ("corpus.jsonl", "no JSON", "corpus.jsonl"),
        ("queries.jsonl", '{"_id": "9", "text": "other"}', "judged query 1"),
        ("qrels.tsv", "query-id\n1\ta\n", "list of judgements"),
        ("qrels.tsv", "query-id\n", "judges nothing"),
    ],
)
def test_damaged_collections_are_refused(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (write(tmp_path) / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_judged(tmp_path)


def test_a_folder_without_judgements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no qrels"):
        read_judged(tmp_path)


def test_maps_name_files_and_pages(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "map.json").write_text('{"a": ["a.pdf", "1,3-4"], "b": "a.pdf", "c": ["a.pdf", 2]}', encoding="utf-8")
    (tmp_path / "map.tsv").write_text("a\ta.pdf\t1,3-4\nb\ta.pdf\nc\ta.pdf\t2\n", encoding="utf-8")
    file = tmp_path / "a.pdf"
    expected = {
        "a": TextLocation(file=file, pages=frozenset({1, 3, 4})),
        "b": TextLocation(file=file, pages=frozenset()),
        "c": TextLocation(file=file, pages=frozenset({2})),
    }
    assert read_places(tmp_path / "map.json") == expected
    assert read_places(tmp_path / "map.tsv") == expected


@pytest.mark.parametrize("content", ["[1]", '{"a": []}', '{"a": "missing.pdf"}', "{", "{}"])
def test_damaged_maps_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "map.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="map"):
        read_places(tmp_path / "map.json")
