"""A list of cases to choose from."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView

from lentigo.domain.record import CaseSummary
from lentigo.gui.records.case_delegate import CaseDelegate
from lentigo.gui.records.case_list_model import STRETCH, CaseListModel, Index


class CaseListView(QListView):
    """Enter opens the chosen case, Delete removes it, Ctrl+Z brings the last one back. One is always chosen."""

    chosen = Signal()  # another one is chosen, or it is another case by now
    opened = Signal(object)  # CaseSummary
    removal_asked = Signal()
    undo_asked = Signal()

    def __init__(self, model: CaseListModel, *, name: str, of_patient: bool = False) -> None:
        super().__init__()
        self.cases = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CaseDelegate(self, of_patient=of_patient))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.activated.connect(self._open)
        self._kept, self._row = "", 0  # the case that was chosen before the list was read anew: id, and where it stood
        self._query = model.query
        model.modelAboutToBeReset.connect(self._keep)
        model.listed.connect(self._choose_again)

    @property
    def line(self) -> CaseSummary | None:
        """The case that is chosen."""
        index = self.currentIndex()
        return self.cases.line(index.row()) if index.isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """The case's own undo would take Ctrl+Z, wherever the focus is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.removal_asked.emit()
        elif _is_undo(event):
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        if line := self.cases.line(index.row()):
            self.opened.emit(line)

    def _keep(self) -> None:
        if line := self.line:
            self._kept, self._row = line.id, self.currentIndex().row()

    def _choose_again(self) -> None:
        """The same case where it is among the first; else what stands in its place, or the first of another list."""
        if not self.currentIndex().isValid() and self.cases.total:
            same = (row for row in range(min(self.cases.total, STRETCH)) if self._is_kept(row))
            instead = min(self._row, self.cases.total - 1) if self._query == self.cases.query else 0
            self.setCurrentIndex(self.cases.index(next(same, instead)))
        self._query = self.cases.query
        self.chosen.emit()

    def _is_kept(self, row: int) -> bool:
        line = self.cases.line(row)
        return line is not None and line.id == self._kept


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo)
