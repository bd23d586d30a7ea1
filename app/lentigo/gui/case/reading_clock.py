"""Counts how long an unsigned draft is in sight."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from lentigo.gui.case.open_case import OpenCase

_SECOND_MS = 1000


class ReadingClock(QObject):
    """Runs while the report is shown in the window that is worked in."""

    def __init__(self, *, case: OpenCase, report: QWidget) -> None:
        super().__init__(report)
        self._case = case
        self._report = report
        timer = QTimer(self, interval=_SECOND_MS)
        timer.timeout.connect(self._count)
        timer.start()

    def _count(self) -> None:
        if self._report.isVisible() and self._report.window().isActiveWindow():
            self._case.note_seconds(1)
