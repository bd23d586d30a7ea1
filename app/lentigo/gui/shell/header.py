"""The bar at the head of the window."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from lentigo.gui.kit.action import Action
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.page import Page
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate

_ROOMY = 900  # pixels that all words stand in, at the usual size of text


class Header(QFrame):
    """What to begin with at the left, what to end with at the right. Buttons follow the actions of the pages."""

    def __init__(self, pages: Sequence[Page], *, menu: Sequence[Sequence[Action]], status: QWidget) -> None:
        """`menu` are the window's own groups, which stand below those of the pages; `status` has what room is left."""
        super().__init__()
        self.setProperty("role", "bar")
        self._menu = QMenu(self)
        for group in chain(*(page.menu for page in pages), menu):
            self._menu.addSeparator()
            self._menu.addActions(group)
        held = ", ".join((*(page.entrance.menu_words for page in pages), translate("shortcuts")))
        self._more = LineButton(
            icon="unfolded",
            name=translate("More: {words}", words=held),
            on_click=lambda: self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4))),
        )
        self._pages = {page: page.turn.button("quiet") for page in pages[1:]}
        self._begin = {action: action.button("quiet") for page in pages for action in page.begin}
        self._end = {action: action.button() for page in pages for action in page.end}
        self._lay_out(status)
        for page in self._pages:
            page.busy_changed.connect(self._shorten)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shorten()

    def _lay_out(self, status: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        for button in (*self._begin.values(), *self._pages.values()):
            row.addWidget(button)
        row.addWidget(status, 1)
        row.addSpacing(12)
        for button in (*self._end.values(), self._more):
            row.addWidget(button)

    def _shorten(self) -> None:
        """Where the text is too large for the window, the icons say it; where something is done, its button says so."""
        roomy = self.width() >= scaled(_ROOMY)
        for action, button in chain(self._begin.items(), self._end.items()):
            button.setText(action.brief if roomy else "")
        for page, button in self._pages.items():
            title = page.entrance.title
            told = translate("{page} · busy", page=title) if page.working else title
            button.setText(told if roomy else "")
