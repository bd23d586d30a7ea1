"""What is pressed is large enough for a shaking hand: WCAG 2.2 asks for 24 pixels (2.5.8), the house for 32."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Opener
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QWidget
from room_states import settle, states

LEAST = 32  # pixels
PRESSED = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)


def small_targets(window: QWidget) -> Iterator[str]:
    for part in window.findChildren(QWidget):
        pressed = isinstance(part, PRESSED) and part.isVisible() and part.window() is window
        if pressed and min(part.width(), part.height()) < LEAST:
            yield f"{part.accessibleName() or type(part).__name__} {part.width()} × {part.height()}"


def test_on_each_page(open_desk: Opener, phantoms: Path) -> None:
    desk = open_desk()
    found = [(state, target) for state in states(desk, phantoms) for target in small_targets(desk.window)]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", ["show_help", "show_shortcuts", "show_settings", "show_about", "show_check"])
def test_in_each_dialog(open_desk: Opener, name: str) -> None:
    desk = open_desk()
    getattr(desk.window.dialogs, name)()
    settle()
    dialog = next(each for each in desk.window.findChildren(QDialog) if each.isVisible())
    assert not list(small_targets(dialog))
    dialog.accept()
