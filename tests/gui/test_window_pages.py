"""The window shows any pages: their buttons, menu, keys, Esc and drops come from the pages alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from model_steps import drop
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from lentigo.gui.kit.action import Action
from lentigo.gui.kit.drop import DropKind
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.page import Entrance, Menu, Page
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell.main_window import MainWindow
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog
from lentigo.paths import Paths
from lentigo.settings import Settings
from lentigo.worker.client import WorkerClient

pytestmark = pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")


class Room(Page):
    """A page that notes what the window does with it."""

    def __init__(self, title: str, key: str = "") -> None:
        super().__init__(Entrance(title=title, icon="book", key=key, words=f"Go to {title}"))
        self.noted: list[str] = []
        self.runs = self.unsaved = False
        self.knock = Action(self, f"Knock in {title}", on=lambda: self.noted.append("knocked"), brief="Knock")
        self.stop = Action(self, f"Stop {title}", on=lambda: self.run(False))
        self.addActions((self.knock, self.stop))
        self.menus = {Menu.CASE: ((self.knock,),)}
        self.drop_kind = DropKind(
            holds=lambda path: path.endswith(title), take=lambda _: None, one=title, several="", hint="", action=""
        )

    @property
    def busy(self) -> bool:
        return self.runs

    @property
    def working(self) -> bool:
        return self.runs

    def run(self, runs: bool) -> None:
        self.runs = runs
        self.busy_changed.emit()

    def enter(self) -> None:
        self.noted.append("entered")

    def leave(self) -> None:
        self.noted.append("left")

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        self.noted += [kind.one for kind in others for url in mime.urls() if kind.holds(url.path())]

    def may_close(self, again: object) -> bool:
        return not self.unsaved

    def close_down(self) -> None:
        self.noted.append("closed")


@pytest.fixture
def rooms() -> tuple[Room, Room]:
    return Room("Hall"), Room("Attic", "Ctrl+K")


@pytest.fixture
def window(rooms: tuple[Room, Room], paths: Paths, qtbot: QtBot) -> MainWindow:
    bridge = WorkerBridge(WorkerClient(paths=paths))
    made = MainWindow(settings=Settings(), keep=lambda _: None, checker=bridge, desk=bridge, speak=lambda _: False)
    made.furnish(pages=rooms, status=QLabel("all is well"), bar=QLabel(), foot=QLabel(), menus={})
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def test_a_pages_key_turns_to_it_and_back(window: MainWindow, rooms: tuple[Room, Room], qtbot: QtBot) -> None:
    hall, attic = rooms
    for shown in (attic, hall):
        press(window, qtbot, Qt.Key.Key_K, CONTROL)
        assert shown.isVisible()
    assert attic.noted == ["entered", "left"]
    assert hall.noted == ["left", "entered"]


def test_escape_stops_what_is_looked_at_then_the_first_page_and_then_goes_back(
    window: MainWindow, rooms: tuple[Room, Room], qtbot: QtBot
) -> None:
    hall, attic = rooms
    attic.wanted.emit()
    for room in rooms:
        room.run(True)
    for states in ((True, False), (False, False)):
        press(window, qtbot, Qt.Key.Key_Escape, NONE)
        assert (hall.runs, attic.runs) == states
        assert attic.isVisible()
    press(window, qtbot, Qt.Key.Key_Escape, NONE)
    assert hall.isVisible()


def test_head_menu_and_keys_show_what_pages_offer(window: MainWindow, rooms: tuple[Room, Room], qtbot: QtBot) -> None:
    rooms[1].run(True)
    assert "Attic · busy" in [button.text() for button in window.findChildren(LineButton)]
    menus = {menu.title(): menu for menu in window.menuBar().findChildren(QMenu)}
    assert list(menus) == ["&File", "&Case", "&View", "&Help"]
    knocks = [action for action in menus["&Case"].actions() if action.text()]
    assert [action.text() for action in knocks] == ["Knock in Hall", "Knock in Attic"]
    assert [action.text() for action in menus["&View"].actions()][1:3] == ["Go to Hall", "Go to Attic"]
    knocks[0].trigger()
    assert rooms[0].noted == ["knocked"]
    window.dialogs.show_shortcuts()
    dialog = window.findChild(ShortcutsDialog)
    assert "Stop Hall" in [part.text() for part in dialog.findChildren(QLabel)]
    dialog.accept()


def test_a_drop_comes_with_the_kinds_of_the_other_pages(
    window: MainWindow, rooms: tuple[Room, Room], qtbot: QtBot
) -> None:
    drop(window, Path("/tmp/to the Attic"), Path("/tmp/to the Hall"))
    assert rooms[0].noted == ["Attic"]


def test_the_window_closes_once_no_page_would_lose_something(window: MainWindow, rooms: tuple[Room, Room]) -> None:
    rooms[1].unsaved = True
    assert not window.close()
    assert rooms[0].noted == []
    rooms[1].unsaved = False
    assert window.close()
    assert [room.noted for room in rooms] == [["closed"], ["closed"]]
