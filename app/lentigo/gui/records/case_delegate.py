"""How a line of a list of cases looks: the photograph, who, where and what, when, how far, and the red flag."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lentigo.domain.record import CaseSummary
from lentigo.domain.wording.record import day_text, matter_text, person_text, status_text, urgency_text
from lentigo.gui.kit import icons
from lentigo.gui.kit.theme import Colours, colours_in_use, scaled
from lentigo.gui.records.case_list_model import SUMMARY

_SIDE = 56  # pixels of the photograph
_EDGE = 8  # pixels around
_ROOM = 12  # pixels between
_RIGHT = 190  # pixels of the column at the right
_NARROW = 560  # pixels; a narrower list puts less at the right
_FLAG = 16  # pixels

Index = QModelIndex | QPersistentModelIndex


class CaseDelegate(QStyledItemDelegate):
    """`of_patient`: the list is one patient's, so that site and diagnosis stand where else the name does."""

    def __init__(self, parent: QWidget, *, of_patient: bool = False) -> None:
        super().__init__(parent)
        self._of_patient = of_patient

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, max(_SIDE, scaled(44)) + 2 * _EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = colours_in_use()
        painter.save()
        self._paint_ground(painter, option, colours)
        line = index.data(SUMMARY)
        if isinstance(line, CaseSummary):
            self._paint_photograph(painter, option, colours, index.data(Qt.ItemDataRole.DecorationRole))
            self._paint_words(painter, option, colours, line)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect: QRect = option.rect
        painter.fillRect(rect, QColor(colours.accent_soft if chosen or hovered else colours.paper))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        if chosen:
            painter.fillRect(self._placed(option, QRect(0, 0, 3, rect.height())), QColor(colours.accent))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _paint_photograph(
        self, painter: QPainter, option: QStyleOptionViewItem, colours: Colours, picture: object
    ) -> None:
        height = option.rect.height()
        place = self._placed(option, QRect(_ROOM, (height - _SIDE) // 2, _SIDE, _SIDE))
        if isinstance(picture, QPixmap):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, picture)
        else:
            painter.fillRect(place, QColor(colours.mat))

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, colours: Colours, line: CaseSummary
    ) -> None:
        rect: QRect = option.rect
        left, half = _SIDE + 2 * _ROOM, rect.height() // 2
        right = scaled(_RIGHT) if rect.width() > scaled(_NARROW) else scaled(_RIGHT) * 2 // 3
        width = rect.width() - left - right - 2 * _ROOM
        first, second = (
            (matter_text(line), status_text(line)) if self._of_patient else (person_text(line), matter_text(line))
        )
        at_right = (day_text(line), urgency_text(line) or ("" if self._of_patient else status_text(line)))
        self._write(painter, option, QRect(left, 0, width, half), first, colours.text, strong=True, low=True)
        self._write(painter, option, QRect(left, half, width, half), second, colours.muted)
        place = QRect(rect.width() - right - _ROOM, 0, right, half)
        self._write(painter, option, place, at_right[0], colours.muted, low=True)
        below = place.translated(0, half)
        if line.flagged:
            flag = icons.pixmap("flag", QColor(colours.red_flag), painter.device().devicePixelRatioF(), _FLAG)
            painter.drawPixmap(self._placed(option, QRect(below.left(), half + 3, _FLAG, _FLAG)).topLeft(), flag)
            below.setLeft(below.left() + _FLAG + 4)
        colour = colours.red_flag if line.flagged else colours.muted
        self._write(painter, option, below, at_right[1], colour, strong=line.flagged)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        text: str,
        colour: str,
        *,
        strong: bool = False,
        low: bool = False,
    ) -> None:
        """One line, cut with an ellipsis; `low` at the foot of its place, else at the head."""
        font = QFont(option.font)
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        across = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        down = Qt.AlignmentFlag.AlignBottom if low else Qt.AlignmentFlag.AlignTop
        painter.drawText(self._placed(option, place), across | down | Qt.TextFlag.TextSingleLine, shown)

    def _placed(self, option: QStyleOptionViewItem, place: QRect) -> QRect:
        """A place within the line, from the right where the language is written from there."""
        rect: QRect = option.rect
        moved = place.translated(rect.topLeft())
        return QStyle.visualRect(option.direction, rect, moved)
