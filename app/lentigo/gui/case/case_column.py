"""The right column: the patient before the analysis, the report after it, and questions about the photograph."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lentigo.gui.case.conversation_page import ConversationPage
from lentigo.gui.case.encounter_page import EncounterPage
from lentigo.gui.case.report_page import ReportPage
from lentigo.gui.kit.line_button import LineButton
from lentigo.language import translate


class CaseColumn(QWidget):
    """Three pages under their tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.encounter = EncounterPage()
        self.report = ReportPage()
        self.conversation = ConversationPage()
        self._pages = QStackedWidget()
        self.has_report = False
        self._group = QButtonGroup(self)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 0, 12, 0)
        tabs.setSpacing(0)
        for index, (title, page) in enumerate(
            (
                (translate("Patient"), self.encounter),
                (translate("Report"), self.report),
                (translate("Ask"), self.conversation),
            )
        ):
            self._pages.addWidget(page)
            name = translate("Show the page {title}", title=title)
            tab = LineButton(title, role="tab", name=name, tip=f"Ctrl+{index + 1}")
            tab.setCheckable(True)
            self._group.addButton(tab, index)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._group.idClicked.connect(self._pages.setCurrentIndex)
        rule = QFrame()
        rule.setProperty("role", "rule")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(tabs)
        box.addWidget(rule)
        box.addWidget(self._pages, 1)
        self.close_report()

    def close_report(self) -> None:
        """There is nothing to report yet: turn to the patient."""
        self._offer_report(False)
        self.show_encounter()

    def show_encounter(self) -> None:
        """Turn to the patient."""
        self._turn_to(0)

    def show_report(self) -> None:
        """Turn to the report."""
        self._offer_report(True)
        self._turn_to(1)

    def show_conversation(self) -> None:
        """Turn to the questions about the photograph."""
        self._turn_to(2)
        self.conversation.line.setFocus()

    def _offer_report(self, offered: bool) -> None:
        self.has_report = offered
        self._group.button(1).setEnabled(offered)

    def _turn_to(self, index: int) -> None:
        self._group.button(index).setChecked(True)
        self._pages.setCurrentIndex(index)
