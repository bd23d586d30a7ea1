"""How fast the library is: `build/benchmark_library.py [encoder] [query] [document] [opening] [changing]`.

Prints the rows of docs/retrieval.md; without arguments, all five measurements. The texts are the handbook's sentences
in random order. In "query", "opening" and "changing", the vectors of the 20,000 passages are made up (mixtures of real
ones), for encoding them takes many minutes and does not change the search; the queries are encoded for real.
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import psutil
import pymupdf

from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.index import STEPS
from lentigo.retrieval.opening import LibraryKeeper
from lentigo_packager.evaluation.judgements import Entry
from lentigo_packager.evaluation.libraries import corpus_library

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "knowledge" / "handbook"
ENCODER = default_paths().resources / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"
PASSAGES, QUERIES = 20_000, 200
PASSAGE_WORDS = 140
PAGES, PARAGRAPHS, PARAGRAPH_WORDS = 1000, 3, 125
DOCUMENTS = 10
OPEN = "open"  # what this program tells itself in a new process


def main(wanted: Sequence[str]) -> None:
    """Run the measurements and print the table's rows."""
    measurements: dict[str, Callable[[TextEncoder], Iterator[tuple[str, str, str]]]] = {
        "encoder": measure_encoder,
        "query": measure_query,
        "document": measure_document,
        "opening": measure_opening,
        "changing": measure_changing,
    }
    print(f"| figure ({os.cpu_count()} cores) | measured | goal |\n|---|---|---|")
    with closing(TextEncoder(ENCODER)) as encoder:
        for name in wanted or measurements:
            for figure, value, goal in measurements[name](encoder):
                print(f"| {figure} | {value} | {goal} |", flush=True)


def measure_encoder(encoder: TextEncoder) -> Iterator[tuple[str, str, str]]:
    """Passages of the usual length, the best of three."""
    texts = [text for _number, text in zip(range(64), random_texts(PASSAGE_WORDS, seed=1), strict=False)]
    encoder.encode(texts[:4])
    seconds = min(timed(lambda: encoder.encode(texts)) for _ in range(3))
    yield f"encoding, passages of {PASSAGE_WORDS} words", f"{1000 * seconds / len(texts):.1f} ms each", "none"


def measure_query(encoder: TextEncoder) -> Iterator[tuple[str, str, str]]:
    """From the text of a query to its hits."""
    texts = random_texts(PASSAGE_WORDS - 30, seed=2)
    entries = [Entry(id=str(number), title="", text=next(texts)) for number in range(PASSAGES)]
    queries = [sentence[:120] for sentence in random.Random(3).sample(sentences(), QUERIES)]
    with tempfile.TemporaryDirectory() as folder:
        library = corpus_library(entries, Path(folder), MadeUpVectors(encoder), QUIET)
        with closing(library):
            library.search("red scaly plaque", limit=10)
            spent = [1000 * timed(lambda text=query: library.search(text, limit=10)) for query in queries]
    yield f"query at {PASSAGES:,} passages, p50", f"{statistics.median(spent):.0f} ms", "60 ms"
    yield f"query at {PASSAGES:,} passages, p95", f"{statistics.quantiles(spent, n=20)[-1]:.0f} ms", "none"


class StepClock:
    """A Progress that measures how long each step took."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STEPS, 0.0)
        self._step, self._last = STEPS[0], time.perf_counter()

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        self._step = title

    def share(self, done: float) -> None:
        now = time.perf_counter()
        self.seconds[self._step] += now - self._last
        self._last = now


def measure_document(encoder: TextEncoder) -> Iterator[tuple[str, str, str]]:
    """Adding a long document to an empty library."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.pdf")
        write_document(path, PAGES, seed=5)
        start = time.perf_counter()
        clock = StepClock()
        own = Path(folder, "own")
        with closing(LibraryKeeper(bundled=Path(folder), own=own, load_encoder=lambda: encoder)) as keeper:
            keeper.add(path, "", clock)
            total = time.perf_counter() - start
            rows = len(keeper.library(clock).search("skin", limit=1))
        assert rows == 1
    yield f"a document of {PAGES:,} pages, added", f"{total:.0f} s", "90 s"
    for step, seconds in clock.seconds.items():
        yield f"… of which {step}", f"{seconds:.0f} s", "none"


def measure_opening(encoder: TextEncoder) -> Iterator[tuple[str, str, str]]:
    """In new processes, from an index on disk, every file of it hashed."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(made_up_keeper(Path(folder), encoder)) as keeper:
            fill(keeper, Path(folder))
        command = [sys.executable, __file__, OPEN, folder]
        runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5)]
    passages, seconds, memory = (statistics.median(run[figure] for run in runs) for figure in runs[0])
    yield f"opening a library of {passages:,.0f} passages", f"{seconds:.2f} s", "0.5 s"
    yield "memory above the encoder, after a search", f"{memory / 1e6:.0f} MB", "250 MB"


def measure_changing(encoder: TextEncoder) -> Iterator[tuple[str, str, str]]:
    """A page added to the library of 20,000 passages and removed again; processor time, so that others do not count."""
    with tempfile.TemporaryDirectory() as folder, closing(made_up_keeper(Path(folder), encoder)) as keeper:
        fill(keeper, Path(folder))
        page = Path(folder, "page.pdf")
        write_document(page, 1, seed=DOCUMENTS)
        start = time.process_time()
        document, _new = keeper.add(page, "", QUIET)
        added = time.process_time()
        keeper.remove(document.id, QUIET)
        removed = time.process_time()
    yield f"a page added to {PASSAGES:,} passages, processor time", f"{added - start:.1f} s", "2 s"
    yield f"a page removed from {PASSAGES:,} passages, processor time", f"{removed - added:.1f} s", "2 s"


def fill(keeper: LibraryKeeper, folder: Path) -> None:
    """Ten documents with 20,000 passages."""
    for number in range(DOCUMENTS):
        path = folder / f"{number}.pdf"
        write_document(path, PASSAGES // DOCUMENTS // PARAGRAPHS + 1, seed=number)
        keeper.add(path, "", QUIET, index=False)
    keeper.build(QUIET, anew=False)


def print_opening(folder: Path) -> None:
    """Open the library that `measure_opening` built, and search it once."""
    with closing(TextEncoder(ENCODER)) as encoder, closing(made_up_keeper(folder, encoder)) as keeper:
        process = psutil.Process()
        before, start = process.memory_info().rss, time.perf_counter()
        library = keeper.library(QUIET)
        seconds = time.perf_counter() - start
        hits = library.search("red scaly plaque", limit=10)
        assert hits[0].scores.dense > 0
        passages = sum(document.pages for document in keeper.documents(QUIET)) * PARAGRAPHS
        print(json.dumps({"passages": passages, "s": seconds, "bytes": process.memory_info().rss - before}))


def made_up_keeper(folder: Path, encoder: TextEncoder) -> LibraryKeeper:
    """Of an own library below the folder, with vectors that are made up."""
    vectors = MadeUpVectors(encoder)
    return LibraryKeeper(bundled=folder, own=folder / "own", load_encoder=lambda: vectors)


class MadeUpVectors:
    """The encoder for single texts; many get random mixtures of 300 real vectors."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._generator = np.random.default_rng(4)
        self._real = encoder.encode([sentence[:200] for sentence in sentences()[:300]])

    @property
    def identity(self) -> str:
        """The encoder's."""
        return f"made up from {self._encoder.identity}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Of length 1."""
        if len(texts) == 1:
            return self._encoder.encode(texts)
        shares = self._generator.dirichlet(np.full(len(self._real), 0.02), size=len(texts))
        noise = self._generator.normal(scale=0.02, size=(len(texts), self._real.shape[1]))
        mixed = (shares @ self._real + noise).astype(np.float32)
        return mixed / np.linalg.norm(mixed, axis=1, keepdims=True)


def write_document(path: Path, pages: int, *, seed: int) -> None:
    """Pages of three titled paragraphs in 9 points, which make a passage each."""
    paragraphs = random_texts(PARAGRAPH_WORDS, seed=seed)
    with pymupdf.open() as document:
        for number in range(1, pages + 1):
            page = document.new_page()
            for place in range(PARAGRAPHS):
                top = 60 + place * 245
                page.insert_text((60, top), f"Section {number}.{place + 1}", fontsize=14)
                page.insert_textbox((60, top + 8, 530, top + 235), next(paragraphs), fontsize=9)
            page.insert_text((290, 815), str(number), fontsize=8)
        document.save(path)


def random_texts(words: int, *, seed: int) -> Iterator[str]:
    """Endless texts of about so many words."""
    generator, stock = random.Random(seed), sentences()
    while True:
        text: list[str] = []
        while len(text) < words:
            text += generator.choice(stock).split()
        yield " ".join(text[:words])


def sentences() -> list[str]:
    """The handbook's."""
    texts = [path.read_text(encoding="utf-8").split("+++", 2)[2] for path in sorted(HANDBOOK.glob("*.md"))]
    found = (sentence.strip() for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text))
    return [sentence for sentence in found if len(sentence.split()) > 6]


def timed(action: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == [OPEN]:
        print_opening(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
