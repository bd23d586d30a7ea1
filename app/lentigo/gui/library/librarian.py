"""Adds documents to the library and removes them, one after the other."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.worker_bridge import Listener, WorkerBridge
from lentigo.worker.client import DIED
from lentigo.worker.messages import AddDocument, Cancelled, Completed, Ending, Failed, RemoveDocument

_DIED_HINT = "Nothing of it was added. Try again; if it happens with this file each time, leave it out."


class Progress(Enum):
    """How far a file is on its way into the library."""

    WAITING = auto()
    RUNNING = auto()
    ADDED = auto()
    KNOWN = auto()  # it was there already
    LOCKED = auto()  # it waits for its password
    FAILED = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A file on its way into the library. `sentence` and `hint` say what there is to say about it."""

    path: str
    progress: Progress = Progress.WAITING
    document: LibraryDocument | None = None
    sentence: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        """What the window calls it."""
        return Path(self.path).name


class Librarian(QObject):
    """Works through a worker of its own, so that nothing else waits behind a long document."""

    began = Signal(int)  # an addition's number
    happened = Signal(object)  # AnalysisEvent of what runs
    changed = Signal(int)  # an addition's number
    removed = Signal(object)  # LibraryDocument
    kept = Signal(str, object)  # the id of a document that was not removed, and why: Failed or Cancelled
    rested = Signal()  # nothing more to do

    def __init__(self, *, bridge: WorkerBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[tuple[int, AddDocument] | tuple[str, RemoveDocument]] = deque()
        self._job: int | None = None
        self.additions: tuple[Addition, ...] = ()

    @property
    def working(self) -> bool:
        """Whether something is added or removed."""
        return self._job is not None

    @property
    def adding(self) -> Addition | None:
        """The file that is being added."""
        return next((each for each in self.additions if each.progress is Progress.RUNNING), None)

    def add(self, paths: Sequence[str]) -> None:
        """Add files, in their order."""
        first = len(self.additions)
        self.additions += tuple(Addition(path=path) for path in paths)
        for number, path in enumerate(paths, first):
            self._waiting.append((number, AddDocument(path=path)))
            self.changed.emit(number)
        self._go_on()

    def unlock(self, number: int, password: str) -> None:
        """Add a file that is LOCKED, next of all."""
        self._set(number, progress=Progress.WAITING, sentence="", hint="")
        self._waiting.appendleft((number, AddDocument(path=self.additions[number].path, password=password)))
        self._go_on()

    def leave_out(self, number: int) -> None:
        """Do not add a file that is LOCKED."""
        self._set(number, progress=Progress.STOPPED, sentence="Not added.", hint="")

    def remove(self, key: str) -> None:
        """Remove a document by its id."""
        self._waiting.append((key, RemoveDocument(id=key)))
        self._go_on()

    def stop(self) -> None:
        """Stop what runs, and let go of what waits."""
        waiting, self._waiting = self._waiting, deque()
        for key, _ in waiting:
            self._end_unfinished(key, Cancelled())
        if self._job is not None:
            self._bridge.cancel(self._job)

    def forget(self) -> None:
        """Drop the list of additions, once all have come to their end."""
        self.additions = ()

    def rest(self) -> None:
        """Nobody looks at the library for now."""
        self._bridge.rest()

    def _go_on(self) -> None:
        if self._job is not None:
            return
        if not self._waiting:
            self.rested.emit()
            return
        key, request = self._waiting.popleft()
        listener = Listener(on_ending=partial(self._end, key), on_event=self.happened.emit)
        self._job = self._bridge.submit(request, listener)
        if isinstance(key, int):
            self._set(key, progress=Progress.RUNNING)
            self.began.emit(key)

    def _end(self, key: int | str, ending: Ending) -> None:
        self._job = None
        if not isinstance(ending, Completed):
            self._end_unfinished(key, ending)
        elif isinstance(key, int):
            progress = Progress.KNOWN if ending.notice else Progress.ADDED
            self._set(key, progress=progress, document=ending.documents[0], sentence=ending.notice)
        else:
            self.removed.emit(ending.documents[0])
        self._go_on()

    def _end_unfinished(self, key: int | str, ending: Failed | Cancelled) -> None:
        if isinstance(ending, Failed) and ending.message == DIED.message:
            ending = Failed(message=ending.message, hint=_DIED_HINT, exit_code=ending.exit_code)
        if isinstance(key, str):
            self.kept.emit(key, ending)
        elif isinstance(ending, Cancelled):
            self._set(key, progress=Progress.STOPPED, sentence="Stopped. Nothing of it was added.")
        else:
            progress = Progress.LOCKED if ending.password_needed else Progress.FAILED
            self._set(key, progress=progress, sentence=ending.message, hint=ending.hint)

    def _set(self, number: int, **facts: object) -> None:
        changed = replace(self.additions[number], **facts)  # type: ignore[arg-type]
        self.additions = (*self.additions[:number], changed, *self.additions[number + 1 :])
        self.changed.emit(number)
