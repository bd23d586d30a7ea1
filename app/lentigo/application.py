"""The composition root of the window's process: the one place that knows every part."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from lentigo.domain.assessment import Assessment
from lentigo.errors import EngineError
from lentigo.gui.kit.fonts import choose_font
from lentigo.gui.kit.intake import from_files
from lentigo.gui.kit.theme import dress
from lentigo.gui.kit.worker_bridge import WorkerBridge, Workers
from lentigo.gui.shell.crash import CrashGuard
from lentigo.gui.shell.main_window import MainWindow
from lentigo.gui.shell.notice_dialog import NOTICE_VERSION, NoticeDialog
from lentigo.paths import Paths
from lentigo.settings import Settings, load_settings, save_settings
from lentigo.worker.client import StartWorker, WorkerClient, start_worker

_CAPTURE_LIMIT_MS = 600_000
_PATIENCE = 10  # nice value: runs when nothing else wants to


def main(paths: Paths) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    if not _has_display():
        raise EngineError(
            "There is no screen to open the window on.", hint="Use “lentigo analyze PHOTO” on this computer."
        )
    app = prepare_application()
    workers = connect_workers(paths)
    window = open_window(paths, workers)
    CrashGuard(window=window, log=paths.data / "window.log").install()
    if window.settings.notice_accepted != NOTICE_VERSION:
        show_notice(window)
    for first in (window.analyst.warm_up, window.models.read):
        QTimer.singleShot(0, first)  # after the first paint
    try:
        return app.exec()
    finally:
        for worker in workers:
            worker.close()


def capture(paths: Paths, photograph: Path, out: Path, *, size: tuple[int, int] = (1366, 768)) -> Assessment | None:
    """Analyse a photograph in the real window and write its picture to `out` (PNG); None where there was no report."""
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = prepare_application()
    workers = connect_workers(paths)
    window = open_window(paths, workers)
    window.resize(*size)
    ended = QEventLoop()
    window.analyst.ended.connect(lambda: QTimer.singleShot(0, ended.quit))
    window.case.changed.connect(window.analyse, Qt.ConnectionType.SingleShotConnection)
    window.case.photograph_refused.connect(ended.quit)
    QTimer.singleShot(_CAPTURE_LIMIT_MS, ended, ended.quit)
    window.models.read()
    window.case.add(from_files([str(photograph)]))
    ended.exec()
    app.processEvents()
    window.grab().save(str(out), "PNG")
    report = window.case.state.report
    for worker in workers:
        worker.close()
    window.deleteLater()
    return report


def prepare_application() -> QApplication:
    """The Qt application in Lentigo's clothes."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Lentigo")
    app.setApplicationDisplayName("Lentigo")
    choose_font(app)
    dress(app)
    return app


def connect_workers(paths: Paths, start: StartWorker = start_worker) -> Workers:
    """Four of a kind, so that a page of a report waits neither behind an analysis nor behind a document."""

    def start_behind(paths: Paths) -> subprocess.Popen[bytes]:
        """A document that is being added leaves the processor to whatever else is asked for."""
        process = start(paths)
        if sys.platform != "win32":
            os.setpriority(os.PRIO_PROCESS, process.pid, _PATIENCE)
        return process

    def connect(start: StartWorker = start) -> WorkerBridge:
        return WorkerBridge(WorkerClient(paths=paths, start=start))

    return Workers(analyst=connect(), desk=connect(), reader=connect(), librarian=connect(start_behind))


def open_window(paths: Paths, workers: Workers) -> MainWindow:
    """The window, on the screen."""

    def keep(settings: Settings) -> None:
        with suppress(OSError):  # a disk that cannot be written must not hold the window open
            save_settings(settings, paths.settings)

    window = MainWindow(workers=workers, settings=load_settings(paths.settings), keep=keep)
    window.show()
    return window


def show_notice(window: MainWindow) -> NoticeDialog:
    """Ask for the notice's acceptance; a refusal closes the program."""
    notice = NoticeDialog(window)
    notice.accepted.connect(lambda: window.keep_settings(replace(window.settings, notice_accepted=NOTICE_VERSION)))
    notice.rejected.connect(window.close)
    notice.open()
    return notice


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM") or QGuiApplication.instance()
    return bool(chosen or sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
