"""What the clinician knows about the patient. Every field may stay empty."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from lentigo.domain.body import Pin
from lentigo.domain.encounter import OLDEST, Complaint, Encounter, History, Sex
from lentigo.domain.wording.body import site_text
from lentigo.domain.wording.encounter import COMPLAINTS, SEXES
from lentigo.gui.body.body_dialog import BodyDialog
from lentigo.gui.case.answer_row import AnswerRow
from lentigo.gui.case.patient_choices import PatientChoices
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.gui.kit.undo_elsewhere import UndoElsewhere
from lentigo.language import deferred, translate

_NOTE_HEIGHT = 56  # pixels
_NARROWEST = 48  # pixels of a field: large text must not push it off the page
_COMPLAINTS: tuple[Complaint | None, ...] = (None, *Complaint)
_SEXES: tuple[Sex | None, ...] = (None, *Sex)
_ASK = deferred(
    "A photograph cannot show these, and the red flags need them. What stays at “–” counts as not asked, never as no."
)


class EncounterPage(QScrollArea):
    """The form; `encounter` reads it. Its edits are undone with all others, and not by its fields."""

    changed = Signal()
    _pin: Pin | None = None

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.patient = _line(translate("Patient"), translate("name or number"))
        self._known = Encounter()  # what of the patient stands in no field
        self.choices = PatientChoices(after=self.patient)
        self.age = _line(translate("Age in years"), translate("years"))
        self.age.setValidator(QIntValidator(0, OLDEST, self.age))
        self.sex = Choice()
        self.sex.setAccessibleName(translate("Sex"))
        self.sex.addItems([translate("not given") if sex is None else translate(SEXES[sex]) for sex in _SEXES])
        self.complaint = Choice(narrow=True)
        self.complaint.setAccessibleName(translate("Comes with"))
        self.complaint.addItems(
            [translate("not given") if each is None else translate(COMPLAINTS[each]) for each in _COMPLAINTS]
        )
        self.site = _line(translate("Body site"), translate("for example left shin"))
        self.body = _body_button(self._open_body)
        self.duration = _line(translate("Since when"), translate("for example three months"))
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(translate("Note"))
        self.note.setPlaceholderText(translate("anything else that matters"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(scaled(_NOTE_HEIGHT))
        self.note.setAcceptDrops(False)
        self.note.setUndoRedoEnabled(False)
        self._order: tuple[History, ...] = ()
        self._undo = UndoElsewhere(self)
        self.answers = {item: AnswerRow(item) for item in History}
        self._lay_out()
        self._listen()

    @property
    def encounter(self) -> Encounter:
        """What the form holds."""
        return Encounter(
            patient=self.patient.text().strip(),
            patient_id=self._known.patient_id,
            age=int(self.age.text()) if self.age.hasAcceptableInput() else None,
            sex=_SEXES[self.sex.currentIndex()],
            skin_type=self._known.skin_type,
            site=self.site.text().strip(),
            pin=self._pin,
            duration=self.duration.text().strip(),
            note=self.note.toPlainText().strip(),
            complaint=_COMPLAINTS[self.complaint.currentIndex()],
            history={item: row.value for item, row in self.answers.items() if row.value is not None},
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "note"):
            self.note.setFixedHeight(scaled(_NOTE_HEIGHT))

    def set_editable(self, editable: bool) -> None:
        """Allow edits; a case that is signed allows none."""
        for field in (self.patient, self.age, self.site, self.duration, self.note):
            field.setReadOnly(not editable)
        for choice in (self.sex, self.complaint):
            choice.setEnabled(editable)
        for row in self.answers.values():
            row.set_editable(editable)

    def show_encounter(self, encounter: Encounter) -> None:
        """Fill the form, without a word of change."""
        with QSignalBlocker(self):
            if (self.patient.text(), self._known.patient_id) != (encounter.patient, encounter.patient_id):
                self.choices.show_nothing()  # what stands there is about somebody else
            self.patient.setText(encounter.patient)
            self._known = encounter
            self.age.setText("" if encounter.age is None else str(encounter.age))
            self.sex.setCurrentIndex(_SEXES.index(encounter.sex))
            self.site.setText(encounter.site)
            self._pin = encounter.pin
            self.duration.setText(encounter.duration)
            self.note.setPlainText(encounter.note)
            self.complaint.setCurrentIndex(_COMPLAINTS.index(encounter.complaint))
            for item, row in self.answers.items():
                row.answer(encounter.history.get(item))

    def order_questions(self, order: tuple[History, ...]) -> None:
        """Put the questions in the order of what is worth asking first; answers and focus stay where they are."""
        if order == self._order:
            return
        self._order = order
        for item in order:
            self._questions.removeWidget(self.answers[item])
            self._questions.addWidget(self.answers[item])
        follow_layout(self.note, self._questions)

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        box = QVBoxLayout(page)
        box.setContentsMargins(24, 16, 24, 16)
        box.setSpacing(12)
        box.addLayout(self._fields())
        box.addSpacing(4)
        box.addWidget(label(translate("Ask or examine"), "heading"))
        box.addWidget(Paragraph(translate(_ASK), "note"))
        self._questions = QVBoxLayout()
        self._questions.setSpacing(4)
        box.addLayout(self._questions)
        self.order_questions(tuple(History))
        box.addStretch(1)
        self.setWidget(page)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        site = QHBoxLayout()
        site.setSpacing(4)
        site.addWidget(self.site, 1)
        site.addWidget(self.body)
        places = (
            (translate("Patient"), self.patient, 0, 0, 2),
            (translate("Age"), self.age, 0, 2, 1),
            (translate("Sex"), self.sex, 0, 3, 1),
            (translate("Body site"), self.site, 3, 0, 2),
            (translate("Since"), self.duration, 3, 2, 2),
            (translate("Comes with"), self.complaint, 5, 0, 2),
            (translate("Note"), self.note, 5, 2, 2),
        )
        grid.addWidget(self.choices, 2, 0, 1, 4)
        for name, field, row, column, span in places:
            caption = label(name, "note")
            caption.setBuddy(field)
            grid.addWidget(caption, row, column, 1, span)
            if field is self.site:
                grid.addLayout(site, row + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
            else:
                grid.addWidget(field, row + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        return grid

    def _part(self) -> None:
        """Another name than that of the record is somebody else, until it is chosen."""
        self._known = Encounter()

    def _open_body(self) -> None:
        known = self.encounter
        dialog = BodyDialog(self.window(), pin=known.pin, age=known.age, sex=known.sex)
        dialog.chosen.connect(self._put_pin)
        dialog.open()

    def _put_pin(self, pin: Pin | None) -> None:
        """The site says where the pin is, and keeps what was added to that; one change of the case."""
        before, words = self._pin and site_text(self._pin), pin and site_text(pin)
        text = self.site.text()
        with QSignalBlocker(self.site):
            self.site.setText(text.replace(before, words or "", 1) if before and before in text else words or text)
        self._pin = pin
        self.changed.emit()

    def _type_site(self) -> None:
        """A pin goes when the site no longer says what it stands for: the two must not contradict each other."""
        if self._pin and site_text(self._pin) not in self.site.text():
            self._pin = None
        self.changed.emit()

    def _listen(self) -> None:
        self.patient.textChanged.connect(self._part)
        self.site.textChanged.connect(self._type_site)
        for line in (self.patient, self.age, self.duration):
            line.textChanged.connect(self.changed)
        self.note.textChanged.connect(self.changed)
        for field in (self.patient, self.age, self.site, self.duration, self.note):
            field.installEventFilter(self._undo)
        for choice in (self.sex, self.complaint):
            choice.currentIndexChanged.connect(self.changed)
        for row in self.answers.values():
            row.changed.connect(self.changed)


def _body_button(on_click: Callable[[], None]) -> LineButton:
    words = translate("Show the place on the body")
    return LineButton(role="small", icon="body", name=words, tip=words, on_click=on_click)


def _line(name: str, example: str) -> LineEdit:
    line = LineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(example)
    line.setMinimumWidth(_NARROWEST)
    line.setAcceptDrops(False)  # photographs are dropped on the window
    return line
