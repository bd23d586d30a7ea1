"""Esc stops what is looked at, or what runs on the first page, and goes back there where nothing runs."""

from PySide6.QtGui import QKeySequence

from lentigo.gui.kit.action import Action
from lentigo.gui.shell.window_pages import WindowPages


class Escape:
    """Gives the key to one action at a time."""

    def __init__(self, pages: WindowPages) -> None:
        self._pages = pages
        for change in (pages.currentChanged, *(page.busy_changed for page in pages.all)):
            change.connect(self._share)
        self._share()

    def _share(self) -> None:
        mine = self._owner()
        for action in (*(page.stop for page in self._pages.all), self._pages.first.turn):
            action.setShortcut(QKeySequence("Esc") if action is mine else QKeySequence())

    def _owner(self) -> Action:
        current, first = self._pages.current, self._pages.first
        if current.busy:
            return current.stop
        return first.stop if current is first or first.busy else first.turn
