"""Esc stops what is looked at, and goes back to the case where nothing runs."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence

from lentigo.gui.case.analyst import Analyst
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.shell.window_pages import WindowPages


class Escape:
    """Gives the key to one of four actions."""

    def __init__(
        self, actions: Mapping[str, QAction], *, pages: WindowPages, librarian: Librarian, analyst: Analyst
    ) -> None:
        self._actions = actions
        self._pages = pages
        self._librarian = librarian
        self._analyst = analyst
        pages.currentChanged.connect(self._share)
        models = pages.models
        for change in (librarian.began, librarian.rested, analyst.started, analyst.ended, models.busy_changed):
            change.connect(self._share)
        self._share()

    def _share(self) -> None:
        mine = self._owner()
        for name in ("stop", "stop adding", "stop models", "back"):
            self._actions[name].setShortcut(QKeySequence("Esc") if name == mine else QKeySequence())

    def _owner(self) -> str:
        pages = self._pages
        if pages.current is pages.library and self._librarian.working:
            return "stop adding"
        if pages.current is pages.models and pages.models.busy:
            return "stop models"
        if pages.current is pages.case or self._analyst.running:
            return "stop"
        return "back"
