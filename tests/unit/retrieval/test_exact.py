"""Codes and rare words that are looked up come first, whatever the encoder thinks of them."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from kept_library import LetterEncoder
from test_hybrid import passage

from lentigo.progress import QUIET
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.extraction import Extracted
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.stems import count_stems

COUNT = 800
HELD = {
    17: "Codes for this chapter: ICD-10 C43, ICD-11 2C30.",
    170: "Scabies, B86 in the classification, is an infestation with a mite.",
    301: "A30 leprosy is rare here.",
    402: "Actinic keratosis is L57.0 of the tenth revision and EK90.0 of the eleventh.",
    555: "Spinosad suspension is put on once.",
    640: "The word quixotically stands on one page.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> HybridLibrary:
    """Eight hundred passages on skin cancers, of which few hold what is looked up, and are far by meaning."""
    filler = "like codes: the meaning of skin cancers, keratoses and their treatments, number"
    texts = [HELD.get(row, f"{filler} {row} of many") for row in range(COUNT)]
    encoder = LetterEncoder()
    folder: Path = tmp_path_factory.mktemp("vectors")
    vectors = encoder.encode(texts)
    for row in HELD:
        vectors[row] = -vectors[row]  # its cosine is far below any limit
    names = [str(row) for row in range(len(vectors))]
    DenseIndex.write(folder, names=names, vectors=vectors, progress=QUIET)
    opened: Future[DenseIndex] = Future()
    opened.set_result(DenseIndex.open(folder, lambda _copy: True, names))
    entries = tuple(passage(f"document {row}", row, text) for row, text in enumerate(texts))
    return HybridLibrary(
        version="test",
        conditions=(),
        documents=[Extracted(name=entry.document, title=entry.title, pages=(), passages=(entry,)) for entry in entries],
        lexical=LexicalIndex.build([count_stems(texts)]),
        encoder=encoder,
        dense=opened,
    )


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("C43", 17), ("c43", 17), ("ICD-10 C43", 17), ("ICD-11 code 2C30", 17), ("B86", 170), ("A30", 301),
        ("L57.0", 402),
        ("EK90.0", 402), ("spinosad suspension", 555), ("Quixotically", 640), ("skin cancers quixotically", 640),
        ("treatments of the many skin cancers with code L57.0 and others", 402),
    ],
)  # fmt: skip
def test_the_page_that_holds_the_word_comes_first(library: HybridLibrary, query: str, row: int) -> None:
    hits = library.search(query, limit=5)
    assert hits[0].passage.page == row
    assert library.search(query, limit=1)[0].passage.page == row


def test_a_word_that_nobody_wrote_changes_nothing(library: HybridLibrary) -> None:
    assert not {hit.passage.page for hit in library.search("C44 keratoses", limit=5)} & HELD.keys()
