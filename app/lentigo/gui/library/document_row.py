"""A document of the library: what it is, what is wrong with it, and how to remove it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.removal_question import RemovalQuestion
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.caution_row import CautionRow
from lentigo.gui.library.document_words import cautions, facts
from lentigo.language import deferred, translate

_TOP = Qt.AlignmentFlag.AlignTop
_CONSEQUENCE = deferred("Reports can no longer cite it. The file that it came from is not touched.")


class DocumentRow(QFrame):
    """Removing is asked for once more, in the row itself."""

    opened = Signal(int)  # page
    removal_asked = Signal()

    def __init__(self, document: LibraryDocument) -> None:
        super().__init__()
        self.document = document
        title = Paragraph()
        title.say("", strong=document.title)
        self.open = LineButton(
            translate("Open"),
            role="link",
            name=translate("Open {document}", document=document.title),
            on_click=lambda: self.opened.emit(1),
        )
        self.open.setEnabled(document.pages > 0 and not document.damaged)
        self.question = RemovalQuestion(document.title, translate(_CONSEQUENCE))
        self.remove = LineButton(
            translate("Remove"),
            role="link",
            name=translate("Remove {document}", document=document.title),
            on_click=self.question.ask,
        )
        if document.bundled:
            self.remove.hide()
        self.question.confirmed.connect(self._confirm)
        self.question.kept.connect(self.remove.setFocus)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        for button in (self.open, self.remove):
            head.addWidget(button, 0, _TOP)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addLayout(head)
        self._facts = Paragraph(facts(document), "muted")
        box.addWidget(self._facts)
        for caution in cautions(document):
            row = CautionRow(caution)
            row.opened.connect(self.opened)
            box.addWidget(row)
        box.addWidget(self.question)

    def being_removed(self) -> None:
        """Show that the removal waits or runs."""
        self.remove.setEnabled(False)
        self._facts.say(translate("Being removed…"))

    def stays(self) -> None:
        """Show that it was not removed."""
        self.remove.setEnabled(True)
        self._facts.say(facts(self.document))

    def _confirm(self) -> None:
        self.being_removed()
        self.removal_asked.emit()
