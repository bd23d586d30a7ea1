"""A page of several parts asks for the room of the one that is seen."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lentigo.gui.kit.part_stack import PartStack


def test_a_part_that_is_not_seen_takes_no_room(qtbot: QtBot) -> None:
    low, high = QWidget(), QWidget()
    low.setMinimumHeight(40)
    high.setMinimumHeight(900)
    stack = PartStack((low, high))
    qtbot.addWidget(stack)
    assert stack.currentWidget() is low
    assert stack.minimumSizeHint().height() == stack.sizeHint().height() == 40
    stack.turn_to(high)
    assert stack.minimumSizeHint().height() == stack.sizeHint().height() == 900
    stack.turn_to(low)
    assert stack.minimumSizeHint().height() == stack.sizeHint().height() == 40
