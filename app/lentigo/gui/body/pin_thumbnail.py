"""A small drawing with its pin, for where a site is only shown."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lentigo.domain.body import Pin
from lentigo.domain.wording.body import site_text
from lentigo.figures.figure import Figure
from lentigo.figures.views import figure_for
from lentigo.gui.body.painting import paint_figure, paint_pin, place_in

_HEIGHT = 132  # pixels


class PinThumbnail(QWidget):
    """As wide as its drawing asks for."""

    def __init__(self, pin: Pin, age: int | None) -> None:
        """`age` of the patient in years."""
        super().__init__()
        self._pin = pin
        self._figure: Figure = figure_for(pin.view, age)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(site_text(pin))

    def sizeHint(self) -> QSize:
        return QSize(round(_HEIGHT * self._figure.width / self._figure.height) + 8, _HEIGHT + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = place_in(self._figure, QRectF(self.rect()).adjusted(4, 4, -4, -4))
        paint_figure(painter, self._figure, place, self.palette())
        paint_pin(painter, self._figure, place, self.palette(), self._pin)
        painter.end()
