"""The running analysis as the window sees it: warm up, analyse, stop, and how long it takes."""

import time
from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from lentigo.analysis.events import AnalysisEvent, StageProgressed
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind
from lentigo.gui.kit.pace import Pace, in_words
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import deferred, translate
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.message import Cancelled, Failed
from lentigo.worker.messages.models import WarmUp


class ModelState(Enum):
    """How far the model is."""

    WARMING_UP = "warming up"
    READY = "ready"
    NOT_READY = "not ready"


_WORDS = {
    ModelState.WARMING_UP: deferred("warming up…"),
    ModelState.READY: deferred("ready"),
    ModelState.NOT_READY: deferred("not ready"),
}


class Analyst(QObject):
    """One analysis at a time, through the worker that keeps the model warm."""

    model_changed = Signal()  # its state, or how far it is
    loading = Signal(object)  # AnalysisEvent
    trying = Signal(str)  # the id of another model that is being loaded
    taken = Signal(str)  # the id of the model that is used from now on
    refused = Signal(str, object)  # the id of a model that was not loaded, and why: Failed or Cancelled
    started = Signal()
    happened = Signal(object)  # AnalysisEvent
    ended = Signal(object)  # Assessment, or why there is none: Failed or Cancelled

    def __init__(self, *, bridge: WorkerBridge, model: str) -> None:
        super().__init__()
        self.bridge = bridge
        self._job: int | None = None
        self._waiting = False  # until the worker is free
        self.make_way: Callable[[Callable[[], None]], None] = _at_once  # what else uses the worker, and can wait
        self._loading_job: int | None = None
        self._loads = 0  # how often a model was asked for; what becomes of earlier ones is dropped
        self.model = model  # its id
        self.wanted = model  # the one that is loaded next, or now
        self.use_library = True
        self._began = 0.0
        self.expected: float | None = None  # seconds, from the last whole run of this session
        self._loading = Pace()
        self.state = ModelState.WARMING_UP
        self.problem: Failed | None = None

    @property
    def running(self) -> bool:
        """Whether an analysis is under way."""
        return self._waiting or self._job is not None

    @property
    def changing(self) -> bool:
        """Whether another model is being loaded in place of the one in use."""
        return self.wanted != self.model

    @property
    def elapsed(self) -> float:
        """Seconds since the analysis began."""
        return time.monotonic() - self._began

    @property
    def state_words(self) -> str:
        """What the window says behind the model's name: how far it is, and how long it takes if more than a moment."""
        left = self._loading.left
        if self.state is not ModelState.WARMING_UP or left is None:
            return translate(_WORDS[self.state])
        return translate("warming up… {share:.0%}, {time} left", share=self._loading.share, time=in_words(left))

    def warm_up(self) -> None:
        """Load the model before it is needed."""
        self._load(self.model)

    def use(self, model: str) -> None:
        """Load another model; `taken` or `refused` follows. Where it cannot be loaded, the one before stays."""
        if self._loading_job is not None:
            self.bridge.cancel(self._loading_job)  # the one before is not worth waiting for
        self._load(model)
        self.trying.emit(model)

    def stop_loading(self) -> None:
        """Keep the model that was used before."""
        if self.changing and self._loading_job is not None:
            self.bridge.cancel(self._loading_job)

    def analyse(
        self, photographs: tuple[bytes, ...], kinds: tuple[PictureKind | None, ...], encounter: Encounter
    ) -> None:
        """Begin an analysis; `kinds` are what the user says of each photograph. `ended` tells how it went."""
        request = Analyze(
            photographs=photographs,
            kinds=kinds,
            encounter=encounter,
            model=self.model,
            use_library=self.use_library,
        )
        self._began = time.monotonic()
        self._waiting = True
        self.make_way(partial(self._send, request))
        self.started.emit()

    def stop(self) -> None:
        """Stop the analysis; `ended` follows within two seconds."""
        if self._job is not None:
            self.bridge.cancel(self._job)
        elif self._waiting:
            self._waiting = False
            self.ended.emit(Cancelled())

    def _send(self, request: Analyze) -> None:
        """The worker is free; nothing is sent where the analysis was stopped meanwhile."""
        if not self._waiting:
            return
        self._waiting = False
        self._job = self.bridge.submit(
            request,
            on_result=self._take,
            on_failed=self._leave,
            on_cancelled=self._leave,
            on_event=self.happened.emit,
        )

    def _take(self, assessment: Assessment) -> None:
        self._job = None
        self.expected = self.elapsed
        self._set_state(ModelState.READY)
        self.ended.emit(assessment)

    def _leave(self, ending: Failed | Cancelled) -> None:
        self._job = None
        self.warm_up()  # stopping or failing may have cost the worker its life, and with it the loaded model
        self.ended.emit(ending)

    def _load(self, model: str) -> None:
        self.wanted = model
        self._loading.begin()
        self._set_state(ModelState.WARMING_UP)
        self._loads += 1
        end = partial(self._end_loading, self._loads)
        self._loading_job = self.bridge.submit(
            WarmUp(model=model), on_result=end, on_failed=end, on_cancelled=end, on_event=self._note_loading
        )

    def _note_loading(self, event: AnalysisEvent) -> None:
        if isinstance(event, StageProgressed):
            self._loading.note(event.share)
            self.loading.emit(event)
            self.model_changed.emit()

    def _end_loading(self, load: int, unfinished: Failed | Cancelled | None) -> None:
        """With nothing that kept it from being loaded, the model is ready."""
        if load != self._loads:  # another model was asked for in the meantime
            return
        self._loading_job = None
        if self.changing and unfinished:
            refused = self.wanted
            self.warm_up()
            self.refused.emit(refused, unfinished)
            return
        changed, self.model = self.changing, self.wanted
        self.problem = unfinished if isinstance(unfinished, Failed) else None
        self._set_state(ModelState.NOT_READY if unfinished else ModelState.READY)
        if changed:
            self.taken.emit(self.model)

    def _set_state(self, state: ModelState) -> None:
        self.state = state
        self.model_changed.emit()


def _at_once(then: Callable[[], None]) -> None:
    then()
