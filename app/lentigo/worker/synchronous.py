"""A worker for programs that wait: the command line, benchmarks, tests."""

import queue
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from lentigo.analysis.events import AnalysisEvent
from lentigo.errors import Cancelled as StopAsked
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.failures import error_of
from lentigo.worker.messages.message import Completed, Ending, Failed, Progressed, Reply, Request

Result = TypeVar("Result")


class SynchronousWorker:
    """Runs one request after the other to its end, in one process that lives as long as the `with` block."""

    def __init__(self, *, paths: Paths, on_event: Callable[[AnalysisEvent], None] = lambda _event: None) -> None:
        self._client = WorkerClient(paths=paths)
        self._on_event = on_event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def process_id(self) -> int | None:
        """The worker's process id while it runs."""
        return self._client.process_id

    def run(self, request: Request[Result]) -> Result:
        """The result; LentigoError where it failed, Cancelled where Ctrl-C stopped it."""
        replies: queue.Queue[Reply[Result]] = queue.Queue()
        job = self._client.submit(request, replies.put)
        try:
            ending = self._wait(replies)
        except KeyboardInterrupt:
            self._client.cancel(job)
            ending = self._wait(replies)
        if isinstance(ending, Completed):
            return ending.result
        if isinstance(ending, Failed):
            raise error_of(ending)
        raise StopAsked

    def _wait(self, replies: queue.Queue[Reply[Result]]) -> Ending[Result]:
        while isinstance(reply := replies.get(), Progressed):
            self._on_event(reply.event)
        return reply
