"""What the tests of the models' page do again and again."""

from collections.abc import Callable
from pathlib import Path

from desk import Desk
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from lentigo.gui.models.model_row import ModelRow
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.models.place_panel import PlacePanel


def wait_for(desk: Desk, condition: Callable[[], object]) -> None:
    """Let the window work until it is so."""
    desk.bot.waitUntil(lambda: bool(condition()), timeout=120_000)


def press(desk: Desk, key: Qt.Key, control: bool = True, shift: bool = False) -> None:
    """Press a key wherever the focus is."""
    keys = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    keys |= Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    desk.bot.keyClick(QApplication.focusWidget() or desk.window, key, keys)


def enter(desk: Desk) -> ModelsPage:
    """Turn to the models, and wait for the list and for the model in use."""
    desk.analyst.warm_up()
    press(desk, Qt.Key.Key_M)
    page: ModelsPage = desk.models_page
    wait_for(desk, lambda: page.isVisible() and page.rows)
    wait_for(desk, lambda: desk.analyst.state.value == "ready")
    return page


def look(desk: Desk, *paths: Path | str) -> PlacePanel:
    """Look at what lies there."""
    page: ModelsPage = desk.models_page
    page.examine([str(path) for path in paths])
    wait_for(desk, lambda: not page.models.looking)
    return page.place


def settle(desk: Desk) -> None:
    """Wait until nothing runs, and the list shows what came of it."""
    page: ModelsPage = desk.models_page
    wait_for(desk, lambda: not page.busy)
    with desk.bot.waitSignal(page.models.listed, timeout=20_000):
        page.models.read()


def row_of(desk: Desk, model: str) -> ModelRow:
    """The row of an installed model."""
    return desk.models_page.rows[model]


def drop(window: QWidget, *files: Path) -> None:
    """Drop files or folders on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), copy, mime, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), copy, mime, left, none, QEvent.Type.Drop))


def words_in(widget: QWidget) -> str:
    """All that a screen reader can say of the visible parts of a widget."""
    parts = [part for part in widget.findChildren(QWidget) if part.isVisibleTo(widget)]
    return " ".join(part.accessibleName() for part in parts if part.accessibleName())
