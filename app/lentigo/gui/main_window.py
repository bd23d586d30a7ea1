"""The window: puts the pages together and turns what the user does into work for the case and the analyst."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.gui import intake
from lentigo.gui.analyst import Analyst
from lentigo.gui.case import Case, CasePhotograph, CaseState
from lentigo.gui.pages import file_dialogs, unexported_dialog
from lentigo.gui.pages.case_column import CaseColumn
from lentigo.gui.pages.empty_page import EmptyPage
from lentigo.gui.pages.page_viewer import PageViewer
from lentigo.gui.pages.photograph_page import PhotographPage
from lentigo.gui.pages.shortcuts_dialog import ShortcutsDialog
from lentigo.gui.report_writer import ReportWriter, suggested_name
from lentigo.gui.widgets.header import Header, action_button
from lentigo.gui.widgets.message_bar import MessageBar
from lentigo.gui.widgets.progress_strip import ProgressStrip
from lentigo.gui.worker_bridge import WorkerBridge
from lentigo.settings import Settings
from lentigo.worker.messages import Completed, Ending, Failed, PhotographSource

_SMALLEST = (960, 600)
_NARROWEST_REPORT = 440  # pixels
_SHARES = (740, 626)  # of the two columns


class MainWindow(QMainWindow):
    """One case at a time; `keep` stores the settings when the window closes."""

    def __init__(
        self,
        *,
        analyst_worker: WorkerBridge,
        desk_worker: WorkerBridge,
        settings: Settings,
        keep: Callable[[Settings], None],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Lentigo")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(1366, 768)
        self.settings = settings
        self._keep = keep
        self._desk = desk_worker
        self._asked: tuple[CasePhotograph, ...] = ()
        self._after_writing: Callable[[], object] | None = None
        self._folder = self._report_folder = Path.home()
        self.case = Case(desk=desk_worker, parent=self)
        self.analyst = Analyst(bridge=analyst_worker, model=settings.model, protocol=settings.protocol, parent=self)
        self.writer = ReportWriter(case=self.case, desk=desk_worker, parent=self)
        self.actions_by_name = self._make_actions()
        self._lay_out()
        self._connect()
        self._refresh()
        self._restore()
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
            self._message.tell("There is no picture on the clipboard.", "Copy a photograph first, or open its file.")

    def new_case(self) -> None:
        """Clear the table for the next patient."""
        if not self._may_drop_report("Start a new case?", self.new_case):
            return
        self.case.clear()
        self.column.encounter.clear()
        self.column.close_report()
        self._refresh()
        self.strip.say("")

    def analyse(self) -> None:
        """Begin the analysis of the case."""
        if not self.actions_by_name["analyse"].isEnabled():
            return
        pressed = self.strip.analyse.hasFocus()
        self._asked = self.case.state.photographs
        self.column.report.begin(self._asked)
        self.column.show_report()
        sources = tuple(photograph.source for photograph in self._asked)
        self.analyst.analyse(sources, self.column.encounter.encounter)
        if pressed:
            self.strip.stop.setFocus()

    def export(self, suffix: str) -> None:
        """Ask where to write the report, and write it."""
        report = self.case.state.report
        assert report
        suggested = self._report_folder / suggested_name(report, suffix)
        file_dialogs.choose_target(self, suggested, self._write, self._forget_next_step)

    def open_citation(self, number: int) -> None:
        """Show the page that a citation stands on."""
        report = self.case.state.report
        assert report
        citation = next(citation for citation in report.citations if citation.id == number)
        PageViewer(citation, desk=self._desk, parent=self).open()

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

    def _make_actions(self) -> dict[str, QAction]:
        table: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("new", "New case", "Ctrl+N", self.new_case),
            ("open", "Open photographs", "Ctrl+O", self.open_files),
            ("paste", "Paste a photograph", "Ctrl+V", self.paste),
            ("analyse", "Analyse", "Ctrl+Return", self.analyse),
            ("stop", "Stop the analysis", "Esc", self.analyst.stop),
            ("undo", "Undo", "Ctrl+Z", self.case.history.undo),
            ("redo", "Redo", "Ctrl+Shift+Z", self.case.history.redo),
            ("patient", "Show the patient", "Ctrl+1", lambda: self.column.show_encounter()),
            ("report", "Show the report", "Ctrl+2", lambda: self.column.show_report()),
            ("export pdf", "Export as PDF", "Ctrl+E", lambda: self.export(".pdf")),
            ("export json", "Export as JSON", "Ctrl+Shift+E", lambda: self.export(".json")),
            ("shortcuts", "Keyboard shortcuts", "F1", self.show_shortcuts),
            ("quit", "Close Lentigo", "Ctrl+Q", self.close),
        )
        actions = {name: self._make_action(text, key, slot) for name, text, key, slot in table}
        actions["analyse"].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        return actions

    def _make_action(self, text: str, key: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self, shortcut=QKeySequence(key))
        action.triggered.connect(lambda: slot())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        actions = self.actions_by_name
        header = Header(actions, self.analyst)  # first, for the order of tabs
        self.empty = EmptyPage(on_open=actions["open"].trigger, on_paste=actions["paste"].trigger)
        self.photograph = PhotographPage(self.case, on_add=actions["open"].trigger)
        self.column = CaseColumn()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.column.setMinimumWidth(_NARROWEST_REPORT)
        for page, stretch in ((self.photograph, 2), (self.column, 1)):
            self.splitter.addWidget(page)
            self.splitter.setStretchFactor(self.splitter.indexOf(page), stretch)
        self.splitter.setSizes(_SHARES)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.splitter)
        self.strip = ProgressStrip(
            self.analyst,
            analyse=action_button(actions["analyse"], "Analyse", role="primary"),
            stop=action_button(actions["stop"], "Stop", icon="stop"),
        )
        centre = QWidget()
        box = QVBoxLayout(centre)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part, stretch in (
            (header, 0),
            (_rule(), 0),
            (self._pages, 1),
            (_rule(), 0),
            (self.strip, 0),
        ):
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
        self.writer.written.connect(self._note_written)
        self.writer.failed.connect(self._tell_not_written)
        self.column.report.edited.connect(self.case.edit_finding)
        self.column.report.opened.connect(self.open_citation)
        self.column.encounter.changed.connect(self._tell_stale)
        self.strip.folder_asked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report_folder))))

    # What follows

    def _add(self, sources: tuple[PhotographSource, ...]) -> None:
        for message in (self.empty.message, self.photograph.message):
            message.hide()
        folders = [Path(source.path).parent for source in sources if source.path]
        self._folder = folders[0] if folders else self._folder
        self.case.add(sources)

    @property
    def _message(self) -> MessageBar:
        return self.photograph.message if self.case.state.photographs else self.empty.message

    def _refuse_photograph(self, name: str, sentence: str, hint: str) -> None:
        self._message.tell(f"{name}: {sentence}", hint, "Open another…", self.open_files)

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
        enabled = {
            "new": bool(state.photographs) and not running,
            "open": not running,
            "paste": not running,
            "analyse": self.case.usable and not running,
            "stop": running,
            "report": self.column.has_report,
            "undo": history.canUndo() and not running,
            "redo": history.canRedo() and not running,
            "export pdf": bool(state.report) and not running,
            "export json": bool(state.report) and not running,
        }
        for name, value in enabled.items():
            self.actions_by_name[name].setEnabled(value)
        self.empty.show_opening(self.case.opening)
        self._turn_to(self.splitter if state.photographs else self.empty)
        if not running and not state.report:
            self.strip.say(self._next_step())

    def _turn_to(self, page: QWidget) -> None:
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)
            self.setFocus()  # tab begins at the head again

    def _next_step(self) -> str:
        if self.case.opening:
            return "Opening the photograph…"
        return "Fill in what you know, then analyse." if self.case.usable else ""

    def _follow_analysis(self, event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown):
            self.column.report.grow(event)

    def _end_analysis(self, ending: Ending) -> None:
        pressed = self.strip.stop.hasFocus()
        if isinstance(ending, Completed) and ending.assessment:
            self.case.take_report(ending.assessment, self._asked)
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

    def _tell_unfinished(self, ending: Ending) -> None:
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
            self._message.tell(problem.message, problem.hint, "Try again", self.analyst.warm_up)

    def _write(self, chosen: str) -> None:
        report = self.case.state.report
        assert report
        self._report_folder = Path(chosen).parent
        self.strip.say("Writing the report…")
        self.writer.write(report, Path(chosen))

    def _note_written(self, path: Path) -> None:
        self.strip.say(f"Report saved: {path.name}", with_folder=True)
        if next_step := self._after_writing:
            self._after_writing = None
            next_step()

    def _tell_not_written(self, sentence: str, hint: str) -> None:
        self._forget_next_step()
        self.strip.say("")
        self.column.show_report()
        self.column.report.message.tell(sentence, hint, "Export again", self.actions_by_name["export pdf"].trigger)

    def _forget_next_step(self) -> None:
        self._after_writing = None

    def _may_drop_report(self, question: str, next_step: Callable[[], object]) -> bool:
        if not self.case.unwritten:
            return True
        choice = unexported_dialog.ask(self, question)
        if choice is unexported_dialog.Choice.EXPORT:
            self._after_writing = next_step
            self.export(".pdf")
        return choice is unexported_dialog.Choice.DROP

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.analyst.running and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()
            self.empty.mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.mark(False)
        sources = intake.from_mime(event.mimeData())
        if sources:
            event.acceptProposedAction()
            self._add(sources)
        else:
            self._message.tell("What was dropped is not a file on this computer.", "Save the photograph first.")

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_drop_report("Close Lentigo?", self.close):
            event.ignore()
            return
        self.analyst.stop()
        states = (self.saveGeometry(), self.splitter.saveState())
        encoded = " ".join(bytes(state.toBase64().data()).decode() for state in states)
        self.keep_settings(replace(self.settings, window_state=encoded))
        event.accept()

    def _restore(self) -> None:
        geometry, _, columns = self.settings.window_state.partition(" ")
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.splitter.restoreState(QByteArray.fromBase64(columns.encode()))


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
