"""The pages of the window. One of them is looked at; the first is the one to go back to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from lentigo.gui.kit.drop import DropKind
from lentigo.gui.kit.page import Page


class WindowPages(QStackedWidget):
    """Tells a page when the user comes and goes, and turns to it when it wants that.

    A page that needs more room than the window has scrolls, while head and foot stay where they are.
    """

    turned = Signal()  # before the page that is turned to takes the focus

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self.all = tuple(pages)
        self.current = self.first = self.all[0]
        self._frames = {page: _framed(page) for page in self.all}
        for page, frame in self._frames.items():
            self.addWidget(frame)
            page.wanted.connect(partial(self.turn_to, page))
            page.toggled.connect(partial(self._toggle, page))

    def minimumSizeHint(self) -> QSize:
        """As small as the window wants: what has no room scrolls."""
        return QSize(0, 0)

    @property
    def other_kinds(self) -> tuple[DropKind, ...]:
        """What belongs to the pages that are not looked at."""
        return tuple(page.drop_kind for page in self.all if page.drop_kind and page is not self.current)

    def turn_to(self, page: Page) -> None:
        """Show a page."""
        before = self.current
        if before is page:
            return
        self.current = page
        self.setCurrentWidget(self._frames[page])
        self.turned.emit()
        before.leave()
        page.enter()

    def _toggle(self, page: Page) -> None:
        self.turn_to(self.first if self.current is page else page)


def _framed(page: Page) -> QScrollArea:
    frame = QScrollArea()
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidgetResizable(True)
    frame.setWidget(page)
    return frame
