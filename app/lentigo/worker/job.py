"""A running job, as the function that does it sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.errors import Cancelled
from lentigo.inference.stopping import StopFlag
from lentigo.worker.parts import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What it is done with, whom it tells how far it is, and whether the user wants it to stop."""

    parts: Parts
    notify: Callable[[AnalysisEvent], None]
    stop: StopFlag

    def begin(self, stage: str, title: str, index: int = 0, total: int = 1) -> None:
        """Tell that a step of the stage, the `index`th from 0 of `total`, began."""
        self.notify(StageStarted(stage=stage, title=title, index=index, total=total))

    def share(self, stage: str, share: float) -> None:
        """Tell how much of the step is done, 0 to 1; Cancelled where the user wants it to stop."""
        if self.stop():
            raise Cancelled
        self.notify(StageProgressed(stage=stage, share=share))

    def loading(self, share: float) -> None:
        """Called from within llama.cpp, which an exception could not cross; the engine asks for a stop itself."""
        self.notify(StageProgressed(stage="model", share=share))
