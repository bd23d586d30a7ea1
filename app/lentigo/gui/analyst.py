"""The running analysis as the window sees it: warm up, analyse, stop, and how long it takes."""

import time
from enum import Enum

from PySide6.QtCore import QObject, Signal

from lentigo.analysis.events import AnalysisEvent, StageProgressed
from lentigo.domain.encounter import Encounter
from lentigo.gui.pace import Pace, in_words
from lentigo.gui.worker_bridge import Listener, WorkerBridge
from lentigo.worker.messages import Analyze, Completed, Ending, Failed, PhotographSource, WarmUp


class ModelState(Enum):
    """What the window says about the model."""

    WARMING_UP = "model warming up…"
    READY = "model ready"
    NOT_READY = "model not ready"


class Analyst(QObject):
    """One analysis at a time, through the worker that keeps the model warm."""

    model_changed = Signal()
    started = Signal()
    happened = Signal(object)  # AnalysisEvent
    ended = Signal(object)  # Ending

    def __init__(self, *, bridge: WorkerBridge, model: str, protocol: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._protocol = protocol
        self._job: int | None = None
        self._began = 0.0
        self.expected: float | None = None  # seconds, from the last whole run of this session
        self._loading = Pace()
        self.state = ModelState.WARMING_UP
        self.problem: Failed | None = None

    @property
    def running(self) -> bool:
        """Whether an analysis is under way."""
        return self._job is not None

    @property
    def elapsed(self) -> float:
        """Seconds since the analysis began."""
        return time.monotonic() - self._began

    @property
    def loading_words(self) -> str:
        """How far the model is, and how long it still takes; "" where that is a matter of a moment."""
        left = self._loading.left
        if self.state is not ModelState.WARMING_UP or left is None:
            return ""
        return f" {self._loading.share:.0%}, {in_words(left)} left"

    def warm_up(self) -> None:
        """Load the model before it is needed."""
        self._loading.begin()
        self._set_state(ModelState.WARMING_UP)
        self._bridge.submit(WarmUp(model=self._model), Listener(on_ending=self._warmed_up, on_event=self._follow))

    def analyse(self, photographs: tuple[PhotographSource, ...], encounter: Encounter) -> None:
        """Begin an analysis; `ended` tells how it went."""
        request = Analyze(photographs=photographs, encounter=encounter, model=self._model, protocol=self._protocol)
        self._began = time.monotonic()
        self._job = self._bridge.submit(request, Listener(on_ending=self._end, on_event=self.happened.emit))
        self.started.emit()

    def stop(self) -> None:
        """Stop the analysis; `ended` follows within two seconds."""
        if self._job is not None:
            self._bridge.cancel(self._job)

    def _end(self, ending: Ending) -> None:
        self._job = None
        if isinstance(ending, Completed):
            self.expected = self.elapsed
            self._set_state(ModelState.READY)
        else:
            self.warm_up()  # stopping or failing may have cost the worker its life, and with it the loaded model
        self.ended.emit(ending)

    def _follow(self, event: AnalysisEvent) -> None:
        if isinstance(event, StageProgressed):
            self._loading.note(event.share)
            self.model_changed.emit()

    def _warmed_up(self, ending: Ending) -> None:
        self.problem = ending if isinstance(ending, Failed) else None
        self._set_state(ModelState.READY if isinstance(ending, Completed) else ModelState.NOT_READY)

    def _set_state(self, state: ModelState) -> None:
        self.state = state
        self.model_changed.emit()
