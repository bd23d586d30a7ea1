"""Opens the library, keeps it open while its documents stay the same, and adds and removes documents."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

import filelock

from lentigo.domain.library import LibraryDocument
from lentigo.errors import EngineError, InputError
from lentigo.language import deferred, translate
from lentigo.progress import Progress
from lentigo.retrieval.conditions import load_conditions
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.document_store import DocumentStore, State, StoredDocument, in_order
from lentigo.retrieval.encoder import Encoder, Vectors
from lentigo.retrieval.hybrid import FAILED, HybridLibrary
from lentigo.retrieval.index import LOCK, READ, Corpus, Index, step
from lentigo.retrieval.mending import Mending, resting
from lentigo.retrieval.sealed import is_whole
from lentigo.retrieval.second_reading import page_text

MENDING = deferred(
    "not in use: the search index is being built again; until then the library is searched by words only"
)
UNSTEADY = deferred("The search index does not stay intact on this disk.")
ASKED_EVERY_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The library as it was at a state of its documents."""

    state: State
    corpus: Corpus
    library: HybridLibrary


class LibraryKeeper:
    """One process's hold on the library: `bundled` came with the program, everything is written below `own`.

    Other processes may hold the same library. What they add or remove is seen at the next call.
    """

    def __init__(self, *, bundled: Path, own: Path, load_encoder: Callable[[], Encoder | None]) -> None:
        self._bundled = bundled
        self._ships = bundled == own
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self.store = DocumentStore(bundled=bundled, own=own)
        self._index = Index(folder=own / "index", shipped=bundled / "index")
        self._opened: Opened | None = None
        self._mending: Mending | None = None
        self._trouble: tuple[State, str] | None = None
        self._may_mend = Event()
        self._may_mend.set()

    def library(self, progress: Progress) -> HybridLibrary:
        """The library as its documents are now. Where vectors are missing, it goes by words while they are made."""
        self._end_mending()
        while self._opened is None or self._opened.state != self.store.state():
            self.close()
            self._opened = self._open(self.store.state(), progress)
        return self._opened.library

    def documents(self, progress: Progress) -> tuple[LibraryDocument, ...]:
        """All documents, also those that cannot be searched, with the reason."""
        return tuple(reading.document for reading in self._index.corpus(self.store.documents(), progress).readings)

    def add(self, path: Path, password: str, progress: Progress, *, index: bool = True) -> tuple[LibraryDocument, bool]:
        """Add a document; the same one twice is one, and False then says that it was there.

        Without `index`, the search index waits for `build`, which makes it once for many added documents.
        PasswordNeeded and InputError where it cannot be opened or holds nothing; a stop adds nothing.
        """
        self.close()
        with _disk_trouble(), self.store.staged(path, password, step(READ, progress)) as staged:
            if known := self._known(staged.record.id, progress):
                return known, False
            reading = self._index.readings.read_anew(staged, step(READ, progress))
            with self._alone(progress):
                if index:
                    corpus = self._write(in_order([*self._others(staged.record.id), staged]), progress)
                    self.store.keep(staged, reading.document)
                    self._clean(corpus)
                else:
                    self._encode(Corpus(readings=(reading,)), progress)
                    self.store.keep(staged, reading.document)
        return reading.document, True

    def remove(self, key: str, progress: Progress) -> LibraryDocument:
        """Remove one of the clinic's own documents by its id; nothing is encoded for that."""
        self.close()
        with _disk_trouble(), self._alone(progress):
            document = self._index.corpus(self.store.documents(), progress).document(key)
            if document.bundled:
                raise InputError(
                    translate("{title} came with Lentigo and stays.", title=document.title),
                    hint=translate("Only added ones can go."),
                )
            corpus = self._write(self._others(key), progress)
            self.store.remove(document)
            self._clean(corpus)
        return document

    def build(self, progress: Progress, *, anew: bool = True) -> None:
        """Read every document and build the index: all of it `anew`, or what is missing.

        Where the documents are the program's own, they are what ships from then on, and a change of them is damage.
        """
        self.close()
        with _disk_trouble(), self._alone(progress):
            if anew and self._ships:
                self.store.record_shipped()
            self._clean(self._write(self.store.documents(), progress, anew=anew))

    @property
    def notice(self) -> str:
        """What the user must know about the opened library's documents, or ""."""
        return self._opened.corpus.notice if self._opened else ""

    def at_rest(self) -> AbstractContextManager[None]:
        """Nothing is done in the background meanwhile."""
        return resting(self._may_mend)

    def close(self) -> None:
        """Stop what goes on in the background and let go of the index's files."""
        if self._mending:
            self._mending.stop()
        if self._opened:
            self._opened.library.close()
        self._opened = self._mending = None

    def _open(self, state: State, progress: Progress) -> Opened:
        corpus = self._index.corpus(self.store.documents(), progress)
        if not corpus.texts:
            raise EngineError(
                translate("The library holds no text to search."),
                hint=translate("Add documents with text, not scans."),
            )
        lexical, encoder = self._index.lexical(corpus, progress), self._working_encoder()
        vectors = self._index.vectors(corpus, encoder) if encoder else None
        library = HybridLibrary(
            version=corpus.version,
            conditions=load_conditions(self._bundled / "pdf"),
            documents=corpus.documents,
            lexical=lexical,
            encoder=encoder if vectors else None,
            dense=_open_in_background(vectors, self._index.row_names(corpus, encoder)) if encoder and vectors else None,
            trouble=self._mend(state, corpus, encoder) if encoder and not vectors else "",
            second_text=self._second_text,
        )
        return Opened(state=state, corpus=corpus, library=library)

    def _second_text(self, document: str, page: int) -> str:
        """A page read again; "" where its file is damaged."""
        with suppress(InputError):
            return page_text(self.store.find(document).path, page)
        return ""

    def _mend(self, state: State, corpus: Corpus, encoder: Encoder) -> str:
        """Begin to make the vectors, unless that has just failed; what the library says about it."""
        if self._trouble and self._trouble[0] == state:
            return translate(FAILED, reason=self._trouble[1])
        self._mending = Mending(partial(self._make_vectors, state, corpus, encoder), self._may_mend)
        return translate(MENDING)

    def _make_vectors(self, state: State, corpus: Corpus, encoder: Encoder, progress: Progress) -> None:
        with _disk_trouble():
            vectors = self._index.encode(corpus, encoder, progress)
            self._index.write_vectors(corpus, encoder, vectors, progress)
            with suppress(filelock.Timeout), self._lock().acquire(timeout=0):
                if self.store.state() == state:
                    self._index.clean(self.store.documents(), corpus, encoder)

    def _end_mending(self) -> None:
        if self._mending and self._mending.ended and self._opened:
            self._trouble = (self._opened.state, self._mending.trouble or translate(UNSTEADY))
            self.close()

    def _known(self, key: str, progress: Progress) -> LibraryDocument | None:
        """The document of that id, unless it is a damaged one of the clinic's: adding it again then mends it."""
        same = (entry for entry in self.store.documents() if entry.record.id == key)
        stored = [entry for entry in same if entry.record.bundled or entry.is_intact()]
        return self._index.corpus(stored, progress).document(key) if stored else None

    def _others(self, key: str) -> tuple[StoredDocument, ...]:
        return tuple(stored for stored in self.store.documents() if stored.record.id != key)

    def _write(self, documents: Sequence[StoredDocument], progress: Progress, *, anew: bool = False) -> Corpus:
        """The index of these documents, or what is missing of it."""
        corpus, encoder = self._index.corpus(documents, progress, anew=anew), self._working_encoder()
        if not corpus.texts:
            return corpus
        whole = encoder and not anew and self._index.vectors(corpus, encoder)
        vectors = None if whole else self._encode(corpus, progress, anew=anew)
        self._index.lexical(corpus, progress, anew=anew)
        if encoder and vectors is not None:
            self._index.write_vectors(corpus, encoder, vectors, progress, anew=anew)
        return corpus

    def _encode(self, corpus: Corpus, progress: Progress, *, anew: bool = False) -> dict[str, Vectors] | None:
        """An encoder that fails leaves words: the next opening says why."""
        encoder = self._working_encoder()
        if encoder:
            with suppress(EngineError):
                return self._index.encode(corpus, encoder, progress, anew=anew)
        return None

    def _clean(self, corpus: Corpus) -> None:
        self._trouble = None
        self.store.clean()
        self._index.clean(self.store.documents(), corpus, self._working_encoder())

    def _working_encoder(self) -> Encoder | None:
        self._encoder = self._encoder or self._load_encoder()
        return self._encoder

    @contextmanager
    def _alone(self, progress: Progress) -> Iterator[None]:
        """No other process writes meanwhile; waits for one that does."""
        lock = self._lock()
        while not lock.is_locked:
            step(READ, progress).share(0.0)
            with suppress(filelock.Timeout):
                lock.acquire(timeout=ASKED_EVERY_S)
        try:
            yield
        finally:
            lock.release()

    def _lock(self) -> filelock.BaseFileLock:
        self._index.folder.mkdir(parents=True, exist_ok=True)
        return filelock.FileLock(self._index.folder / LOCK)


def _open_in_background(vectors: Path, names: Sequence[str]) -> "Future[DenseIndex]":
    """ChromaDB takes a second to import and open: other work goes on until the first search needs it."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-vectors")
    opening = executor.submit(DenseIndex.open, vectors, partial(is_whole, name=vectors.name), names)
    executor.shutdown(wait=False)
    return opening


@contextmanager
def _disk_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise EngineError(
            translate("The library cannot be written."),
            hint=translate("Free some disk space, or check the data folder's permissions."),
        ) from problem
