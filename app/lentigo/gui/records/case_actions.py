"""What can be done with the case that is chosen in a list, as a row of buttons."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from lentigo.domain.record import CaseSummary
from lentigo.gui.kit.line_button import LineButton
from lentigo.language import deferred, translate
from lentigo.report.formats import FILE_FORMATS


class CaseActions(QFrame):
    """Enabled as far as the case allows it; a removed case can only be brought back."""

    open_asked = Signal()
    follow_asked = Signal()
    patient_asked = Signal()
    export_asked = Signal(object)  # ReportFormat
    removal_asked = Signal()
    return_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.open = LineButton(
            translate("Open"), role="primary", icon="open", name=translate("Open this case"), tip=translate("Enter"),
            on_click=self.open_asked.emit,
        )  # fmt: skip
        self.follow = LineButton(
            translate("Follow-up"), icon="new", name=translate("Begin a follow-up of this case"), tip="Ctrl+D",
            on_click=self.follow_asked.emit,
        )  # fmt: skip
        self.patient = LineButton(
            translate("Patient"), icon="person", name=translate("Show this patient"), tip="Ctrl+Shift+P",
            on_click=self.patient_asked.emit,
        )  # fmt: skip
        self.export = LineButton(translate("Export"), icon="export", name=translate("Export the report of this case"))
        self.export.setMenu(self._formats())
        self.remove = LineButton(
            translate("Delete"), icon="close", name=translate("Delete this case"),
            tip=translate(deferred("Delete", context="key")), on_click=self.removal_asked.emit,
        )  # fmt: skip
        self.bring_back = LineButton(
            translate("Bring back"), icon="previous", name=translate("Bring this case back"),
            on_click=self.return_asked.emit,
        )  # fmt: skip
        self._buttons = (self.open, self.follow, self.patient, self.export, self.remove, self.bring_back)
        self._words = {button: button.text() for button in self._buttons}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for button in self._buttons[:4]:
            row.addWidget(button)
        row.addStretch(1)
        for button in self._buttons[4:]:
            row.addWidget(button)
        self.show_case(None)

    def show_case(self, line: CaseSummary | None) -> None:
        """Offer what the case allows."""
        here = line is not None and not line.removed
        for button in (self.open, self.follow, self.remove):
            button.setEnabled(here)
        self.patient.setEnabled(here and bool(line and line.patient))
        self.export.setEnabled(here and bool(line and line.reported))
        removed = line is not None and line.removed
        self.bring_back.setVisible(removed)
        self.remove.setVisible(not removed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words have no room, the icons say it."""
        super().resizeEvent(event)
        for button, words in self._words.items():
            button.setText(words)
        layout = self.layout()
        if layout and layout.totalMinimumSize().width() > self.width():
            for button in self._buttons[1:]:
                button.setText("")

    def _formats(self) -> QMenu:
        menu = QMenu(self)
        for each in FILE_FORMATS:
            menu.addAction(each.command).triggered.connect(partial(self._ask_for_export, each))
        return menu

    def _ask_for_export(self, wanted: object) -> None:
        self.export_asked.emit(wanted)
