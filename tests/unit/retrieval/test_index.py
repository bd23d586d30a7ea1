"""The library kept by one process: read once, opened from disk, built again where it must be."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pymupdf
import pytest

from lentigo.errors import Cancelled, EngineError, InputError
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.hybrid import NO_ENCODER, HybridLibrary
from lentigo.retrieval.index import READ
from lentigo.retrieval.opening import MENDING, UNSTEADY, LibraryKeeper


def ignore(_step: str, _share: float) -> None:
    """Nobody listens."""


def must_not_work(step: str, share: float) -> None:
    pytest.fail(f"{step} {share}")


class LetterEncoder:
    """Counts letters: quick, and its cosines are right to compare."""

    identity = "letters"

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.may_go_on.wait(10)
        self.encoded += texts
        counts = np.array([[1 + text.lower().count(letter) for letter in "abcdefghiklmnoprstuvwy"] for text in texts])
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def encoder() -> LetterEncoder:
    return LetterEncoder()


@pytest.fixture
def keeper(library_folder: Path, tmp_path: Path) -> Iterator[LibraryKeeper]:
    """A process that searches by words."""
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    yield keeper
    keeper.close()


@pytest.fixture
def hybrid(library_folder: Path, tmp_path: Path, encoder: LetterEncoder) -> Iterator[LibraryKeeper]:
    """A process that has an encoder, too."""
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: encoder)
    yield keeper
    keeper.close()


@pytest.fixture
def library(keeper: LibraryKeeper) -> HybridLibrary:
    return keeper.library(ignore)


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return write_leaflet(tmp_path / "leaflet.pdf", "Quinine is for zebras with made-up fever, at dawn and at dusk.")


def write_leaflet(path: Path, text: str) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), text)
        document.save(path)
    return path


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
    library = keeper.library(ignore)
    again = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert again.library(must_not_work).version == library.version
    assert again.library(must_not_work).search("mite", limit=1) == library.search("mite", limit=1)
    assert keeper.library(must_not_work) is library


def test_a_changed_document_makes_another_library(keeper: LibraryKeeper, library_folder: Path) -> None:
    before = keeper.library(ignore).version
    small = library_folder / "pdf" / "small.pdf"
    small.rename(small.with_name("other.pdf"))
    assert keeper.library(ignore).version != before
    assert keeper.library(ignore).search("mite", limit=1)[0].passage.document == "other.pdf"


def test_without_an_index_words_answer_at_once_and_meaning_follows(
    hybrid: LibraryKeeper, encoder: LetterEncoder
) -> None:
    encoder.may_go_on.clear()
    library = hybrid.library(ignore)
    assert library.encoder == MENDING
    assert library.search("burrows", limit=1)[0].passage.chapter == "Scabies"
    assert hybrid.library(ignore) is library
    encoder.may_go_on.set()
    assert wait_for_meaning(hybrid).search("burrows", limit=1)[0].scores.dense > 0


class HalvesEncoder(LetterEncoder):
    """Another encoder, with vectors of another width."""

    identity = "halves"

    def encode(self, texts: Sequence[str]) -> Vectors:
        half = super().encode(texts)[:, :10]
        return half / np.linalg.norm(half, axis=1, keepdims=True)


def test_another_encoder_has_its_vectors_made_anew(hybrid: LibraryKeeper, library_folder: Path, tmp_path: Path) -> None:
    assert wait_for_meaning(hybrid).search("burrows", limit=1)[0].scores.dense > 0
    hybrid.close()
    encoder = HalvesEncoder()
    other = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: encoder)
    assert other.library(ignore).encoder == MENDING  # vectors of the first encoder are not taken for its own
    found = wait_for_meaning(other, "halves").search("burrows", limit=1)[0]
    assert (found.passage.chapter, found.scores.dense > 0, len(encoder.encoded) > 1) == ("Scabies", True, True)
    other.close()


def wait_for_meaning(keeper: LibraryKeeper, identity: str = "letters") -> HybridLibrary:
    for _ in range(100):
        library = keeper.library(ignore)
        if library.encoder != MENDING:
            assert library.encoder == identity
            return library
        threading.Event().wait(0.05)
    return pytest.fail("the vectors were not made")


def test_background_work_rests_during_an_analysis(hybrid: LibraryKeeper, encoder: LetterEncoder) -> None:
    with hybrid.at_rest():
        hybrid.library(ignore)
        threading.Event().wait(0.5)
        assert len(encoder.encoded) <= 8  # one batch, which was on its way
        assert hybrid.library(ignore).encoder == MENDING
    wait_for_meaning(hybrid)


def test_background_work_that_fails_says_why_and_is_not_repeated(
    hybrid: LibraryKeeper, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_texts: Sequence[str]) -> Vectors:
        encoder.encoded.append("tried")
        raise EngineError("The text encoder stopped.", hint="")

    monkeypatch.setattr(encoder, "encode", fail)
    for _ in range(100):
        if (told := hybrid.library(ignore).encoder) != MENDING:
            break
        threading.Event().wait(0.05)
    assert told.startswith("not in use: The text encoder stopped.")
    hybrid.library(ignore)
    assert encoder.encoded == ["tried"]
    assert UNSTEADY not in told


def test_adding_costs_only_the_added_document_and_removing_nothing(
    hybrid: LibraryKeeper, encoder: LetterEncoder, leaflet: Path
) -> None:
    hybrid.build(ignore)
    handbook = len(encoder.encoded)
    assert handbook >= 6
    document, new = hybrid.add(leaflet, "", ignore)
    assert new
    assert len(encoder.encoded) == handbook + 1
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    hit = library.search("quinine for zebras", limit=1)[0]
    assert (hit.passage.document, hit.passage.title) == (f"{document.id}.pdf", "leaflet")
    del encoder.encoded[:]
    hybrid.remove(document.id, ignore)
    assert encoder.encoded == []
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    assert all(hit.passage.document == "small.pdf" for hit in library.search("quinine for zebras", limit=9))


def test_another_process_sees_what_was_added_and_removed(
    keeper: LibraryKeeper, library_folder: Path, tmp_path: Path, leaflet: Path
) -> None:
    other = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert other.library(ignore).search("quinine", limit=1) == ()
    document, _new = keeper.add(leaflet, "", ignore)
    assert other.library(ignore).search("quinine", limit=1)[0].passage.document == document.file
    keeper.remove(document.id, ignore)
    assert other.library(ignore).search("quinine", limit=1) == ()


def test_many_added_documents_are_indexed_once(
    hybrid: LibraryKeeper, encoder: LetterEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hybrid.build(ignore)
    before, indexed = len(encoder.encoded), index_names(tmp_path / "own")
    for number in range(3):
        hybrid.add(
            write_leaflet(tmp_path / f"{number}.pdf", f"Made-up fever of zebra {number}."), "", ignore, index=False
        )
    assert len(encoder.encoded) == before + 3
    assert index_names(tmp_path / "own") == indexed
    assert len(hybrid.documents(ignore)) == 4
    hybrid.build(ignore, anew=False)
    assert len(encoder.encoded) == before + 3
    assert len(index_names(tmp_path / "own")) == len(indexed)
    assert index_names(tmp_path / "own").isdisjoint(indexed)
    library = hybrid.library(must_not_work)
    assert library.encoder == "letters"
    assert len([hit for hit in library.search("zebra", limit=9) if hit.passage.document != "small.pdf"]) == 3


def index_names(own: Path) -> set[str]:
    return {path.name for path in (own / "index").glob("*-*")}


def test_documents_that_wait_for_their_index_are_searched_by_words_and_then_by_meaning(
    hybrid: LibraryKeeper, leaflet: Path
) -> None:
    """As after Ctrl-C between many files."""
    hybrid.build(ignore)
    document, _new = hybrid.add(leaflet, "", ignore, index=False)
    library = hybrid.library(ignore)
    assert library.encoder == MENDING
    assert library.search("quinine", limit=1)[0].passage.document == document.file
    assert wait_for_meaning(hybrid).search("quinine", limit=1)[0].passage.document == document.file


def test_the_same_document_twice_is_one(keeper: LibraryKeeper, leaflet: Path, tmp_path: Path) -> None:
    first, new = keeper.add(leaflet, "", ignore)
    assert new
    renamed = leaflet.rename(tmp_path / "other name.pdf")
    assert keeper.add(renamed, "", ignore) == (first, False)
    assert len(keeper.documents(ignore)) == 2


def test_a_bundled_document_stays(keeper: LibraryKeeper, library_folder: Path) -> None:
    bundled = keeper.documents(ignore)[0]
    with pytest.raises(InputError, match="Small book came with Lentigo"):
        keeper.remove(bundled.id, ignore)
    assert keeper.add(library_folder / "pdf" / "small.pdf", "", ignore) == (bundled, False)


def test_an_unknown_document_cannot_be_removed(keeper: LibraryKeeper) -> None:
    with pytest.raises(InputError, match="no document 0123"):
        keeper.remove("0123", ignore)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04 a letter"])
def test_what_cannot_be_read_is_refused_by_its_name(keeper: LibraryKeeper, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pdf").write_bytes(content)
    with pytest.raises(InputError, match=r"bad\.pdf"):
        keeper.add(tmp_path / "bad.pdf", "", ignore)
    assert len(keeper.documents(ignore)) == 1
    assert not list((tmp_path / "own" / "documents").iterdir())


DEADLY = """
import os, sys
from pathlib import Path
from lentigo.retrieval import readings
from lentigo.retrieval.opening import LibraryKeeper
from lentigo.worker.process import harden_process
harden_process()
extract = readings.extract
readings.extract = lambda path, tell: os.abort() if path.name == "bad.pdf" else extract(path, tell)
keeper = LibraryKeeper(bundled=Path(sys.argv[1]), own=Path(sys.argv[2]), load_encoder=lambda: None)
tell = lambda step, share: None
if sys.argv[3] == "build":
    keeper.build(tell)
else:
    assert keeper.library(tell).search("mite", limit=1)[0].passage.document == "small.pdf"
    print([document.trouble for document in keeper.documents(tell)][0])
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
    healthy.build(ignore)
    assert healthy.library(ignore).search("quinine", limit=1)
    assert not list((tmp_path / "own").rglob("*.note"))


def test_a_reader_that_was_killed_once_tries_again(library_folder: Path, tmp_path: Path) -> None:
    write_leaflet(library_folder / "pdf" / "bad.pdf", "Quinine is for zebras.")
    for _ in range(3):
        assert work_with_a_deadly_document(library_folder, tmp_path / "own", "open").returncode != 0
        healthy = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
        assert healthy.library(ignore).search("quinine", limit=1)
        for part in (tmp_path / "own" / "index" / "parts").glob("*.text"):
            part.unlink()


def test_a_bundled_document_that_is_damaged_is_told_of_and_found_as_it_was(
    keeper: LibraryKeeper, library_folder: Path
) -> None:
    shipping = LibraryKeeper(bundled=library_folder, own=library_folder, load_encoder=lambda: None)
    shipping.build(ignore)
    whole = keeper.library(ignore)
    assert (keeper.notice, keeper.documents(ignore)[0].damaged) == ("", False)
    small = library_folder / "pdf" / "small.pdf"
    for damage in (lambda: small.write_bytes(small.read_bytes() + b"\n"), small.unlink):
        damage()
        assert keeper.library(ignore).search("mite", limit=1) == whole.search("mite", limit=1)
        assert keeper.notice == "file damaged: Small book"
        assert keeper.library(ignore).version == f"{whole.version} (file damaged: Small book)"
        assert (keeper.documents(ignore)[0].damaged, keeper.documents(ignore)[0].trouble) == (True, "")
        with pytest.raises(InputError, match="damaged") as raised:
            keeper.store.find("small.pdf")
        assert raised.value.hint == "Install Lentigo again."
    for part in (library_folder / "index" / "parts").iterdir():
        part.write_bytes(part.read_bytes() + b"?")
    assert keeper.documents(ignore)[0].trouble == "The document's file is damaged."


def test_a_packager_may_exchange_a_document(library_folder: Path) -> None:
    shipping = LibraryKeeper(bundled=library_folder, own=library_folder, load_encoder=lambda: None)
    shipping.build(ignore)
    write_leaflet(library_folder / "pdf" / "small.pdf", "Quinine is for zebras.")
    assert shipping.documents(ignore)[0].damaged
    shipping.build(ignore)
    assert not shipping.documents(ignore)[0].damaged
    assert shipping.library(ignore).search("quinine", limit=1)


def test_one_bad_document_does_not_fail_the_library(keeper: LibraryKeeper, library_folder: Path) -> None:
    (library_folder / "pdf" / "bad.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    documents = {document.file: document for document in keeper.documents(ignore)}
    assert keeper.library(ignore).search("mite", limit=1)[0].passage.document == "small.pdf"
    assert [bool(document.trouble) for document in documents.values()] == [True, False]
    assert "bad.pdf" in next(iter(documents.values())).trouble


def test_a_damaged_own_document_goes_on_being_found_and_is_mended_by_adding_it(
    keeper: LibraryKeeper, leaflet: Path, tmp_path: Path
) -> None:
    document, _new = keeper.add(leaflet, "", ignore)
    stored = tmp_path / "own" / "documents" / document.file
    stored.write_bytes(b"damaged")
    assert keeper.library(ignore).search("quinine", limit=1)
    assert keeper.add(leaflet, "", ignore)[1]
    assert stored.read_bytes() == leaflet.read_bytes()


@pytest.mark.parametrize("calls", range(1, 12, 2))
def test_a_stop_while_adding_adds_nothing(
    hybrid: LibraryKeeper, encoder: LetterEncoder, leaflet: Path, tmp_path: Path, calls: int
) -> None:
    hybrid.build(ignore)
    before = hybrid.library(ignore).version
    left = calls

    def stop(_step: str, _share: float) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Cancelled

    try:
        hybrid.add(leaflet, "", stop)
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
        threading.Thread(target=other.add, args=(path, "", ignore))
        for other, path in zip(others, leaflets, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keeper.documents(ignore)) == 5
    assert len(keeper.library(must_not_work).search("zebra", limit=9)) == 4


def test_nothing_is_left_of_older_indexes(hybrid: LibraryKeeper, leaflet: Path, tmp_path: Path) -> None:
    hybrid.build(ignore)
    hybrid.add(leaflet, "", ignore)
    (tmp_path / "own" / "index" / "rubbish").mkdir()
    key = hybrid.documents(ignore)[1].id
    hybrid.remove(key, ignore)
    names = [path.name.partition("-")[0] for path in sorted((tmp_path / "own" / "index").iterdir())]
    assert names == ["lexical", "lock", "parts", "vectors"]
    assert not [path for path in (tmp_path / "own" / "index" / "parts").iterdir() if path.name.startswith(key)]


def test_a_library_without_documents_is_an_error(tmp_path: Path) -> None:
    keeper = LibraryKeeper(bundled=tmp_path, own=tmp_path / "own", load_encoder=lambda: None)
    with pytest.raises(EngineError, match="no text"):
        keeper.library(ignore)
    assert keeper.documents(ignore) == ()


def test_the_last_document_can_be_removed(tmp_path: Path, leaflet: Path) -> None:
    keeper = LibraryKeeper(bundled=tmp_path / "none", own=tmp_path / "own", load_encoder=lambda: None)
    document, _new = keeper.add(leaflet, "", ignore)
    assert keeper.library(ignore).search("quinine", limit=1)
    keeper.remove(document.id, ignore)
    assert keeper.documents(ignore) == ()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_data_folder_that_cannot_be_written_leaves_the_search(library_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir(mode=0o500)
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    assert keeper.library(ignore).search("mite", limit=1)


def test_steps_are_told_in_order_from_0_to_1(hybrid: LibraryKeeper) -> None:
    told: list[tuple[str, float]] = []
    hybrid.build(lambda step, share: told.append((step, share)))
    steps = list(dict.fromkeys(step for step, _share in told))
    assert steps[0] == READ
    for step in steps:
        shares = [share for name, share in told if name == step]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1.0001
    assert [told.index(next(entry for entry in told if entry[0] == step)) for step in steps] == sorted(
        told.index(next(entry for entry in told if entry[0] == step)) for step in steps
    )
