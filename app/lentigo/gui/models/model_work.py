"""Brings models in, checks and removes them: one thing at a time, for each of them keeps the disk busy."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from lentigo.gui.kit.worker_bridge import Listener, WorkerBridge
from lentigo.worker.messages import Completed, Ending, ImportModels, RemoveModel, VerifyModel

ModelRequest = ImportModels | VerifyModel | RemoveModel


class ModelWork(QObject):
    """Works through the librarian's worker: it runs behind everything else, and no analysis ever waits for it."""

    began = Signal(object)  # ModelRequest
    happened = Signal(object)  # AnalysisEvent
    done = Signal(object, object)  # ModelRequest, and its end: Completed
    unfinished = Signal(object, object)  # ModelRequest, and its end: Failed or Cancelled
    rested = Signal()

    def __init__(self, *, bridge: WorkerBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: int | None = None

    @property
    def working(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def begin(self, request: ModelRequest) -> None:
        """Begin it, once what runs is done."""
        listener = Listener(on_ending=partial(self._end, request), on_event=self.happened.emit)
        self._job = self._bridge.submit(request, listener)
        self.began.emit(request)

    def stop(self) -> None:
        """Stop what runs; `unfinished` follows."""
        if self._job is not None:
            self._bridge.cancel(self._job)

    def rest(self) -> None:
        """Nobody looks at models for now."""
        self._bridge.rest()

    def _end(self, request: ModelRequest, ending: Ending) -> None:
        self._job = None
        if isinstance(ending, Completed):
            self.done.emit(request, ending)
        else:
            self.unfinished.emit(request, ending)
        self.rested.emit()
