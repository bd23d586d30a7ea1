"""The clinic's cases: a list to search, and what can be done with each; and the page of one patient."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseFilter, CaseOrder, CaseSummary
from lentigo.domain.wording.record import FILTERS, ORDERS, person_text
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.bar_stack import BarStack
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.drop import DropKind
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page import Entrance, Menu, Page
from lentigo.gui.kit.part_stack import PartStack
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.text import label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.records.case_actions import CaseActions
from lentigo.gui.records.case_list_model import CaseListModel
from lentigo.gui.records.case_list_view import CaseListView
from lentigo.gui.records.compare_view import CompareView
from lentigo.gui.records.page_keys import KEYS_IN_PLACE
from lentigo.gui.records.patient_view import PatientView
from lentigo.gui.records.recent_cases import RecentCases
from lentigo.gui.records.retention_bar import RetentionBar
from lentigo.gui.records.statistics_export import StatisticsExport
from lentigo.language import deferred, translate, translate_count
from lentigo.report.formats import ReportFormat
from lentigo.worker.messages.clinic import BringBackCase, RemoveCase
from lentigo.worker.messages.message import Failed

_EMPTY = deferred("There is no case yet: each case is kept here from its first photograph on.")


class CasesPage(Page):
    """Holds nothing of a case while nobody looks at it. What it asks of the case's own page goes out as signals."""

    open_asked = Signal(str)  # the id of a case
    export_asked = Signal(str, object)  # and a ReportFormat
    follow_asked = Signal(str)  # "": the case on the table
    patient_of_table_asked = Signal()
    comparison_of_table_asked = Signal()
    removed = Signal(str)
    patient_changed = Signal(object)  # Patient
    patient_erased = Signal(str)

    def __init__(self, *, registrar: Registrar, desk: WorkerBridge, years: Callable[[], int]) -> None:
        """`years` that cases are kept before they are offered for erasing; 0 is for ever."""
        super().__init__(_entrance())
        self._registrar = registrar
        self._entered = self._interrupted = False
        self._back = self.show_cases  # from a comparison
        self._removed: list[CaseSummary] = []  # the last of them can be brought back
        self.recent = RecentCases(registrar, self)
        self._make_actions()
        self.query = LineEdit()
        self.query.setPlaceholderText(translate("name, number, body site or diagnosis"))
        self.query.setAccessibleName(translate("Search the cases"))
        self.query.setAcceptDrops(False)
        self.query.setClearButtonEnabled(False)
        self.shown = _choice(translate("Which cases"), [translate(words) for words in FILTERS.values()])
        self.order = _choice(translate("Order of the cases"), [translate(words) for words in ORDERS.values()])
        self.count = label(role="muted")
        self.message = MessageBar()
        self.retention = RetentionBar(registrar=registrar, years=years)
        self.list = CaseListView(CaseListModel(registrar), name=translate("Cases"))
        self.nothing = label(role="muted", wrap=True)
        self.actions_row = CaseActions()
        self.patient = PatientView(registrar=registrar)
        self.comparison = CompareView(registrar=registrar, desk=desk)
        self._lay_out()
        self._connect()

    # What the window asks for

    @property
    def busy(self) -> bool:
        return self.comparison.marking

    def enter(self) -> None:
        self._entered = True
        if self._stack.currentWidget() is self._cases:
            self._read()
            self.query.setFocus()

    def leave(self) -> None:
        """A patient's page is closed with it; what was typed there is kept."""
        self._entered = False
        self._turn_to(self._cases)
        self.message.hide()
        self.retention.forget()
        self.list.cases.forget()

    def forget(self) -> None:
        """The records are being locked: what was typed is saved, and nothing of any patient is left here."""
        self._interrupted = self._entered
        self.leave()
        self._removed.clear()
        self.query.clear()
        self.recent.forget()

    def come_back(self) -> None:
        """They are open again."""
        if self._interrupted:
            self._interrupted = False
            self.enter()

    def takes(self, mime: QMimeData) -> bool:
        return False

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        """Nothing is dropped here: see `takes`."""

    def close_down(self) -> None:
        self.patient.close_patient()

    # What the user asks for

    def show_patient(self, patient: str) -> None:
        """Show a patient of the records, by id."""
        self.wanted.emit()
        self._turn_to(self.patient)
        self.patient.open_patient(patient)

    def show_cases(self) -> None:
        """Go back to the list."""
        self._turn_to(self._cases)
        self._read()
        self.list.setFocus()

    def compare(self, case: str) -> None:
        """Show a case of the records beside the visit before it; the way back leads to where it was asked for."""
        shown, patient = self._stack.currentWidget(), self.patient.patient_id
        if not self._entered:
            self._back = self.toggled.emit
        elif shown is self.patient:
            self._back = partial(self.show_patient, patient)
        else:
            self._back = self.show_cases
        self.wanted.emit()
        self.message.hide()
        self._turn_to(self.comparison)
        self.comparison.back.setFocus()
        self.comparison.open_case(case)

    def _turn_to(self, part: QWidget) -> None:
        """What is not looked at holds nothing of anybody; what was typed there is kept."""
        if part is not self.patient:
            self.patient.close_patient()
        if part is not self.comparison:
            self.comparison.close_view()
        self._stack.turn_to(part)

    def read_again(self) -> None:
        """A case was saved: the list shows it as it is now."""
        if self._entered and self._stack.currentWidget() is self._cases:
            self.list.cases.read()

    def _seek(self) -> None:
        self.wanted.emit()
        if self._stack.currentWidget() is not self._cases:
            self.show_cases()
        self.query.setFocus()
        self.query.selectAll()

    def _line(self) -> CaseSummary | None:
        """The case that is chosen in the list that is looked at."""
        if not self._entered or self._stack.currentWidget() is self.comparison:
            return None
        chosen = self.list if self._stack.currentWidget() is self._cases else self.patient.visits
        return chosen.line

    def _open(self, line: CaseSummary) -> None:
        if not line.removed:
            self.open_asked.emit(line.id)

    def _open_chosen(self) -> None:
        if line := self._line():
            self._open(line)

    def _ask_for_follow_up(self) -> None:
        line = self._line()
        if not (line and line.removed):
            self.follow_asked.emit(line.id if line else "")

    def _show_chosen_patient(self) -> None:
        line = self._line()
        if line and line.patient:
            self.show_patient(line.patient)
        elif not self._entered:
            self.patient_of_table_asked.emit()

    def _compare_chosen(self) -> None:
        line = self._line()
        if line and not line.removed:
            self.compare(line.id)
        elif not self._entered:
            self.comparison_of_table_asked.emit()

    def _leave_comparison(self) -> None:
        self.message.hide()
        self._back()

    def _export(self, wanted: ReportFormat) -> None:
        if line := self._line():
            self.export_asked.emit(line.id, wanted)

    def _remove(self) -> None:
        line = self.list.line
        if line and not line.removed:
            self._registrar.submit(
                RemoveCase(case=line.id),
                on_result=lambda _nothing: self._note_removed(line),
                on_failed=self._show_failure,
            )

    def _undo(self) -> None:
        if self._removed:
            self._bring_back(self._removed[-1])

    def _bring_back_chosen(self) -> None:
        if line := self.list.line:
            self._bring_back(line)

    def _bring_back(self, line: CaseSummary) -> None:
        self._registrar.submit(
            BringBackCase(case=line.id), on_result=lambda _nothing: self._note_back(line), on_failed=self._show_failure
        )

    # How it is put together

    def _make_actions(self) -> None:
        seek, follow = translate("Search the cases"), translate("Begin a follow-up of this case")
        self.seek = Action(self, seek, "Ctrl+Shift+F", on=self._seek)
        self.follow = Action(self, follow, "Ctrl+D", on=self._ask_for_follow_up)
        show = translate("Show this patient")
        self.show_chosen_patient = Action(self, show, "Ctrl+Shift+P", on=self._show_chosen_patient)
        compare = translate("Compare with an earlier visit")
        self.compare_chosen = Action(self, compare, "Ctrl+Shift+D", on=self._compare_chosen)
        self.stop = Action(self, translate("Stop marking points"), on=lambda: self.comparison.stop_marking())
        recent = Action(self, self.recent.title(), on=self.recent.read)
        recent.setMenu(self.recent)
        self.statistics = StatisticsExport(self._registrar, self)
        self.statistics.told.connect(lambda *sentences: self.message.tell(*sentences))
        of_case = (self.follow, self.compare_chosen, self.show_chosen_patient)
        self.menus = {
            Menu.RECORDS: ((self.statistics.action,),),
            Menu.EDIT: ((self.seek,),),
            Menu.CASE: (of_case, (recent,)),
        }
        self.addActions((self.seek, *of_case, self.stop))
        self.keys_in_place = tuple((translate(key), translate(meaning)) for key, meaning in KEYS_IN_PLACE)

    def _lay_out(self) -> None:
        self._cases = QWidget()
        head, seek = QHBoxLayout(), QHBoxLayout()
        for row in (head, seek):
            row.setContentsMargins(24, 12 if row is head else 0, 24, 8)
            row.setSpacing(8)
        head.addWidget(label(translate("Cases"), "title"))
        head.addSpacing(8)
        head.addWidget(self.count, 1)
        seek.addWidget(self.query, 1)
        seek.addWidget(self.shown)
        seek.addWidget(self.order)
        self.nothing.setContentsMargins(24, 8, 24, 24)
        box = _column(self._cases)
        box.addLayout(head)
        box.addLayout(seek)
        for widget, room in ((self.nothing, 0), (self.list, 1), (self.actions_row, 0)):
            box.addWidget(widget, room)
        self._stack = PartStack((self._cases, self.patient, self.comparison))
        whole = _column(self)
        whole.addWidget(BarStack((self.message, self.retention)))
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        model, row = self.list.cases, self.actions_row
        self.query.textChanged.connect(model.search)
        self.query.returnPressed.connect(self.list.setFocus)
        for choice in (self.shown, self.order):
            choice.currentIndexChanged.connect(self._query_cases)
        model.listed.connect(self._tell_count)
        model.failed.connect(self.message.tell)
        self.list.chosen.connect(lambda: row.show_case(self.list.line))
        self.list.opened.connect(self._open)
        self.list.removal_asked.connect(self._remove)
        self.list.undo_asked.connect(self._undo)
        row.open_asked.connect(self._open_chosen)
        row.follow_asked.connect(self._ask_for_follow_up)
        row.patient_asked.connect(self._show_chosen_patient)
        row.export_asked.connect(self._export)
        row.removal_asked.connect(self._remove)
        row.return_asked.connect(self._bring_back_chosen)
        self.recent.opened.connect(self.open_asked)
        self.retention.look_asked.connect(self._list_overdue)
        self.retention.erased.connect(self._note_all_erased)
        self.retention.failed.connect(self.message.tell)
        self.patient.left.connect(self.show_cases)
        self.patient.opened.connect(self._open)
        self.patient.changed.connect(self.patient_changed)
        self.patient.erased.connect(self._note_erased)
        self.patient.failed.connect(self.message.tell)
        self.patient.compare_asked.connect(self._compare_chosen)
        self.comparison.left.connect(self._leave_comparison)
        self.comparison.refused.connect(self.message.tell)
        self.comparison.failed.connect(self.message.tell)
        self.comparison.marking_changed.connect(self.busy_changed)

    # What follows

    def _read(self) -> None:
        self.list.cases.read()
        self.retention.look(listed=self._shown is CaseFilter.OVERDUE)

    @property
    def _shown(self) -> CaseFilter:
        return tuple(CaseFilter)[self.shown.currentIndex()]

    def _list_overdue(self) -> None:
        self.query.clear()
        self.shown.setCurrentIndex(tuple(CaseFilter).index(CaseFilter.OVERDUE))

    def _note_all_erased(self) -> None:
        self._removed.clear()
        self.message.tell(translate("They were erased, with their photographs."))
        self._read()

    def _query_cases(self) -> None:
        shown, order = self._shown, tuple(CaseOrder)[self.order.currentIndex()]
        self.retention.look(listed=shown is CaseFilter.OVERDUE)
        before = self.retention.before if shown is CaseFilter.OVERDUE else None
        query = replace(self.list.cases.query, text=self.query.text(), shown=shown, order=order, before=before)
        self.list.cases.ask(query)

    def _tell_count(self) -> None:
        model = self.list.cases
        told = translate_count("{count} case", "{count} cases", model.total)
        self.count.setText(told)
        everything = model.query.shown is CaseFilter.ALL and not model.query.text.strip()
        self.nothing.setText(translate(_EMPTY) if everything else translate("No case fits."))
        self.nothing.setVisible(not model.total)
        self.list.setVisible(bool(model.total))
        if model.query.text:
            announce(self, told)

    def _note_removed(self, line: CaseSummary) -> None:
        self._removed.append(line)
        self.removed.emit(line.id)
        sentence = translate("The case of {who} was deleted.", who=person_text(line))
        hint = translate("It stays among the deleted cases.")
        self.message.tell(sentence, hint, translate("Undo"), self._undo)
        announce(self, sentence)
        self.list.cases.read()

    def _note_back(self, line: CaseSummary) -> None:
        self._removed = [each for each in self._removed if each.id != line.id]
        self.message.hide()
        announce(self, translate("The case of {who} is back.", who=person_text(line)))
        self.list.cases.read()
        self.list.setFocus()

    def _note_erased(self, patient: Patient) -> None:
        self.patient_erased.emit(patient.id)
        self._removed = [each for each in self._removed if each.patient != patient.id]
        self.show_cases()
        self.message.tell(translate("The patient was erased, with all cases and photographs."))

    def _show_failure(self, failed: Failed) -> None:
        self.message.tell(failed.message, failed.hint)


def _entrance() -> Entrance:
    return Entrance(
        title=translate("Cases"),
        icon="cases",
        key="Ctrl+Shift+O",
        words=translate("Show the cases, or go back to the case"),
    )


def _choice(name: str, words: list[str]) -> Choice:
    made = Choice()
    made.setAccessibleName(name)
    made.addItems(words)
    return made


def _column(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    return box
