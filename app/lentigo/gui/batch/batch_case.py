"""One case of a batch on its way from the disk to a report: its photographs are read, judged, and analysed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from lentigo.domain.assessment import Assessment
from lentigo.domain.batch import BatchRow
from lentigo.domain.case import Case
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.errors import InputError
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.untrusted import one_line
from lentigo.worker.messages.case import Analyze, OpenedPhotograph, OpenPhotograph, PhotographSource
from lentigo.worker.messages.message import Cancelled, Failed, FailureKind

_SIDE = 1  # pixel: nobody looks at it


class BatchCase(QObject):
    """Ends with one of three signals, unless `forget` was called."""

    done = Signal(object)  # itself, with `case` and `assessment`
    failed = Signal(object, object)  # itself, Failed
    cancelled = Signal()

    def __init__(self, row: BatchRow, *, desk: WorkerBridge, bridge: WorkerBridge, model: str) -> None:
        super().__init__()
        self.row = row
        self.case = Case(encounter=row.encounter)
        self.files: dict[str, bytes] = {}
        self.thumbnails: dict[str, bytes] = {}
        self._desk, self._bridge, self._model = desk, bridge, model
        self._left = list(row.photographs)
        self._job: int | None = None  # the analysis
        self._over = False

    @property
    def assessment(self) -> Assessment:
        """Once it is done."""
        assert self.case.draft
        return self.case.draft

    def begin(self) -> None:
        """Read the photographs, one after the other, then analyse."""
        if not self._left:
            self._analyse()
            return
        source = PhotographSource(path=self._left[0])
        self._desk.submit(
            OpenPhotograph(photograph=source, longest_side=_SIDE), on_result=self._open, on_failed=self._fail_photograph
        )

    def cancel(self) -> bool:
        """Leave off; whether the worker has to be waited for, until `cancelled`."""
        if self._job is not None:
            self._bridge.cancel(self._job)
            return True
        self._end()
        self.cancelled.emit()
        return False

    def forget(self) -> None:
        """Leave off without a word."""
        self._end()
        if self._job is not None:
            self._bridge.cancel(self._job)

    def _open(self, opened: OpenedPhotograph) -> None:
        if self._over:
            return
        path = self._left.pop(0)
        if preventing := [issue for issue in opened.quality.issues if issue.prevents_analysis]:
            self._refuse(path.name, translate(QUALITY_ISSUES[preventing[0]]), "")
            return
        try:
            self.case = self.case.add(opened.named(one_line(path.name)))
        except InputError as trouble:
            self._refuse(path.name, trouble.message, trouble.hint)
            return
        self.files[opened.sha256] = opened.data
        self.thumbnails |= {opened.sha256: opened.thumbnail} if opened.thumbnail else {}
        self.begin()

    def _analyse(self) -> None:
        shown: Sequence[str] = [photograph.sha256 for photograph in self.case.photographs]
        request = Analyze(
            photographs=tuple(self.files[each] for each in shown), encounter=self.row.encounter, model=self._model
        )
        self._job = self._bridge.submit(request, on_result=self._take, on_failed=self._fail, on_cancelled=self._leave)

    def _take(self, assessment: Assessment) -> None:
        if not self._over:
            self._end()
            self.case = self.case.take_draft(assessment)
            self.done.emit(self)

    def _leave(self, _cancelled: Cancelled) -> None:
        if not self._over:
            self._end()
            self.cancelled.emit()

    def _fail_photograph(self, failed: Failed) -> None:
        if not self._over:
            self._refuse(self._left[0].name, failed.message, failed.hint, kind=failed.kind)

    def _refuse(self, name: str, message: str, hint: str, *, kind: FailureKind = FailureKind.INPUT) -> None:
        """Among several photographs, the one that is wrong is named."""
        if len(self.row.photographs) > 1:
            message = translate("{file}: {trouble}", file=one_line(name), trouble=message)
        self._fail(Failed(kind=kind, message=message, hint=hint))

    def _fail(self, failed: Failed) -> None:
        if not self._over:
            self._end()
            self.failed.emit(self, failed)

    def _end(self) -> None:
        self._over = True
