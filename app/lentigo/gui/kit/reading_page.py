"""A page whose head stands still while everything else scrolls under it; the whole of it takes drops."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.gui.kit.page import Entrance, Page

_WIDEST = 1040  # pixels: longer lines are hard to read


class ReadingPage(Page):
    """A screen reader calls the part that scrolls by the page's title."""

    def __init__(self, entrance: Entrance) -> None:
        super().__init__(entrance)
        self.setProperty("role", "reading")
        self.content = QVBoxLayout()
        self.scroller = QScrollArea()
        self.scroller.setAccessibleName(entrance.title)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def mark(self, over: bool) -> None:
        """Show that something hovers over the page."""
        self.setProperty("over", "true" if over else "false")
        self.style().polish(self)

    def lay_out(self, *, lines: Iterable[QLayout], bars: Iterable[QWidget], parts: Iterable[QWidget]) -> None:
        """Lines and bars stand at the head, parts scroll."""
        head = QWidget()
        head.setMaximumWidth(_WIDEST)
        top = QVBoxLayout(head)
        top.setContentsMargins(24, 12, 24, 8)
        top.setSpacing(8)
        for line in lines:
            top.addLayout(line)
        for bar in bars:
            top.addWidget(bar)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(head, _WIDEST)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle)
        whole.addWidget(self.scroller, 1)
        self._fill(parts)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What takes the focus is seen, once what has just appeared has its place."""
        if now and self.scroller.isAncestorOf(now):
            QTimer.singleShot(0, now, lambda: self.scroller.ensureWidgetVisible(now))

    def _fill(self, parts: Iterable[QWidget]) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        page.setMaximumWidth(_WIDEST)
        page.setLayout(self.content)
        self.content.setContentsMargins(24, 8, 24, 24)
        self.content.setSpacing(16)
        for part in parts:
            self.content.addWidget(part)
        self.content.addStretch(1)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.scroller.setWidget(page)
