"""Photographs that a second start hands to the open window: offered as a drop on it, as soon as it takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl

from lentigo.gui.shell.only_window import MOST_FILES

if TYPE_CHECKING:
    from lentigo.gui.shell.main_window import MainWindow


class HandedOver(QObject):
    """They wait while the window is locked, or was not opened by anybody yet, and while its first page is busy."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: tuple[str, ...] = ()
        self._begun = False  # whether somebody has opened the window
        window.cover.lifted.connect(self._begin)

    def take(self, files: tuple[str, ...]) -> None:
        """Paths; those that are too many are left out."""
        self._waiting = (*self._waiting, *files)[:MOST_FILES]
        self._offer()

    def _begin(self) -> None:
        self._begun = True
        self._offer()

    def _offer(self) -> None:
        window = self._window
        if not self._waiting or not self._begun or window.cover.closed:
            return
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(file) for file in self._waiting])
        page = window.pages.first
        window.pages.turn_to(page)
        if page.takes(mime):
            self._waiting = ()
            page.take_drop(mime, window.pages.other_kinds)
        else:
            page.busy_changed.connect(self._offer_later, Qt.ConnectionType.SingleShotConnection)

    def _offer_later(self) -> None:
        """Once what ended has become part of the page."""
        QTimer.singleShot(0, self, self._offer)
