"""A line icon that only tells, in a colour of the palette."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from lentigo.gui.kit import icons


class Sign(QLabel):
    """Drawn again when light turns to dark."""

    def __init__(self, icon: str, role: QPalette.ColorRole = QPalette.ColorRole.Text, size: int = icons.SIZE) -> None:
        super().__init__()
        self._icon = icon
        self._role = role
        self._size = size
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        colour = self.palette().color(QPalette.ColorGroup.Active, self._role)
        self.setPixmap(icons.pixmap(self._icon, colour, max(2.0, self.devicePixelRatio()), self._size))
