"""How often each stem stands in each passage of a document: what the index of words is made of.

Counted once a document and kept beside its reading: counting anew is what most of the index of words costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import bm25s
import msgspec
import numpy as np
import Stemmer
from numpy.typing import NDArray

from lentigo.retrieval.language import COMMON_WORDS

FORMAT = "1"  # raised with each change of what is counted
ENGLISH, INDONESIAN = "en", "id"
STEMMERS = {ENGLISH: "english", INDONESIAN: "indonesian"}  # of Snowball; other languages take the first
STOP_WORDS: dict[str, str | list[str]] = {
    ENGLISH: "en",  # bm25s's own
    INDONESIAN: sorted(frozenset(COMMON_WORDS[INDONESIAN].split()) - {"kulit"}),  # skin
}

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class StemCounts:
    """Of `rows` passages: stem `stems[numbers[i]]` stands `counts[i]` times in passage `places[i]`, which ascends."""

    rows: int
    stems: tuple[str, ...]
    places: Numbers
    numbers: Numbers
    counts: Numbers


class _Kept(msgspec.Struct, array_like=True):
    rows: int
    stems: tuple[str, ...]
    arrays: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


def stemmed_as(language: str) -> str:
    """The language by whose stems a document is indexed."""
    return language if language in STEMMERS else ENGLISH


def words(text: str, language: str = ENGLISH) -> list[str]:
    """Stems of a text's content words, in their order."""
    ids, vocabulary = _stemmed([text], language)
    stems = {number: stem for stem, number in vocabulary.items()}
    return [stems[number] for number in ids[0]]


def count_stems(texts: Sequence[str], language: str = ENGLISH) -> StemCounts:
    """Count the stems of a document's passages, all in one call: one by one takes three times as long."""
    ids, vocabulary = _stemmed(texts, language)
    counted = [np.unique(np.asarray(row, dtype=np.int32), return_counts=True) for row in ids]
    return StemCounts(
        rows=len(texts),
        stems=tuple(sorted(vocabulary, key=vocabulary.__getitem__)),
        places=np.repeat(np.arange(len(ids), dtype=np.int32), [len(numbers) for numbers, _counts in counted]),
        numbers=_joined([numbers for numbers, _counts in counted]),
        counts=_joined([counts.astype(np.int32) for _numbers, counts in counted]),
    )


@cache
def counted_by() -> str:
    """Names what decides the counts beside the texts and their language."""
    return "-".join((FORMAT, version("bm25s"), version("PyStemmer")))


def to_bytes(counts: StemCounts) -> bytes:
    """For a file."""
    arrays = np.stack((counts.places, counts.numbers, counts.counts)).tobytes()
    return _encoder.encode(_Kept(rows=counts.rows, stems=counts.stems, arrays=arrays))


def from_bytes(content: bytes) -> StemCounts:
    """What `to_bytes` made."""
    kept = _decoder.decode(content)
    places, numbers, counts = np.frombuffer(kept.arrays, dtype=np.int32).reshape(3, -1)
    return StemCounts(rows=kept.rows, stems=kept.stems, places=places, numbers=numbers, counts=counts)


def _stemmed(texts: Sequence[str], language: str) -> tuple[list[list[int]], dict[str, int]]:
    tokens = bm25s.tokenize(
        list(texts),
        stopwords=STOP_WORDS[language],
        stemmer=Stemmer.Stemmer(STEMMERS[language]),
        show_progress=False,
    )
    return tokens.ids, tokens.vocab


def _joined(parts: Sequence[Numbers]) -> Numbers:
    return np.concatenate([np.zeros(0, dtype=np.int32), *parts])
