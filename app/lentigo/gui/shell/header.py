"""The bar at the head of the window."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.report_export import action_name
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.models.model_words import named
from lentigo.gui.models.model_work import ModelWork
from lentigo.gui.models.models import Models
from lentigo.report.formats import FILE_FORMATS, USUAL_FORMAT

_ROOMY = 900  # pixels that all words stand in, at the usual size of text
_BUTTONS = (
    ("new", "New", "quiet", "new"),
    ("open", "Open…", "quiet", "open"),
    ("paste", "Paste", "quiet", "paste"),
    ("library", "Library", "quiet", "book"),
    ("models", "Models", "quiet", "chip"),
    (action_name(USUAL_FORMAT), f"Export {USUAL_FORMAT.title}", "", "export"),
)
_MENU = (
    tuple(map(action_name, FILE_FORMATS)),
    ("undo", "redo"),
    ("library", "find", "add documents"),
    ("models", "bring in"),
    ("larger text", "smaller text"),
    ("shortcuts",),
)


class Header(QFrame):
    """What to begin with at the left, what to end with at the right. Buttons follow the window's actions."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        *,
        analyst: Analyst,
        librarian: Librarian,
        models: Models,
        model_work: ModelWork,
    ) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._analyst = analyst
        self._models = models
        self._workers: dict[str, Librarian | ModelWork] = {"Library": librarian, "Models": model_work}
        self.model = label(role="note", wrap=True)
        self.model.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._menu = self._menu_of(actions)
        self._more = LineButton(
            icon="unfolded",
            name="More: other forms of the report, undo, library, models, shortcuts",
            on_click=self._open_menu,
        )
        self._buttons = {
            text: action_button(actions[name], text, role=role, icon=icon) for name, text, role, icon in _BUTTONS
        }
        self._lay_out()
        self._connect()
        self._tell_model()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shorten()

    def _menu_of(self, actions: Mapping[str, QAction]) -> QMenu:
        menu = QMenu(self)
        for group in _MENU:
            menu.addSeparator()
            menu.addActions([actions[name] for name in group])
        return menu

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        *begin, end = self._buttons.values()
        for button in begin:
            row.addWidget(button)
        row.addWidget(self.model, 1)
        row.addSpacing(12)
        row.addWidget(end)
        row.addWidget(self._more)

    def _connect(self) -> None:
        for change in (self._analyst.model_changed, self._models.listed):
            change.connect(self._tell_model)
        for work in self._workers.values():
            work.began.connect(self._shorten)
            work.rested.connect(self._shorten)

    def _shorten(self) -> None:
        """Where the text is too large for the window, the icons say it; where something is done, its button says so."""
        roomy = self.width() >= scaled(_ROOMY)
        for text, button in self._buttons.items():
            worker = self._workers.get(text)
            shown = f"{text} · busy" if worker and worker.working else text
            button.setText(shown if roomy else "")

    def _tell_model(self) -> None:
        analyst = self._analyst
        self.model.setText(f"{self._model_words()} {analyst.state.value}{analyst.loading_words} · offline")

    def _model_words(self) -> str:
        model = self._models.find(self._analyst.wanted)
        if not model:
            return "model"
        return named(model.facts) if model.verified else f"{named(model.facts)} (unverified)"

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
