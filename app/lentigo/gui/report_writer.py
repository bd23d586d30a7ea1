"""Writes the report to a file the user chose, through the desk worker."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lentigo.domain.assessment import Assessment
from lentigo.gui.case import Case
from lentigo.gui.worker_bridge import Listener, WorkerBridge
from lentigo.worker.messages import Ending, Failed, WriteReport


class ReportWriter(QObject):
    """Tells how each writing ended."""

    written = Signal(Path)
    failed = Signal(str, str)  # what went wrong, what to do

    def __init__(self, *, case: Case, desk: WorkerBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._desk = desk

    def write(self, report: Assessment, path: Path) -> None:
        """Write the report as it now stands; the suffix says which form."""
        listener = Listener(on_ending=lambda ending: self._end(ending, report, path))
        self._desk.submit(WriteReport(assessment=report, path=str(path)), listener)

    def _end(self, ending: Ending, report: Assessment, path: Path) -> None:
        if isinstance(ending, Failed):
            self.failed.emit(ending.message, ending.hint)
        else:
            self._case.note_written(report)
            self.written.emit(path)


def suggested_name(report: Assessment, suffix: str) -> str:
    """Report number and date: nothing about the patient belongs into a file name."""
    return f"lentigo-report-{report.id}-{report.created[:10]}{suffix}"
