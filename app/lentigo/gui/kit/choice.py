"""A list to choose from, with the line icons' arrow."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from lentigo.gui.kit import icons


class Choice(QComboBox):
    """The stylesheet takes the style's own arrow away; this draws it again."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = icons.pixmap("unfolded", self.palette().text().color(), self.devicePixelRatio(), size=16)
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)
        painter.end()
