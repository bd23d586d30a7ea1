"""Fields whose edits are undone with all others of a page, and not by themselves."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence


class UndoElsewhere(QObject):
    """An event filter: a field would take Ctrl+Z for itself, and its own undo would be one more edit of the page."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return any(map(event.matches, (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)))
        return super().eventFilter(watched, event)
