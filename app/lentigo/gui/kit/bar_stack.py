"""Messages under one another, which take no room while none is there."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class BarStack(QWidget):
    """Bars show and hide themselves; the room around them follows."""

    def __init__(self, bars: Iterable[QWidget]) -> None:
        super().__init__()
        self._bars = tuple(bars)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(8)
        for bar in self._bars:
            self._box.addWidget(bar)
        self._follow()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._follow()
        return super().event(event)

    def _follow(self) -> None:
        room = 0 if all(bar.isHidden() for bar in self._bars) else 8
        self._box.setContentsMargins(16, room, 16, room)
