"""Documents are added to the library and removed from it, wholly or not at all."""

import threading
from pathlib import Path

import pytest
from kept_library import LetterEncoder, must_not_work, write_leaflet
from listening import Listener

from lentigo.errors import Cancelled, InputError
from lentigo.progress import QUIET
from lentigo.retrieval.opening import LibraryKeeper


def test_adding_costs_only_the_added_document_and_removing_nothing(
    hybrid: LibraryKeeper, encoder: LetterEncoder, leaflet: Path
) -> None:
    hybrid.build(QUIET)
    handbook = len(encoder.encoded)
    assert handbook >= 6
    document, new = hybrid.add(leaflet, "", QUIET)
    assert new
    assert len(encoder.encoded) == handbook + 1
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    hit = library.search("quinine for zebras", limit=1)[0]
    assert (hit.passage.document, hit.passage.title) == (f"{document.id}.pdf", "leaflet")
    del encoder.encoded[:]
    hybrid.remove(document.id, QUIET)
    assert encoder.encoded == []
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    assert all(hit.passage.document == "small.pdf" for hit in library.search("quinine for zebras", limit=9))


def test_many_added_documents_are_indexed_once(
    hybrid: LibraryKeeper, encoder: LetterEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hybrid.build(QUIET)
    before, indexed = len(encoder.encoded), index_names(tmp_path / "own")
    for number in range(3):
        hybrid.add(
            write_leaflet(tmp_path / f"{number}.pdf", f"Made-up fever of zebra {number}."), "", QUIET, index=False
        )
    assert len(encoder.encoded) == before + 3
    assert index_names(tmp_path / "own") == indexed
    assert len(hybrid.documents(QUIET)) == 4
    hybrid.build(QUIET, anew=False)
    assert len(encoder.encoded) == before + 3
    assert len(index_names(tmp_path / "own")) == len(indexed)
    assert index_names(tmp_path / "own").isdisjoint(indexed)
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    assert len([hit for hit in library.search("zebra", limit=9) if hit.passage.document != "small.pdf"]) == 3


def index_names(own: Path) -> set[str]:
    return {path.name for path in (own / "index").glob("*-*")}


def test_the_same_document_twice_is_one(keeper: LibraryKeeper, leaflet: Path, tmp_path: Path) -> None:
    first, new = keeper.add(leaflet, "", QUIET)
    assert new
    renamed = leaflet.rename(tmp_path / "other name.pdf")
    assert keeper.add(renamed, "", QUIET) == (first, False)
    assert len(keeper.documents(QUIET)) == 2


def test_a_bundled_document_stays(keeper: LibraryKeeper, library_folder: Path) -> None:
    bundled = keeper.documents(QUIET)[0]
    with pytest.raises(InputError, match="Small book came with Lentigo"):
        keeper.remove(bundled.id, QUIET)
    assert keeper.add(library_folder / "pdf" / "small.pdf", "", QUIET) == (bundled, False)


def test_an_unknown_document_cannot_be_removed(keeper: LibraryKeeper) -> None:
    with pytest.raises(InputError, match="no document 0123"):
        keeper.remove("0123", QUIET)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04 a letter"])
def test_what_cannot_be_read_is_refused_by_its_name(keeper: LibraryKeeper, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pdf").write_bytes(content)
    with pytest.raises(InputError, match=r"bad\.pdf"):
        keeper.add(tmp_path / "bad.pdf", "", QUIET)
    assert len(keeper.documents(QUIET)) == 1
    assert not list((tmp_path / "own" / "documents").iterdir())


@pytest.mark.parametrize("calls", range(1, 12, 2))
def test_a_stop_while_adding_adds_nothing(
    hybrid: LibraryKeeper, encoder: LetterEncoder, leaflet: Path, tmp_path: Path, calls: int
) -> None:
    hybrid.build(QUIET)
    before = hybrid.library(QUIET).version
    left = calls

    def stop(_title: str, _done: float) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Cancelled

    try:
        hybrid.add(leaflet, "", Listener(stop))
    except Cancelled:
        assert hybrid.library(must_not_work).version == before
        assert not list((tmp_path / "own" / "documents").iterdir())
    else:
        assert left > 0
        assert calls > 5


def test_two_processes_do_not_write_at_once(keeper: LibraryKeeper, library_folder: Path, tmp_path: Path) -> None:
    """Each adds a document of its own at the same time; both are there in the end."""
    texts = [f"Leaflet number {number} tells of the made-up fever of zebra {number}." for number in range(4)]
    leaflets = [write_leaflet(tmp_path / f"{number}.pdf", text) for number, text in enumerate(texts)]
    others = [LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None) for _ in leaflets]
    threads = [
        threading.Thread(target=other.add, args=(path, "", QUIET)) for other, path in zip(others, leaflets, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keeper.documents(QUIET)) == 5
    assert len(keeper.library(must_not_work).search("zebra", limit=9)) == 4


def test_nothing_is_left_of_older_indexes(hybrid: LibraryKeeper, leaflet: Path, tmp_path: Path) -> None:
    hybrid.build(QUIET)
    hybrid.add(leaflet, "", QUIET)
    (tmp_path / "own" / "index" / "rubbish").mkdir()
    key = hybrid.documents(QUIET)[1].id
    hybrid.remove(key, QUIET)
    names = [path.name.partition("-")[0] for path in sorted((tmp_path / "own" / "index").iterdir())]
    assert names == ["lexical", "lock", "parts", "vectors"]
    assert not [path for path in (tmp_path / "own" / "index" / "parts").iterdir() if path.name.startswith(key)]


def test_the_last_document_can_be_removed(tmp_path: Path, leaflet: Path) -> None:
    keeper = LibraryKeeper(bundled=tmp_path / "none", own=tmp_path / "own", load_encoder=lambda: None)
    document, _new = keeper.add(leaflet, "", QUIET)
    assert keeper.library(QUIET).search("quinine", limit=1)
    keeper.remove(document.id, QUIET)
    assert keeper.documents(QUIET) == ()
