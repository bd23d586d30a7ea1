"""A button with a line icon that takes the colour of its text, in light and in dark."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton

from lentigo.gui.kit import icons


class LineButton(QPushButton):
    """`role` is one of the stylesheet's: "" (framed), primary, quiet, link, fold, tab."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        icon: str = "",
        name: str = "",
        tip: str = "",
        on_click: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setProperty("role", role)
        self.setAccessibleName(name or text)
        self.setToolTip(tip)
        self.setAutoDefault(False)
        self._icon = icon
        self._draw_icon()
        if on_click:
            self.clicked.connect(lambda: on_click())

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon:
            return
        colours = self.palette()
        primary = self.property("role") == "primary"
        role = QPalette.ColorRole.HighlightedText if primary else QPalette.ColorRole.ButtonText
        usual = colours.color(QPalette.ColorGroup.Active, role)
        disabled = colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        self.setIcon(icons.icon(self._icon, usual, disabled, self.devicePixelRatio()))
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
