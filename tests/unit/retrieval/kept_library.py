"""What the tests of a library that one process keeps have in common."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from listening import Listener

from lentigo.progress import QUIET
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.opening import MENDING, LibraryKeeper


def _fail(title: str, done: float) -> None:
    pytest.fail(f"{title} {done}")


must_not_work = Listener(_fail)


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


def wait_for_meaning(keeper: LibraryKeeper, identity: str = "letters") -> HybridLibrary:
    for _ in range(100):
        library = keeper.library(QUIET)
        if library.encoder != MENDING:
            assert library.encoder == identity
            return library
        threading.Event().wait(0.05)
    return pytest.fail("the vectors were not made")


def write_leaflet(path: Path, text: str) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), text)
        document.save(path)
    return path
