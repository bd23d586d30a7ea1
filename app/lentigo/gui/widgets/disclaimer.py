"""What stands first in every report."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from lentigo.domain.assessment import DISCLAIMER
from lentigo.gui.widgets.text import Paragraph


class Disclaimer(QFrame):
    """The disclaimer, and under it what the model's makers have to say about the model."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "disclaimer")
        first, _, rest = DISCLAIMER.partition(". ")
        sentence = Paragraph()
        sentence.say(rest, strong=f"{first}.")
        self._notice = Paragraph(role="note")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 4)
        box.setSpacing(4)
        box.addWidget(sentence)
        box.addWidget(self._notice)
        self.show_notice("")

    def show_notice(self, notice: str) -> None:
        """Show the model's notice, or none."""
        self._notice.say(notice)
        self._notice.setVisible(bool(notice))
