"""The case: where to drop a photograph, then the photograph with the patient and the report beside it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from lentigo.analysis.safety.questions import questions_for
from lentigo.domain.case import Case
from lentigo.gui.case import intake
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_column import CaseColumn
from lentigo.gui.case.case_exchange import CaseExchange
from lentigo.gui.case.cited_page import cited
from lentigo.gui.case.conversation import Conversation
from lentigo.gui.case.dicom_export import DicomExport
from lentigo.gui.case.drafting import Drafting
from lentigo.gui.case.empty_page import EmptyPage
from lentigo.gui.case.handbook_names import HandbookNames
from lentigo.gui.case.identity_bar import IdentityBar
from lentigo.gui.case.library_switch import library_switch
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.page_keys import EXPORT_KEYS, KEYS_IN_PLACE
from lentigo.gui.case.patient_finder import PatientFinder
from lentigo.gui.case.photograph_page import PhotographPage
from lentigo.gui.case.progress_strip import ProgressStrip
from lentigo.gui.case.reading_clock import ReadingClock
from lentigo.gui.case.records_door import RecordsDoor
from lentigo.gui.case.referral_opening import ReferralOpening
from lentigo.gui.case.refusals import Refusals
from lentigo.gui.case.report_export import ReportExport
from lentigo.gui.case.report_print import ReportPrint
from lentigo.gui.case.sealed_export import SealedExport
from lentigo.gui.case.signing import Signing
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.bar_stack import BarStack
from lentigo.gui.kit.columns import Columns
from lentigo.gui.kit.drop import DropKind, local_files
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page import Entrance, Menu, Page
from lentigo.gui.kit.page_viewer import PageViewer
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate, translate_count
from lentigo.report.formats import FILE_FORMATS, USUAL_FORMAT, ReportFormat
from lentigo.worker.messages.case import PhotographSource
from lentigo.worker.messages.message import FailureKind

_NARROWEST = (0, 440)  # pixels, of the two columns
_SHARES = (740, 626)
_PICTURES = "*.jpg *.jpeg *.heic *.heif *.hif *.png *.webp *.avif *.tif *.tiff *.bmp *.dcm"


class CasePage(Page):
    """One case at a time. `strip` belongs to the page, and stands at the foot of the window whatever is looked at."""

    columns: Columns
    models_asked = Signal()  # the model cannot be used: another one must be chosen
    patient_asked = Signal(str)  # the id of a patient, whose page is to be shown

    def __init__(
        self, *, case: OpenCase, analyst: Analyst, desk: WorkerBridge, dialogs: FileDialogs, registrar: Registrar
    ) -> None:
        super().__init__(Entrance(title=translate("Case"), icon="photograph", words=translate("Back to the case")))
        self.case = case
        self.analyst = analyst
        for part in (case, analyst, registrar):
            part.setParent(self)
        self._desk = desk
        self._dialogs = dialogs
        self.report_export = ReportExport(case=case, desk=desk, page=self)
        self.report_print = ReportPrint(case=case, desk=desk, page=self)
        self.exchange = CaseExchange(case=case, registrar=registrar, export=self.report_export, page=self)
        self._make_actions()
        self.empty = EmptyPage(on_open=self.open.trigger, on_paste=self.paste.trigger)
        self.photograph = PhotographPage(case, on_add=self.open.trigger)
        self.column = CaseColumn()
        self.identity = IdentityBar(on_edit=self._name_patient, on_compare=lambda: self.door.compare())
        self.refusals = Refusals()
        self.columns = Columns((self.photograph, self.column), narrowest=_NARROWEST, shares=_SHARES)
        self.strip = ProgressStrip(analyst, analyse=self.analyse.button("primary"), stop=self.stop.button())
        self.finder = PatientFinder(case=case, form=self.column.encounter, registrar=registrar)
        self.door = RecordsDoor(
            case=case, analyst=analyst, exchange=self.exchange, export=self.report_export, finder=self.finder
        )
        self._lay_out()
        self._drafting = Drafting(
            case=case, analyst=analyst, column=self.column, strip=self.strip, analyse=self.analyse
        )
        report = self.column.report
        lines = (report.differential.line, report.sign_off.form.diagnosis)
        self._names = HandbookNames(desk=desk, lines=lines, parent=self)
        keeper = self.exchange.keeper
        self.signing = Signing(case=case, keeper=keeper, section=report.sign_off, page=self)
        self.report_export.sealed = SealedExport(desk=desk, registrar=registrar, keeper=keeper)
        ReadingClock(case=case, report=report)
        self._connect()
        self._refresh()

    @property
    def message(self) -> MessageBar:
        """Where to say what went wrong with a photograph."""
        return self.photograph.message if self.case.state.photographs else self.empty.message

    # What the window asks for

    @property
    def busy(self) -> bool:
        return self.analyst.running

    @property
    def at_rest(self) -> bool:
        return not self.analyst.running and not self.case.opening and self.case.state == Case()

    def takes(self, mime: QMimeData) -> bool:
        return not self.analyst.running and (mime.hasUrls() or mime.hasImage())

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        foreign: set[str] = set()
        for kind in others:
            files = tuple(filter(kind.holds, local_files(mime)))
            if files and not foreign:
                self._send_on(kind, files)
            foreign |= {*files}
        if photographs := tuple(source for source in intake.from_mime(mime) if str(source.path) not in foreign):
            self.add(photographs)
        elif not foreign:
            sentence = translate("What was dropped is not a file on this computer.")
            self.message.tell(sentence, translate("Save the photograph first."))

    def mark(self, over: bool) -> None:
        self.empty.mark(over)

    def may_close(self, again: Callable[[], object]) -> bool:
        return self.exchange.may_close(again)

    def close_down(self) -> None:
        self.analyst.stop()
        self.exchange.keeper.end()

    # What the user asks for

    def add(self, photographs: tuple[PhotographSource, ...]) -> None:
        """Open photographs, which join the case; beside a report, the user is asked whose they are."""
        self.wanted.emit()
        for message in (self.empty.message, self.photograph.message):
            message.hide()
        if files := [photograph.path for photograph in photographs if photograph.path]:
            self._dialogs.note(str(files[0]))
        self.exchange.add(photographs)

    def ask_for_patient(self) -> None:
        """Ask for the page of the patient that the case is about; where the records know none, for their name."""
        if patient := self.case.state.encounter.patient_id:
            self.patient_asked.emit(patient)
        else:
            self._name_patient()

    def open_citation(self, number: int) -> None:
        """Show the page that a citation stands on."""
        report = self.case.state.report
        assert report
        citation = next(citation for citation in report.citations if citation.id == number)
        PageViewer(cited(citation), desk=self._desk, parent=self.window()).open()

    def _open(self) -> None:
        title, kinds = translate("Open photographs"), translate("Photographs ({endings})", endings=_PICTURES)
        self._dialogs.choose_files(self, title, kinds, lambda files: self.add(intake.from_files(files)))

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()  # None where nothing was ever copied
        if held and (sources := intake.from_mime(held)):
            self.add(sources)
        else:
            self.wanted.emit()
            hint = translate("Copy a photograph first, or open its file.")
            self.message.tell(translate("There is no picture on the clipboard."), hint)

    def _take_new(self) -> None:
        self.refusals.clear()
        self.column.encounter.show_encounter(self.case.state.encounter)  # also what it does not count, such as blanks
        self.column.close_report()
        self.wanted.emit()
        self._refresh()

    def _analyse(self) -> None:
        self.wanted.emit()
        self._drafting.begin()

    def _show_patient(self) -> None:
        self.wanted.emit()
        self.column.show_encounter()
        self.column.encounter.age.setFocus()

    def _name_patient(self) -> None:
        self.column.show_encounter()
        self.column.encounter.patient.setFocus()

    def _tell_running(self) -> None:
        self.message.tell(translate("An analysis is running."), translate("Wait for it, or stop it first."))

    def _show_asking(self) -> None:
        self.wanted.emit()
        self.column.show_conversation()

    def _show_report(self) -> None:
        self.wanted.emit()
        self.column.show_report()

    # How it is put together

    def _make_actions(self) -> None:
        history = self.case.history
        self._make_opening_actions()
        analyse, stop = translate("Analyse"), translate("Stop the analysis")
        self.analyse = Action(self, analyse, "Ctrl+Return", "Ctrl+Enter", on=self._analyse, brief=analyse)
        self.stop = Action(self, stop, "Esc", on=self.analyst.stop, brief=translate("Stop"), icon="stop")
        self.with_library = library_switch(self, self.analyst)
        self.undo = Action(self, translate("Undo"), "Ctrl+Z", on=history.undo)
        self.redo = Action(self, translate("Redo"), "Ctrl+Shift+Z", on=history.redo)
        self.show_patient = Action(self, translate("Show the patient"), "Ctrl+1", on=self._show_patient)
        self.show_report = Action(self, translate("Show the report"), "Ctrl+2", on=self._show_report)
        self.show_conversation = Action(self, translate("Ask about this photograph"), "Ctrl+3", on=self._show_asking)
        self.exports = {each: self._export_action(each) for each in FILE_FORMATS}
        self.dicom = DicomExport(case=self.case, desk=self._desk, dialogs=self._dialogs, export=self.report_export)
        self.export_all = Action(self, translate("Export everything"), "Ctrl+Shift+S", on=self.report_export.export_all)
        self.print = Action(self, translate("Print the report"), "Ctrl+P", on=self.report_print.print_report)
        self.outgoing = (*self.exports.values(), self.dicom.action, self.export_all, self.print)
        self.begin, self.end = (self.new, self.open, self.paste), (self.exports[USUAL_FORMAT],)
        self.menus = {
            Menu.FILE: ((self.new, self.open, self.paste), (self.refer, self.before), self.outgoing),
            Menu.EDIT: ((self.undo, self.redo),),
            Menu.CASE: (
                (self.analyse, self.stop, self.with_library),
                (self.show_patient, self.show_report, self.show_conversation),
            ),
        }
        self.keys_in_place = tuple((translate(key), translate(meaning)) for key, meaning in KEYS_IN_PLACE)
        self.addActions((*self.begin, self.analyse, self.stop, self.undo, self.redo))
        self.addActions((self.show_patient, self.show_report, self.show_conversation, self.before, *self.outgoing))
        self.addAction(self.with_library)

    def _make_opening_actions(self) -> None:
        new, opening, paste = translate("New case"), translate("Open photographs"), translate("Paste a photograph")
        refer, before = translate("Begin a case from a referral"), translate("Open the case before this one")
        self.new = Action(self, new, "Ctrl+N", on=self.exchange.begin_anew, brief=translate("New"), icon="new")
        self.open = Action(self, opening, "Ctrl+O", on=self._open, brief=translate("Open…"), icon="open")
        self.paste = Action(self, paste, "Ctrl+V", on=self._paste, brief=translate("Paste"), icon="paste")
        self.referral = ReferralOpening(
            analyst=self.analyst, desk=self._desk, dialogs=self._dialogs, exchange=self.exchange, page=self
        )
        self.refer = Action(self, refer, on=self.referral.choose)
        self.before = Action(self, before, "Ctrl+Shift+N", on=self.exchange.bring_back)

    def _export_action(self, wanted: ReportFormat) -> Action:
        brief = translate("Export {format}", format=translate(wanted.title))
        on, keys = partial(self.report_export.export, wanted), EXPORT_KEYS.get(wanted.id, ())
        return Action(self, wanted.command, *keys, on=on, brief=brief, icon="export")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.columns)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        bars = BarStack((self.exchange.trouble, self.exchange.bar, self.refusals))
        for widget, room in ((self.identity, 0), (bars, 0), (self._stack, 1)):
            box.addWidget(widget, room)

    def _connect(self) -> None:
        case, analyst, export, report = self.case, self.analyst, self.report_export, self.column.report
        self.conversation = Conversation(case=case, analyst=analyst, desk=self._desk, column=self.column)
        for change in (case.changed, case.opening_changed, case.history.indexChanged, self._drafting.rested):
            change.connect(self._refresh)
        for change in (analyst.started, analyst.trying, analyst.taken, analyst.refused, self.exchange.keeper.reopened):
            change.connect(self._refresh)
        for change in (analyst.started, analyst.ended):
            change.connect(self.busy_changed)
        case.changed.connect(self._show_encounter)
        self.exchange.cleared.connect(self._take_new)
        self.exchange.followed.connect(self._show_followed)
        self.column.encounter.choices.details_asked.connect(self.ask_for_patient)
        for opening in (self.finder, self.referral):
            opening.failed.connect(self.exchange.trouble.tell)
        self.door.entered.connect(self.wanted)
        self.door.refused.connect(self._tell_running)
        self.exchange.keeper.reopened.connect(self._show_reopened)
        analyst.started.connect(self.exchange.bar.hide)
        self.column.encounter.changed.connect(lambda: case.edit_encounter(self.column.encounter.encounter))
        analyst.model_changed.connect(self._tell_model)
        case.photograph_refused.connect(self.refusals.tell)
        export.began.connect(lambda: self.strip.say(translate("Writing the report…")))
        export.written.connect(self._tell_written)
        export.failed.connect(self._tell_not_written)
        self.report_print.began.connect(lambda: self.strip.say(translate("Drawing the pages…")))
        self.report_print.drawn.connect(lambda _pages: self.strip.say(""))
        self.report_print.failed.connect(self._tell_not_written)
        self.strip.folder_asked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(export.folder))))
        report.revised.connect(case.revise)
        self._names.fetched.connect(export.know)
        report.opened.connect(self.open_citation)

    # What follows

    def _refresh(self) -> None:
        """What can be done follows from the case and from what runs."""
        running, state, history = self.analyst.running, self.case.state, self.case.history
        if state.report:
            self._names.fetch()
        self.column.encounter.set_editable(not state.frozen)
        self.photograph.kind.setEnabled(not state.signed)
        self.new.setEnabled(state != Case() and not running)
        self.before.setEnabled(bool(self.exchange.keeper.before) and not running)
        for opening in (self.open, self.paste, self.refer):
            opening.setEnabled(not running)
        self.stop.setEnabled(running)
        self.with_library.setEnabled(not running)
        self.show_report.setEnabled(self.column.has_report)
        self.show_conversation.setEnabled(bool(state.photographs))
        self.undo.setEnabled(history.canUndo() and not running)
        self.redo.setEnabled(history.canRedo() and not running)
        for export in self.outgoing:
            export.setEnabled(bool(state.report) and not running)
        self._turn()
        hindrance = "" if running else self._hindrance()
        self.analyse.setEnabled(not running and not hindrance)
        self.strip.explain(hindrance)
        if not running and (hindrance or not state.report):
            self.strip.say(hindrance or translate("Fill in what you know, then analyse."))

    def _show_encounter(self) -> None:
        """Where the case's details are not those in the form, an undo changed them: turn to them."""
        form, encounter = self.column.encounter, self.case.state.encounter
        if form.encounter != encounter:
            form.show_encounter(encounter)
            self.column.show_encounter()
        report = self.case.state.report
        seen = (report.findings, report.differential) if report else ((), ())
        form.order_questions(questions_for(*seen, encounter.complaint))

    def _show_reopened(self) -> None:
        self.wanted.emit()
        if self.case.state.report:
            self.column.show_report()

    def _show_followed(self) -> None:
        self.column.encounter.show_encounter(self.case.state.encounter)
        self.column.show_encounter()

    def _turn(self) -> None:
        """To the place to drop, or to the photograph."""
        self.empty.show_opening(self.case.opening)
        self.identity.show_encounter(self.case.state.encounter, follow_up=self.exchange.keeper.follow_up)
        self.identity.setVisible(self.case.state != Case())
        part = self.columns if self.case.state.photographs else self.empty
        if self._stack.currentWidget() is not part:
            self._stack.setCurrentWidget(part)
            self.window().setFocus()  # tab begins at the head again

    def _hindrance(self) -> str:
        """Why nothing can be analysed now, in a sentence; "" where it can."""
        photographs = self.case.state.photographs
        if self.case.state.signed:
            return translate("This case is signed: it is not analysed again.")
        if opening := self.case.opening:
            return translate_count("Opening the photograph…", "Opening {count} photographs…", opening)
        if self.analyst.changing:
            return translate("Another model is being loaded.")
        if not photographs:
            return translate("Open a photograph to begin.")
        poor = next((photograph for photograph in photographs if not photograph.quality.usable), None)
        if poor:
            return translate("{file} cannot be analysed: remove it, or take it again.", file=poor.name)
        return ""

    def _send_on(self, kind: DropKind, files: Sequence[str]) -> None:
        sentence = kind.one if len(files) == 1 else kind.several
        self.message.tell(sentence, kind.hint, kind.action, lambda: kind.take(files))

    def _tell_model(self) -> None:
        problem = self.analyst.problem
        if problem and self.column.report.message.isHidden():
            unusable = problem.kind is FailureKind.INPUT
            words = translate("Choose a model") if unusable else translate("Try again")
            step = self.models_asked.emit if unusable else self.analyst.warm_up
            self.message.tell(problem.message, problem.hint, words, step)

    def _tell_written(self, path: Path) -> None:
        self.strip.say(translate("Report saved: {file}", file=path.name), with_folder=True)

    def _tell_not_written(self, sentence: str, hint: str) -> None:
        self.strip.say("")
        self._show_report()
        again = self.exports[self.report_export.last].trigger
        self.column.report.message.tell(sentence, hint, translate("Export again"), again)
