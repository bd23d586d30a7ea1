"""Tells when nobody has touched keyboard or mouse for some minutes, whatever the program does meanwhile."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_MS = 5000
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
}


def boot_time() -> float:
    """Seconds that also pass while a laptop sleeps, and that no clock can be set back."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Idle(QObject):
    """`minutes` is asked at each look; 0 is never. Listens at the windows, where the system's events come in."""

    idled = Signal()

    def __init__(self, minutes: Callable[[], int], clock: Callable[[], float] = boot_time) -> None:
        super().__init__()
        self._minutes = minutes
        self.clock = clock
        self._touched = clock()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)
        self._listen(app.focusWindow())

    def start(self) -> None:
        """Count from now on."""
        self._touched = self.clock()
        self._timer.start()

    def stop(self) -> None:
        """There is nothing to lock."""
        self._timer.stop()

    def look(self) -> None:
        """Tell it where it is time."""
        minutes = self._minutes()
        if minutes and self.clock() - self._touched >= 60 * minutes:
            self.idled.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            if self._timer.isActive():
                self.look()  # whoever wakes a laptop is asked, before they are taken for the one who left it
            self._touched = self.clock()
        return False

    def _listen(self, window: QWindow | None) -> None:
        if window:
            window.installEventFilter(self)  # once more where it was there already: Qt keeps one
            self._touched = self.clock()
