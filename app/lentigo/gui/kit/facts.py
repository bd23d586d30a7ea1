"""Names and values in two columns, for what is looked up rather than read."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from lentigo.gui.kit.text import label, tip

_LONGEST_WORD = 40  # characters


def facts(pairs: Iterable[tuple[str, str]]) -> QWidget:
    """A table of name and value; values can be selected."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(pairs):
        grid.addWidget(label(name, "note"), row, 0, Qt.AlignmentFlag.AlignTop)
        shown = label(shortened(value), "small", wrap=True)
        shown.setToolTip(tip(value))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(shown, row, 1)
    return table


def shortened(value: str) -> str:
    """Long words, such as a SHA-256, cut to their beginning: the exported report holds them whole."""
    return " ".join(word if len(word) <= _LONGEST_WORD else f"{word[:12]}…" for word in value.split(" "))
