"""The library as the window sees it: its documents, and a search in them."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lentigo.domain.evidence import Hit
from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.worker.messages.library import FoundPassages, ListLibrary, SearchLibrary
from lentigo.worker.messages.message import Request

_MOST_HITS = 20
Told = TypeVar("Told")


class LibrarySearch(QObject):
    """Asks a worker of its own, which opens the index: neither pages of a report nor photographs wait for that."""

    began = Signal()
    happened = Signal(object)  # AnalysisEvent
    listed = Signal()
    found = Signal()
    failed = Signal(object, object)  # the request, and its end: Failed or Cancelled
    rested = Signal()  # nothing more to wait for

    def __init__(self, *, reader: WorkerBridge) -> None:
        super().__init__()
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
        self._submit(ListLibrary(), self._list)

    def search(self, query: str) -> None:
        """Find passages."""
        self._wanted = query
        self._submit(SearchLibrary(query=query, limit=_MOST_HITS), partial(self._find, query))

    def stop(self) -> None:
        """Stop what runs; `failed` follows."""
        for job in self._open:
            self._reader.cancel(job)

    def rest(self) -> None:
        """End the worker's process until the next request, unless it is busy."""
        self._reader.rest()

    def _submit(self, request: Request[Told], take: Callable[[Told], None]) -> None:
        def then(tell: Callable[[Told], None], told: Told) -> None:
            self._open.discard(job)
            tell(told)
            if not self._open:
                self.rested.emit()

        leave = partial(then, partial(self.failed.emit, request))
        job = self._reader.submit(
            request,
            on_result=partial(then, take),
            on_failed=leave,
            on_cancelled=leave,
            on_event=self.happened.emit,
        )
        self._open.add(job)
        self.began.emit()

    def _list(self, documents: tuple[LibraryDocument, ...]) -> None:
        self.documents = documents
        self.listed.emit()

    def _find(self, query: str, found: FoundPassages) -> None:
        if query == self._wanted:
            self.query, self.hits, self.notice = query, found.hits, found.notice
            self.found.emit()
