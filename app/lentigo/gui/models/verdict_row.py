"""Something to know of a model: a sign, a word or two, and the rest of the sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.models.model_words import Verdict


class VerdictRow(QWidget):
    """The sign says by its shape what the words say, too."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        words = Paragraph()
        words.say(verdict.sentence, strong=verdict.strong)
        words.setContentsMargins(0, 3, 0, 0)  # the line height leaves its room under the line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        row.addWidget(Sign("notice" if verdict.warns else "check"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
