"""The batch as it runs: one case after the other, through the worker that keeps the model warm.

The case on the table goes first: whatever of the batch is under way is dropped for it and begun anew afterwards. While
the records are locked the batch goes on; what it has made waits in memory for them, until there is too much of that.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from lentigo.domain.batch import Batch, BatchRow, BatchState
from lentigo.domain.case import LARGEST_CASE
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.gui.batch.batch_case import BatchCase
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.language import translate
from lentigo.worker.messages.batch import KeepBatch, ReadBatch
from lentigo.worker.messages.message import Failed, FailureKind
from lentigo.worker.messages.records import SaveCase

MOST_UNSAVED = LARGEST_CASE  # bytes of photographs that wait for the records
MOST_FAILURES = 2  # cases that the engine failed at twice, one after the other: it is not the photographs then


class BatchRun(QObject):
    """`model` is the id of the model to use, asked anew for each case."""

    changed = Signal()  # the rows, or how far they are
    told = Signal(str, str)  # what ended the work, and what to do

    def __init__(
        self, *, registrar: Registrar, desk: WorkerBridge, bridge: WorkerBridge, model: Callable[[], str]
    ) -> None:
        super().__init__()
        self._registrar = registrar
        self._desk, self._bridge, self._model = desk, bridge, model
        self._rows: dict[str, BatchRow] = {}  # by the id of the case
        self._current: BatchCase | None = None
        self._unsaved = 0  # bytes
        self._failures = 0  # cases since the last one that went well
        self._tried: set[str] = set()  # cases that the engine failed at once
        self._edits = 0  # of the rows, so that what was read before one is not taken for the truth after it
        self._seconds: list[float] = []  # that cases took since the start of the program
        self._began = 0.0
        self._way: Callable[[], None] | None = None
        self._aside = False
        self._beginning = False  # the records do not hold the new batch yet
        self.running = False

    @property
    def rows(self) -> tuple[BatchRow, ...]:
        """In their order."""
        return tuple(self._rows.values())

    @property
    def current(self) -> str:
        """The id of the case that is being analysed; "" for none."""
        return self._current.row.case if self._current else ""

    @property
    def waits(self) -> bool:
        """Whether it waits for the case on the table."""
        return self.running and self._aside

    @property
    def left(self) -> float | None:
        """Seconds until all are done; None while nobody can tell."""
        waiting = self.count(BatchState.WAITING)
        return waiting * sum(self._seconds) / len(self._seconds) if self._seconds and self.running else None

    def count(self, state: BatchState) -> int:
        """How many rows are in a state."""
        return sum(row.state is state for row in self._rows.values())

    # What the user asks for

    def begin(self, rows: Sequence[BatchRow]) -> None:
        """A new batch in place of the one before, whose cases stay in the records."""
        self._drop()
        self._show(Batch(rows=tuple(rows), running=True))
        self._beginning = True

        def begin(_nothing: object) -> None:
            self._beginning = False
            self._next()

        def fail(failed: Failed) -> None:
            self._beginning = False
            self._give_up(failed)

        request = KeepBatch(rows=tuple(rows), running=True, fresh=True)
        self._registrar.submit(request, on_result=begin, on_failed=fail)

    def pause(self) -> None:
        """Leave off until `go_on`, after a restart too; the case under way is begun anew then."""
        self._halt()
        self._keep(())

    def go_on(self) -> None:
        """After a pause."""
        self.running, self._failures = True, 0
        self._keep(())
        self._next()

    def stop(self) -> None:
        """What was not analysed is left out, and says so."""
        self._halt()
        self._keep([row.stopped() for row in self.rows if row.state is BatchState.WAITING])

    def try_again(self) -> None:
        """All that failed or was left out waits for its turn anew."""
        self.running, self._failures = True, 0
        self._tried.clear()
        self._keep([row.again() for row in self.rows if row.state in (BatchState.FAILED, BatchState.STOPPED)])
        self._next()

    # What goes on beside it

    def read(self) -> None:
        """The records are open: the batch that they know goes on where it was."""
        self._registrar.submit(ReadBatch(), on_result=partial(self._take, self._edits), on_failed=ignore)

    def make_way(self, then: Callable[[], None]) -> None:
        """Have the worker free for something more urgent, `then` follows; `come_back` ends that."""
        self._aside = True
        if self._current and self._current.cancel():
            self._way = then
        else:
            then()
        self.changed.emit()

    def come_back(self) -> None:
        """The worker is free again."""
        self._aside = False
        self._next()

    def close(self) -> None:
        """The window closes; what is under way is dropped, and goes on at the next start."""
        self.running = False
        self._drop()

    # One after the other

    def _take(self, edits: int, batch: Batch) -> None:
        if self._beginning:
            return
        if edits != self._edits:
            self.read()
            return
        if {row.case for row in batch.rows} != self._rows.keys():
            self._drop()
        self._show(batch)
        self._next()

    def _show(self, batch: Batch) -> None:
        self._edits += 1
        self._rows = {row.case: row for row in batch.rows}
        self.running = batch.running
        self.changed.emit()

    def _next(self) -> None:
        waiting = next((row for row in self._rows.values() if row.state is BatchState.WAITING), None)
        if self.running and not (waiting or self._current or self._unsaved):
            self._finish()
        free = self.running and not self._aside and self._current is None and self._unsaved < MOST_UNSAVED
        if waiting and free:
            self._began = time.monotonic()
            self._current = BatchCase(waiting, desk=self._desk, bridge=self._bridge, model=self._model())
            self._current.done.connect(self._save)
            self._current.failed.connect(self._fail)
            self._current.cancelled.connect(self._leave)
            self._current.begin()
        self.changed.emit()

    def _finish(self) -> None:
        self.running = False
        words = translate("The batch is done."), translate("Each report is a draft that nobody has read.")
        self._registrar.submit(
            KeepBatch(running=False), on_result=lambda _nothing: self.told.emit(*words), on_failed=self._tell
        )

    def _save(self, ended: BatchCase) -> None:
        self._seconds.append(time.monotonic() - self._began)
        self._failures = 0
        moment, size = datetime.now(UTC), sum(map(len, ended.files.values()))
        case, row = ended.case, ended.row.done(ended.assessment)
        record = CaseRecord(id=row.case, status=CaseStatus.DRAFT, created=moment, changed=moment, case=case)
        self._unsaved += size

        def end(_nothing: object) -> None:
            self._unsaved -= size
            self._next()

        def fail(failed: Failed) -> None:
            self._unsaved -= size
            self._set(ended.row.again())
            self._give_up(failed)

        self._registrar.submit(
            SaveCase(record=record, files=ended.files, thumbnails=ended.thumbnails, row=row),
            on_result=end,
            on_failed=fail,
        )
        self._set(row)
        self._leave()

    def _fail(self, ended: BatchCase, failed: Failed) -> None:
        """A case that cannot be analysed says why, and the others go on; where a worker died, it has a second try."""
        case, engine = ended.row.case, failed.kind is not FailureKind.INPUT
        if engine and case not in self._tried:
            self._tried.add(case)
            self._leave()
            return
        self._failures = self._failures + 1 if engine else 0
        self._keep([ended.row.failed(failed.message, failed.hint)])
        self._leave()
        if self._failures >= MOST_FAILURES:
            self._give_up(failed)

    def _leave(self) -> None:
        self._current, way, self._way = None, self._way, None
        if way:
            way()
        self._next()

    def _give_up(self, failed: Failed) -> None:
        self._halt()
        self._keep(())
        self.told.emit(failed.message, failed.hint)

    def _halt(self) -> None:
        self.running = False
        if self._current:
            self._current.cancel()
        self.changed.emit()

    def _drop(self) -> None:
        """Nothing of what is under way is heard of any more."""
        if self._current:
            self._current.forget()
            self._current = None

    def _keep(self, rows: Sequence[BatchRow]) -> None:
        self._set(*rows)
        self._registrar.submit(
            KeepBatch(rows=tuple(rows), running=self.running), on_result=ignore, on_failed=self._tell
        )
        self.changed.emit()

    def _set(self, *rows: BatchRow) -> None:
        self._edits += 1
        self._rows |= {row.case: row for row in rows}

    def _tell(self, failed: Failed) -> None:
        self.told.emit(failed.message, failed.hint)
