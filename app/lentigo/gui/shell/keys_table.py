"""The keys, as a table of two columns."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from lentigo.gui.kit.text import label

KeyMeaning = tuple[str, str]


def keys_of(actions: Iterable[QAction], in_place: Iterable[KeyMeaning]) -> list[KeyMeaning]:
    """The keys of actions that have one, then those of parts of pages that are no actions."""
    native = QKeySequence.SequenceFormat.NativeText
    keys = ((action.shortcut().toString(native), action.text()) for action in actions)
    return [(key, meaning) for key, meaning in (*keys, *in_place) if key]


def keys_table(keys: Sequence[KeyMeaning]) -> QWidget:
    """Each key with what it does."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, (key, meaning) in enumerate(keys):
        grid.addWidget(label(key, "heading"), row, 0)
        grid.addWidget(label(meaning, wrap=True), row, 1)
    return table
