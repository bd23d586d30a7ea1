"""Cases that the clinic has kept for as long as it chose: offered for erasing, and never erased unasked."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.record import CaseFilter, CaseLines, CaseQuery
from lentigo.domain.wording.date import format_day
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import ignore
from lentigo.gui.records.erasure_question import ErasureQuestion
from lentigo.language import translate, translate_count
from lentigo.worker.messages.clinic import ListCases
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.retention import EraseOverdue


class RetentionBar(QWidget):
    """`years` tells the clinic's choice; 0 offers nothing."""

    look_asked = Signal()  # the overdue cases are to be listed
    erased = Signal()
    failed = Signal(str, str)  # what is wrong, what to do

    def __init__(self, *, registrar: Registrar, years: Callable[[], int]) -> None:
        super().__init__()
        self._registrar, self._years = registrar, years
        self.before: datetime | None = None  # what is older is overdue
        self._count, self._listed = 0, False
        self.bar = MessageBar()
        self.question = ErasureQuestion()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for part in (self.bar, self.question):
            box.addWidget(part)
        self.question.confirmed.connect(self._erase)
        self.question.kept.connect(self._tell)
        self.hide()

    def look(self, *, listed: bool) -> None:
        """Ask the records for what is overdue; `listed`: the list shows it, so that it can be erased."""
        self._listed = listed
        years = self._years()
        self.before = _years_ago(datetime.now(UTC), years) if years > 0 else None
        if self.before is None:  # nothing is kept for a time only
            self.forget()
            return
        query = CaseQuery(shown=CaseFilter.OVERDUE, before=self.before)
        self._registrar.submit(ListCases(query=query, count=1), on_result=self._take, on_failed=ignore)

    def forget(self) -> None:
        """Offer nothing."""
        self._count = 0
        self.question.hide()
        self.hide()

    def _take(self, told: CaseLines) -> None:
        if told.total != self._count:
            self.question.hide()  # it asked about others
        self._count = told.total
        self._tell()

    def _tell(self) -> None:
        if self.question.isHidden():
            self.setVisible(bool(self._count))
            sentence = translate_count(
                "{count} case is older than the clinic keeps them: last changed before {day}.",
                "{count} cases are older than the clinic keeps them: last changed before {day}.",
                self._count,
                day=self._day,
            )
            action = translate("Erase all…") if self._listed else translate("Look at them")
            self.bar.tell(sentence, translate("Nothing is erased by itself."), action, self._act)

    def _act(self) -> None:
        if self._listed:
            self.question.ask_all(self._count, self._day)
        else:
            self.look_asked.emit()

    @property
    def _day(self) -> str:
        return format_day(self.before.astimezone().date().isoformat()) if self.before else ""

    def _erase(self) -> None:
        if self.before:
            request = EraseOverdue(before=self.before, count=self._count)
            self._registrar.submit(request, on_result=self._note_erased, on_failed=self._tell_failed)

    def _note_erased(self, _nothing: None) -> None:
        self.forget()
        self.erased.emit()

    def _tell_failed(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)
        self.look(listed=self._listed)


def _years_ago(moment: datetime, years: int) -> datetime:
    """The same day of an earlier year; of 29 February, the day before."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)
