"""Documents that are damaged, or that kill their reader: each fails alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from kept_library import write_leaflet

from lentigo.errors import InputError
from lentigo.progress import QUIET
from lentigo.retrieval.opening import LibraryKeeper

DEADLY = """
import os, sys
from pathlib import Path
from lentigo.progress import QUIET
from lentigo.retrieval import readings
from lentigo.retrieval.opening import LibraryKeeper
from lentigo.worker.process import harden_process
harden_process()
extract = readings.extract
readings.extract = lambda path, progress: os.abort() if path.name == "bad.pdf" else extract(path, progress)
keeper = LibraryKeeper(bundled=Path(sys.argv[1]), own=Path(sys.argv[2]), load_encoder=lambda: None)
if sys.argv[3] == "build":
    keeper.build(QUIET)
else:
    assert keeper.library(QUIET).search("mite", limit=1)[0].passage.document == "small.pdf"
    print([document.trouble for document in keeper.documents(QUIET)][0])
    print(keeper.notice)
"""


def work_with_a_deadly_document(library_folder: Path, own: Path, verb: str) -> subprocess.CompletedProcess[str]:
    """In another process, which MuPDF would abort at bad.pdf. No file is known that does that to today's MuPDF."""
    words = [sys.executable, "-c", DEADLY, library_folder, own, verb]
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)


def test_a_document_that_kills_its_reader_is_left_out_and_built_again(library_folder: Path, tmp_path: Path) -> None:
    write_leaflet(library_folder / "pdf" / "bad.pdf", "Quinine is for zebras.")
    outcomes = [work_with_a_deadly_document(library_folder, tmp_path / "own", "open") for _ in range(4)]
    assert [outcome.returncode == 0 for outcome in outcomes] == [False, False, True, True], outcomes
    assert outcomes[3].stdout.startswith("Lentigo stopped twice while it read this document")
    assert outcomes[3].stdout.endswith("not searched: bad\n")
    assert work_with_a_deadly_document(library_folder, tmp_path / "own", "build").returncode != 0
    healthy = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    healthy.build(QUIET)
    assert healthy.library(QUIET).search("quinine", limit=1)
    assert not list((tmp_path / "own").rglob("*.note"))


def test_a_reader_that_was_killed_once_tries_again(library_folder: Path, tmp_path: Path) -> None:
    write_leaflet(library_folder / "pdf" / "bad.pdf", "Quinine is for zebras.")
    for _ in range(3):
        assert work_with_a_deadly_document(library_folder, tmp_path / "own", "open").returncode != 0
        healthy = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
        assert healthy.library(QUIET).search("quinine", limit=1)
        for part in (tmp_path / "own" / "index" / "parts").glob("*.text"):
            part.unlink()


def test_a_bundled_document_that_is_damaged_is_told_of_and_found_as_it_was(
    keeper: LibraryKeeper, library_folder: Path
) -> None:
    shipping = LibraryKeeper(bundled=library_folder, own=library_folder, load_encoder=lambda: None)
    shipping.build(QUIET)
    whole = keeper.library(QUIET)
    assert (keeper.notice, keeper.documents(QUIET)[0].damaged) == ("", False)
    small = library_folder / "pdf" / "small.pdf"
    for damage in (lambda: small.write_bytes(small.read_bytes() + b"\n"), small.unlink):
        damage()
        assert keeper.library(QUIET).search("mite", limit=1) == whole.search("mite", limit=1)
        assert keeper.notice == "file damaged: Small book"
        assert keeper.library(QUIET).version == f"{whole.version} (file damaged: Small book)"
        assert (keeper.documents(QUIET)[0].damaged, keeper.documents(QUIET)[0].trouble) == (True, "")
        with pytest.raises(InputError, match="damaged") as raised:
            keeper.store.find("small.pdf")
        assert raised.value.hint == "Install Lentigo again."
    for part in (library_folder / "index" / "parts").iterdir():
        part.write_bytes(part.read_bytes() + b"?")
    assert keeper.documents(QUIET)[0].trouble == "The document's file is damaged."


def test_a_packager_may_exchange_a_document(library_folder: Path) -> None:
    shipping = LibraryKeeper(bundled=library_folder, own=library_folder, load_encoder=lambda: None)
    shipping.build(QUIET)
    write_leaflet(library_folder / "pdf" / "small.pdf", "Quinine is for zebras.")
    assert shipping.documents(QUIET)[0].damaged
    shipping.build(QUIET)
    assert not shipping.documents(QUIET)[0].damaged
    assert shipping.library(QUIET).search("quinine", limit=1)


def test_one_bad_document_does_not_fail_the_library(keeper: LibraryKeeper, library_folder: Path) -> None:
    (library_folder / "pdf" / "bad.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    documents = {document.file: document for document in keeper.documents(QUIET)}
    assert keeper.library(QUIET).search("mite", limit=1)[0].passage.document == "small.pdf"
    assert [bool(document.trouble) for document in documents.values()] == [True, False]
    assert "bad.pdf" in next(iter(documents.values())).trouble


def test_a_damaged_own_document_goes_on_being_found_and_is_mended_by_adding_it(
    keeper: LibraryKeeper, leaflet: Path, tmp_path: Path
) -> None:
    document, _new = keeper.add(leaflet, "", QUIET)
    stored = tmp_path / "own" / "documents" / document.file
    stored.write_bytes(b"damaged")
    assert keeper.library(QUIET).search("quinine", limit=1)
    assert keeper.add(leaflet, "", QUIET)[1]
    assert stored.read_bytes() == leaflet.read_bytes()
