"""A signed report's end in the window: who answers for it, and what can still be done."""

from itertools import chain

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.wording.sign_off import status_text
from lentigo.gui.case.statement_dialog import Statement
from lentigo.gui.kit.facts import facts
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate
from lentigo.report.section import Block, Item, Table
from lentigo.report.sections.sign_off import proof, sign_off


class SignedCard(QWidget):
    """The same words as in the file."""

    stated = Signal(object)  # Statement that is asked for

    def __init__(self) -> None:
        super().__init__()
        self._who: Clinician | None = None
        self._words = QVBoxLayout()
        self._words.setSpacing(8)
        self.buttons = {
            Statement.ADDENDUM: LineButton(translate("Add to it…"), name=translate("Add to this report")),
            Statement.CORRECTION: LineButton(translate("Correct it…"), name=translate("Correct this report")),
            Statement.WITHDRAWAL: LineButton(translate("Withdraw it…"), name=translate("Withdraw this report")),
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for statement, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, asked=statement: self.stated.emit(asked))
            row.addWidget(button)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._words)
        box.addLayout(row)

    def bind(self, who: Clinician | None) -> None:
        """An assistant neither adds to what was signed, nor corrects or withdraws it."""
        self._who = who

    def show_report(self, report: Assessment) -> None:
        """Show a signed report's end."""
        empty_layout(self._words)
        self._words.addWidget(Paragraph(status_text(report)))
        for block in chain.from_iterable(section.blocks for section in (sign_off(report), *proof(report))):
            if part := _part(block):
                self._words.addWidget(part)
        assistant = self._who is not None and self._who.role is Role.ASSISTANT
        for button in self.buttons.values():
            button.setVisible(report.sign_off.withdrawal is None and not assistant)


def _part(block: Block) -> QWidget | None:
    if isinstance(block, Table):
        return facts((row.label, row.value) for row in block.rows)
    if isinstance(block, Item):
        part = Paragraph()
        part.say(" · ".join((block.badge, *(row.value for row in block.rows))), strong=block.title)
        return part
    return None
