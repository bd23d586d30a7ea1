"""The bar at the head of the window."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from lentigo.gui.kit.page import Page
from lentigo.language import translate


class Header(QFrame):
    """What to begin with at the left, what to end with at the right. Buttons follow the actions of the pages."""

    def __init__(self, pages: Sequence[Page], *, status: QWidget) -> None:
        """`status` has what room is left."""
        super().__init__()
        self.setProperty("role", "bar")
        self._row = QHBoxLayout(self)
        self._pages = {page: page.turn.button("quiet") for page in pages[1:]}
        self._begin = {action: action.button("quiet") for page in pages for action in page.begin}
        self._end = {action: action.button() for page in pages for action in page.end}
        self._lay_out(status)
        for page in self._pages:
            page.busy_changed.connect(self._shorten)

    def minimumSizeHint(self) -> QSize:
        """Words give way to icons, so that none of them keeps the window wide."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shorten()

    def _lay_out(self, status: QWidget) -> None:
        row = self._row
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        for button in (*self._begin.values(), *self._pages.values()):
            row.addWidget(button)
        row.addWidget(status, 1)
        row.addSpacing(12)
        for button in self._end.values():
            row.addWidget(button)

    def _shorten(self) -> None:
        """Where the words have no room, the icons say it; where something is done, its page's button says so."""
        self._say(words=True)
        self._row.activate()
        if self._row.totalMinimumSize().width() > self.width():
            self._say(words=False)

    def _say(self, *, words: bool) -> None:
        for action, button in chain(self._begin.items(), self._end.items()):
            button.setText(action.brief if words else "")
        for page, button in self._pages.items():
            title = page.entrance.title
            told = translate("{page} · busy", page=title) if page.working else title
            button.setText(told if words else "")
