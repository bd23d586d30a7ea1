"""Search by words: BM25 with English stems."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from lentigo.progress import Progress

TOLD_EVERY = 500  # texts
SATURATION, LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b, as in Lucene: better than bm25s's own on all three sets


class LexicalIndex:
    """BM25 over the passages, by their row."""

    def __init__(self, index: bm25s.BM25, rows: int) -> None:
        self._index = index
        self._rows = rows

    @classmethod
    def build(cls, texts: Sequence[str], progress: Progress) -> "LexicalIndex":
        """Index the texts; there must be at least one word in them."""
        index = bm25s.BM25(k1=SATURATION, b=LENGTH_SHARE)
        index.index(list(_stemmed(texts, progress)), show_progress=False)
        return cls(index, len(texts))

    @classmethod
    def open(cls, folder: Path, rows: int) -> "LexicalIndex":
        """Read what `save` wrote, whole and not mapped."""
        return cls(bm25s.BM25.load(folder, mmap=False), rows)

    def save(self, folder: Path) -> None:
        """Write the index's files into the folder."""
        self._index.save(folder, show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of every row; 0 where no word of the query stands, so for all rows where the query has none."""
        known = [word for word in words(query) if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


def _stemmed(texts: Sequence[str], progress: Progress) -> Iterator[list[str]]:
    for row, text in enumerate(texts):
        if row % TOLD_EVERY == 0:
            progress.share(row / len(texts))
        yield words(text)


def words(text: str) -> list[str]:
    """Stems of a text's content words."""
    tokens = bm25s.tokenize(
        [text], stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )
    return list(tokens[0])
