"""The handbook's names of diagnoses, for the lines that a diagnosis is typed into."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from lentigo.domain.evidence import Condition
from lentigo.gui.case.diagnosis_line import DiagnosisLine
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.worker.messages.library import ListConditions


class HandbookNames(QObject):
    """Fetched once, at the first report; without them a diagnosis is typed freely."""

    fetched = Signal(object)  # the handbook's conditions

    def __init__(self, *, desk: WorkerBridge, lines: Sequence[DiagnosisLine], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines = lines
        self._asked = False

    def fetch(self) -> None:
        """Ask for them, unless that was done."""
        if not self._asked:
            self._asked = True
            self._desk.submit(ListConditions(), on_result=self._offer, on_failed=ignore)

    def _offer(self, conditions: tuple[Condition, ...]) -> None:
        for line in self._lines:
            line.offer(conditions)
        self.fetched.emit(conditions)
