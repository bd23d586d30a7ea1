"""What the Tab key reaches."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

LINE = 20  # pixels; parts that are less apart stand side by side


def tab_order(first: QWidget) -> list[QWidget]:
    """The visible parts that Tab reaches from one, round to it again."""
    reached: list[QWidget] = []
    widget = first
    while not reached or widget is not first:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.append(widget)
        widget = widget.nextInFocusChain()
    return reached


def is_reading_order(parts: list[QWidget], page: QWidget) -> bool:
    """Whether none stands above the one before it."""
    heights = [part.mapTo(page, part.rect().center()).y() // LINE for part in parts]
    return heights == sorted(heights)
