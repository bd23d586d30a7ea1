"""The index on disk: named by its inputs, checked at opening, whole or absent."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lentigo.errors import Cancelled, EngineError
from lentigo.retrieval.hybrid import NO_ENCODER, HybridLibrary, open_library
from lentigo.retrieval.index import build_index, inputs, open_index


def ignore_progress(_share: float) -> None:
    """Nobody listens."""


def must_not_build(_share: float) -> None:
    pytest.fail("the index was built again")


@pytest.fixture
def library(library_folder: Path) -> Iterator[HybridLibrary]:
    opened = open_library(library_folder, None, ignore_progress)
    yield opened
    opened.close()


def test_words_find_without_an_encoder_and_that_is_said(library: HybridLibrary) -> None:
    hits = library.search("burrows between fingers, itch", limit=3)
    assert hits[0].passage.chapter == "Scabies"
    assert hits[0].scores.dense == 0.0
    assert hits[0].scores.hybrid == pytest.approx(0.4)
    assert library.encoder == NO_ENCODER


@pytest.mark.parametrize("query", ["", "the of and", "xyzzy"])
def test_noise_finds_nothing(library: HybridLibrary, query: str) -> None:
    assert library.search(query, limit=5) == ()


def test_the_limit_holds_and_may_exceed_the_library(library: HybridLibrary) -> None:
    assert len(library.search("itch border patches", limit=2)) == 2
    assert len(library.search("itch border patches", limit=10_000)) <= 6
    assert library.search("itch", limit=0) == ()


def test_page_text_of_a_page_that_is_not_there_is_empty(library: HybridLibrary) -> None:
    assert "irregular" in library.page_text("small.pdf", 1)
    assert library.page_text("small.pdf", 0) == library.page_text("small.pdf", 9) == library.page_text("x.pdf", 1) == ""


def test_an_index_is_opened_and_not_built_again(library_folder: Path, library: HybridLibrary) -> None:
    again = open_library(library_folder, None, must_not_build)
    assert again.version == library.version
    assert again.search("mite", limit=1) == library.search("mite", limit=1)


def test_a_changed_document_makes_another_index(library_folder: Path, library: HybridLibrary) -> None:
    small = library_folder / "pdf" / "small.pdf"
    small.rename(small.with_name("other.pdf"))
    changed = open_library(library_folder, None, ignore_progress)
    assert changed.version != library.version
    assert changed.search("mite", limit=1)[0].passage.document == "other.pdf"
    assert len(list((library_folder / "index").iterdir())) == 1  # the older one is gone


def test_another_encoder_makes_another_index(library_folder: Path) -> None:
    assert inputs(library_folder, "one").key != inputs(library_folder, "two").key


def test_every_damaged_file_is_noticed(library_folder: Path, library: HybridLibrary) -> None:
    made_from = inputs(library_folder, "")
    folder = library_folder / "index" / made_from.key
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for damaged in (whole[: len(whole) // 2], bytes([whole[0] ^ 1]) + whole[1:], b""):
            path.write_bytes(damaged)
            assert open_index(library_folder, made_from) is None, path.name
        path.unlink()
        assert open_index(library_folder, made_from) is None, path.name
        path.write_bytes(whole)
    (folder / "lexical" / "more.npy").write_bytes(b"x")
    assert open_index(library_folder, made_from) is None


def test_a_manifest_for_other_files_is_noticed(library_folder: Path, library: HybridLibrary) -> None:
    made_from = inputs(library_folder, "")
    manifest = library_folder / "index" / made_from.key / "manifest.json"
    for content in ("[]", "null", json.dumps({"files": {}}), "\x00"):
        manifest.write_text(content, encoding="utf-8")
        assert open_index(library_folder, made_from) is None


def test_a_stopped_build_leaves_nothing(library_folder: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_index(library_folder, inputs(library_folder, ""), None, stop)
    assert list((library_folder / "index").iterdir()) == []


def test_a_library_without_documents_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no documents"):
        open_library(tmp_path, None, ignore_progress)


def test_scans_alone_are_an_error(tmp_path: Path) -> None:
    import pymupdf

    (tmp_path / "pdf").mkdir()
    with pymupdf.open() as document:
        document.new_page()
        document.save(tmp_path / "pdf" / "scan.pdf")
    with pytest.raises(EngineError, match="no text"):
        open_library(tmp_path, None, ignore_progress)
