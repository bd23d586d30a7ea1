"""Something to know before one relies on a document, with a button that shows the page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.document_words import Caution
from lentigo.language import translate

_TOP = Qt.AlignmentFlag.AlignTop


class CautionRow(QWidget):
    """A sign, the words, and the way to the page."""

    opened = Signal(int)  # page

    def __init__(self, caution: Caution) -> None:
        super().__init__()
        words = Paragraph()
        words.say(caution.sentence, strong=caution.subject)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(Sign("notice"), 0, _TOP)
        row.addWidget(words, 1)
        if caution.page:
            look = LineButton(
                translate("Look"),
                role="link",
                name=translate("Look at page {page} of the file", page=caution.page),
                tip=translate("page {page} of the file", page=caution.page),
                on_click=lambda: self.opened.emit(caution.page),
            )
            row.addWidget(look, 0, _TOP)
