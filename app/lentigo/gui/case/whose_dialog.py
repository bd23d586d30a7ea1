"""The question whose a photograph is that comes in beside a report: two patients must never share one."""

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate, translate_count

_WIDTH = 460  # pixels


class Whose(Enum):
    """Whom and what a photograph shows."""

    NEW_PATIENT = auto()
    SAME_LESION = auto()
    OTHER_LESION = auto()


_ANSWERS = (
    (Whose.NEW_PATIENT, deferred("New patient"), deferred("Begins a new case. This one is saved.")),
    (
        Whose.SAME_LESION,
        deferred("Same lesion, new photograph"),
        deferred("Joins this case, which can then be analysed again."),
    ),
    (
        Whose.OTHER_LESION,
        deferred("Another lesion of this patient"),
        deferred("Begins a new case with this patient’s name, age and sex. This one is saved."),
    ),
)


class WhoseDialog(QDialog):
    """Answered by a button, or by its number; Esc leaves the photograph out, and nothing happens."""

    answered = Signal(object)  # Whose

    def __init__(self, parent: QWidget, *, who: str, count: int) -> None:
        """`who` the report on the table is about; `count` of the photographs that came in."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = translate_count("Whose photograph is this?", "Whose photographs are these?", count)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(4)
        box.addWidget(label(title, "title", wrap=True))
        known = Paragraph()
        known.say(who, strong=translate("On the table is the report on:"))
        box.addWidget(known)
        self.buttons = {}
        for number, (whose, words, meaning) in enumerate(_ANSWERS, start=1):
            box.addSpacing(8)
            button = self.buttons[whose] = LineButton(
                f"{number}   {translate(words)}",
                role="choice",
                name=f"{translate(words)}. {translate(meaning)}",
                on_click=partial(self._answer, whose),
            )
            box.addWidget(button)
            box.addWidget(label(translate(meaning), "note", wrap=True))
        box.addSpacing(12)
        leave = LineButton(translate("Leave it out"), tip="Esc", on_click=self.reject)
        box.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for number, whose in enumerate(self.buttons, start=1):
            if event.text() == str(number):
                self._answer(whose)
                return
        super().keyPressEvent(event)

    def _answer(self, whose: Whose) -> None:
        self.accept()
        self.answered.emit(whose)
