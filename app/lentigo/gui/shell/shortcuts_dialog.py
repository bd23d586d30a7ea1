"""The list of keys."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label
from lentigo.language import translate


class ShortcutsDialog(QDialog):
    """Built from the window's own actions, and from the keys and meanings of what has none."""

    def __init__(self, actions: Sequence[QAction], in_place: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Keyboard shortcuts"))
        native = QKeySequence.SequenceFormat.NativeText
        keys = [(action.shortcut().toString(native), action.text()) for action in actions]
        self._window = parent
        self._table = _table([(key, meaning) for key, meaning in (*keys, *in_place) if key])
        self._listed = QScrollArea()  # for large text
        self._listed.setWidget(self._table)
        self._listed.setWidgetResizable(True)
        self._listed.setAccessibleName(translate("Keyboard shortcuts"))
        close = LineButton(translate("Close"), on_click=self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(16)
        box.addWidget(label(translate("Keyboard shortcuts"), "title"))
        box.addWidget(self._listed, 1)
        box.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        """As large as the list, where the window has the room."""
        super().showEvent(event)
        around = self.size() - self._listed.maximumViewportSize()
        self.resize((self._table.sizeHint() + around).boundedTo(self._window.size()))


def _table(keys: Sequence[tuple[str, str]]) -> QWidget:
    """Two columns of keys with their meanings."""
    table = QWidget()
    table.setProperty("role", "page")
    grid = QGridLayout(table)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    rows = (len(keys) + 1) // 2
    for place, (key, meaning) in enumerate(keys):
        half, row = divmod(place, rows)
        grid.addWidget(label(key, "heading"), row, 2 * half)
        grid.addWidget(label(meaning), row, 2 * half + 1)
    return table
