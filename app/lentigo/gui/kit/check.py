"""A box to tick, with the line icons' tick."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from lentigo.gui.kit import icons


class Check(QCheckBox):
    """The stylesheet takes the style's own tick away; this draws it again."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box: QRect = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        colour = self.palette().color(QPalette.ColorRole.HighlightedText)
        painter = QPainter(self)
        painter.drawPixmap(box.topLeft(), icons.pixmap("check", colour, self.devicePixelRatio(), size=box.width()))
        painter.end()
