"""The documents on disk: bundled ones stay, the clinic's own come and go."""

import os
import shutil
from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import InputError, PasswordNeeded
from lentigo.progress import QUIET
from lentigo.retrieval.document_store import LARGEST, DocumentStore
from lentigo.retrieval.sealed import hash_file


@pytest.fixture
def store(library_folder: Path, tmp_path: Path) -> DocumentStore:
    return DocumentStore(bundled=library_folder, own=tmp_path / "own")


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return write_leaflet(tmp_path / "Leaflet é.pdf")


def write_leaflet(path: Path, **options: object) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Wash the hands before and after each patient.")
        document.save(path, **options)
    return path


def add(store: DocumentStore, path: Path, password: str = "") -> str:
    with store.staged(path, password, QUIET) as staged:
        store.keep(staged, staged.record)
    return staged.record.id


def test_a_kept_document_is_listed_behind_the_bundled_ones(store: DocumentStore, leaflet: Path) -> None:
    before = store.state()
    key = add(store, leaflet)
    assert key == hash_file(leaflet)[:16]
    assert store.state() != before
    bundled, own = store.documents()
    assert (bundled.record.bundled, bundled.record.file) == (True, "small.pdf")
    assert (own.record.bundled, own.record.file, own.record.original) == (False, f"{key}.pdf", "Leaflet é.pdf")
    assert own.path.read_bytes() == leaflet.read_bytes()
    assert store.find(f"{key}.pdf") == own
    store.remove(own.record)
    assert store.state() == before
    assert not list(own.path.parent.iterdir())


def test_a_document_that_is_not_kept_leaves_nothing(store: DocumentStore, leaflet: Path, tmp_path: Path) -> None:
    with store.staged(leaflet, "", QUIET) as staged:
        assert staged.path.exists()
    assert not list((tmp_path / "own" / "documents").iterdir())


@pytest.mark.parametrize("password", ["geheim", "æøå"])
def test_a_password_is_asked_for_and_taken_off(store: DocumentStore, tmp_path: Path, password: str) -> None:
    locked = write_leaflet(tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password)
    with pytest.raises(PasswordNeeded, match=r"locked\.pdf opens with a password only"):
        add(store, locked)
    with pytest.raises(PasswordNeeded, match="password is wrong"):
        add(store, locked, "guess")
    key = add(store, locked, password)
    assert key == hash_file(locked)[:16]
    stored = store.find(f"{key}.pdf")
    with pymupdf.open(stored.path) as document:
        assert not document.needs_pass
        assert "Wash the hands" in document[0].get_text()


def test_a_file_that_cannot_be_read_is_refused(store: DocumentStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        add(store, tmp_path / "missing.pdf")


@pytest.mark.timeout(20)  # a pipe without a writer blocks for ever, and a device fills the disk
@pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX")
def test_what_is_no_file_is_refused_at_once(store: DocumentStore, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "folder.pdf").mkdir()
    for name in ("pipe.pdf", "zero.pdf", "folder.pdf"):
        with pytest.raises(InputError, match="is a folder or a device, not a document"):
            add(store, tmp_path / name)


def test_a_file_larger_than_any_document_is_refused_before_it_is_copied(store: DocumentStore, tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(LARGEST + 1)  # takes no room on the disk
    with pytest.raises(InputError, match="larger than a document may be"):
        add(store, tmp_path / "huge.pdf")


@pytest.mark.parametrize("name", ["other.pdf", "../pdf/small.pdf", "../../secret.pdf", ""])
def test_only_documents_of_the_library_are_found(store: DocumentStore, library_folder: Path, name: str) -> None:
    shutil.copy(library_folder / "pdf" / "small.pdf", library_folder.parent / "secret.pdf")
    with pytest.raises(InputError, match="no document"):
        store.find(name)


def test_a_damaged_file_is_not_shown_as_the_document(store: DocumentStore, leaflet: Path, tmp_path: Path) -> None:
    key = add(store, leaflet)
    stored = tmp_path / "own" / "documents" / f"{key}.pdf"
    stored.write_bytes(stored.read_bytes().replace(b"%PDF-1", b"%PDF-2"))
    with pytest.raises(InputError, match="damaged"):
        store.find(f"{key}.pdf")


def test_what_shipped_is_known_by_its_hash(store: DocumentStore, library_folder: Path) -> None:
    before = store.state()
    store.record_shipped()
    assert store.state() != before
    (whole,) = store.documents()
    assert not whole.record.damaged
    whole.path.write_bytes(whole.path.read_bytes().replace(b"%PDF-1", b"%PDF-2"))
    (damaged,) = store.documents()
    assert (damaged.record.damaged, damaged.record.id, damaged.is_intact()) == (True, whole.record.id, False)
    (library_folder / "index" / "shipped").write_bytes(b"damaged")
    assert not store.documents()[0].record.damaged  # nothing tells any more what shipped


def test_a_damaged_record_still_lists_its_document(store: DocumentStore, leaflet: Path, tmp_path: Path) -> None:
    key = add(store, leaflet)
    (tmp_path / "own" / "documents" / f"{key}.json").write_bytes(b"{")
    assert [stored.record.id for stored in store.documents()][1:] == [key]


def test_a_file_without_a_record_is_not_in_the_library_and_goes(
    store: DocumentStore, leaflet: Path, tmp_path: Path
) -> None:
    add(store, leaflet)
    left_over = tmp_path / "own" / "documents" / "0123456789abcdef.pdf"
    left_over.write_bytes(leaflet.read_bytes())
    assert len(store.documents()) == 2
    store.clean()
    assert not left_over.exists()
    assert len(store.documents()) == 2


def test_the_same_content_under_two_names_is_one_document(store: DocumentStore, library_folder: Path) -> None:
    shutil.copy(library_folder / "pdf" / "small.pdf", library_folder / "pdf" / "twin.pdf")
    add(store, library_folder / "pdf" / "twin.pdf")
    assert len(store.documents()) == 1
