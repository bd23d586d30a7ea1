"""Parts of a page of which one is seen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class PartStack(QStackedWidget):
    """As large as the part that is seen: Qt's own is as large as the largest. The first is seen at first."""

    def __init__(self, parts: Sequence[QWidget]) -> None:
        super().__init__()
        for part in parts:
            self.addWidget(part)

    def turn_to(self, part: QWidget) -> None:
        """Show a part."""
        self.setCurrentWidget(part)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Its layout would ask all parts."""
        return False

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint().expandedTo(self.minimumSizeHint()) if shown else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize()) if shown else super().minimumSizeHint()
