"""Search by words: BM25, each document by the stems and stop words of its own language where these are known here."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from lentigo.progress import Progress
from lentigo.retrieval.language import COMMON_WORDS

TOLD_EVERY = 500  # texts
SATURATION, LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b, as in Lucene: better than bm25s's own on all three sets
ENGLISH, INDONESIAN = "en", "id"
STEMMERS = {ENGLISH: "english", INDONESIAN: "indonesian"}  # of Snowball; other languages take the first
STOP_WORDS: dict[str, str | list[str]] = {
    ENGLISH: "en",  # bm25s's own
    INDONESIAN: sorted(frozenset(COMMON_WORDS[INDONESIAN].split()) - {"kulit"}),  # skin
}


class LexicalIndex:
    """BM25 over the passages, by their row. A query is read in each of the `languages` of the rows."""

    def __init__(self, index: bm25s.BM25, rows: int, languages: frozenset[str]) -> None:
        self._index = index
        self._rows = rows
        self._languages = sorted(languages)

    @classmethod
    def build(cls, texts: Sequence[str], progress: Progress, languages: Sequence[str] = ()) -> "LexicalIndex":
        """Index the texts, each in its language (English where none are given); there must be a word in them."""
        known = [stemmed_as(language) for language in languages] or [ENGLISH] * len(texts)
        index = bm25s.BM25(k1=SATURATION, b=LENGTH_SHARE)
        index.index(list(_stemmed(texts, known, progress)), show_progress=False)
        return cls(index, len(texts), frozenset(known))

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


def stemmed_as(language: str) -> str:
    """The language by whose stems a document is indexed."""
    return language if language in STEMMERS else ENGLISH


def _stemmed(texts: Sequence[str], languages: Sequence[str], progress: Progress) -> Iterator[list[str]]:
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if row % TOLD_EVERY == 0:
            progress.share(row / len(texts))
        yield words(text, language)


def words(text: str, language: str = ENGLISH) -> list[str]:
    """Stems of a text's content words."""
    stemmer, ignored = Stemmer.Stemmer(STEMMERS[language]), STOP_WORDS[language]
    tokens = bm25s.tokenize([text], stopwords=ignored, stemmer=stemmer, return_ids=False, show_progress=False)
    return list(tokens[0])
