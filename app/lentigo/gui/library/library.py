"""The library as the window sees it: its documents, and a search in them."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from lentigo.domain.evidence import Hit
from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.worker_bridge import Listener, WorkerBridge
from lentigo.worker.messages import Completed, Ending, ListLibrary, Request, SearchLibrary

_MOST_HITS = 20


class Library(QObject):
    """Asks a worker of its own, which opens the index: neither pages of a report nor photographs wait for that."""

    began = Signal()
    happened = Signal(object)  # AnalysisEvent
    listed = Signal()
    found = Signal()
    failed = Signal(object, object)  # the request, and its end: Failed or Cancelled
    rested = Signal()  # nothing more to wait for

    def __init__(self, *, reader: WorkerBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._open: set[int] = set()
        self._wanted = ""  # the last query; answers to earlier ones are dropped
        self.documents: tuple[LibraryDocument, ...] | None = None  # None before the first list
        self.query = ""
        self.hits: tuple[Hit, ...] = ()
        self.notice = ""  # what the user must know of the search

    @property
    def working(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._open)

    def read(self) -> None:
        """Read the list anew."""
        self._ask(ListLibrary())

    def search(self, query: str) -> None:
        """Find passages."""
        self._wanted = query
        self._ask(SearchLibrary(query=query, limit=_MOST_HITS))

    def stop(self) -> None:
        """Stop what runs; `failed` follows."""
        for job in self._open:
            self._reader.cancel(job)

    def rest(self) -> None:
        """Nobody looks at the library for now."""
        self._reader.rest()

    def _ask(self, request: Request) -> None:
        listener = Listener(on_ending=partial(self._take, request), on_event=self.happened.emit)
        self._open.add(self._reader.submit(request, listener))
        self.began.emit()

    def _take(self, request: Request, ending: Ending) -> None:
        self._open.discard(ending.job)
        if not isinstance(ending, Completed):
            self.failed.emit(request, ending)
        elif isinstance(request, ListLibrary):
            self.documents = ending.documents
            self.listed.emit()
        elif isinstance(request, SearchLibrary) and request.query == self._wanted:
            self.query, self.hits, self.notice = request.query, ending.hits, ending.notice
            self.found.emit()
        if not self._open:
            self.rested.emit()
