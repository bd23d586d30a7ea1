"""What happens at a bug in the window: a log without patient text, plain words, and nothing lost."""

import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from lentigo.language import translate

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


class CrashGuard(QObject):
    """Takes what nobody caught, on any thread."""

    _crashed = Signal()

    def __init__(self, *, window: QWidget, log: Path) -> None:
        super().__init__(window)
        self._window = window
        self._log = log
        self._telling = False
        self._crashed.connect(self._show_crash, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook for uncaught exceptions."""
        sys.excepthook = self.take
        threading.excepthook = lambda crash: self.take(crash.exc_type, crash.exc_value, crash.exc_traceback)

    def take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Log where it happened and tell the user."""
        with suppress(OSError):  # a full disk or a closed folder must not hide the crash
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as file:
                file.write(describe(kind, trace))
        self._crashed.emit()

    def _show_crash(self) -> None:
        if self._telling:
            return
        self._telling = True
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Lentigo")
        box.setText(translate("Something in Lentigo went wrong. Your photographs, text and report are still here."))
        what_to_do = translate(
            "Export the report if you have one, then start Lentigo again. "
            "Where it happened stands in {file}, without anything about the patient.",
            file=self._log.name,
        )
        box.setInformativeText(what_to_do)
        box.finished.connect(self._told)
        box.open()

    def _told(self) -> None:
        self._telling = False


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Time, kind and places. The error's own message may quote what was typed, and stays out."""
    places = "".join(
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(trace)
    )
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {kind.__name__}\n{places}"
