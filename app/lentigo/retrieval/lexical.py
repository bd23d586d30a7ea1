"""Search by words: BM25 with English stems."""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray


class LexicalIndex:
    """BM25 over the passages, by their row."""

    def __init__(self, index: bm25s.BM25, rows: int) -> None:
        self._index = index
        self._rows = rows

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index the texts; there must be at least one word in them."""
        index = bm25s.BM25()
        index.index([words(text) for text in texts], show_progress=False)
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


def words(text: str) -> list[str]:
    """Stems of a text's content words."""
    tokens = bm25s.tokenize(
        [text], stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )
    return list(tokens[0])
