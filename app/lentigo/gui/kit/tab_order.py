"""The order of the tab key for content that is made anew: Qt would put it behind everything that is older."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def follow_layout(first: QWidget, layout: QLayout) -> None:
    """After `first` come the layout's widgets as they are read."""
    stops = [widget for widget in reading_order(layout) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for earlier, later in pairwise((first, *stops)):
        QWidget.setTabOrder(earlier, later)


def reading_order(layout: QLayout) -> Iterator[QWidget]:
    """All widgets of a layout and of the layouts inside it."""
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = item.layout() if item else None
        if widget := item.widget() if item else None:
            yield widget
            inner = widget.layout()
        if inner:
            yield from reading_order(inner)
