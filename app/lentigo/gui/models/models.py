"""Models as the window sees them: those on this computer, and those in a place that the user named."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lentigo.domain.model import AbsentModel, InstalledModel, ModelPlace
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.worker.messages.message import Cancelled, Failed
from lentigo.worker.messages.models import ExamineModels, ListAbsentModels, ListModels
from lentigo.worker.messages.sticks import FindSticks


class Models(QObject):
    """The list is a matter of a moment, so the desk makes it; foreign files are looked at by the reader."""

    began = Signal()  # a place is being looked at
    happened = Signal(object)  # AnalysisEvent
    listed = Signal()
    absent_listed = Signal()
    stick_found = Signal(str)  # the folder on it
    examined = Signal(object, object)  # the paths, and their ModelPlace
    failed = Signal(object, object)  # the request, and its end: Failed or Cancelled
    rested = Signal()  # no place is being looked at

    def __init__(self, *, desk: WorkerBridge, reader: WorkerBridge) -> None:
        super().__init__()
        self._desk = desk
        self._reader = reader
        self._looking: int | None = None
        self._looks = 0  # how often a place was looked at; what becomes of earlier looks is dropped
        self.installed: tuple[InstalledModel, ...] | None = None  # None before the first list
        self.absent: tuple[AbsentModel, ...] = ()

    @property
    def looking(self) -> bool:
        """Whether a place is being looked at."""
        return self._looking is not None

    def find(self, model: str) -> InstalledModel | None:
        """A model on this computer by its id."""
        return next((each for each in self.installed or () if each.facts.id == model), None)

    def read(self) -> None:
        """Read the list anew."""
        request = ListModels()
        self._desk.submit(request, on_result=self._list, on_failed=partial(self.failed.emit, request))

    def read_absent(self) -> None:
        """Read anew what the catalogue holds that is not here."""
        request = ListAbsentModels()
        self._desk.submit(request, on_result=self._list_absent, on_failed=partial(self.failed.emit, request))

    def find_sticks(self) -> None:
        """Look whether a packager's stick is plugged in; where that cannot be told, nobody is troubled with it."""
        self._reader.submit(FindSticks(), on_result=self._take_sticks, on_failed=ignore)

    def examine(self, paths: Sequence[str], described_as: str = "") -> None:
        """Look at what lies in a folder, or at a model's files; an earlier look is given up."""
        self.stop()
        request = ExamineModels(paths=tuple(map(Path, paths)), described_as=described_as)
        self._looks += 1
        leave = partial(self._leave, self._looks, request)
        self._looking = self._reader.submit(
            request,
            on_result=partial(self._take, self._looks, request),
            on_failed=leave,
            on_cancelled=leave,
            on_event=self.happened.emit,
        )
        self.began.emit()

    def stop(self) -> None:
        """Stop looking at a place; `failed` follows."""
        if self._looking is not None:
            self._reader.cancel(self._looking)

    def rest(self) -> None:
        """End the reader's process until the next request, unless it is busy."""
        self._reader.rest()

    def _list(self, models: tuple[InstalledModel, ...]) -> None:
        self.installed = models
        self.listed.emit()

    def _list_absent(self, models: tuple[AbsentModel, ...]) -> None:
        self.absent = models
        self.absent_listed.emit()

    def _take_sticks(self, folders: tuple[str, ...]) -> None:
        for folder in folders[:1]:
            self.stick_found.emit(folder)

    def _take(self, look: int, request: ExamineModels, place: ModelPlace) -> None:
        if look == self._looks:
            self._end_look()
            self.examined.emit(request.paths, place)

    def _leave(self, look: int, request: ExamineModels, ending: Failed | Cancelled) -> None:
        if look == self._looks:
            self._end_look()
            self.failed.emit(request, ending)

    def _end_look(self) -> None:
        self._looking = None
        self.rested.emit()
