"""The list of keys."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.gui.widgets.line_button import LineButton
from lentigo.gui.widgets.text import label

_IN_PLACE = (
    ("space", "Show the whole photograph"),
    ("1", "Show the photograph pixel for pixel"),
    ("+  −", "Zoom"),
    ("F2", "Put the chosen finding in your words"),
    ("Delete", "Remove the chosen photograph"),
    ("← →", "Previous or next page of a source"),
)


class ShortcutsDialog(QDialog):
    """Built from the window's own actions."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        native = QKeySequence.SequenceFormat.NativeText
        keys = [(action.shortcut().toString(native), action.text()) for action in actions]
        for row, (key, meaning) in enumerate((*keys, *_IN_PLACE)):
            grid.addWidget(label(key, "heading"), row, 0)
            grid.addWidget(label(meaning), row, 1)
        close = LineButton("Close", on_click=self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(16)
        box.addWidget(label("Keyboard shortcuts", "title"))
        box.addLayout(grid)
        box.addLayout(foot)
