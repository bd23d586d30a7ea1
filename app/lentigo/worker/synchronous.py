"""A worker for programs that wait: the command line, benchmarks, tests."""

import queue
from collections.abc import Callable
from types import TracebackType
from typing import Self

from lentigo.errors import Cancelled as StopAsked
from lentigo.errors import EngineError, InputError, LentigoError, PasswordNeeded
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages import Cancelled, Completed, Failed, Progressed, Reply, Request


class SynchronousWorker:
    """Runs one request after the other to its end, in one process that lives as long as the `with` block."""

    def __init__(self, *, paths: Paths, on_progress: Callable[[Progressed], None] = lambda _message: None) -> None:
        self._replies: queue.Queue[Reply] = queue.Queue()
        self._client = WorkerClient(paths=paths, on_reply=self._replies.put)
        self._on_progress = on_progress

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

    def run(self, request: Request) -> Completed:
        """The result; LentigoError where it failed, Cancelled where Ctrl-C stopped it."""
        job = self._client.submit(request)
        try:
            ending = self._wait()
        except KeyboardInterrupt:
            self._client.cancel(job)
            ending = self._wait()
        if isinstance(ending, Completed):
            return ending
        if isinstance(ending, Failed):
            raise _error(ending)
        raise StopAsked

    def _wait(self) -> Completed | Failed | Cancelled:
        while isinstance(reply := self._replies.get(), Progressed):
            self._on_progress(reply)
        return reply


def _error(ending: Failed) -> LentigoError:
    """The error that the worker caught."""
    if ending.password_needed:
        return PasswordNeeded(ending.message, hint=ending.hint)
    kind = InputError if ending.exit_code == InputError.exit_code else EngineError
    return kind(ending.message, hint=ending.hint)
