"""Messages under one another, which take no room while none is there."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_ROOM = 8  # pixels


class BarStack(QWidget):
    """Bars show and hide themselves; the room around them follows."""

    def __init__(self, bars: Iterable[QWidget]) -> None:
        super().__init__()
        self._bars = tuple(bars)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(_ROOM)
        for bar in self._bars:
            self._box.addWidget(bar)
        self._set_margins()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._set_margins()
        return super().event(event)

    def _set_margins(self) -> None:
        room = 0 if all(bar.isHidden() for bar in self._bars) else _ROOM
        if self._box.contentsMargins().top() != room:
            self._box.setContentsMargins(2 * _ROOM, room, 2 * _ROOM, room)
