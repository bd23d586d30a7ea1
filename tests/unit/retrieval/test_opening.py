"""The library kept by one process: read once, opened from disk, built again where it must be."""

import os
from pathlib import Path

import pytest
from kept_library import must_not_work
from listening import Listener

from lentigo.errors import EngineError
from lentigo.progress import QUIET
from lentigo.retrieval.hybrid import NO_ENCODER, HybridLibrary
from lentigo.retrieval.index import READ
from lentigo.retrieval.opening import LibraryKeeper


@pytest.fixture
def library(keeper: LibraryKeeper) -> HybridLibrary:
    return keeper.library(QUIET)


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


def test_an_index_is_opened_and_not_built_again(keeper: LibraryKeeper, library_folder: Path, tmp_path: Path) -> None:
    library = keeper.library(QUIET)
    again = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert again.library(must_not_work).version == library.version
    assert again.library(must_not_work).search("mite", limit=1) == library.search("mite", limit=1)
    assert keeper.library(must_not_work) is library


def test_a_changed_document_makes_another_library(keeper: LibraryKeeper, library_folder: Path) -> None:
    before = keeper.library(QUIET).version
    small = library_folder / "pdf" / "small.pdf"
    small.rename(small.with_name("other.pdf"))
    assert keeper.library(QUIET).version != before
    assert keeper.library(QUIET).search("mite", limit=1)[0].passage.document == "other.pdf"


def test_another_process_sees_what_was_added_and_removed(
    keeper: LibraryKeeper, library_folder: Path, tmp_path: Path, leaflet: Path
) -> None:
    other = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert other.library(QUIET).search("quinine", limit=1) == ()
    document, _new = keeper.add(leaflet, "", QUIET)
    assert other.library(QUIET).search("quinine", limit=1)[0].passage.document == document.file
    keeper.remove(document.id, QUIET)
    assert other.library(QUIET).search("quinine", limit=1) == ()


def test_a_library_without_documents_is_an_error(tmp_path: Path) -> None:
    keeper = LibraryKeeper(bundled=tmp_path, own=tmp_path / "own", load_encoder=lambda: None)
    with pytest.raises(EngineError, match="no text"):
        keeper.library(QUIET)
    assert keeper.documents(QUIET) == ()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_data_folder_that_cannot_be_written_leaves_the_search(library_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir(mode=0o500)
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert keeper.library(QUIET).search("mite", limit=1)


def test_steps_are_told_in_order_from_0_to_1(hybrid: LibraryKeeper) -> None:
    told: list[tuple[str, float]] = []
    hybrid.build(Listener(lambda title, done: told.append((title, done))))
    steps = list(dict.fromkeys(step for step, _share in told))
    assert steps[0] == READ
    for step in steps:
        shares = [share for name, share in told if name == step]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1.0001
    assert [told.index(next(entry for entry in told if entry[0] == step)) for step in steps] == sorted(
        told.index(next(entry for entry in told if entry[0] == step)) for step in steps
    )
