"""Drawings beside each other, on which a click puts a pin."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from lentigo.domain.body import Pin, Region, Side, View, side_of
from lentigo.domain.wording.body import SIDES, VIEWS, site_text
from lentigo.figures.figure import Figure
from lentigo.figures.views import figure_for
from lentigo.gui.body.painting import paint_figure, paint_pin, paint_region, place_in
from lentigo.language import translate

_USUAL = QSize(560, 430)
_NARROWEST = QSize(300, 240)
_GAP = 12  # pixels between drawings


class BodyPicture(QWidget):
    """Says under which region the mouse is (`pointed`: a pin or None) and where it was clicked (`pinned`)."""

    pointed = Signal(object)
    pinned = Signal(object)

    def __init__(self, age: int | None) -> None:
        """`age` in years, for the drawings' proportions."""
        super().__init__()
        self._age = age
        self._views: tuple[View, ...] = (View.FRONT,)
        self._pin: Pin | None = None
        self._under: Pin | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return _USUAL

    def minimumSizeHint(self) -> QSize:
        return _NARROWEST

    def show_views(self, views: tuple[View, ...]) -> None:
        """Show other drawings."""
        self._views = views
        self._point_at(None)
        self._say()

    def show_pin(self, pin: Pin | None) -> None:
        """Show another pin, or none."""
        self._pin = pin
        self._say()

    def where(self, pin: Pin) -> QPointF | None:
        """The pixel that a pin lies at; None where its drawing is not shown."""
        for figure, room in self._rooms():
            if figure.view is pin.view:
                return place_in(figure, room).map(QPointF(*figure.point_of(pin.x, pin.y)))
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._hit(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pin = self._hit(event.position())
        if pin and event.button() is Qt.MouseButton.LeftButton:
            self.show_pin(pin)
            self.pinned.emit(pin)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for figure, room in self._rooms():
            place = place_in(figure, room)
            self._caption(painter, figure.view, room)
            paint_figure(painter, figure, place, self.palette())
            for pin in (self._pin, self._under):
                if pin and pin.view is figure.view:
                    paint_region(painter, figure, place, self.palette(), pin)
            if self._pin and self._pin.view is figure.view:
                paint_pin(painter, figure, place, self.palette(), self._pin)
        painter.end()

    def _rooms(self) -> Iterator[tuple[Figure, QRectF]]:
        """Each drawing and where it stands: in as many columns as make them largest."""
        figures = [figure_for(view, self._age) for view in self._views]
        columns = max(range(1, len(figures) + 1), key=lambda count: self._scale(figures, count))
        width, height = self._cell(len(figures), columns)
        for index, figure in enumerate(figures):
            row, column = divmod(index, columns)
            left, top = column * (width + _GAP), row * (height + self._caption_height + _GAP)
            yield figure, QRectF(left, top + self._caption_height, width, height)

    def _scale(self, figures: list[Figure], columns: int) -> float:
        width, height = self._cell(len(figures), columns)
        return min(min(width / figure.width, height / figure.height) for figure in figures)

    def _cell(self, count: int, columns: int) -> tuple[float, float]:
        rows = -(-count // columns)
        width = (self.width() - (columns - 1) * _GAP) / columns
        return width, (self.height() - (rows - 1) * _GAP) / rows - self._caption_height

    @property
    def _caption_height(self) -> int:
        return self.fontMetrics().height() + 4

    def _caption(self, painter: QPainter, view: View, room: QRectF) -> None:
        """What is drawn, between the sides of the patient that are drawn there."""
        line = QRectF(room.left(), room.top() - self._caption_height, room.width(), self._caption_height)
        align = Qt.AlignmentFlag
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(line, align.AlignHCenter | align.AlignTop, translate(VIEWS[view]))
        if view in (View.HEAD_RIGHT, View.HEAD_LEFT):
            return
        below = line.translated(0, self._caption_height)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for x, edge in ((0.0, align.AlignLeft), (1.0, align.AlignRight)):
            painter.drawText(below, edge | align.AlignTop, translate(SIDES[_side_at(view, x)]))

    def _hit(self, position: QPointF) -> Pin | None:
        for figure, room in self._rooms():
            if room.contains(position):
                back, _ = place_in(figure, room).inverted()
                point = back.map(position)
                return figure.pin_at(*figure.shares_of((point.x(), point.y())))
        return None

    def _point_at(self, pin: Pin | None) -> None:
        before, self._under = self._under, pin
        if (before and (before.region, before.side)) != (pin and (pin.region, pin.side)):
            self.pointed.emit(pin)
            self.update()

    def _say(self) -> None:
        shown = ", ".join(translate(VIEWS[view]) for view in self._views)
        self.setAccessibleName(shown)
        self.setAccessibleDescription(site_text(self._pin) if self._pin else "")
        self.update()


def _side_at(view: View, x: float) -> Side:
    """The patient's side at an edge of a drawing."""
    return side_of(view, x, Region.SHOULDER)
