"""The library: words and meaning searched together, every hit with its page and its three scores."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lentigo.domain.evidence import Condition, Hit, Scores
from lentigo.errors import EngineError
from lentigo.retrieval.conditions import load_conditions
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.encoder import Encoder
from lentigo.retrieval.extraction import Extracted
from lentigo.retrieval.fusion import fuse
from lentigo.retrieval.index import Index, Inputs, Progress, build_index, inputs, open_index
from lentigo.retrieval.lexical import LexicalIndex, words
from lentigo.retrieval.queries import expanded

POOL = 100  # candidates that each arm brings
LEAST_COSINE = 0.15  # below, MiniLM sees no common subject; 0.2 already costs 0.005 nDCG@10 on SciFact
MOST_ALIKE = 0.8  # share of words in common from which two passages say the same

NO_ENCODER = "not in use: no text encoder is installed, so the library is searched by words only"
FAILED = "not in use: {reason} The library is searched by words only"


class HybridLibrary:
    """An opened library. Without a working encoder it goes on by words alone, and `encoder` says so."""

    def __init__(
        self,
        *,
        version: str,
        conditions: tuple[Condition, ...],
        documents: Sequence[Extracted],
        lexical: LexicalIndex,
        encoder: Encoder | None,
        dense: "Future[DenseIndex] | None",
        trouble: str = NO_ENCODER,
    ) -> None:
        self._version = version
        self._conditions = conditions
        self._documents = {document.name: document for document in documents}
        self._passages = [passage for document in documents for passage in document.passages]
        self._lexical = lexical
        self._encoder = encoder
        self._dense = dense
        self._trouble = trouble

    @property
    def version(self) -> str:
        """Names the library's content."""
        return self._version

    @property
    def encoder(self) -> str:
        """Name and hash of the text encoder, or that it is not in use and why."""
        self._opened_dense()
        return self._encoder.identity if self._encoder and self._dense else self._trouble

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The handbook's conditions."""
        return self._conditions

    def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        """Best passages first, near-duplicates left out; empty for a query without content words."""
        text = expanded(query)
        if limit < 1 or not words(text):
            return ()
        scores = self._lexical.scores(text)
        rows = self._lexical_candidates(scores)
        cosines = self._cosines(text, rows)
        lexical = {row: float(scores[row]) for row in {*rows, *cosines}}
        return tuple(self._distinct(fuse(lexical, cosines, least_cosine=LEAST_COSINE), limit))

    def page_text(self, document: str, page: int) -> str:
        """All text of a page (from 1), as extracted; "" where there is no such page."""
        pages = self._documents[document].pages if document in self._documents else ()
        return pages[page - 1].text if 1 <= page <= len(pages) else ""

    def close(self) -> None:
        """Let go of the index's files."""
        if dense := self._opened_dense():
            dense.close()

    def _lexical_candidates(self, scores: NDArray[np.float32]) -> list[int]:
        return [row for row in np.argsort(-scores, kind="stable").tolist() if scores[row] > 0][:POOL]

    def _cosines(self, text: str, rows: Sequence[int]) -> dict[int, float]:
        """Of the nearest passages and of the given rows; empty where there are no vectors to go by."""
        index = self._opened_dense()
        if not index or not self._encoder:
            return {}
        try:
            vector = self._encoder.encode([text])[0]
            nearest = index.nearest(vector, POOL)
            return nearest | index.cosines(vector, [row for row in rows if row not in nearest])
        except EngineError as problem:
            self._give_up_dense(problem)
            return {}

    def _opened_dense(self) -> DenseIndex | None:
        try:
            return self._dense.result() if self._dense else None
        except EngineError as problem:
            self._give_up_dense(problem)
            return None

    def _give_up_dense(self, problem: EngineError) -> None:
        self._dense, self._trouble = None, FAILED.format(reason=problem.message)

    def _distinct(self, ranked: Sequence[tuple[int, Scores]], limit: int) -> Iterator[Hit]:
        taken: list[frozenset[str]] = []
        for row, scores in ranked:
            passage = self._passages[row]
            own = frozenset(passage.text.lower().split())
            if any(len(own & other) > MOST_ALIKE * len(own | other) for other in taken):
                continue
            taken.append(own)
            yield Hit(passage=passage, scores=scores)
            if len(taken) == limit:
                return


def open_library(folder: Path, encoder: Encoder | None, on_progress: Progress) -> HybridLibrary:
    """Open the library in `folder` (pdf/, index/), building its index first where it is missing, stale or damaged.

    `on_progress` hears of a build only, from 0 to 1; what it raises ends the build. The vectors open in the background.
    """
    made_from, index, trouble = _open_or_build(folder, encoder, on_progress)
    return HybridLibrary(
        version=_version(made_from),
        conditions=load_conditions(folder / "pdf"),
        documents=index.documents,
        lexical=index.lexical,
        encoder=encoder,
        dense=_open_in_background(index.vectors) if index.vectors else None,
        trouble=trouble,
    )


def _open_or_build(folder: Path, encoder: Encoder | None, on_progress: Progress) -> tuple[Inputs, Index, str]:
    made_from = inputs(folder, encoder.identity if encoder else "")
    index = open_index(folder, made_from)
    if index:
        return made_from, index, NO_ENCODER
    try:
        return made_from, build_index(folder, made_from, encoder, on_progress), NO_ENCODER
    except OSError as problem:
        raise EngineError(
            "The library's index cannot be written.", hint="Free some disk space, or check the folder's permissions."
        ) from problem
    except EngineError as problem:
        if not encoder:
            raise
        trouble = FAILED.format(reason=problem.message)
    made_from = inputs(folder, "")
    return made_from, build_index(folder, made_from, None, on_progress), trouble


def _version(made_from: Inputs) -> str:
    count = len(made_from.documents)
    digest = hashlib.sha256(repr(sorted(made_from.documents.items())).encode()).hexdigest()[:12]
    return f"{count} document{'s' if count > 1 else ''} sha256:{digest}"


def _open_in_background(vectors: Path) -> "Future[DenseIndex]":
    """ChromaDB takes a second to import and open: other work goes on until the first search needs it."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-vectors")
    opening = executor.submit(DenseIndex.open, vectors)
    executor.shutdown(wait=False)
    return opening
