"""Search by words: BM25, each document by the stems and stop words of its own language where these are known here."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from lentigo.retrieval.stems import ENGLISH, Numbers, StemCounts, stemmed_as, words

SATURATION, LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b, as in Lucene: better than bm25s's own on all three sets


class LexicalIndex:
    """BM25 over the passages, by their row. A query is read in each of the `languages` of the rows."""

    def __init__(self, index: bm25s.BM25, rows: int, languages: frozenset[str]) -> None:
        self._index = index
        self._rows = rows
        self._languages = sorted(languages)

    @classmethod
    def build(cls, counted: Sequence[StemCounts], languages: Iterable[str] = ()) -> "LexicalIndex":
        """Index what was counted in each document, one's rows behind another's; there must be a word in them.

        The languages are those that it was counted in, English where none are given.
        """
        vocabulary: dict[str, int] = {}
        for part in counted:
            for stem in part.stems:
                vocabulary.setdefault(stem, len(vocabulary))
        index = CountedBM25(k1=SATURATION, b=LENGTH_SHARE)
        index.index(([_joined(counted, vocabulary)], vocabulary), show_progress=False)
        known = frozenset(map(stemmed_as, languages)) or {ENGLISH}
        return cls(index, sum(part.rows for part in counted), frozenset(known))

    @classmethod
    def open(cls, folder: Path, rows: int, languages: Iterable[str] = ()) -> "LexicalIndex":
        """Read what `save` wrote, whole and not mapped; the languages are those that it was built with."""
        known = frozenset(map(stemmed_as, languages)) or {ENGLISH}
        return cls(bm25s.BM25.load(folder, mmap=False), rows, frozenset(known))

    def save(self, folder: Path) -> None:
        """Write the index's files into the folder."""
        self._index.save(folder, show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of every row; 0 where no word of the query stands, so for all rows where the query has none."""
        said = dict.fromkeys(word for language in self._languages for word in words(query, language))
        known = [word for word in said if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


class CountedBM25(bm25s.BM25):  # type: ignore[misc]
    """bm25s over what was counted before: the scores are its own to the last bit."""

    def build_index_from_ids(
        self, unique_token_ids: list[int], corpus_token_ids: list[StemCounts], **_progress: Any
    ) -> dict[str, Any]:
        """The place that bm25s gives for another way to build: its matrix of scores, by columns of stems."""
        (counted,) = corpus_token_ids
        self.nonoccurrence_array = None  # Lucene's BM25 scores only what stands in a text
        order = np.argsort(counted.numbers, kind="stable")
        columns = np.bincount(counted.numbers, minlength=len(unique_token_ids))
        return {
            "data": self._scores(counted, columns)[order].astype(self.dtype),
            "indices": counted.places[order],
            "indptr": np.concatenate(([0], np.cumsum(columns))),
            "num_docs": counted.rows,
        }

    def _scores(self, counted: StemCounts, holding: NDArray[np.intp]) -> NDArray[np.float64]:
        """Lucene's BM25 of each count; `holding` says how many rows hold each stem. Rounded where bm25s rounds."""
        lengths = np.bincount(counted.places, weights=counted.counts, minlength=counted.rows)
        rarity = np.log(1 + (counted.rows - holding + 0.5) / (holding + 0.5)).astype(self.dtype)
        saturation = self.k1 * ((1 - self.b) + self.b * lengths / lengths.mean())
        shares: NDArray[np.float64] = counted.counts / (saturation[counted.places] + counted.counts)
        weighed: NDArray[np.float64] = rarity[counted.numbers] * shares
        return weighed


def _joined(counted: Sequence[StemCounts], vocabulary: dict[str, int]) -> StemCounts:
    starts = np.cumsum([0, *(part.rows for part in counted)])
    places = [part.places + start for part, start in zip(counted, starts[:-1], strict=True)]
    numbers = [np.array([vocabulary[stem] for stem in part.stems] or [0])[part.numbers] for part in counted]
    return StemCounts(
        rows=int(starts[-1]),
        stems=tuple(vocabulary),
        places=_one(places),
        numbers=_one(numbers),
        counts=_one([part.counts for part in counted]),
    )


def _one(parts: Sequence[NDArray[Any]]) -> Numbers:
    return np.concatenate(parts).astype(np.int32)
