"""One window for a data folder: a second start brings the first one forward, hands it its photographs, and ends.

The two speak through files in the data folder, for the program opens no socket. Any process of this user could write
one, so what is read there is bounded, and nothing of it but paths of files is used.
"""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QFileSystemWatcher, Qt
from PySide6.QtWidgets import QApplication, QWidget

from lentigo.files import open_file, write_whole

LOCK, CALL = "window.lock", "window-call"  # CALL is taken away by the window that heard it
PATIENCE_S = 5.0
MOST_FILES, LONGEST_PATH = 12, 4096  # characters
_LARGEST_CALL = 256 * 1024  # bytes
_LOOK_S = 0.05
_OWNER_ONLY = 0o600  # a folder's name can be a patient's


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

    def call(self, photographs: Sequence[Path] = ()) -> bool:
        """Ask the first one to come forward, and to take these; whether it heard."""
        call = self._data / CALL
        told = json.dumps([str(path.absolute()) for path in photographs[:MOST_FILES]])
        with suppress(OSError):
            write_whole(call, told, mode=_OWNER_ONLY)
            end = time.monotonic() + PATIENCE_S
            while call.exists() and time.monotonic() < end:
                time.sleep(_LOOK_S)
            if not call.exists():
                return True
            call.unlink()
        return False

    def watch(self, window: QWidget, take: Callable[[tuple[str, ...]], None]) -> None:
        """Bring this window forward whenever it is called; `take` gets the paths of files that it was called with."""
        call = self._data / CALL

        def look() -> None:
            with suppress(OSError):
                files = _files_in(call)
                call.unlink()
                bring_forward(window)
                if files:
                    take(files)

        self._watcher = QFileSystemWatcher([str(self._data)], window)
        self._watcher.directoryChanged.connect(look)
        look()


def _files_in(call: Path) -> tuple[str, ...]:
    """Of what a call names, the files that are there; none where it is no list of paths."""
    with open_file(call) as opened:
        told = opened.read(_LARGEST_CALL + 1)
    try:
        named = json.loads(told) if len(told) <= _LARGEST_CALL else []
    except (ValueError, RecursionError):
        named = []
    if not isinstance(named, list):
        return ()
    return tuple(each for each in named[:MOST_FILES] if isinstance(each, str) and _is_file(each))


def _is_file(path: str) -> bool:
    try:
        return len(path) <= LONGEST_PATH and Path(path).is_absolute() and Path(path).is_file()
    except (OSError, ValueError):  # such as a null character
        return False


def bring_forward(window: QWidget) -> None:
    """Out of the task bar and above the others; where the system does not let it, it is marked there."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
