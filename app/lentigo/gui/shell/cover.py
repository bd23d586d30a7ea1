"""What stands in the place of the whole window while nobody has said who they are: nothing of a patient is seen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QToolTip, QWidget


class Cover(QStackedWidget):
    """Holds the window's content. A page over it takes its menus, keys, drops and open dialogs with it."""

    lifted = Signal()  # somebody works with the window, whether or not a page stood over it

    def __init__(self, window: QMainWindow) -> None:
        super().__init__()
        self._window = window
        self._content: QWidget | None = None
        self._actions: list[QAction] = []
        self._focus: QWidget | None = None

    @property
    def closed(self) -> bool:
        """Whether a page stands over the window."""
        return self.currentWidget() is not self._content

    def take(self, content: QWidget) -> None:
        """The window's content, in place of that before."""
        closed, before, self._content = self.closed, self._content, content
        self.addWidget(content)
        if not closed:
            self.setCurrentWidget(content)
        if before:
            before.deleteLater()  # which takes it out: taken out by hand, it would be Python's to delete at any moment

    def show_page(self, page: QWidget) -> None:
        """Nothing but this page."""
        if not self.closed:
            self._close_dialogs()
            self._focus = self._window.focusWidget()
            self._actions = self._window.actions()
            for action in self._actions:
                self._window.removeAction(action)
            self._window.menuBar().hide()
            self._enable(False)
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._drop(before)
        page.setFocus()

    def lift(self) -> None:
        """The window as it was."""
        if self.closed:
            self._uncover()
        self.lifted.emit()

    def _uncover(self) -> None:
        page = self.currentWidget()
        self._enable(True)
        self._window.addActions(self._actions)
        self._window.menuBar().show()
        if self._content:
            self.setCurrentWidget(self._content)
        self._drop(page)
        (self._focus or self._window).setFocus()

    def _enable(self, on: bool) -> None:
        if self._content:
            self._content.setEnabled(on)

    def _drop(self, page: QWidget | None) -> None:
        if page and page is not self._content:
            page.deleteLater()

    def _close_dialogs(self) -> None:
        """A dialog may show a photograph, a file dialog or a tip names."""
        QToolTip.hideText()
        while popup := QApplication.activePopupWidget():
            popup.close()
        for other in QApplication.topLevelWidgets():
            if other is self._window or not other.isVisible():
                continue
            if isinstance(other, QDialog):
                other.reject()
            elif other.windowType() == Qt.WindowType.ToolTip:
                other.hide()  # Qt takes its own time otherwise, and deletes it itself
            else:
                other.close()
