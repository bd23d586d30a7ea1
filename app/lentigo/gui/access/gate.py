"""A page over the whole window: a title, what is to be said, and a form, in one narrow column."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.worker.messages.message import Failed

_WIDTH = 480  # pixels, at the usual size of text


class Gate(QScrollArea):
    """Put what belongs into `content`; `first` takes the focus. `fail` tells what went wrong."""

    first: QWidget | None = None

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.message = MessageBar()
        column = QWidget()
        column.setMaximumWidth(scaled(_WIDTH))
        self.content = QVBoxLayout(column)
        self.content.setContentsMargins(16, 24, 16, 24)
        self.content.setSpacing(12)
        self.content.addWidget(label(title, "title", wrap=True))
        self.content.addWidget(self.message)
        self.setWidget(_centred(column))

    def add(self, *parts: QWidget | QLayout) -> None:
        """What comes next in the column."""
        for part in parts:
            self.content.addWidget(part) if isinstance(part, QWidget) else self.content.addLayout(part)

    def say(self, *paragraphs: str) -> None:
        """Sentences in the column."""
        for text in paragraphs:
            self.content.addWidget(Paragraph(text))

    def fail(self, failed: Failed) -> None:
        """Tell it where the user looks, and let them try again."""
        self.message.tell(failed.message, failed.hint)
        self.work(False)
        self.setFocus()

    def work(self, on: bool) -> None:
        """While the answer is waited for, nothing can be pressed twice."""
        page = self.widget()
        if page:
            page.setEnabled(not on)

    def setFocus(self) -> None:  # type: ignore[override]
        """To where one begins."""
        if self.first:
            self.first.setFocus()


def row(*buttons: LineButton) -> QHBoxLayout:
    """Buttons side by side, the first at the left."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line


def _centred(column: QWidget) -> QWidget:
    page = QWidget()
    page.setProperty("role", "page")
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(column, 1000)
    across.addStretch(1)
    down = QVBoxLayout(page)
    down.setContentsMargins(0, 0, 0, 0)
    down.addStretch(1)
    down.addLayout(across)
    down.addStretch(2)
    return page
