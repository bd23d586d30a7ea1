"""Adds documents to the library and removes them, one after the other."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import deferred, translate
from lentigo.worker.messages.library import AddDocument, AddedDocument, RemoveDocument
from lentigo.worker.messages.message import Cancelled, Failed, FailureKind

_DIED_HINT = deferred("Nothing of it was added. Try again; if it happens with this file each time, leave it out.")


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

    def __init__(self, *, bridge: WorkerBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._waiting: deque[tuple[int | str, Callable[[], int]]] = deque()  # with what begins the job
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
            self._waiting.append((number, partial(self._add, number, AddDocument(path=Path(path)))))
            self.changed.emit(number)
        self._go_on()

    def unlock(self, number: int, password: str) -> None:
        """Add a file that is LOCKED, next of all."""
        self._set(number, progress=Progress.WAITING, sentence="", hint="")
        request = AddDocument(path=Path(self.additions[number].path), password=password)
        self._waiting.appendleft((number, partial(self._add, number, request)))
        self._go_on()

    def leave_out(self, number: int) -> None:
        """Do not add a file that is LOCKED."""
        self._set(number, progress=Progress.STOPPED, sentence=translate("Not added."), hint="")

    def remove(self, key: str) -> None:
        """Remove a document by its id."""
        self._waiting.append((key, partial(self._remove, RemoveDocument(id=key))))
        self._go_on()

    def stop(self) -> None:
        """Stop what runs, and let go of what waits."""
        waiting, self._waiting = self._waiting, deque()
        for key, _ in waiting:
            self._tell_unfinished(key, Cancelled())
        if self._job is not None:
            self._bridge.cancel(self._job)

    def forget(self) -> None:
        """Drop the list of additions, once all have come to their end."""
        self.additions = ()

    def rest(self) -> None:
        """End the worker's process until the next request, unless it is busy."""
        self._bridge.rest()

    def _go_on(self) -> None:
        if self._job is not None:
            return
        if not self._waiting:
            self.rested.emit()
            return
        key, begin = self._waiting.popleft()
        self._job = begin()
        if isinstance(key, int):
            self._set(key, progress=Progress.RUNNING)
            self.began.emit(key)

    def _add(self, number: int, request: AddDocument) -> int:
        leave = partial(self._leave, number)
        return self._bridge.submit(
            request,
            on_result=partial(self._note_added, number),
            on_failed=leave,
            on_cancelled=leave,
            on_event=self.happened.emit,
        )

    def _remove(self, request: RemoveDocument) -> int:
        leave = partial(self._leave, request.id)
        return self._bridge.submit(
            request,
            on_result=self._note_removed,
            on_failed=leave,
            on_cancelled=leave,
            on_event=self.happened.emit,
        )

    def _note_added(self, number: int, added: AddedDocument) -> None:
        self._job = None
        progress = Progress.ADDED if added.new else Progress.KNOWN
        self._set(number, progress=progress, document=added.document, sentence=added.notice)
        self._go_on()

    def _note_removed(self, document: LibraryDocument) -> None:
        self._job = None
        self.removed.emit(document)
        self._go_on()

    def _leave(self, key: int | str, ending: Failed | Cancelled) -> None:
        self._job = None
        self._tell_unfinished(key, ending)
        self._go_on()

    def _tell_unfinished(self, key: int | str, ending: Failed | Cancelled) -> None:
        if isinstance(ending, Failed) and ending.kind is FailureKind.WORKER_DIED:
            ending = Failed(kind=ending.kind, message=ending.message, hint=translate(_DIED_HINT))
        if isinstance(key, str):
            self.kept.emit(key, ending)
        elif isinstance(ending, Cancelled):
            self._set(key, progress=Progress.STOPPED, sentence=translate("Stopped. Nothing of it was added."))
        else:
            progress = Progress.LOCKED if ending.kind is FailureKind.PASSWORD_NEEDED else Progress.FAILED
            self._set(key, progress=progress, sentence=ending.message, hint=ending.hint)

    def _set(self, number: int, **facts: object) -> None:
        changed = replace(self.additions[number], **facts)  # type: ignore[arg-type]
        self.additions = (*self.additions[:number], changed, *self.additions[number + 1 :])
        self.changed.emit(number)
