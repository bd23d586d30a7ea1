"""How well the library finds what a test collection says answers its questions."""

import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from lentigo.progress import Progress
from lentigo.retrieval.encoder import Encoder
from lentigo.retrieval.fusion import Arm
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.index import STEPS
from lentigo_packager.evaluation.judgements import Judged, TextLocation, read_judged, read_places
from lentigo_packager.evaluation.libraries import corpus_library, entries_of, entries_on, pdf_library
from lentigo_packager.evaluation.measures import score

DEPTH = 100  # texts a ranking, which recall@100 needs
PASSAGES = 200  # all that a search can bring: a text of several pages takes several
STAGES = (*STEPS, *(f"asking the {arm} search" for arm in Arm))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """The measures of one arm, and how long a query took it, encoding included."""

    arm: Arm
    measures: dict[str, float]
    query_ms: float  # median


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalResult:
    """What `lentigo-packager evaluate retrieval` tells. `pdfs` says whether the texts came through PDF ingestion."""

    collection: str
    texts: int
    queries: int
    pdfs: bool
    encoder: str
    library: str
    arms: tuple[ArmResult, ...]


def evaluate_retrieval(
    folder: Path, *, pdfs: Path | None, arms: Sequence[Arm], encoder: Encoder, progress: Progress
) -> RetrievalResult:
    """Index the folder's corpus, or the PDFs that the map names for it, ask every judged query, and score the answers.

    The index lies in a temporary folder.
    """
    judged = read_judged(folder)
    places = read_places(pdfs) if pdfs else {}
    with tempfile.TemporaryDirectory(prefix="lentigo-evaluation-") as temporary:
        library = _library(judged, places, Path(temporary), encoder, progress)
        with closing(library):
            results = tuple(_evaluate_arm(library, judged, places, arm, progress) for arm in arms)
            return RetrievalResult(
                collection=folder.resolve().name,
                texts=len(places or judged.corpus),
                queries=len(judged.queries),
                pdfs=bool(places),
                encoder=library.encoder,
                library=library.version,
                arms=results,
            )


def _library(
    judged: Judged, places: dict[str, TextLocation], folder: Path, encoder: Encoder, progress: Progress
) -> HybridLibrary:
    if places:
        return pdf_library(places, folder, encoder, progress)
    return corpus_library(judged.corpus, folder, encoder, progress)


def _evaluate_arm(
    library: HybridLibrary, judged: Judged, places: dict[str, TextLocation], arm: Arm, progress: Progress
) -> ArmResult:
    on_pages = entries_on(places)
    rankings: dict[str, tuple[str, ...]] = {}
    spent: list[float] = []
    stage = f"asking the {arm} search"
    progress.begin(stage, STAGES.index(stage), len(STAGES))
    for query, text in judged.queries.items():
        progress.share(len(rankings) / len(judged.queries))
        start = time.perf_counter()
        hits = library.search(text, limit=PASSAGES if places else DEPTH, arm=arm)
        spent.append(time.perf_counter() - start)
        found = (key for hit in hits for key in (entries_of(hit, on_pages) if places else (hit.passage.document,)))
        rankings[query] = tuple(dict.fromkeys(found))[:DEPTH]
    return ArmResult(arm=arm, measures=score(judged.qrels, rankings), query_ms=round(median(spent) * 1000, 1))
