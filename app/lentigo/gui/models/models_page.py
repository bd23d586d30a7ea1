"""The models: those on this computer, and those that can be brought in."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout

from lentigo.domain.model import ModelPlace
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
from lentigo.gui.models.model_changes import ModelChanges
from lentigo.gui.models.model_lists import ModelLists
from lentigo.gui.models.model_loading import ModelLoading
from lentigo.gui.models.model_row import ModelRow
from lentigo.gui.models.model_words import memory_now
from lentigo.gui.models.model_work import ModelWork
from lentigo.gui.models.models import Models
from lentigo.gui.models.page_parts import PageParts
from lentigo.gui.models.place_panel import PlacePanel
from lentigo.language import deferred, translate
from lentigo.worker.messages.message import Cancelled, Failed
from lentigo.worker.messages.models import (
    ExamineModels,
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
        self.models, self._work, self._loader, self._dialogs = models, work, loader, dialogs
        for part in (models, work):
            part.setParent(self)
        self._entered = False
        self._next_focus = ""  # the id of a model whose row is to have the focus once it is listed
        self._make_actions()
        self._make_widgets()
        parts = PageParts(
            page=self,
            models=models,
            lists=self.lists,
            place=self.place,
            message=self.message,
            back=self.back_button,
            update_actions=self._update_actions,
            show_work=self._show_work,
        )
        self._parts = parts
        self._loading = ModelLoading(loader=loader, row=self.loading, parts=parts)
        self._changes = ModelChanges(work=work, row=self.work, parts=parts, worker_taken=worker_taken)
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
        self.models.read()
        self.models.find_sticks()
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
        self._changes.ask(
            ImportModels(
                paths=tuple(map(Path, place.paths)),
                ids=place.chosen,
                trusted=place.trusted,
                described_as=place.described_as,
            )
        )

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

    def _make_widgets(self) -> None:
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
        self.lists = ModelLists(self._loader)

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
        self.lists.use_asked.connect(self._use)
        self.lists.check_asked.connect(lambda key: self._changes.ask(VerifyModel(id=key)))
        self.lists.removal_asked.connect(lambda key: self._changes.ask(RemoveModel(id=key)))
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
        models.stick_found.connect(self._offer_stick)
        models.failed.connect(self._tell_failed)
        for change in (models.began, models.rested):
            change.connect(self.busy_changed)
        self.looking.stop_asked.connect(models.stop)

    def _connect_work(self) -> None:
        work, loader = self._work, self._loader
        for change in (loader.started, loader.ended):
            change.connect(self._update_actions)
        for change in (loader.trying, loader.taken, loader.refused, work.began, work.rested):
            change.connect(self.busy_changed)
        self._changes.brought_in.connect(self._focus_next)
        self._changes.rested.connect(self._end_work)

    # What follows

    def _list(self) -> None:
        focused = self.lists.focused
        self.lists.show_models(self.models.installed or ())
        self._update_actions()
        self._order()
        if self.lists.focus(self._next_focus):
            self._next_focus = ""
        elif self.lists.focused != focused:  # its row was made anew
            self.lists.focus(focused)
        if self._entered:
            self.models.read_absent()

    def _list_absent(self) -> None:
        self.lists.show_absent(self.models.absent)
        self._order()

    def _order(self) -> None:
        follow_layout(self.scroller, self.content)

    def _update_actions(self) -> None:
        """What can be done with each model now."""
        workable = not self._work.working
        self.lists.update_actions(workable=workable)
        self.bring_button.setEnabled(workable)
        self.place.set_busy(not workable)

    def _show_place(self, paths: Sequence[str], place: ModelPlace) -> None:
        self.place.show_place(paths, place, memory_now())
        self._order()
        self.scroller.verticalScrollBar().setValue(0)
        self.place.focus_first()
        announce(self, self.place.title)

    def _offer_stick(self, folder: str) -> None:
        """Only where nothing else is asked or told here; that a model is being loaded holds nothing up."""
        taken = self.models.looking or self._work.working
        if self._entered and not taken and self.place.isHidden() and self.message.isHidden():
            sentence = translate("A stick for Lentigo is plugged in.")
            self.message.tell(sentence, folder, translate("Look at it"), partial(self._take, (folder,)))

    def _tell_failed(self, request: ListModels | ListAbsentModels | ExamineModels, ending: Failed | Cancelled) -> None:
        again = self.models.read
        if isinstance(request, ExamineModels):
            again = partial(self.examine, tuple(map(str, request.paths)), request.described_as)
        self._parts.tell(request, ending, again)

    def _focus_next(self, model: str) -> None:
        self._next_focus = model

    def _end_work(self) -> None:
        self.models.read()
        if not self._entered:
            self._rest()

    # Smaller things

    def _show_work(self, row: WorkRow, words: str) -> None:
        """Show the row at once, with the focus on Stop, since the button that was pressed is disabled now."""
        row.begin(words)
        row.show()
        if self._entered:
            row.stop.setFocus()

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
