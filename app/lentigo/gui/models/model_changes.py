"""Models are brought in, checked or removed: how far it is, and what came of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lentigo.domain.model import InstalledModel
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.models.model_words import checked, named
from lentigo.gui.models.model_work import ModelRequest, ModelWork
from lentigo.gui.models.page_parts import PageParts
from lentigo.language import translate, translate_count
from lentigo.worker.messages.message import Cancelled, Failed
from lentigo.worker.messages.models import ImportedModels, ImportModels, VerifyModel


class ModelChanges(QObject):
    """Follows the work in one row of the page. `worker_taken` is whether its worker has something else to do first."""

    brought_in = Signal(str)  # the id of a model whose row is to have the focus
    rested = Signal()

    def __init__(self, *, work: ModelWork, row: WorkRow, parts: PageParts, worker_taken: Callable[[], bool]) -> None:
        super().__init__(parts.page)
        self._work = work
        self._row = row
        self._parts = parts
        self._worker_taken = worker_taken
        work.began.connect(self._show_started)
        work.happened.connect(row.follow)
        work.brought_in.connect(self._note_brought_in)
        work.checked.connect(self._tell_checked)
        work.removed.connect(self._note_removed)
        work.unfinished.connect(self._tell_unfinished)
        work.rested.connect(self._show_ended)
        row.stop_asked.connect(work.stop)

    def ask(self, request: ModelRequest) -> None:
        """Submit the request; a message of what went wrong before is hidden."""
        self._parts.message.hide()
        self._work.begin(request)

    def _show_started(self, request: ModelRequest) -> None:
        self._parts.update_actions()
        words = self._words(request)
        if self._worker_taken():
            words = translate("{work}, once the documents are added", work=words)
        self._parts.show_work(self._row, words)

    def _words(self, request: ModelRequest) -> str:
        if isinstance(request, ImportModels):
            return translate_count("Bringing in {count} model", "Bringing in {count} models", len(request.ids))
        name = self._parts.name(request.id)
        if isinstance(request, VerifyModel):
            return translate("Checking {model}", model=name)
        return translate("Removing {model}", model=name)

    def _note_brought_in(self, imported: ImportedModels) -> None:
        pressed = self._row.stop.hasFocus()
        self._parts.place.note_brought_in()
        self.brought_in.emit(imported.models[0].facts.id if pressed else "")
        names = ", ".join(named(each.facts) for each in imported.models)
        self._parts.say(translate("Brought in: {models}.", models=names), imported.notice)
        self._pass_focus(pressed, self._parts.back)

    def _tell_checked(self, model: InstalledModel) -> None:
        pressed = self._row.stop.hasFocus()
        verdict = checked(model)
        row = self._parts.lists.rows.get(model.facts.id)
        if row:
            row.tell(verdict)
        announce(self._parts.page, f"{named(model.facts)}: {verdict.strong} {verdict.sentence}")
        self._pass_focus(pressed, row.check if row else self._parts.back)

    def _note_removed(self, model: InstalledModel) -> None:
        pressed = self._row.stop.hasFocus()
        self._parts.say(translate("{model} was removed.", model=named(model.facts)))
        self._pass_focus(pressed, self._parts.back)

    def _pass_focus(self, pressed: bool, button: LineButton) -> None:
        """Where Stop had the focus, the button has it next."""
        self._parts.update_actions()
        if pressed:
            button.setFocus()

    def _tell_unfinished(self, request: ModelRequest, ending: Failed | Cancelled) -> None:
        pressed = self._row.stop.hasFocus()
        self._parts.tell(request, ending, lambda: self.ask(request))
        if pressed:
            self._parts.message.button.setFocus()

    def _show_ended(self) -> None:
        self._row.end()
        self._parts.update_actions()
        self.rested.emit()
