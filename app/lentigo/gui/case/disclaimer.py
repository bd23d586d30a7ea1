"""What stands first in every report."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from lentigo.domain.assessment import DISCLAIMER, UNREVIEWED
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.language import is_reviewed, translate, translate_medical


class Disclaimer(QFrame):
    """The disclaimer, and under it what the model's makers have to say about the model."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "disclaimer")
        first, stop, rest = translate(DISCLAIMER).partition(". ")
        sentence = Paragraph()
        sentence.say(rest, strong=f"{first}{stop.rstrip()}")
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 4)
        box.setSpacing(4)
        box.addWidget(sentence)
        if not is_reviewed():
            box.addWidget(Paragraph(translate_medical(UNREVIEWED), "note"))
        box.addLayout(self._warnings)

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """Show what must be said of the model, or nothing."""
        empty_layout(self._warnings)
        for warning in warnings:
            self._warnings.addWidget(Paragraph(warning, "note"))
