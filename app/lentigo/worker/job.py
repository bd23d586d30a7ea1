"""A running job, as the function that does it sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.errors import Cancelled
from lentigo.inference.stopping import StopFlag
from lentigo.progress import Progress
from lentigo.worker.parts import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What it is done with, whom it tells how far it is, and whether the user wants it to stop."""

    parts: Parts
    notify: Callable[[AnalysisEvent], None]
    stop: StopFlag

    def progress(self, stage: str) -> Progress:
        """Tells the steps of a stage, and stops where the user wants it."""
        return StageProgress(stage=stage, notify=self.notify, should_stop=self.stop)

    def loading(self, share: float) -> None:
        """Called from within llama.cpp, which an exception could not cross; the engine asks for a stop itself."""
        self.notify(StageProgressed(stage="model", share=share))


class StageProgress:
    """A Progress whose stages are sent as the steps of one stage; Cancelled is raised where a stop was asked for."""

    def __init__(self, *, stage: str, notify: Callable[[AnalysisEvent], None], should_stop: Callable[[], bool]) -> None:
        self._stage = stage
        self._notify = notify
        self._should_stop = should_stop
        self._title = ""

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """Send that a step began, unless it is the one that runs."""
        self._stop()
        if title != self._title:
            self._title = title
            self._notify(StageStarted(stage=self._stage, title=title, index=index, total=total))

    def share(self, done: float) -> None:
        """Send how much of the step is done."""
        self._stop()
        self._notify(StageProgressed(stage=self._stage, share=min(1.0, done)))

    def _stop(self) -> None:
        if self._should_stop():
            raise Cancelled
