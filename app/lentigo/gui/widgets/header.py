"""The bar at the head of the window."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from lentigo.gui.analyst import Analyst
from lentigo.gui.librarian import Librarian
from lentigo.gui.widgets.line_button import LineButton
from lentigo.gui.widgets.text import label


class Header(QFrame):
    """What to begin with at the left, what to end with at the right. Buttons follow the window's actions."""

    def __init__(self, actions: Mapping[str, QAction], analyst: Analyst, librarian: Librarian) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._analyst = analyst
        self.model = label(role="note", wrap=True)
        self.model.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._menu = QMenu(self)
        for group in (
            ("export pdf", "export json"),
            ("undo", "redo"),
            ("library", "find", "add documents"),
            ("larger text", "smaller text"),
            ("shortcuts",),
        ):
            self._menu.addSeparator()
            self._menu.addActions([actions[name] for name in group])
        self._more = LineButton(icon="unfolded", name="More: other forms of the report, undo, library, shortcuts")
        self._more.clicked.connect(self._open_menu)
        self.library = action_button(actions["library"], "Library", role="quiet", icon="book")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        row.addWidget(action_button(actions["new"], "New", role="quiet", icon="new"))
        row.addWidget(action_button(actions["open"], "Open…", role="quiet", icon="open"))
        row.addWidget(action_button(actions["paste"], "Paste", role="quiet", icon="paste"))
        row.addWidget(self.library)
        row.addWidget(self.model, 1)
        row.addSpacing(12)
        row.addWidget(action_button(actions["export pdf"], "Export PDF", icon="export"))
        row.addWidget(self._more)
        librarian.began.connect(lambda: self.library.setText("Library · adding…"))
        librarian.rested.connect(lambda: self.library.setText("Library"))
        analyst.model_changed.connect(self._tell_model)
        self._tell_model()

    def _tell_model(self) -> None:
        self.model.setText(f"{self._analyst.state.value}{self._analyst.loading_words} · offline")

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))


def action_button(action: QAction, text: str, *, role: str = "", icon: str = "") -> LineButton:
    """A button that does what the action does, and is enabled when it is."""
    keys = action.shortcut().toString()
    button = LineButton(
        text, role=role, icon=icon, name=action.text(), tip=f"{action.text()} ({keys})", on_click=action.trigger
    )
    button.setEnabled(action.isEnabled())
    action.enabledChanged.connect(button.setEnabled)
    return button
