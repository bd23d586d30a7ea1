"""Search by meaning: vectors in ChromaDB, by cosine. Imports it when first used, for that takes a second."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lentigo.errors import EngineError
from lentigo.files import remove_abandoned
from lentigo.language import translate
from lentigo.progress import Progress
from lentigo.retrieval.encoder import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "passages"
SEARCH_WIDTH = 200  # HNSW's ef: as many candidates as the fusion takes, twice
CHANGED_AT_ONCE = 500
COPY = "lentigo-vectors-"

# Persisting at each batch keeps the graph on disk: rows left in the write-ahead log are replayed at every opening.
CONFIGURATION = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": SEARCH_WIDTH, "sync_threshold": 100}}


class DenseIndex:
    """The passages' vectors, by row; in ChromaDB each has a name, which stays where rows move."""

    def __init__(self, copy: Path, names: Sequence[str]) -> None:
        self._names = names
        self._rows = {name: row for row, name in enumerate(names)}
        self._client = _client(copy)
        self._collection: Any = self._client.get_collection(COLLECTION, embedding_function=None)
        self._removal = weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)

    @classmethod
    def write(
        cls, folder: Path, *, names: Sequence[str], vectors: Vectors, progress: Progress, gone: Sequence[str] = ()
    ) -> None:
        """Add the vectors, one a name, to a folder, which may be empty, and take what is gone out of it."""
        with _chroma_trouble(), closing(_client(folder)) as client:
            collection = client.get_or_create_collection(
                COLLECTION, embedding_function=None, configuration=CONFIGURATION
            )
            for start in range(0, len(gone), CHANGED_AT_ONCE):
                collection.delete(ids=list(gone[start : start + CHANGED_AT_ONCE]))
            for start in range(0, len(names), CHANGED_AT_ONCE):
                part = slice(start, start + CHANGED_AT_ONCE)
                collection.add(ids=list(names[part]), embeddings=vectors[part])
                progress.share(min(1.0, part.stop / len(names)))

    @classmethod
    def open(cls, folder: Path, is_whole: Callable[[Path], bool], names: Sequence[str]) -> "DenseIndex":
        """Open what `write` wrote, in a copy: ChromaDB changes its files even when it only reads them.

        The rows are the places of `names`. `is_whole` is asked about the copy, for damaged files make ChromaDB's native
        code crash.
        """
        remove_abandoned(Path(tempfile.gettempdir()).glob(f"{COPY}*"))
        copy = Path(tempfile.mkdtemp(prefix=f"{COPY}{os.getpid()}-"))
        try:
            with _chroma_trouble():
                shutil.copytree(folder, copy, dirs_exist_ok=True)
                if not is_whole(copy):
                    raise EngineError(
                        translate("The library's vectors are damaged."), hint=translate("Build the library again.")
                    )
                return cls(copy, names)
        except EngineError:
            shutil.rmtree(copy, ignore_errors=True)
            raise

    def nearest(self, vector: Vectors, count: int) -> dict[int, float]:
        """Cosines of the nearest rows."""
        with _chroma_trouble():
            found = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {self._rows[name]: 1.0 - distance for name, distance in pairs}

    def cosines(self, vector: Vectors, rows: Sequence[int]) -> dict[int, float]:
        """Cosines of given rows."""
        if not rows:
            return {}
        with _chroma_trouble():
            found = self._collection.get(ids=[self._names[row] for row in rows], include=["embeddings"])
        values = np.asarray(found["embeddings"]) @ vector
        return {self._rows[name]: float(value) for name, value in zip(found["ids"], values, strict=True)}

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()
        self._removal()


def _client(folder: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=folder, settings=Settings(anonymized_telemetry=False))


@contextmanager
def _chroma_trouble() -> Iterator[None]:
    """Whatever ChromaDB cannot do is an EngineError: its own errors, its Rust core's, and a missing library."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # ChromaDB imports onnxruntime, which would phone home at import
    try:
        from chromadb.errors import ChromaError
    except ImportError as problem:
        raise EngineError(
            translate("The search by meaning is not installed."), hint=translate("Install Lentigo again.")
        ) from problem
    try:
        yield
    except (ChromaError, OSError, RuntimeError, ValueError) as problem:
        raise EngineError(
            translate("The library's vectors cannot be read."), hint=translate("Build the library again.")
        ) from problem
