"""What the clinic knows of a patient. Every field may stay empty."""

import re
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from lentigo.domain.encounter import Sex, SkinType
from lentigo.domain.patient import Consent, Patient
from lentigo.domain.wording.encounter import SEXES, SKIN_TYPES
from lentigo.domain.wording.patient import birth_text, consent_text
from lentigo.gui.kit.check import Check
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.language import deferred, translate

_SEXES: tuple[Sex | None, ...] = (None, *Sex)
_SKIN_TYPES: tuple[SkinType | None, ...] = (None, *SkinType)
_CONSENTS: tuple[bool | None, ...] = (None, True, False)
_BACKGROUND_HEIGHT = 72  # pixels
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})|(\d{1,2})\D(\d{1,2})\D(\d{4})")  # year first, or day first
_PSEUDONYM_DIGITS = 6
_HOW = deferred("for example 1980-02-29 or 29.2.1980")


class PatientForm(QWidget):
    """`patient` reads it. A date is said back in words, for day and month can be taken for each other."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._shown = Patient(id="")
        self.identifier = _line(translate("Number in the clinic"))
        self.name = _line(translate("Name"))
        self.hidden = Check(translate("Use a pseudonym"))
        self.hidden.setAccessibleName(self.hidden.text())
        self.pseudonym = _line(translate("Pseudonym"))
        self.born = _line(translate("Birth date"), translate(_HOW))
        self._born_told = label(role="note", wrap=True)
        self.sex = _choice(translate("Sex"), [None if each is None else SEXES[each] for each in _SEXES])
        self.skin_type = _choice(
            translate("Skin type (Fitzpatrick), as the patient tells it"),
            [None if each is None else SKIN_TYPES[each] for each in _SKIN_TYPES],
        )
        answers = (None, deferred("yes"), deferred("no"))
        self.consent = _choice(translate("May photographs be taken and kept?"), list(answers))
        self._consent_told = label(role="note", wrap=True)
        self.background = QPlainTextEdit()
        self.background.setAccessibleName(translate("What stays true from visit to visit"))
        self.background.setPlaceholderText(translate("conditions, medicines, allergies, skin cancer before"))
        self.background.setTabChangesFocus(True)
        self.background.setFixedHeight(scaled(_BACKGROUND_HEIGHT))
        self.background.setAcceptDrops(False)
        self._lay_out()
        self._listen()

    @property
    def patient(self) -> Patient:
        """What the form holds."""
        pseudonym = self.pseudonym.text().strip() or self._suggested
        return Patient(
            id=self._shown.id,
            identifier=self.identifier.text().strip(),
            name=self.name.text().strip(),
            pseudonym=pseudonym if self.hidden.isChecked() else "",
            born=date_in(self.born.text()),
            sex=_SEXES[self.sex.currentIndex()],
            skin_type=_SKIN_TYPES[self.skin_type.currentIndex()],
            background=self.background.toPlainText().strip(),
            consent=self._consent,
        )

    def show_patient(self, patient: Patient) -> None:
        """Fill the form, without a word of change."""
        with QSignalBlocker(self):
            self._shown = patient
            self.identifier.setText(patient.identifier)
            self.name.setText(patient.name)
            self.hidden.setChecked(bool(patient.pseudonym))
            self.pseudonym.setText(patient.pseudonym)
            self.born.setText(patient.born.isoformat() if patient.born else "")
            self.sex.setCurrentIndex(_SEXES.index(patient.sex))
            self.skin_type.setCurrentIndex(_SKIN_TYPES.index(patient.skin_type))
            self.consent.setCurrentIndex(_CONSENTS.index(patient.consent and patient.consent.given))
            self.background.setPlainText(patient.background)
        self._show_derived()

    @property
    def _suggested(self) -> str:
        """Tells nothing of the patient, and stays the same."""
        return translate("Patient {digits}", digits=self._shown.id[:_PSEUDONYM_DIGITS].upper())

    @property
    def _consent(self) -> Consent | None:
        """With the day on which the answer became what it is."""
        given, known = _CONSENTS[self.consent.currentIndex()], self._shown.consent
        if given is None or (known and known.given == given):
            return known if given is not None else None
        return Consent(given=given, on=date.today())

    def _show_derived(self) -> None:
        """What follows from the fields."""
        patient, typed = self.patient, self.born.text().strip()
        told = birth_text(patient.born, patient, date.today()) if patient.born else ""
        self._born_told.setText(told or (translate("This is not a date.") if typed else ""))
        self._born_told.setVisible(bool(typed))
        self._consent_told.setText(consent_text(patient.consent))
        self._consent_told.setVisible(patient.consent is not None)
        self.pseudonym.setVisible(self.hidden.isChecked())
        self.pseudonym.setPlaceholderText(self._suggested)

    def _on_edited(self) -> None:
        self._show_derived()
        self.changed.emit()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 8, 24, 16)
        box.setSpacing(4)
        self._caption(box, self.identifier, self.name)
        box.addWidget(self.hidden)
        box.addWidget(label(translate("Screens and papers show it in place of name and number."), "note", wrap=True))
        box.addWidget(self.pseudonym)
        self._caption(box, self.born)
        box.addWidget(self._born_told)
        self._caption(box, self.sex, self.skin_type, self.consent)
        box.addWidget(self._consent_told)
        self._caption(box, self.background)
        box.addStretch(1)

    def _caption(self, box: QVBoxLayout, *fields: QWidget) -> None:
        for field in fields:
            caption = label(field.accessibleName(), "note", wrap=True)
            caption.setBuddy(field)
            box.addSpacing(4)
            box.addWidget(caption)
            box.addWidget(field)

    def _listen(self) -> None:
        for line in (self.identifier, self.name, self.pseudonym, self.born):
            line.textChanged.connect(self._on_edited)
        self.background.textChanged.connect(self._on_edited)
        self.hidden.toggled.connect(self._on_edited)
        for choice in (self.sex, self.skin_type, self.consent):
            choice.currentIndexChanged.connect(self._on_edited)


def date_in(text: str) -> date | None:
    """A date as people write it: the year first, or the day first; None where it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _line(name: str, example: str = "") -> LineEdit:
    line = LineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(example)
    line.setMinimumWidth(48)
    line.setAcceptDrops(False)
    return line


def _choice(name: str, words: list[str | None]) -> Choice:
    made = Choice()
    made.setAccessibleName(name)
    made.addItems([translate("not asked") if each is None else translate(each) for each in words])
    made.setMinimumWidth(48)
    return made
