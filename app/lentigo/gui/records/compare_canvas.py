"""Two photographs, drawn beside each other, one into the other, in turns, or one over the other."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyle, QWidget

from lentigo.domain.alignment import Point, Similarity
from lentigo.domain.photograph import Raster
from lentigo.gui.kit.picture_view import pixmap_of
from lentigo.gui.kit.theme import Colours, colours_in_use, scaled
from lentigo.gui.records.compare_frame import CompareFrame, Manner, Side

_STEP = 1.25
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_PACE, _FINE_PACE, _CROSS_PACE = 40, 1, 10  # pixels a key moves the photographs, or the cross
_STILL = 4  # pixels; a mouse that moves less clicks
_GRIP = 10  # pixels beside the line between the two in which it can be taken
_GAP = 6  # pixels between the two
_MARK = 9  # pixels, radius


class CompareCanvas(QWidget):
    """Wheel, + and − zoom, dragging and arrows move, space fits, 1 shows it pixel for pixel; both always together.

    While points are marked, a click or Enter marks one, the arrows move a cross, and Backspace takes the last one back.
    """

    marked = Signal(object, object)  # Side, Point
    taken_back = Signal()
    divided = Signal(int)  # the line between the two was drawn to so many per cent

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.frame = CompareFrame()
        self.manner, self.share, self.turn = Manner.BESIDE, 50, Side.NOW
        self.marking: Side | None = None  # the photograph in which the next point is to be marked
        self._marks: tuple[Sequence[Point], Sequence[Point]] = ((), ())
        self._cross = QPointF()
        self._pixmaps = [QPixmap(), QPixmap()]
        self._captions = ["", ""]
        self._pressed: QPoint | None = None
        self._held = self._drawing = False  # the mouse moves the photographs; it moves the line

    # What is shown

    def show_picture(self, side: Side, raster: Raster | None, caption: str = "") -> None:
        """One of the two, or nothing; how they lay over each other is forgotten."""
        self._pixmaps[side] = pixmap_of(raster) if raster else QPixmap()
        self._captions[side] = caption
        self.frame.sizes[side] = self._pixmaps[side].size()
        self.lay(None)
        self.fit()

    def lay(self, similarity: Similarity | None) -> None:
        """The earlier one over the later one."""
        self.frame.place(similarity)
        self.update()

    def show_as(self, manner: Manner) -> None:
        """In another manner; the same part of both."""
        self.manner = manner
        if self.frame.fits:
            self.fit()
        self.update()

    def show_marks(self, marks: tuple[Sequence[Point], Sequence[Point]], marking: Side | None) -> None:
        """What was marked in either, and where to mark next."""
        if marking is not None and marking is not self.marking:
            before = self._panel(self.marking) if self.marking is not None else None
            panel = self._panel(marking)
            self._cross = self._cross + panel.topLeft() - before.topLeft() if before else QPointF(panel.center())
        self._marks, self.marking = marks, marking
        self.update()

    def fit(self) -> None:
        """The whole photograph."""
        self.frame.fit(self._panel(Side.NOW))
        self.update()

    def zoom(self, steps: float, anchor: QPointF | None = None) -> None:
        """Enlarge by so many steps, or reduce by a negative number, around a place of the widget."""
        panel = self._panel_at(anchor) if anchor else self._panel(Side.NOW)
        self.frame.zoom_to(self.frame.zoom * _STEP**steps, anchor or QPointF(panel.center()), panel)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    # Where things are

    def _panel(self, side: Side) -> QRect:
        """Where a photograph is drawn."""
        if self.manner is not Manner.BESIDE:
            return self.rect()
        width = (self.width() - _GAP) // 2
        left = QRect(0 if side is Side.BEFORE else self.width() - width, 0, width, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), left)

    def _panel_at(self, place: QPointF) -> QRect:
        return self._panel(self._side_at(place))

    def _side_at(self, place: QPointF) -> Side:
        return Side.BEFORE if self._panel(Side.BEFORE).contains(place.toPoint()) else Side.NOW

    def _part(self, side: Side) -> QRect:
        """The part of its panel in which a photograph is seen."""
        if self.manner is not Manner.WIPE:
            return self._panel(side)
        line = round(self.width() * self.share / 100)
        across = QRect(0, 0, line, self.height()) if side is Side.BEFORE else self.rect().adjusted(line, 0, 0, 0)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), across)

    def _sides(self) -> tuple[Side, ...]:
        """Which are seen, the lower one first."""
        return (self.turn,) if self.manner is Manner.BLINK else (Side.BEFORE, Side.NOW)

    # How it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = colours_in_use(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.mat))
        for side in self._sides():
            self._paint_photograph(painter, side)
        for side in self._sides():
            self._paint_marks(painter, side, colours)
            self._paint_caption(painter, side, colours)
        if self.manner is Manner.BESIDE:
            gap = QRect((self.width() - _GAP) // 2, 0, _GAP, self.height())
            painter.fillRect(gap, QColor(colours.window))
        if self.manner is Manner.WIPE:
            self._paint_line(painter, colours)
        if self.marking is not None and self.hasFocus():
            self._paint_cross(painter, colours)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_photograph(self, painter: QPainter, side: Side) -> None:
        painter.save()
        painter.setClipRect(self._part(side))
        if self.manner is Manner.OVERLAY and side is Side.NOW:
            painter.setOpacity(self.share / 100)
        painter.setTransform(self.frame.transform(side, self._panel(side)), combine=True)
        painter.drawPixmap(0, 0, self._pixmaps[side])
        painter.restore()

    def _paint_caption(self, painter: QPainter, side: Side, colours: Colours) -> None:
        """At the outer upper corner; where the two lie over each other, each at its own side."""
        if not self._captions[side]:
            return
        panel = self._panel(side) if self.manner is Manner.BESIDE else self.rect()
        metrics = painter.fontMetrics()
        room = panel.width() - 24 if self.manner in (Manner.BESIDE, Manner.BLINK) else panel.width() // 2 - 16
        words = metrics.elidedText(self._captions[side], Qt.TextElideMode.ElideRight, room - 16)
        size = QSize(metrics.horizontalAdvance(words) + 16, metrics.height() + 6)
        outer = side is Side.NOW and self.manner is not Manner.BLINK
        across = Qt.AlignmentFlag.AlignRight if outer else Qt.AlignmentFlag.AlignLeft
        place = QStyle.alignedRect(
            self.layoutDirection(), across | Qt.AlignmentFlag.AlignTop, size, panel.adjusted(8, 8, -8, -8)
        )
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.paper))
        painter.drawRoundedRect(QRectF(place), 6, 6)
        painter.setPen(QColor(colours.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, words)

    def _paint_marks(self, painter: QPainter, side: Side, colours: Colours) -> None:
        painter.save()
        painter.setClipRect(self._part(side))
        transform, radius = self.frame.transform(side, self._panel(side)), scaled(_MARK)
        for number, point in enumerate(self._marks[side], 1):
            place = transform.map(QPointF(point.x, point.y))
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, 3, 3)
            tag = QRectF(place.x() + 5, place.y() - 2 * radius - 3, 2 * radius, 2 * radius)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(tag)
            painter.setPen(QColor(colours.on_accent))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, str(number))
        painter.restore()

    def _paint_line(self, painter: QPainter, colours: Colours) -> None:
        place = self._line()
        painter.fillRect(QRect(place - 1, 0, 3, self.height()), QColor(colours.paper))
        painter.fillRect(QRect(place, 0, 1, self.height()), QColor(colours.text))
        painter.setPen(QPen(QColor(colours.text), 1))
        painter.setBrush(QColor(colours.paper))
        painter.drawEllipse(QPointF(place + 0.5, self.height() / 2), _GRIP - 2, _GRIP - 2)

    def _paint_cross(self, painter: QPainter, colours: Colours) -> None:
        x, y = self._cross.x(), self._cross.y()
        for colour, width in ((colours.paper, 4), (colours.accent, 2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(QPointF(x - 12, y), QPointF(x + 12, y))
            painter.drawLine(QPointF(x, y - 12), QPointF(x, y + 12))

    def _line(self) -> int:
        """Where the two meet, from the left."""
        part = self._part(Side.BEFORE)
        return part.right() + 1 if part.left() == 0 else part.left()

    # Mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._held = event.position().toPoint(), False
        near = abs(self._pressed.x() - self._line()) <= _GRIP
        self._drawing = self.manner is Manner.WIPE and near

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        place = event.position().toPoint()
        if self._drawing:
            share = 100 * place.x() / max(self.width(), 1)
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.divided.emit(round(min(max(100 - share if rtl else share, 0), 100)))
        elif self._held or (place - self._pressed).manhattanLength() > _STILL:
            self._held = True
            self.frame.move(place.x() - self._pressed.x(), place.y() - self._pressed.y())
            self._pressed = place
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._pressed is not None and not (self._held or self._drawing)
        self._pressed, self._held, self._drawing = None, False, False
        if clicked and self.marking is not None:
            self._mark(self._side_at(event.position()), event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.marking is None:
            self.fit()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._go(*_ARROWS[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self.marking is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mark(self.marking, self._cross)
        elif self.marking is not None and key == Qt.Key.Key_Backspace:
            self.taken_back.emit()
        elif key == Qt.Key.Key_Space:
            self.fit()
        elif key == Qt.Key.Key_1:
            self._show_pixels()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            super().keyPressEvent(event)

    def _show_pixels(self) -> None:
        """One screen pixel for each pixel of the later photograph."""
        panel = self._panel(Side.NOW)
        self.frame.zoom_to(1 / self.devicePixelRatio(), QPointF(panel.center()), panel)
        self.update()

    def _go(self, across: int, down: int, *, fine: bool) -> None:
        if self.marking is None:
            self.frame.move(-across * _PACE, -down * _PACE)
        else:
            pace, panel = _FINE_PACE if fine else _CROSS_PACE, self._panel(self.marking)
            moved = self._cross + QPointF(across * pace, down * pace)
            self._cross = QPointF(
                min(max(moved.x(), panel.left()), panel.right()), min(max(moved.y(), panel.top()), panel.bottom())
            )
        self.update()

    def _mark(self, side: Side, place: QPointF) -> None:
        if point := self.frame.point(side, self._panel(side), place):
            self.marked.emit(side, point)

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.frame.fits:
            self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
