"""One of a few answers, drawn as one strip; none is chosen before the user does."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

Answer = TypeVar("Answer")

_AROUND_WORDS = 22  # pixels: as much behind the words as the stylesheet leaves before them
_LEAST = 32  # pixels, that a finger finds it


class Segment(QRadioButton):
    """One of a strip: it has no circle, and its words are bold where it is chosen."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("role", "segment")

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setBold(True)
        width = QFontMetrics(bold).horizontalAdvance(self.text()) + _AROUND_WORDS
        return QSize(max(width, _LEAST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segments(QWidget, Generic[Answer]):
    """Tab reaches the strip, space chooses, the arrow keys go on; `name` is what is asked."""

    changed = Signal()

    def __init__(self, name: str, answers: Sequence[tuple[Answer, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[QRadioButton, Answer] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for answer, words in answers:
            button = Segment(words)
            button.setProperty("answer", "yes")  # for the stylesheet
            button.setAccessibleName(f"{name}: {words}")
            self._group.addButton(button)
            self.buttons[button] = answer
            row.addWidget(button)
        row.addStretch(1)
        self._group.buttonClicked.connect(lambda: self.changed.emit())

    @property
    def value(self) -> Answer | None:
        """What was chosen."""
        checked = self._group.checkedButton()
        return self.buttons[checked] if isinstance(checked, QRadioButton) else None

    def answer(self, value: Answer | None) -> None:
        """Show an answer, or none, without a word of change."""
        self._group.setExclusive(False)
        for button, meaning in self.buttons.items():
            button.setChecked(meaning is value)
        self._group.setExclusive(True)
