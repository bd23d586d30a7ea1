"""A worker with a progress line, for one command."""

from typing import TypeVar

from lentigo.cli.progress import ProgressLine
from lentigo.paths import default_paths
from lentigo.worker.messages.message import Request
from lentigo.worker.synchronous import SynchronousWorker

Result = TypeVar("Result")


class CommandWorker(SynchronousWorker):
    """Shows on the terminal how far each request is, and takes the line away when it ends, however it ends."""

    def __init__(self) -> None:
        self._line = ProgressLine()
        super().__init__(paths=default_paths(), on_event=self._line.take)

    def run(self, request: Request[Result]) -> Result:
        """The result; LentigoError where it failed, Cancelled where Ctrl-C stopped it."""
        try:
            return super().run(request)
        finally:
            self._line.clear()
