"""The library: words and meaning searched together, every hit with its page and its three scores."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from lentigo.domain.evidence import Condition, Hit
from lentigo.errors import EngineError
from lentigo.language import deferred, translate
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.encoder import Encoder
from lentigo.retrieval.exact import exact_rows
from lentigo.retrieval.extraction import Extracted
from lentigo.retrieval.fusion import Arm, fuse
from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.queries import WORD, QueryVocabulary
from lentigo.retrieval.second_reading import confirms, has_number
from lentigo.retrieval.stems import words

POOL = 100  # candidates that each arm brings
LEAST_COSINE = 0.15  # below, MiniLM sees no common subject; 0.2 already costs 0.005 nDCG@10 on SciFact
MOST_ALIKE = 0.9  # share of words in common from which two passages say the same; 0.8 costs recall on MedQuAD
MOST_OF_ONE = 0.5  # share of the hits that one document may have while others answer, too
LOOK_ALIKES, OF_OTHERS = "Look-alikes", 0.8  # the section's name, and the weight of its passages
ANSWERS = 0.5  # share of the best score from which a passage of another document answers

NO_ENCODER = deferred("not in use: no text encoder here is whole, so the library is searched by words only")
FAILED = deferred("not in use: {reason} The library is searched by words only")


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
        trouble: str = "",
        second_text: Callable[[str, int], str] = lambda _document, _page: "",
    ) -> None:
        self._version = version
        self._conditions = conditions
        self._vocabulary = QueryVocabulary(conditions)
        self._handbooks = {condition.document for condition in conditions}
        self._documents = {document.name: document for document in documents}
        self._passages = [passage for document in documents for passage in document.passages]
        self._lexical = lexical
        self._encoder = encoder
        self._dense = dense
        self._second_text = second_text
        self._trouble = trouble or translate(NO_ENCODER)

    @property
    def version(self) -> str:
        """Names the library's content."""
        return self._version

    @property
    def encoder(self) -> str:
        """Name and hash of the text encoder, or that it is not in use and why."""
        return self.trouble or (self._encoder.identity if self._encoder else "")

    @property
    def trouble(self) -> str:
        """Why the encoder is not in use, or ""."""
        self._opened_dense()
        return "" if self._encoder and self._dense else self._trouble

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The handbook's conditions."""
        return self._conditions

    def search(self, query: str, *, limit: int, arm: Arm = Arm.HYBRID) -> tuple[Hit, ...]:
        """Best passages first, near-duplicates left out; empty for a query without content words.

        What holds a code or rare word that is looked up goes before all else, whatever its meaning.
        """
        text = self._vocabulary.expanded(query)
        if limit < 1 or not words(text):
            return ()
        scores = self._lexical.scores(text)
        exact = exact_rows(query, self._lexical, self._passages) if arm is not Arm.DENSE else Counter[int]()
        rows = self._lexical_candidates(scores, exact) if arm is not Arm.DENSE else []
        cosines = self._cosines(text, rows) if arm is not Arm.LEXICAL else {}
        lexical = {row: float(scores[row]) for row in {*rows, *cosines}} if arm is not Arm.DENSE else {}
        ranked = fuse(lexical, cosines, least_cosine=LEAST_COSINE, kept=exact)
        tiers: dict[int, list[Hit]] = {count: [] for count in sorted({0, *exact.values()}, reverse=True)}
        for row, found in ranked:
            tiers[exact[row]].append(Hit(passage=self._passages[row], scores=found))
        return shared_out([sorted(tier, key=self._merit, reverse=True) for tier in tiers.values()], limit)

    def page_text(self, document: str, page: int) -> str:
        """All text of a page (from 1), as extracted; "" where there is no such page."""
        pages = self._documents[document].pages if document in self._documents else ()
        return pages[page - 1].text if 1 <= page <= len(pages) else ""

    def confirms(self, quote: str, document: str, page: int) -> bool:
        """Whether a second reading of the page finds a quote's numbers beside the same words; true without any."""
        if not has_number(quote):
            return True
        if document not in self._documents or page in self._documents[document].unsure:
            return False
        return confirms(self._second_text(document, page), quote)

    def similarities(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        """Cosine of a text's meaning with each other one's; empty where no text encoder is in use."""
        if self.trouble or not self._encoder:
            return ()
        try:
            own, *vectors = self._encoder.encode([text, *others])
        except EngineError as problem:
            self._give_up_dense(problem)
            return ()
        return tuple(float(own @ vector) for vector in vectors)

    def close(self) -> None:
        """Let go of the index's files."""
        if dense := self._opened_dense():
            dense.close()

    def _merit(self, hit: Hit) -> float:
        """A handbook chapter's look-alikes speak of other conditions: where these have chapters, they go first."""
        elsewhere = hit.passage.section == LOOK_ALIKES and hit.passage.document in self._handbooks
        return hit.scores.hybrid * (OF_OTHERS if elsewhere else 1.0)

    def _lexical_candidates(self, scores: NDArray[np.float32], exact: Counter[int]) -> list[int]:
        """The best by words; those that hold most exact words go first."""
        rows = np.flatnonzero(scores > 0)
        best: list[int] = rows[np.argsort(-scores[rows], kind="stable")].tolist()
        return sorted(best, key=lambda row: -exact[row])[:POOL] if exact else best[:POOL]

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
        self._dense, self._trouble = None, translate(FAILED, reason=problem.message)


class Distinct:
    """Hits of which none says what an earlier one says."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self._words: list[frozenset[str]] = []

    def add(self, hit: Hit) -> None:
        """Take the hit unless it repeats one."""
        own = frozenset(WORD.findall(hit.passage.text.lower()))
        if not any(_alike(own, other) for other in self._words):
            self.hits.append(hit)
            self._words.append(own)


def _alike(own: frozenset[str], other: frozenset[str]) -> bool:
    """Sizes first, for they are cheap: two passages of very different length cannot say the same."""
    if min(len(own), len(other)) <= MOST_ALIKE * max(len(own), len(other)):
        return False
    common = len(own & other)
    return common > MOST_ALIKE * (len(own) + len(other) - common)


def shared_out(tiers: Iterable[Sequence[Hit]], limit: int) -> tuple[Hit, ...]:
    """The best hits without repetitions, a tier before the next, each shared out among the documents."""
    chosen = Distinct()
    for tier in tiers:
        _share_out(tier, chosen, limit)
    return tuple(chosen.hits)


def _share_out(ranked: Sequence[Hit], chosen: Distinct, limit: int) -> None:
    """Of the hits that are chosen here, one document has at most half while other documents answer as well.

    What is too much of one document waits behind the answers of others. A handbook that is the whole library, or that
    alone knows, keeps every place.
    """
    start = len(chosen.hits)
    most = max(1, round(MOST_OF_ONE * (limit - start)))
    least = ANSWERS * ranked[0].scores.hybrid if ranked else 0.0
    waiting: list[Hit] = []
    count: Counter[str] = Counter()
    for hit in ranked:
        if len(chosen.hits) == limit:
            break
        if hit.scores.hybrid < least or count[hit.passage.document] >= most:
            waiting.append(hit)
        else:
            before = len(chosen.hits)
            chosen.add(hit)
            count[hit.passage.document] += len(chosen.hits) - before
    for hit in waiting:
        if len(chosen.hits) == limit:
            break
        chosen.add(hit)
    places = {hit.passage.id: place for place, hit in enumerate(ranked)}
    chosen.hits[start:] = sorted(chosen.hits[start:], key=lambda hit: places[hit.passage.id])
