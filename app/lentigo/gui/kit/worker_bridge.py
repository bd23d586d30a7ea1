"""Passes a worker's replies from the client's reader thread to the window's event loop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from lentigo.analysis.events import AnalysisEvent
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages.message import Cancelled, Completed, Failed, Progressed, Reply, Request

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener(Generic[Result]):
    """Who hears of a job: of its events, and of one ending, once."""

    on_result: Callable[[Result], None]
    on_failed: Callable[[Failed], None]
    on_cancelled: Callable[[Cancelled], None]
    on_event: Callable[[AnalysisEvent], None]

    @property
    def gone(self) -> bool:
        """Whether it was a part of the window that is not there any more, such as a dialog that was closed."""
        owner = getattr(self.on_result, "__self__", None)
        return isinstance(owner, QObject) and not isValid(owner)

    def hear(self, reply: Reply[Result]) -> None:
        """Call the one that the reply concerns."""
        match reply:
            case Progressed():
                self.on_event(reply.event)
            case Completed():
                self.on_result(reply.result)
            case Failed():
                self.on_failed(reply)
            case Cancelled():
                self.on_cancelled(reply)


def ignore(_told: object) -> None:
    """A listener that does nothing."""


class WorkerBridge(QObject):
    """One worker as the window sees it; everything is called in the window's thread."""

    _arrived = Signal(object, object)  # Listener, Reply

    def __init__(self, client: WorkerClient) -> None:
        super().__init__()
        self._closed = False
        self._open: set[int] = set()
        self._arrived.connect(self._route, Qt.ConnectionType.QueuedConnection)
        self._client = client

    def submit(
        self,
        request: Request[Result],
        *,
        on_result: Callable[[Result], None],
        on_failed: Callable[[Failed], None],
        on_cancelled: Callable[[Cancelled], None] = ignore,
        on_event: Callable[[AnalysisEvent], None] = ignore,
    ) -> int:
        """Send a request; returns its job number for `cancel`. One of the first three is called, once, unless the
        widget whose method `on_result` is has been deleted meanwhile.

        `on_cancelled` may be left out where nobody cancels the job.
        """
        listener = Listener(on_result=on_result, on_failed=on_failed, on_cancelled=on_cancelled, on_event=on_event)
        job = self._client.submit(request, lambda reply: self._receive(listener, reply))
        self._open.add(job)  # in time: replies wait in the event queue until this call has returned
        return job

    def cancel(self, job: int) -> None:
        """Ask a job to stop; it ends within the client's grace."""
        self._client.cancel(job)

    def rest(self) -> None:
        """End the worker's process, and free its memory, until the next request, unless a job is open."""
        if not self._open:
            self._client.close()

    def restart(self) -> None:
        """End the worker, and start it anew at the next request; nothing is told of what was open."""
        self._open.clear()
        self._client.close()

    def close(self) -> None:
        """End the worker; nothing is told any more."""
        self._closed = True
        self._client.close()

    def _receive(self, listener: Listener[Result], reply: Reply[Result]) -> None:
        if not self._closed:
            self._arrived.emit(listener, reply)

    @Slot(object, object)
    def _route(self, listener: Listener[Any], reply: Reply[Any]) -> None:
        if self._closed or reply.job not in self._open:
            return
        if not isinstance(reply, Progressed):
            self._open.remove(reply.job)
        if not listener.gone:
            listener.hear(reply)
