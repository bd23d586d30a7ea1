"""A line for a diagnosis: one of the handbook's, which is offered as it is typed, or free words."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter

from lentigo.analysis.synonyms import find_condition
from lentigo.domain.evidence import Condition
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.language import translate

_MOST_OFFERED = 8


class DiagnosisLine(LineEdit):
    """Enter takes what stands there; a name that is offered is chosen with the arrow keys."""

    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(translate("A name of the handbook’s brings its codes; any other words will do"))
        self.setAcceptDrops(False)
        self._conditions: Sequence[Condition] = ()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_MOST_OFFERED)
        self.setCompleter(completer)

    @property
    def condition(self) -> Condition | None:
        """The handbook's condition that the words name."""
        return find_condition(self.text(), self._conditions)

    def offer(self, conditions: Sequence[Condition]) -> None:
        """Offer the handbook's names."""
        self._conditions = conditions
        names = {name for condition in conditions for name in (condition.title, *condition.names)}
        self._names.setStringList(sorted(names, key=str.casefold))

    def enter(self) -> None:
        """Take what stands there, if anything does."""
        if self.text().strip():
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
