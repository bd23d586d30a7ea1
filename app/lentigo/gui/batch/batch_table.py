"""The table of a batch: a line for each case, with what its report says or why there is none."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from lentigo.domain.batch import BatchRow, BatchState
from lentigo.domain.red_flag import Urgency
from lentigo.gui.kit.theme import colours_in_use, scaled
from lentigo.language import deferred, translate
from lentigo.report.case_table import heads, line_of_row

_WIDTHS = (180, 220, 150)  # pixels of all columns but the last, which has the rest
_LINES = 2  # of text in a row
_URGENCY, _TROUBLE = 2, 3  # columns

Index = QModelIndex | QPersistentModelIndex


class RowOrder(StrEnum):
    """What stands first."""

    LISTED = "listed"
    URGENT = "urgent"
    FAILED = "failed"


ORDERS = {
    RowOrder.LISTED: deferred("in their order"),
    RowOrder.URGENT: deferred("most urgent first"),
    RowOrder.FAILED: deferred("not analysed first"),
}


class BatchTableModel(QAbstractTableModel):
    """Rows in one of the orders."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[BatchRow, ...] = ()
        self.current = ""  # the id of the case that is being analysed
        self.order = RowOrder.LISTED

    def show_rows(self, rows: Iterable[BatchRow], current: str) -> None:
        """Show these; where they are the same cases in the same order, what is chosen stays chosen."""
        ordered = tuple(sorted(rows, key=_KEYS[self.order]))
        same = [row.case for row in ordered] == [row.case for row in self.rows]
        before, self.current = (self.rows, self.current), current
        if not same:
            self.beginResetModel()
            self.rows = ordered
            self.endResetModel()
            return
        self.rows = ordered
        touched = {before[1], current} | {now.case for was, now in zip(before[0], ordered, strict=True) if was != now}
        for place, row in enumerate(ordered):
            if row.case in touched:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(heads()) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return heads()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line(row)[index.column()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(filter(None, self._line(row))) if index.column() == 0 else self._line(row)[index.column()]
        if role == Qt.ItemDataRole.FontRole and index.column() == _marked(row):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _marked(row) == _URGENCY:
            return QColor(colours_in_use().red_flag)
        return None

    def _line(self, row: BatchRow) -> tuple[str, str, str, str]:
        name, foremost, urgency, trouble = line_of_row(row)
        if row.case == self.current:
            return name, foremost, urgency, translate("being analysed…")
        if row.state is BatchState.FAILED:
            return name, foremost, urgency, translate("Not analysed: {reason}", reason=trouble)
        return name, foremost, urgency, trouble


class BatchTable(QTableView):
    """Enter or a double click opens a report."""

    opened = Signal(object)  # BatchRow

    def __init__(self) -> None:
        super().__init__()
        self.lines = BatchTableModel()
        self.lines.setParent(self)
        self.setModel(self.lines)
        self.setAccessibleName(translate("Cases of the batch"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(_TROUBLE, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(self._open)
        self.lines.modelReset.connect(self._choose_first)
        self._fit()

    @property
    def row(self) -> BatchRow | None:
        """The case that is chosen."""
        index = self.currentIndex()
        return self.lines.rows[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, scaled(width))
        self.verticalHeader().setDefaultSectionSize(_LINES * self.fontMetrics().lineSpacing() + 12)

    def _choose_first(self) -> None:
        if self.lines.rows:
            self.selectRow(0)

    def _open(self) -> None:
        if self.row:
            self.opened.emit(self.row)


def _marked(row: BatchRow) -> int | None:
    """The column that says what presses, or why there is no report."""
    if row.state is BatchState.FAILED:
        return _TROUBLE
    return _URGENCY if row.verdict and row.verdict.urgency else None


def _urgency(row: BatchRow) -> tuple[int, int]:
    """What presses, then what nobody has judged, then the others, then what is still to come."""
    urgencies = list(Urgency)
    if row.verdict and row.verdict.urgency:
        return urgencies.index(row.verdict.urgency), row.position
    later = (BatchState.FAILED, BatchState.STOPPED, BatchState.DONE, BatchState.WAITING)
    return len(urgencies) + later.index(row.state), row.position


def _failure(row: BatchRow) -> tuple[int, int]:
    first = (BatchState.FAILED, BatchState.STOPPED)
    return first.index(row.state) if row.state in first else len(first), row.position


_KEYS = {RowOrder.LISTED: lambda row: row.position, RowOrder.URGENT: _urgency, RowOrder.FAILED: _failure}
