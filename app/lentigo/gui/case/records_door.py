"""What the records ask of the table: to open a case, begin a follow-up of one, let one go that was removed."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from lentigo.domain.case import Case
from lentigo.domain.patient import Patient
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_exchange import CaseExchange
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.patient_finder import PatientFinder
from lentigo.gui.case.report_export import ReportExport
from lentigo.report.formats import ReportFormat


class RecordsDoor(QObject):
    """While an analysis runs, the table keeps its case."""

    entered = Signal()  # something is to be looked at on the table
    refused = Signal()  # an analysis runs
    comparison_asked = Signal(str)  # the id of the case on the table, which the records have as it is now

    def __init__(
        self, *, case: OpenCase, analyst: Analyst, exchange: CaseExchange, export: ReportExport, finder: PatientFinder
    ) -> None:
        super().__init__(exchange)
        self._case, self._analyst, self._exchange = case, analyst, exchange
        self._export, self._finder = export, finder

    def open(self, case: str, export: ReportFormat | None = None) -> None:
        """Open a case of the records in place of the one on the table, which is saved; then export its report."""
        if not self._enter():
            return
        if case == self._exchange.keeper.case_id:
            self._export_next(case, export)
            return
        self._exchange.open(case)
        opened = self._exchange.keeper.reopened
        opened.connect(partial(self._export_next, case, export), Qt.ConnectionType.SingleShotConnection)

    def follow(self, case: str = "") -> None:
        """Begin a follow-up of a case of the records, or of the one on the table."""
        on_table = self._exchange.keeper.case_id if self._case.state != Case() else ""
        if (followed := case or on_table) and self._enter():
            self._exchange.follow_up(followed)

    def compare(self) -> None:
        """Compare the case on the table with an earlier visit."""
        self.comparison_asked.emit(self._exchange.keeper.save_now())

    def forget(self, case: str) -> None:
        """A case was removed from the records."""
        self._exchange.forget(case)

    def forget_patient(self, patient: str) -> None:
        """A patient was erased: nothing of them is left on the table, nor in what undo reaches."""
        if self._case.state.encounter.patient_id == patient:
            self._exchange.forget(self._exchange.keeper.case_id)
        self._exchange.keeper.forget_before()
        self._case.history.clear()

    def tell_changed(self, patient: Patient) -> None:
        """A patient's record was changed."""
        self._finder.tell_changed(patient)

    def _enter(self) -> bool:
        self.entered.emit()
        if self._analyst.running:
            self.refused.emit()
        return not self._analyst.running

    def _export_next(self, case: str, export: ReportFormat | None) -> None:
        """Only of the case that was asked for: another one may have come onto the table."""
        if export and case == self._exchange.keeper.case_id and self._case.state.report:
            self._export.export(export)
