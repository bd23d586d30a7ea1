"""What a screen reader says when something has changed that has not the focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say it without a change of focus; "" says nothing, nor does a window that is locked."""
    if text and widget.isEnabled():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
