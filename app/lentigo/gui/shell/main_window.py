"""The window: puts the pages together and turns what the user does into work for the case and the analyst."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QFrame, QMainWindow, QVBoxLayout, QWidget

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.domain.assessment import Assessment
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case import Case, CasePhotograph, CaseState
from lentigo.gui.case.case_page import CasePage
from lentigo.gui.case.report_export import ReportExport, action_name
from lentigo.gui.kit import file_dialogs, intake
from lentigo.gui.kit.progress_strip import ProgressStrip
from lentigo.gui.kit.worker_bridge import Workers, ignore
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.library.library import Library
from lentigo.gui.library.library_page import LibraryPage
from lentigo.gui.library.page_viewer import PageViewer
from lentigo.gui.library.place import Place, cited
from lentigo.gui.models.model_work import ModelWork
from lentigo.gui.models.models import Models
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.shell import window_state
from lentigo.gui.shell.actions import make_actions
from lentigo.gui.shell.escape import Escape
from lentigo.gui.shell.header import Header, action_button
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog
from lentigo.gui.shell.window_pages import WindowPages
from lentigo.report.formats import FILE_FORMATS, USUAL_FORMAT
from lentigo.settings import Settings
from lentigo.worker.messages.case import PhotographSource
from lentigo.worker.messages.library import RenderPage
from lentigo.worker.messages.message import Cancelled, Failed, FailureKind

_SMALLEST = (960, 600)
_TINY = 16  # pixels of a page that nobody looks at


class MainWindow(QMainWindow):
    """One case at a time; `keep` stores the settings when the window closes."""

    def __init__(self, *, workers: Workers, settings: Settings, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self.setWindowTitle("Lentigo")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(1366, 768)
        self.settings = settings
        self._keep = keep
        self._desk = workers.desk
        self._asked: tuple[CasePhotograph, ...] = ()
        self._folder = Path.home()
        self.case = Case(desk=workers.desk, parent=self)
        self.analyst = Analyst(bridge=workers.analyst, model=settings.model, protocol=settings.protocol, parent=self)
        self.report_export = ReportExport(case=self.case, desk=workers.desk, window=self)
        self.library = Library(reader=workers.reader, parent=self)
        self.librarian = Librarian(bridge=workers.librarian, parent=self)
        self.models = Models(desk=workers.desk, reader=workers.reader, parent=self)
        self.model_work = ModelWork(bridge=workers.librarian, parent=self)
        self._make_pages()
        self._lay_out()
        self._connect()
        self._refresh()
        window_state.restore(self, self.case_page.splitter, settings.window_state)
        self.setFocus()

    # What the user can do

    def open_files(self) -> None:
        """Choose photographs from the disk."""
        file_dialogs.choose_photographs(self, self._folder, lambda files: self._add(intake.from_files(files)))

    def paste(self) -> None:
        """Take photographs from the clipboard."""
        sources = intake.from_mime(QGuiApplication.clipboard().mimeData())
        if sources:
            self._add(sources)
        else:
            self.show_case()
            self.case_page.message.tell(
                "There is no picture on the clipboard.", "Copy a photograph first, or open its file."
            )

    def new_case(self) -> None:
        """Clear the table for the next patient."""
        if not self.report_export.may_drop_report("Start a new case?", self.new_case):
            return
        self.case.clear()
        self.column.encounter.clear()
        self.column.close_report()
        self.show_case()
        self._refresh()
        self.strip.say("")

    def analyse(self) -> None:
        """Begin the analysis of the case."""
        if not self.actions_by_name["analyse"].isEnabled():
            return
        self.show_case()
        pressed = self.strip.analyse.hasFocus()
        self._asked = self.case.state.photographs
        self.column.report.begin(self._asked)
        self.column.show_report()
        sources = tuple(photograph.source for photograph in self._asked)
        self.analyst.analyse(sources, self.column.encounter.encounter)
        if pressed:
            self.strip.stop.setFocus()

    def open_citation(self, number: int) -> None:
        """Show the page that a citation stands on."""
        report = self.case.state.report
        assert report
        self.open_place(cited(next(citation for citation in report.citations if citation.id == number)))

    def open_place(self, place: Place) -> None:
        """Show a page of the library."""
        PageViewer(place, desk=self._desk, parent=self).open()

    def turn_library(self) -> None:
        """Go to the library, or back to the case."""
        self.pages.toggle(self.library_page)

    def turn_models(self) -> None:
        """Go to the models, or back to the case."""
        self.pages.toggle(self.models_page)

    def show_case(self) -> None:
        """Go to the case."""
        self.pages.turn_to(self.case_page)

    def find_in_library(self) -> None:
        """Go to the library's search."""
        self.pages.turn_to(self.library_page)
        self.library_page.query.setFocus()
        self.library_page.query.selectAll()

    def bring_in_models(self) -> None:
        """Choose the folder or stick that models lie on."""
        self.pages.turn_to(self.models_page)
        file_dialogs.choose_folder(self, self._folder, lambda folder: self._examine((folder,)))

    def add_documents(self) -> None:
        """Choose documents for the library."""
        file_dialogs.choose_documents(self, self._folder, self._add_documents)

    def show_patient(self) -> None:
        """Turn to the patient."""
        self.show_case()
        self.column.show_encounter()

    def show_report(self) -> None:
        """Turn to the report."""
        self.show_case()
        self.column.show_report()

    def keep_settings(self, settings: Settings) -> None:
        """Take new settings over, and store them."""
        self.settings = settings
        self._keep(settings)

    def show_shortcuts(self) -> None:
        """List the keys."""
        dialog = ShortcutsDialog(list(self.actions_by_name.values()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # How it is put together

    def _make_pages(self) -> None:
        self.models_page = ModelsPage(
            models=self.models,
            work=self.model_work,
            analyst=self.analyst,
            librarian=self.librarian,
            on_bring=self.bring_in_models,
            on_back=self.show_case,
        )
        self.actions_by_name = make_actions(self)
        self.case_page = CasePage(
            self.case, on_open=self.actions_by_name["open"].trigger, on_paste=self.actions_by_name["paste"].trigger
        )
        self.column = self.case_page.column
        self.library_page = LibraryPage(
            library=self.library,
            librarian=self.librarian,
            on_add=self.actions_by_name["add documents"].trigger,
            on_back=self.show_case,
        )

    def _lay_out(self) -> None:
        actions = self.actions_by_name
        header = Header(  # first, for the order of tabs
            actions,
            analyst=self.analyst,
            librarian=self.librarian,
            models=self.models,
            model_work=self.model_work,
        )
        self.pages = WindowPages(case=self.case_page, library=self.library_page, models=self.models_page)
        self._escape = Escape(actions, pages=self.pages, librarian=self.librarian, analyst=self.analyst)
        self.strip = ProgressStrip(
            self.analyst,
            analyse=action_button(actions["analyse"], "Analyse", role="primary"),
            stop=action_button(actions["stop"], "Stop", icon="stop"),
        )
        centre = QWidget()
        box = QVBoxLayout(centre)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part, stretch in ((header, 0), (_rule(), 0), (self.pages, 1), (_rule(), 0), (self.strip, 0)):
            box.addWidget(part, stretch)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.case.changed.connect(self._follow_case)
        self.case.opening_changed.connect(self._refresh)
        self.case.photograph_refused.connect(self._refuse_photograph)
        self.case.history.indexChanged.connect(self._refresh)
        self.analyst.started.connect(self._refresh)
        self.analyst.happened.connect(self._follow_analysis)
        self.analyst.ended.connect(self._end_analysis)
        self.analyst.model_changed.connect(self._tell_model)
        self.report_export.began.connect(lambda: self.strip.say("Writing the report…"))
        self.report_export.written.connect(lambda path: self.strip.say(f"Report saved: {path.name}", with_folder=True))
        self.report_export.failed.connect(self._tell_not_written)
        self.column.report.edited.connect(self.case.edit_finding)
        self.column.report.opened.connect(self.open_citation)
        self.column.encounter.changed.connect(self._tell_stale)
        self.case_page.photographs_dropped.connect(self._add)
        self.case_page.documents_dropped.connect(self._add_documents)
        self.library_page.opened.connect(self.open_place)
        self.library.listed.connect(self._prepare_pages, Qt.ConnectionType.SingleShotConnection)
        self.pages.turned.connect(self.setFocus)  # tab begins at the head again
        self.case_page.models_dropped.connect(self._examine)
        self.models_page.documents_asked.connect(self._add_documents)
        self.analyst.taken.connect(lambda model: self.keep_settings(replace(self.settings, model=model)))
        for change in (self.analyst.trying, self.analyst.taken, self.analyst.refused):
            change.connect(self._refresh)
        self.strip.folder_asked.connect(self._open_folder)

    # What follows

    def _add(self, sources: tuple[PhotographSource, ...]) -> None:
        self.show_case()
        self.case_page.hide_messages()
        folders = [Path(source.path).parent for source in sources if source.path]
        self._folder = folders[0] if folders else self._folder
        self.case.add(sources)

    def _add_documents(self, paths: Sequence[str]) -> None:
        self._folder = Path(paths[0]).parent
        self.pages.turn_to(self.library_page)
        self.librarian.add(paths)

    def _examine(self, paths: Sequence[str]) -> None:
        self._folder = Path(paths[0]).parent
        self.pages.turn_to(self.models_page)
        self.models_page.examine(paths)

    def _prepare_pages(self) -> None:
        """Have the desk load what draws pages, for the first page to open as quickly as the others."""
        if documents := self.library.documents:
            request = RenderPage(document=documents[0].file, page=1, longest_side=_TINY)
            self._desk.submit(request, on_result=ignore, on_failed=ignore)

    def _refuse_photograph(self, name: str, sentence: str, hint: str) -> None:
        self.case_page.message.tell(f"{name}: {sentence}", hint, "Open another…", self.open_files)

    def _follow_case(self, before: CaseState) -> None:
        now = self.case.state
        if now.report:
            same_draft = before.draft is now.draft
            show = self.column.report.show_findings if same_draft else self.column.report.show_report
            show(now.report)
        self._refresh()
        self._tell_stale()

    def _refresh(self) -> None:
        running, state, history = self.analyst.running, self.case.state, self.case.history
        ready = self.case.usable and not self.analyst.changing
        enabled = {
            "new": bool(state.photographs) and not running,
            "open": not running,
            "paste": not running,
            "analyse": ready and not running,
            "stop": running,
            "report": self.column.has_report,
            "undo": history.canUndo() and not running,
            "redo": history.canRedo() and not running,
            **dict.fromkeys(map(action_name, FILE_FORMATS), bool(state.report) and not running),
        }
        for name, value in enabled.items():
            self.actions_by_name[name].setEnabled(value)
        if self.case_page.follow_case():
            self.setFocus()  # tab begins at the head again
        if not running and not state.report:
            self.strip.say(self._next_step())

    def _next_step(self) -> str:
        if self.case.opening:
            return "Opening the photograph…"
        return "Fill in what you know, then analyse." if self.case.usable else ""

    def _follow_analysis(self, event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown):
            self.column.report.grow(event)

    def _end_analysis(self, ending: Assessment | Failed | Cancelled) -> None:
        pressed = self.strip.stop.hasFocus()
        if isinstance(ending, Assessment):
            self.case.take_report(ending, self._asked)
            self.strip.say(f"Report ready after {self.analyst.expected:.1f} s. Check it before you use it.")
        else:
            self._leave_report()
            self._tell_unfinished(ending)
        self._refresh()
        self._tell_stale()
        if pressed:
            self.strip.analyse.setFocus()

    def _leave_report(self) -> None:
        state = self.case.state
        if state.report and state.draft:
            self.column.report.show_report(state.report)
        else:
            self.column.report.stop_growing()

    def _tell_unfinished(self, ending: Failed | Cancelled) -> None:
        kept = "This is the earlier report." if self.case.state.report else "What stands below is unfinished."
        if isinstance(ending, Failed):
            self.column.report.message.tell(ending.message, ending.hint, "Try again", self.analyse)
        else:
            self.column.report.message.tell("Stopped.", kept, "Analyse again", self.analyse)

    def _tell_stale(self) -> None:
        if not self.analyst.running and self.case.differs(self.column.encounter.encounter):
            sentence = "The photographs or the patient’s details have changed since this report."
            self.column.report.stale.tell(sentence, "", "Analyse again", self.analyse)
        else:
            self.column.report.stale.hide()

    def _tell_model(self) -> None:
        problem = self.analyst.problem
        if problem and self.column.report.message.isHidden():
            unusable = problem.kind is FailureKind.INPUT
            step = ("Choose a model", self.turn_models) if unusable else ("Try again", self.analyst.warm_up)
            self.case_page.message.tell(problem.message, problem.hint, *step)

    def _tell_not_written(self, sentence: str, hint: str) -> None:
        self.strip.say("")
        self.show_report()
        again = self.actions_by_name[action_name(USUAL_FORMAT)].trigger
        self.column.report.message.tell(sentence, hint, "Export again", again)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.report_export.folder)))

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.takes(event.mimeData(), analysing=self.analyst.running):
            event.acceptProposedAction()
            self.pages.current.mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pages.current.mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.pages.current.mark(False)
        event.acceptProposedAction()
        self.pages.current.take_drop(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.report_export.may_drop_report("Close Lentigo?", self.close):
            event.ignore()
            return
        self.analyst.stop()
        state = window_state.encode(self, self.case_page.splitter)
        self.keep_settings(replace(self.settings, window_state=state))
        event.accept()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
