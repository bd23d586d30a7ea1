"""The window around the pages: head, foot, keys, drops, and what is remembered from start to start."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QVBoxLayout, QWidget

from lentigo.gui.kit import theme
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.page import Page
from lentigo.gui.shell import window_state
from lentigo.gui.shell.escape import Escape
from lentigo.gui.shell.header import Header
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog
from lentigo.gui.shell.window_pages import WindowPages
from lentigo.language import translate
from lentigo.settings import Settings

_SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """`status` stands in the head, `foot` under the pages; `keep` stores the settings when they change."""

    def __init__(
        self,
        *,
        pages: Sequence[Page],
        status: QWidget,
        foot: QWidget,
        settings: Settings,
        keep: Callable[[Settings], None],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lentigo")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(1366, 768)
        self.settings = settings
        self._keep = keep
        self.pages = WindowPages(pages)
        self.pages.turned.connect(self.setFocus)  # tab begins at the head again
        self._columns = [page.columns for page in pages if page.columns]
        self._escape = Escape(self.pages)
        self._lay_out(Header(pages, menu=self._offer_actions(), status=status), foot)
        window_state.restore(self, self._columns, settings.window_state)
        self.setFocus()

    def keep_settings(self, settings: Settings) -> None:
        """Take new settings over, and store them."""
        self.settings = settings
        self._keep(settings)

    def show_shortcuts(self) -> None:
        """List the keys."""
        in_place = [key for page in self.pages.all for key in page.keys_in_place]
        dialog = ShortcutsDialog(self.actions(), in_place, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _offer_actions(self) -> tuple[tuple[Action, ...], ...]:
        """Take the pages' actions over and add the window's own, in the order of the list of keys; returns its menu."""
        larger = Action(self, translate("Larger text"), "Ctrl++", "Ctrl+=", on=lambda: theme.step_text(1))
        smaller = Action(self, translate("Smaller text"), "Ctrl+-", on=lambda: theme.step_text(-1))
        shortcuts = Action(self, translate("Keyboard shortcuts"), "F1", on=self.show_shortcuts)
        leave = Action(self, translate("Close Lentigo"), "Ctrl+Q", on=self.close)
        first, *others = self.pages.all
        self.addActions(first.actions())
        for page in others:
            self.addActions((page.turn, *page.actions()))
        self.addActions((first.turn, larger, smaller, shortcuts, leave))
        return (larger, smaller), (shortcuts,)

    def _lay_out(self, header: Header, foot: QWidget) -> None:
        centre = QWidget()
        box = QVBoxLayout(centre)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part, stretch in ((header, 0), (_rule(), 0), (self.pages, 1), (_rule(), 0), (foot, 0)):
            box.addWidget(part, stretch)  # in the order of tabs
        self.setCentralWidget(centre)

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.current.takes(event.mimeData()):
            event.acceptProposedAction()
            self.pages.current.mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pages.current.mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.pages.current.mark(False)
        event.acceptProposedAction()
        self.pages.current.take_drop(event.mimeData(), self.pages.other_kinds)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(page.may_close(self.close) for page in self.pages.all):
            event.ignore()
            return
        for page in self.pages.all:
            page.close_down()
        state = window_state.encode(self, self._columns)
        self.keep_settings(replace(self.settings, window_state=state))
        event.accept()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
