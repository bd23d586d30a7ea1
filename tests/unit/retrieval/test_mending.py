"""Vectors that are missing are made in the background, while the search goes by words."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from kept_library import LetterEncoder, wait_for_meaning

from lentigo.errors import EngineError
from lentigo.progress import QUIET
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.opening import MENDING, UNSTEADY, LibraryKeeper


def test_without_an_index_words_answer_at_once_and_meaning_follows(
    hybrid: LibraryKeeper, encoder: LetterEncoder
) -> None:
    encoder.may_go_on.clear()
    library = hybrid.library(QUIET)
    assert library.encoder == MENDING
    assert library.search("burrows", limit=1)[0].passage.chapter == "Scabies"
    assert hybrid.library(QUIET) is library
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
    assert other.library(QUIET).encoder == MENDING  # vectors of the first encoder are not taken for its own
    found = wait_for_meaning(other, "halves").search("burrows", limit=1)[0]
    assert (found.passage.chapter, found.scores.dense > 0, len(encoder.encoded) > 1) == ("Scabies", True, True)
    other.close()


def test_background_work_rests_during_an_analysis(hybrid: LibraryKeeper, encoder: LetterEncoder) -> None:
    with hybrid.at_rest():
        hybrid.library(QUIET)
        threading.Event().wait(0.5)
        assert len(encoder.encoded) <= 8  # one batch, which was on its way
        assert hybrid.library(QUIET).encoder == MENDING
    wait_for_meaning(hybrid)


def test_background_work_that_fails_says_why_and_is_not_repeated(
    hybrid: LibraryKeeper, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_texts: Sequence[str]) -> Vectors:
        encoder.encoded.append("tried")
        raise EngineError("The text encoder stopped.", hint="")

    monkeypatch.setattr(encoder, "encode", fail)
    for _ in range(100):
        if (told := hybrid.library(QUIET).encoder) != MENDING:
            break
        threading.Event().wait(0.05)
    assert told.startswith("not in use: The text encoder stopped.")
    hybrid.library(QUIET)
    assert encoder.encoded == ["tried"]
    assert UNSTEADY not in told


def test_documents_that_wait_for_their_index_are_searched_by_words_and_then_by_meaning(
    hybrid: LibraryKeeper, leaflet: Path
) -> None:
    """As after Ctrl-C between many files."""
    hybrid.build(QUIET)
    document, _new = hybrid.add(leaflet, "", QUIET, index=False)
    library = hybrid.library(QUIET)
    assert library.encoder == MENDING
    assert library.search("quinine", limit=1)[0].passage.document == document.file
    assert wait_for_meaning(hybrid).search("quinine", limit=1)[0].passage.document == document.file
