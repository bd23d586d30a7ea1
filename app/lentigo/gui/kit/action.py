"""What a page or the window can do, with its words and its keys."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.line_button import LineButton


class Action(QAction):
    """Its button shows `brief` and `icon_name`; its keys work wherever the focus is, once the window has it."""

    def __init__(
        self, parent: QWidget, text: str, *keys: str, on: Callable[[], object], brief: str = "", icon: str = ""
    ) -> None:
        super().__init__(text, parent)
        self.brief = brief
        self.icon_name = icon
        self.setShortcuts([QKeySequence(key) for key in keys])
        self.triggered.connect(lambda: on())

    def button(self, role: str = "") -> LineButton:
        """A button that does what the action does, and is enabled when it is."""
        made = LineButton(
            self.brief,
            role=role,
            icon=self.icon_name,
            name=self.text(),
            tip=f"{self.text()} ({self.shortcut().toString()})",
            on_click=self.trigger,
        )
        made.setEnabled(self.isEnabled())
        self.enabledChanged.connect(made.setEnabled)
        return made
