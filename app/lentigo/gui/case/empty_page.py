"""Where a case begins: the place to drop a photograph."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import label
from lentigo.language import deferred, translate, translate_count

_GOOD_PHOTOGRAPH = deferred("Good is: sharp, evenly lit, straight on from about 30 cm, a ruler beside the lesion.")


class EmptyPage(QWidget):
    """The whole page takes drops; the frame shows it."""

    def __init__(self, *, on_open: Callable[[], None], on_paste: Callable[[], None]) -> None:
        super().__init__()
        self.message = MessageBar()
        self._state = label("", "muted")
        self._frame = QFrame()
        self._frame.setProperty("role", "drop")
        box = QVBoxLayout(self)
        box.setContentsMargins(48, 40, 48, 40)
        box.setSpacing(16)
        box.addWidget(self.message)
        box.addWidget(self._frame, 1)
        self._fill(on_open, on_paste)

    def mark(self, over: bool) -> None:
        """Show that a photograph hovers over the page."""
        self._frame.setProperty("over", "true" if over else "false")
        self._frame.style().polish(self._frame)

    def show_opening(self, count: int) -> None:
        """Say that photographs are being opened."""
        some = translate_count("Opening the photograph…", "Opening {count} photographs…", count)
        self._state.setText(some if count else "")

    def _fill(self, on_open: Callable[[], None], on_paste: Callable[[], None]) -> None:
        picture = Sign("photograph", QPalette.ColorRole.PlaceholderText, size=48)
        self.open_button = open_button = LineButton(
            translate("Open…"), role="primary", icon="open", tip="Ctrl+O", on_click=on_open
        )
        paste_button = LineButton(translate("Paste"), icon="paste", tip="Ctrl+V", on_click=on_paste)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(open_button)
        buttons.addWidget(paste_button)
        buttons.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        box = QVBoxLayout(self._frame)
        box.setSpacing(16)
        box.addStretch(1)
        box.addWidget(picture, 0, middle)
        box.addWidget(label(translate("Drop a photograph here"), "title"), 0, middle)
        box.addLayout(buttons)
        box.addWidget(self._state, 0, middle)
        advice = label(translate(_GOOD_PHOTOGRAPH), "muted", wrap=True)
        advice.setAlignment(middle)
        box.addWidget(advice)
        box.addStretch(1)
