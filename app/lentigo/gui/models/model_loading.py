"""Another model is loaded in place of the one in use: how far it is, and what came of it."""

from PySide6.QtCore import QObject

from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.models.loader import Loader
from lentigo.gui.models.page_parts import PageParts
from lentigo.language import translate
from lentigo.worker.messages.message import Cancelled, Failed


class ModelLoading(QObject):
    """Follows the loader in one row of the page."""

    def __init__(self, *, loader: Loader, row: WorkRow, parts: PageParts) -> None:
        super().__init__(parts.page)
        self._loader = loader
        self._row = row
        self._parts = parts
        loader.trying.connect(self._show_started)
        loader.loading.connect(row.follow)
        loader.taken.connect(self._note_taken)
        loader.refused.connect(self._tell_refused)
        row.stop_asked.connect(loader.stop_loading)

    def _show_started(self, model: str) -> None:
        self._parts.update_actions()
        self._parts.show_work(self._row, translate("Loading {model}", model=self._parts.name(model)))

    def _note_taken(self, model: str) -> None:
        self._show_ended(model)
        announce(self._parts.page, translate("{model} is used from now on", model=self._parts.name(model)))

    def _tell_refused(self, model: str, ending: Failed | Cancelled) -> None:
        self._show_ended(model)
        stays = translate("{model} is still used.", model=self._parts.name(self._loader.model))
        if isinstance(ending, Failed):
            self._parts.message.tell(ending.message, f"{ending.hint} {stays}")
        else:
            self._parts.message.tell(translate("Stopped."), stays)

    def _show_ended(self, model: str) -> None:
        pressed = self._row.stop.hasFocus()
        self._parts.update_actions()
        if pressed:
            self._parts.lists.focus(model)
        self._row.end()
        self._parts.models.read()
