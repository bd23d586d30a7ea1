"""One window for a data folder: a second start brings the first one forward, and ends.

The two speak through files in the data folder, for the program opens no socket.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QFileSystemWatcher, Qt
from PySide6.QtWidgets import QApplication, QWidget

LOCK, CALL = "window.lock", "window-call"  # CALL is taken away by the window that heard it
PATIENCE_S = 5.0
_LOOK_S = 0.05


class OnlyWindow:
    """Held as long as the process lives; the system lets go of it where that dies."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = FileLock(data / LOCK)
        self._watcher: QFileSystemWatcher | None = None

    def claim(self) -> bool:
        """Whether this is the first; a folder in which nothing can be locked keeps nobody from working."""
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError:
            pass
        return True

    def call(self) -> bool:
        """Ask the first one to come forward; whether it heard."""
        call = self._data / CALL
        with suppress(OSError):
            call.write_text(str(os.getpid()), encoding="ascii")
            end = time.monotonic() + PATIENCE_S
            while call.exists() and time.monotonic() < end:
                time.sleep(_LOOK_S)
            if not call.exists():
                return True
            call.unlink()
        return False

    def watch(self, window: QWidget) -> None:
        """Bring this window forward whenever it is called."""

        def look() -> None:
            with suppress(OSError):
                (self._data / CALL).unlink()
                bring_forward(window)

        self._watcher = QFileSystemWatcher([str(self._data)], window)
        self._watcher.directoryChanged.connect(look)
        look()


def bring_forward(window: QWidget) -> None:
    """Out of the task bar and above the others; where the system does not let it, it is marked there."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
