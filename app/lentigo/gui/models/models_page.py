"""The models: those on this computer, and those that can be brought in."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout

from lentigo.domain.model import InstalledModel, ModelPlace
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.drop import DropKind, local_files
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page import Entrance, Menu
from lentigo.gui.kit.reading_page import ReadingPage
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import label
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.models.loader import Loader
from lentigo.gui.models.model_failures import AnyRequest, next_step, sentences
from lentigo.gui.models.model_lists import ModelLists
from lentigo.gui.models.model_row import ModelRow
from lentigo.gui.models.model_words import Verdict, memory_now, named
from lentigo.gui.models.model_work import ModelRequest, ModelWork
from lentigo.gui.models.models import Models
from lentigo.gui.models.place_panel import PlacePanel
from lentigo.language import deferred, translate, translate_count
from lentigo.worker.messages.message import Cancelled, Failed
from lentigo.worker.messages.models import (
    ExamineModels,
    ImportedModels,
    ImportModels,
    ListAbsentModels,
    ListModels,
    RemoveModel,
    VerifyModel,
)

_DROP = deferred("Drop a stick’s folder, or a model’s two files, on this page.")


class ModelsPage(ReadingPage):
    """Follows the list of models, the work on them, and the loader of the one that is used."""

    documents_asked = Signal(object)  # tuple of paths, for the library

    def __init__(
        self,
        *,
        models: Models,
        work: ModelWork,
        loader: Loader,
        worker_taken: Callable[[], bool],
        dialogs: FileDialogs,
    ) -> None:
        """`worker_taken` is whether the worker that works on models has something else to do first."""
        super().__init__(_entrance())
        self.models = models
        self._work = work
        for part in (models, work):
            part.setParent(self)
        self._loader = loader
        self._worker_taken = worker_taken
        self._dialogs = dialogs
        self._entered = False
        self._next_focus = ""  # the id of a model whose row is to have the focus once it is listed
        self._make_actions()
        self.back_button = LineButton(
            translate("Back to the case"), role="quiet", icon="previous", tip="Ctrl+M", on_click=self.turn.trigger
        )
        self.bring_button = LineButton(
            translate("Bring in a model…"), icon="new", tip="Ctrl+Shift+M", on_click=self._choose
        )
        self.message = MessageBar()
        self.looking = WorkRow(translate("Progress: looking for models"), stop=translate("Stop looking for models"))
        self.loading = WorkRow(translate("Progress: loading the model"), stop=translate("Stop loading the model"))
        self.work = WorkRow(translate("Progress: work on models"), stop=translate("Stop work on models"))
        self.place = PlacePanel()
        self.lists = ModelLists(loader)
        self._lay_out()
        self._connect()

    @property
    def rows(self) -> dict[str, ModelRow]:
        """All rows by their model's id."""
        return self.lists.rows

    # What the window asks for

    @property
    def busy(self) -> bool:
        return self.models.looking or self._work.working or self._loader.changing

    @property
    def working(self) -> bool:
        return self._work.working

    def enter(self) -> None:
        self._entered = True
        self._read()
        self.bring_button.setFocus()

    def leave(self) -> None:
        """What is being brought in goes on, and then the workers may rest."""
        self._entered = False
        self.message.hide()
        self._rest()

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        """Whatever it is: the worker names what is no model."""
        if self._work.working:
            hint = translate("Wait until it is done, or stop it.")
            self.message.tell(translate("Something is being done with models already."), hint)
        elif paths := local_files(mime):
            self.examine(paths)
        else:
            hint = translate("Copy the files to it first.")
            self.message.tell(translate("What was dropped is not a file on this computer."), hint)

    # What the user asks for

    def examine(self, paths: Sequence[str], described_as: str = "") -> None:
        """Show what lies there; `described_as` is what the user says that files without a description are."""
        self.message.hide()
        self.models.examine(paths, described_as)

    def _take(self, paths: Sequence[str]) -> None:
        self._dialogs.note(paths[0])
        self.wanted.emit()
        self.examine(paths)

    def _choose(self) -> None:
        self.wanted.emit()
        title = translate("Bring in a model: choose its folder, or the stick")
        self._dialogs.choose_folder(self, title, lambda folder: self._take((folder,)))

    def _stop(self) -> None:
        self.models.stop()
        self._work.stop()
        self._loader.stop_loading()

    def _use(self, model: str) -> None:
        self.message.hide()
        self._loader.use(model)

    def _bring_in(self) -> None:
        place = self.place
        self._begin(
            ImportModels(
                paths=tuple(map(Path, place.paths)),
                ids=place.chosen,
                trusted=place.trusted,
                described_as=place.described_as,
            )
        )

    def _begin(self, request: ModelRequest) -> None:
        self.message.hide()
        self._work.begin(request)

    # How it is put together

    def _make_actions(self) -> None:
        self.bring_in = Action(self, translate("Bring in a model"), "Ctrl+Shift+M", on=self._choose)
        self.stop = Action(self, translate("Stop what is done with models"), on=self._stop)
        self.menus = {Menu.FILE: ((self.bring_in,),)}
        self.addActions((self.bring_in, self.stop))
        sentence = translate("That is a folder or a model’s file, not a photograph.")
        self.drop_kind = DropKind(
            holds=lambda path: path.lower().endswith(".gguf") or Path(path).is_dir(),
            take=self._take,
            one=sentence,
            several=sentence,
            hint=translate("The models page takes folders and model files."),
            action=translate("Look for models there"),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(label(translate("Models"), "title"))
        head.addSpacing(8)
        head.addWidget(label(translate(_DROP), "muted", wrap=True), 1)
        head.addWidget(self.bring_button)
        bars = (self.message, self.looking, self.loading, self.work)
        self.lay_out(lines=(head,), bars=bars, parts=(self.place, self.lists))

    def _connect(self) -> None:
        self._connect_models()
        self._connect_work()
        self._connect_loader()
        self.lists.use_asked.connect(self._use)
        self.lists.check_asked.connect(lambda key: self._begin(VerifyModel(id=key)))
        self.lists.removal_asked.connect(lambda key: self._begin(RemoveModel(id=key)))
        self.place.import_asked.connect(self._bring_in)
        self.place.documents_asked.connect(self.documents_asked)
        self.place.described.connect(lambda model: self.examine(self.place.paths, model))
        self.place.changed.connect(self._order)

    def _connect_models(self) -> None:
        models = self.models
        models.began.connect(lambda: self._show_work(self.looking, translate("Looking at what lies there")))
        models.happened.connect(self.looking.follow)
        models.rested.connect(self.looking.end)
        models.listed.connect(self._list)
        models.absent_listed.connect(self._list_absent)
        models.examined.connect(self._show_place)
        models.failed.connect(self._tell_failed)
        for change in (models.began, models.rested):
            change.connect(self.busy_changed)
        self.looking.stop_asked.connect(models.stop)

    def _connect_work(self) -> None:
        work = self._work
        work.began.connect(self._begin_work)
        work.happened.connect(self.work.follow)
        work.brought_in.connect(self._note_brought_in)
        work.checked.connect(self._tell_checked)
        work.removed.connect(self._note_removed)
        work.unfinished.connect(self._tell_unfinished)
        work.rested.connect(self._end_work)
        for change in (work.began, work.rested):
            change.connect(self.busy_changed)
        self.work.stop_asked.connect(work.stop)

    def _connect_loader(self) -> None:
        loader = self._loader
        for change in (loader.started, loader.ended):
            change.connect(self._follow)
        loader.trying.connect(self._begin_loading)
        loader.loading.connect(self.loading.follow)
        loader.taken.connect(self._note_taken)
        loader.refused.connect(self._tell_refused)
        for change in (loader.trying, loader.taken, loader.refused):
            change.connect(self.busy_changed)
        self.loading.stop_asked.connect(loader.stop_loading)

    # What follows

    def _list(self) -> None:
        self.lists.show_models(self.models.installed or ())
        self._follow()
        self._order()
        if self.lists.focus(self._next_focus):
            self._next_focus = ""

    def _list_absent(self) -> None:
        self.lists.show_absent(self.models.absent)
        self._order()

    def _read(self) -> None:
        self.models.read()
        self.models.read_absent()

    def _order(self) -> None:
        follow_layout(self.scroller, self.content)

    def _follow(self) -> None:
        """What can be done with each model now."""
        workable = not self._work.working
        self.lists.follow(workable=workable)
        self.bring_button.setEnabled(workable)
        self.place.set_busy(not workable)

    def _show_place(self, paths: Sequence[str], place: ModelPlace) -> None:
        self.place.show_place(paths, place, memory_now())
        self._order()
        self.scroller.verticalScrollBar().setValue(0)
        self.place.focus_first()
        announce(self, self.place.title)

    def _begin_loading(self, model: str) -> None:
        self._follow()
        self._show_work(self.loading, translate("Loading {model}", model=self._name(model)))

    def _note_taken(self, model: str) -> None:
        self._end_loading(model)
        announce(self, translate("{model} is used from now on", model=self._name(model)))

    def _tell_refused(self, model: str, ending: Failed | Cancelled) -> None:
        self._end_loading(model)
        stays = translate("{model} is still used.", model=self._name(self._loader.model))
        if isinstance(ending, Failed):
            self.message.tell(ending.message, f"{ending.hint} {stays}")
        else:
            self.message.tell(translate("Stopped."), stays)

    def _end_loading(self, model: str) -> None:
        pressed = self.loading.stop.hasFocus()
        self._follow()
        if pressed:
            self.lists.focus(model)
        self.loading.end()
        self.models.read()

    def _begin_work(self, request: ModelRequest) -> None:
        self._follow()
        words = self._begin_words(request)
        if self._worker_taken():
            words = translate("{work}, once the documents are added", work=words)
        self._show_work(self.work, words)

    def _note_brought_in(self, imported: ImportedModels) -> None:
        pressed = self.work.stop.hasFocus()
        self.place.note_brought_in()
        self._next_focus = imported.models[0].facts.id if pressed else ""
        names = ", ".join(named(each.facts) for each in imported.models)
        self._say(translate("Brought in: {models}.", models=names), imported.notice)
        self._follow_work(pressed, self.back_button)

    def _tell_checked(self, model: InstalledModel) -> None:
        pressed = self.work.stop.hasFocus()
        verdict = _checked(model)
        row = self.rows.get(model.facts.id)
        if row:
            row.tell(verdict)
        announce(self, f"{named(model.facts)}: {verdict.strong} {verdict.sentence}")
        self._follow_work(pressed, row.check if row else self.back_button)

    def _note_removed(self, model: InstalledModel) -> None:
        pressed = self.work.stop.hasFocus()
        self._say(translate("{model} was removed.", model=named(model.facts)))
        self._follow_work(pressed, self.back_button)

    def _follow_work(self, pressed: bool, button: LineButton) -> None:
        """Where Stop had the focus, the button has it next."""
        self._follow()
        if pressed:
            button.setFocus()

    def _tell_unfinished(self, request: ModelRequest, ending: Failed | Cancelled) -> None:
        pressed = self.work.stop.hasFocus()
        self._tell(request, ending, lambda: self._begin(request))
        if pressed:
            self.message.button.setFocus()

    def _end_work(self) -> None:
        self.work.end()
        self._follow()
        self._read()
        if not self._entered:
            self._rest()

    def _tell_failed(self, request: ListModels | ListAbsentModels | ExamineModels, ending: Failed | Cancelled) -> None:
        again = self._read
        if isinstance(request, ExamineModels):
            again = partial(self.examine, tuple(map(str, request.paths)), request.described_as)
        self._tell(request, ending, again)

    def _tell(self, request: AnyRequest, ending: Failed | Cancelled, again: Callable[[], None]) -> None:
        sentence, hint = sentences(request, ending)
        self.message.tell(sentence, hint, next_step(request, ending), again)
        announce(self, self.message.text.accessibleName())

    def _say(self, sentence: str, hint: str = "") -> None:
        """Tell what went well; a hint stays on the page."""
        announce(self, f"{sentence} {hint}")
        if hint:
            self.message.tell(sentence, hint)

    # Smaller things

    def _show_work(self, row: WorkRow, words: str) -> None:
        """At once, with the focus on Stop: what was pressed cannot be pressed now."""
        row.begin(words)
        row.show()
        if self._entered:
            row.stop.setFocus()

    def _begin_words(self, request: ModelRequest) -> str:
        if isinstance(request, ImportModels):
            return translate_count("Bringing in {count} model", "Bringing in {count} models", len(request.ids))
        name = self._name(request.id)
        if isinstance(request, VerifyModel):
            return translate("Checking {model}", model=name)
        return translate("Removing {model}", model=name)

    def _name(self, model: str) -> str:
        found = self.models.find(model)
        return named(found.facts) if found else model

    def _rest(self) -> None:
        self.models.rest()
        self._work.rest()


def _entrance() -> Entrance:
    return Entrance(
        title=translate("Models"),
        icon="chip",
        key="Ctrl+M",
        words=translate("Show the models, or go back to the case"),
    )


def _checked(model: InstalledModel) -> Verdict:
    if model.trouble:
        return Verdict(strong=translate("Damaged."), sentence=model.trouble, warns=True)
    return Verdict(strong=translate("Whole."), sentence=translate("Every byte is as it should be."), warns=False)
