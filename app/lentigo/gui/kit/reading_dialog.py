"""A dialog that is read: a title, what scrolls under it, and buttons that stay where they are."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate

_WIDTH = 620  # pixels, at the usual size of text
_AROUND = 24  # pixels
_SCROLLED = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class ReadingDialog(QDialog):
    """Put what is read into `content`, and further buttons into `buttons`; as large as it needs and the window allows.

    Escape closes it.
    """

    def __init__(self, title: str, parent: QWidget, *, width: int = _WIDTH, closes: bool = True) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._around = parent
        self._width = width
        self._closed = False
        self._page = QWidget()
        self._page.setProperty("role", "page")
        self.content = QVBoxLayout(self._page)
        self.content.setContentsMargins(16, 12, 16, 12)
        self.content.setSpacing(16)
        self.scroller = QScrollArea()
        self.scroller.setProperty("role", "dialog")
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(self._page)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        if closes:
            self.buttons.addWidget(LineButton(translate("Close"), tip="Esc", on_click=self.accept))
        self._heading = label("", "title", wrap=True)
        self.entitle(title)
        box = QVBoxLayout(self)
        box.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        box.setSpacing(16)
        box.addWidget(self._heading)
        box.addWidget(self.scroller, 1)
        box.addLayout(self.buttons)

    @property
    def closed(self) -> bool:
        """Whether it was closed: what a worker tells it then comes too late."""
        return self._closed

    def done(self, result: int) -> None:
        self._closed = True
        super().done(result)

    def entitle(self, title: str) -> None:
        """Show another title."""
        self.setWindowTitle(title)
        self._heading.setText(title)
        self.scroller.setAccessibleName(title)

    def fit(self) -> None:
        """Take the room that the content needs, once what was added to it is shown."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As far as the window and its screen have it."""
        room = self._around.screen().availableSize().boundedTo(self._around.size()) - QSize(16, 16)
        width = min(scaled(self._width), room.width())
        inner = width - 2 * _AROUND - self.scroller.verticalScrollBar().sizeHint().width()
        content = self.content
        height = content.totalHeightForWidth(inner) if content.hasHeightForWidth() else content.sizeHint().height()
        around = self.sizeHint().height() - self.scroller.sizeHint().height()
        self.setMinimumSize(0, 0)
        self.resize(width, min(height + around + 4, room.height()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page keys scroll wherever the focus is."""
        if pages := _SCROLLED.get(Qt.Key(event.key())):
            bar = self.scroller.verticalScrollBar()
            bar.setValue(bar.value() + pages * bar.pageStep())
        else:
            super().keyPressEvent(event)
