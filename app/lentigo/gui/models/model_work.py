"""Brings models in, checks and removes them: one thing at a time, for each of them keeps the disk busy."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.worker.messages.message import Request
from lentigo.worker.messages.models import ImportModels, RemoveModel, VerifyModel

ModelRequest = ImportModels | VerifyModel | RemoveModel
Told = TypeVar("Told")


class ModelWork(QObject):
    """Works through the librarian's worker: it runs behind everything else, and no analysis ever waits for it."""

    began = Signal(object)  # ModelRequest
    happened = Signal(object)  # AnalysisEvent
    brought_in = Signal(object)  # ImportedModels
    checked = Signal(object)  # InstalledModel
    removed = Signal(object)  # InstalledModel
    unfinished = Signal(object, object)  # ModelRequest, and its end: Failed or Cancelled
    rested = Signal()

    def __init__(self, *, bridge: WorkerBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._job: int | None = None

    @property
    def working(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def begin(self, request: ModelRequest) -> None:
        """Begin it, once what runs is done."""
        match request:
            case ImportModels():
                self._submit(request, self.brought_in.emit)
            case VerifyModel():
                self._submit(request, self.checked.emit)
            case RemoveModel():
                self._submit(request, self.removed.emit)
        self.began.emit(request)

    def stop(self) -> None:
        """Stop what runs; `unfinished` follows."""
        if self._job is not None:
            self._bridge.cancel(self._job)

    def rest(self) -> None:
        """End the worker's process until the next request, unless it is busy."""
        self._bridge.rest()

    def _submit(self, request: Request[Told], take: Callable[[Told], None]) -> None:
        leave = partial(self._finish_job, partial(self.unfinished.emit, request))
        self._job = self._bridge.submit(
            request,
            on_result=partial(self._finish_job, take),
            on_failed=leave,
            on_cancelled=leave,
            on_event=self.happened.emit,
        )

    def _finish_job(self, tell: Callable[[Told], None], told: Told) -> None:
        self._job = None
        tell(told)
        self.rested.emit()
