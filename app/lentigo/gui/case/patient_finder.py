"""Finds in the records whom the case is about, or adds them there."""

from datetime import date
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from lentigo.domain.patient import Patient
from lentigo.domain.visit import of_patient
from lentigo.gui.case.encounter_page import EncounterPage
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import ignore
from lentigo.worker.messages.clinic import FindPatients, ReadPatient, SavePatient
from lentigo.worker.messages.message import Failed

_DELAY_MS = 120  # after a letter


class PatientFinder(QObject):
    """Searches while the patient's field is typed in; what comes too late for what stands there is dropped."""

    failed = Signal(str, str)  # what is wrong, what to do

    def __init__(self, *, case: OpenCase, form: EncounterPage, registrar: Registrar) -> None:
        super().__init__(form)
        self._case, self._form, self._registrar = case, form, registrar
        self._known = ""  # id of the patient that is told of under the field
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._search)
        form.patient.textEdited.connect(lambda _text: self._timer.start())
        form.choices.chosen.connect(self._choose)
        form.choices.made.connect(self._make)
        case.changed.connect(self._on_case_changed)

    def tell_changed(self, patient: Patient) -> None:
        """A patient's record was changed: the case on the table follows, if it is theirs."""
        if patient.id == self._case.state.encounter.patient_id:
            self._case.name_patient(patient.shown, patient.id)
            self._case.edit_encounter(of_patient(self._case.state.encounter, patient, date.today()))
            self._form.choices.show_known(patient)

    def _search(self) -> None:
        text = self._form.encounter.patient
        if not text or self._form.encounter.patient_id:
            self._offer(text, ())
            return
        self._registrar.submit(FindPatients(text=text), on_result=partial(self._offer, text), on_failed=ignore)

    def _offer(self, text: str, patients: tuple[Patient, ...]) -> None:
        encounter = self._form.encounter
        if text != encounter.patient or encounter.patient_id:
            return
        if text:
            self._form.choices.offer(text, patients)
        else:
            self._form.choices.show_nothing()

    def _choose(self, patient: Patient) -> None:
        self._form.patient.setFocus()
        self._case.edit_encounter(of_patient(self._form.encounter, patient, date.today()))

    def _make(self, text: str) -> None:
        number = not any(map(str.isspace, text)) and any(map(str.isdigit, text))
        patient = Patient(id=str(uuid4()), identifier=text if number else "", name="" if number else text)
        self._registrar.submit(SavePatient(patient=patient), on_result=ignore, on_failed=self._emit_failure)
        self._choose(patient)

    def _on_case_changed(self) -> None:
        """The case is about somebody else now, or another case is on the table."""
        wanted = self._case.state.encounter.patient_id
        if wanted == self._known:
            return
        self._known = wanted
        self._form.choices.show_nothing()
        if wanted:
            show = partial(self._show, wanted)
            self._registrar.submit(ReadPatient(patient=wanted), on_result=show, on_failed=ignore)

    def _show(self, wanted: str, patient: Patient | None) -> None:
        if patient and wanted == self._case.state.encounter.patient_id:
            self._form.choices.show_known(patient)

    def _emit_failure(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)
