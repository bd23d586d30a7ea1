"""Under the patient's field: which of the clinic's patients are meant, and what is known of the one that was chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.patient import Patient
from lentigo.domain.wording.patient import facts_text, told_apart
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate

_MOST = 4  # patients to choose from; more letters leave fewer


class PatientChoices(QWidget):
    """Nobody is taken for a patient of the records by their name alone: a person chooses."""

    chosen = Signal(object)  # Patient
    made = Signal(str)  # what was typed: the name or number of somebody new
    details_asked = Signal()

    def __init__(self, *, after: QWidget) -> None:
        """`after` is what the Tab key comes from."""
        super().__init__()
        self._after = after
        self.buttons: list[LineButton] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 4)
        self._box.setSpacing(0)
        self.hide()

    def offer(self, text: str, patients: Sequence[Patient]) -> None:
        """Let the user choose, or say that it is somebody new."""
        self._clear()
        for patient in patients[:_MOST]:
            told = told_apart(patient)
            self._add(told, translate("It is {patient}", patient=told), partial(self.chosen.emit, patient))
        new = translate("New patient “{name}”", name=text)
        self._add(new, new, partial(self.made.emit, text))
        follow_layout(self._after, self._box)
        self.show()

    def show_known(self, patient: Patient) -> None:
        """Say what is known of the patient that the case is about."""
        self._clear()
        facts = Paragraph(facts_text(patient), "note")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(facts, 1)
        words = translate("Patient’s page")
        row.addWidget(LineButton(words, role="link", tip="Ctrl+Shift+P", on_click=self.details_asked.emit))
        self._box.addLayout(row)
        follow_layout(self._after, self._box)
        self.show()

    def show_nothing(self) -> None:
        """The case is about nobody of the records."""
        self._clear()
        self.hide()

    def _clear(self) -> None:
        empty_layout(self._box)
        self.buttons.clear()

    def _add(self, words: str, name: str, choose: partial[None]) -> None:
        button = LineButton(words, role="link", name=name, on_click=choose)
        button.setMinimumWidth(1)  # a long name is cut, and does not widen the column
        self.buttons.append(button)
        self._box.addWidget(button)
