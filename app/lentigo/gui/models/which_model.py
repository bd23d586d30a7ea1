"""The question which model of the catalogue files are that nobody described."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from lentigo.domain.model import KnownModel
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate

_ASKED = deferred("Which model is this?")
_WHY = deferred(
    "Nobody described these files. Where you know, choose it: you then see its terms and limits, and it is used in the "
    "way that it was made for."
)
_UNKNOWN = deferred("None of these, or I do not know")


class WhichModel(QFrame):
    """The answer can be changed; each one is told by `answered`."""

    answered = Signal(str)  # the id of a model of the catalogue, or ""

    def __init__(self, known: Sequence[KnownModel], described_as: str) -> None:
        super().__init__()
        words = Paragraph()
        words.say(translate(_WHY), strong=translate(_ASKED))
        self.choice = Choice()
        self.choice.setAccessibleName(translate(_ASKED))
        self.choice.addItem(translate(_UNKNOWN), "")
        for model in known:
            self.choice.addItem(model.name, model.id)
        self.choice.setCurrentIndex(self.choice.findData(described_as))
        self.choice.activated.connect(lambda _: self.answered.emit(self.choice.currentData()))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(words)
        box.addWidget(self.choice)
