"""A history item with its three answers: not asked, yes, no."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from lentigo.domain.encounter import History
from lentigo.domain.wording.encounter import HISTORY
from lentigo.gui.kit.segments import Segment
from lentigo.gui.kit.text import label
from lentigo.language import deferred, translate

_NOT_ASKED_KEYS = ("-", "–")
_ANSWERS: tuple[tuple[str, str, bool | None, int], ...] = (
    ("–", deferred("not asked"), None, 30),
    (deferred("Yes"), deferred("yes"), True, 44),
    (deferred("No"), deferred("no"), False, 40),
)


class AnswerRow(QWidget):
    """Radio buttons drawn as one strip: tab reaches the strip, the arrow keys choose, a screen reader knows them."""

    changed = Signal()

    def __init__(self, item: History) -> None:
        super().__init__()
        self.item = item
        self._question = translate(HISTORY[item])
        self._group = QButtonGroup(self)
        self._values: dict[QRadioButton, bool | None] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for text, meaning, value, width in _ANSWERS:
            button = self._button(text, meaning, width)
            self._values[button] = value
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(label(self._question[:1].upper() + self._question[1:], wrap=True), 1)
        self.answer(None)
        self._group.buttonClicked.connect(lambda: self.changed.emit())

    @property
    def value(self) -> bool | None:
        """Yes, no, or None where it was not asked."""
        checked = self._group.checkedButton()
        return self._values[checked] if isinstance(checked, QRadioButton) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The answers' first letters answer, and “-” takes an answer back."""
        key = event.text().casefold()
        chosen = next((button for button in self._values if key and key in self._keys(button)), None)
        if chosen is None:
            super().keyPressEvent(event)
            return
        chosen.setFocus()
        chosen.click()

    def answer(self, value: bool | None) -> None:
        """Choose an answer."""
        next(button for button, meaning in self._values.items() if meaning is value).setChecked(True)

    def set_editable(self, editable: bool) -> None:
        """Allow another answer; what was answered stays legible."""
        for button in self._values:
            button.setEnabled(editable)

    def _keys(self, button: QRadioButton) -> tuple[str, ...]:
        return _NOT_ASKED_KEYS if self._values[button] is None else (button.text()[:1].casefold(),)

    def _button(self, text: str, meaning: str, width: int) -> QRadioButton:
        button = Segment(translate(text))
        button.setProperty("answer", meaning)  # for the stylesheet
        button.setAccessibleName(f"{self._question}: {translate(meaning)}")
        button.setToolTip(f"{translate(meaning)} ({button.text()[:1].casefold()})")
        button.setMinimumWidth(width)
        self._group.addButton(button)
        return button
