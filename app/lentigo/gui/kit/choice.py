"""A list to choose from, with the line icons' arrow."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from lentigo.gui.kit import icons

_FEWEST_LETTERS = 8


class Choice(QComboBox):
    """The stylesheet takes the style's own arrow away; this draws it again."""

    def __init__(self, *, narrow: bool = False) -> None:
        """`narrow`: it takes the room that there is, not that of its longest choice, which its list shows whole."""
        super().__init__()
        if narrow:
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.setMinimumContentsLength(_FEWEST_LETTERS)

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = icons.pixmap("unfolded", self.palette().text().color(), self.devicePixelRatio(), size=16)
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)
        painter.end()
