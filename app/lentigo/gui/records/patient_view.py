"""One patient: what the clinic knows of them, and their visits in the order of time."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseQuery
from lentigo.domain.wording.patient import who_text
from lentigo.gui.kit.bar_stack import BarStack
from lentigo.gui.kit.columns import Columns
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.text import label
from lentigo.gui.records.case_list_model import CaseListModel
from lentigo.gui.records.case_list_view import CaseListView
from lentigo.gui.records.erasure_question import ErasureQuestion
from lentigo.gui.records.patient_form import PatientForm
from lentigo.language import translate, translate_count
from lentigo.worker.messages.clinic import ErasePatient, ReadPatient, SavePatient
from lentigo.worker.messages.message import Failed

_DELAY_MS = 700  # after the first of several changes
_NARROWEST = (300, 320)
_SHARES = (2, 3)


class PatientView(QWidget):
    """Saves what is typed by itself."""

    left = Signal()
    opened = Signal(object)  # CaseSummary
    compare_asked = Signal()  # the chosen visit with the one before it
    changed = Signal(object)  # Patient
    erased = Signal(object)  # Patient
    failed = Signal(str, str)  # what is wrong, what to do

    def __init__(self, *, registrar: Registrar) -> None:
        super().__init__()
        self._registrar = registrar
        self._patient: Patient | None = None  # as the records have it
        self._wanted = ""
        self.back = LineButton(translate("All cases"), role="quiet", icon="previous", on_click=self.left.emit)
        self.title = label(role="title")
        self.title.setMinimumWidth(1)
        self.erase = LineButton(translate("Erase…"), name=translate("Erase this patient"), on_click=self._ask_to_erase)
        self.question = ErasureQuestion()
        self.form = PatientForm()
        self.visits = CaseListView(CaseListModel(registrar), name=translate("Visits"), of_patient=True)
        self._visits_told = label(role="muted")
        self.compare = LineButton(
            translate("Compare…"), icon="compare", name=translate("Compare the chosen visit with an earlier one"),
            tip="Ctrl+Shift+D", on_click=self.compare_asked.emit,
        )  # fmt: skip
        self._saving = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._saving.timeout.connect(self._save)
        self._lay_out()
        self.form.changed.connect(self._note_change)
        self.visits.opened.connect(self.opened)
        self.visits.cases.listed.connect(self._tell_visits)
        self.visits.cases.failed.connect(self.failed)
        self.question.confirmed.connect(self._erase)
        self.question.kept.connect(self.erase.setFocus)

    @property
    def patient_id(self) -> str:
        """Of whom it is about; "" for nobody."""
        return self._wanted

    def open_patient(self, patient: str) -> None:
        """Show a patient, by id."""
        self.close_patient()
        self._wanted = patient
        self._registrar.submit(ReadPatient(patient=patient), on_result=self._show, on_failed=self._emit_failure)

    def close_patient(self) -> None:
        """Save what was typed, and hold nothing of the patient any more."""
        self._save()
        self._wanted, self._patient = "", None
        self.question.hide()
        self.form.show_patient(Patient(id=""))
        self.title.setText("")
        self.visits.cases.forget()

    def _show(self, patient: Patient | None) -> None:
        if patient is None or patient.id != self._wanted:
            return
        self._patient = patient
        self.form.show_patient(patient)
        self.title.setText(who_text(patient))
        self.visits.cases.ask(CaseQuery(patient=patient.id))
        self.form.identifier.setFocus()

    def _note_change(self) -> None:
        if self._patient:
            self.title.setText(who_text(self.form.patient))
            self._saving.start()

    def _save(self) -> None:
        """What stands in the form, if it is other than what the records have."""
        self._saving.stop()
        typed = self.form.patient
        if self._patient and typed.id == self._patient.id and typed != self._patient:
            self._patient = typed
            note = partial(self._note_saved, typed)
            self._registrar.submit(SavePatient(patient=typed), on_result=note, on_failed=self._emit_failure)

    def _note_saved(self, patient: Patient, _nothing: None) -> None:
        self.changed.emit(patient)
        if self._patient and self._patient.id == patient.id:
            self.visits.cases.read()

    def _ask_to_erase(self) -> None:
        if self._patient:
            self.question.ask(who_text(self._patient), self.visits.cases.total)

    def _erase(self) -> None:
        if patient := self._patient:
            self._patient = None  # nothing of them is saved again
            note = partial(self._note_erased, patient)
            self._registrar.submit(ErasePatient(patient=patient.id), on_result=note, on_failed=self._emit_failure)

    def _note_erased(self, patient: Patient, _nothing: None) -> None:
        self.erased.emit(patient)

    def _tell_visits(self) -> None:
        total = self.visits.cases.total
        self._visits_told.setText(translate_count("{count} visit", "{count} visits", total))
        self.compare.setEnabled(total > 1)

    def _emit_failure(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 24, 8)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.erase)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(self.form)
        timeline = QWidget()
        right = QVBoxLayout(timeline)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        caption = QHBoxLayout()
        caption.setContentsMargins(16, 8, 16, 8)
        caption.setSpacing(12)
        caption.addWidget(label(translate("Visits"), "heading"))
        caption.addWidget(self._visits_told, 1)
        caption.addWidget(self.compare)
        right.addLayout(caption)
        right.addWidget(self.visits, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(BarStack((self.question,)))
        box.addWidget(Columns((scroller, timeline), narrowest=_NARROWEST, shares=_SHARES), 1)
