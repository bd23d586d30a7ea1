"""Carries a worker's replies from the client's reader thread into the window's event loop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot

from lentigo.analysis.events import AnalysisEvent
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages import Ending, Progressed, Reply, Request

Connect = Callable[[Callable[[Reply], None]], WorkerClient]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who hears of a job: `on_ending` exactly once."""

    on_ending: Callable[[Ending], None]
    on_event: Callable[[AnalysisEvent], None] | None = None


class WorkerBridge(QObject):
    """One worker as the window sees it; everything is called in the window's thread."""

    _arrived = Signal(object)

    def __init__(self, connect: Connect) -> None:
        super().__init__()
        self._closed = False
        self._listeners: dict[int, Listener] = {}
        self._arrived.connect(self._route, Qt.ConnectionType.QueuedConnection)
        self._client = connect(self._receive)

    def submit(self, request: Request, listener: Listener) -> int:
        """Send a request; returns its job number for `cancel`."""
        job = self._client.submit(request)
        self._listeners[job] = listener  # in time: replies wait in the event queue until this call has returned
        return job

    def cancel(self, job: int) -> None:
        """Ask a job to stop; it ends within the client's grace."""
        self._client.cancel(job)

    def rest(self) -> None:
        """Give the worker's memory back until the next request, unless it has something to do."""
        if not self._listeners:
            self._client.close()

    def close(self) -> None:
        """End the worker; nothing is told any more."""
        self._closed = True
        self._listeners.clear()
        self._client.close()

    def _receive(self, reply: Reply) -> None:
        if not self._closed:
            self._arrived.emit(reply)

    @Slot(object)
    def _route(self, reply: Reply) -> None:
        if isinstance(reply, Progressed):
            listener = self._listeners.get(reply.job)
            if listener and listener.on_event:
                listener.on_event(reply.event)
        elif listener := self._listeners.pop(reply.job, None):
            listener.on_ending(reply)


class Workers(NamedTuple):
    """The window's workers, all of one kind. A process is started at its first request."""

    analyst: WorkerBridge  # keeps the model warm
    desk: WorkerBridge  # previews, pages, exports: what takes a moment
    reader: WorkerBridge  # lists and searches the library while its page is open
    librarian: WorkerBridge  # adds and removes documents, which can take minutes
