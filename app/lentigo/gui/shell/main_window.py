"""The window around the pages: menus, head, foot, keys, drops, and what is remembered from start to start."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QVBoxLayout, QWidget

from lentigo.gui.kit import theme
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.bar_stack import BarStack
from lentigo.gui.kit.page import Menu, MenuGroups, Page
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell import window_state
from lentigo.gui.shell.cover import Cover
from lentigo.gui.shell.escape import Escape
from lentigo.gui.shell.header import Header
from lentigo.gui.shell.menu_bar import MenuBar
from lentigo.gui.shell.program_dialogs import ProgramDialogs
from lentigo.gui.shell.window_pages import WindowPages
from lentigo.gui.shell.window_size import USUAL, fit_to_screen
from lentigo.language import translate
from lentigo.settings import Settings


class MainWindow(QMainWindow):
    """Empty until it is furnished, which can be done anew. `keep` stores the settings when they change.

    `speak` has the program speak another language at once, or says that this is not possible now.
    """

    pages: WindowPages

    def __init__(
        self,
        *,
        settings: Settings,
        keep: Callable[[Settings], None],
        checker: WorkerBridge,
        desk: WorkerBridge,
        speak: Callable[[str], bool],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lentigo")
        self.setAcceptDrops(True)
        self.resize(USUAL)
        self.settings = settings
        self._keep = keep
        self.cover = Cover(self)
        self.setCentralWidget(self.cover)
        self.dialogs = ProgramDialogs(window=self, checker=checker, desk=desk, speak=speak)

    def furnish(
        self, *, pages: Sequence[Page], status: QWidget, bar: QWidget, foot: QWidget, menus: MenuGroups
    ) -> None:
        """Show these pages, in place of those before; `status` stands in the head, `bar` and `foot` around the pages.

        `menus` are what belongs to none of the pages.
        """
        self.pages = WindowPages(pages)
        self.pages.turned.connect(self.setFocus)  # tab begins at the head again
        self._columns = [page.columns for page in pages if page.columns]
        self._escape = Escape(self.pages)
        self.setMenuBar(MenuBar(pages, self._offer_actions(menus)))
        self._lay_out(Header(pages, status=status), bar, foot)
        window_state.restore(self, self._columns, self.settings.window_state)
        fit_to_screen(self)
        self.setFocus()

    def keep_settings(self, settings: Settings) -> None:
        """Take new settings over, and store them."""
        self.settings = settings
        self._keep(settings)

    @property
    def state(self) -> str:
        """Where it stands, its columns and the size of its text, for the settings."""
        return window_state.encode(self, self._columns)

    def _offer_actions(self, menus: MenuGroups) -> MenuGroups:
        """Take the pages' actions over and add the window's own, in the order of the list of keys; its own menus."""
        larger = Action(self, translate("Larger text"), "Ctrl++", "Ctrl+=", on=lambda: theme.step_text(1))
        smaller = Action(self, translate("Smaller text"), "Ctrl+-", on=lambda: theme.step_text(-1))
        settings = Action(self, translate("Settings…"), "Ctrl+,", on=self.dialogs.show_settings)
        leave = Action(self, translate("Close Lentigo"), "Ctrl+Q", on=self.close)
        shortcuts = Action(self, translate("Keyboard shortcuts"), "F1", on=self.dialogs.show_shortcuts)
        helping = Action(self, translate("Help"), "Ctrl+F1", on=self.dialogs.show_help)
        check = Action(self, translate("Check this installation"), on=self.dialogs.show_check)
        about = Action(self, translate("About Lentigo"), on=self.dialogs.show_about)
        first, *others = self.pages.all
        for action in self.actions():
            self.removeAction(action)
        self.addActions(first.actions())
        for page in others:
            self.addActions((page.turn, *page.actions()))
        for groups in menus.values():
            self.addActions([action for group in groups for action in group])
        self.addActions((first.turn, larger, smaller, settings, shortcuts, helping, leave))
        return {
            **menus,
            Menu.FILE: ((settings,), (leave,)),
            Menu.VIEW: ((larger, smaller),),
            Menu.HELP: ((helping, shortcuts), (check, about)),
        }

    def _lay_out(self, header: Header, bar: QWidget, foot: QWidget) -> None:
        centre = QWidget()
        box = QVBoxLayout(centre)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (header, _rule(), BarStack((bar,)), self.pages, _rule(), foot):
            box.addWidget(part, int(part is self.pages))  # in the order of tabs
        self.cover.take(centre)

    # Qt's own

    def showEvent(self, event: QShowEvent) -> None:
        """Only once it is shown, the system says how much its frame takes."""
        super().showEvent(event)
        shown = self.size()
        QTimer.singleShot(0, self, lambda: fit_to_screen(self) if self.size() == shown else None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.cover.closed and self.pages.current.takes(event.mimeData()):
            event.acceptProposedAction()
            self.pages.current.mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pages.current.mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.cover.closed:
            return
        self.pages.current.mark(False)
        event.acceptProposedAction()
        self.pages.current.take_drop(event.mimeData(), self.pages.other_kinds)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(page.may_close(self.close) for page in self.pages.all):
            event.ignore()
            return
        for page in self.pages.all:
            page.close_down()
        self.keep_settings(replace(self.settings, window_state=self.state))
        event.accept()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
