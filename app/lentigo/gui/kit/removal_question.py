"""The question before something is removed, in its own row."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate


class RemovalQuestion(QFrame):
    """Hidden until it is asked."""

    confirmed = Signal()
    kept = Signal()

    def __init__(self, thing: str, consequence: str) -> None:
        super().__init__()
        self.setProperty("role", "message")
        words = Paragraph()
        words.say(consequence, strong=translate("Remove it?"))
        self.confirm = LineButton(
            translate("Remove"), name=translate("Yes, remove {thing}", thing=thing), on_click=self._confirm
        )
        self.keep = LineButton(translate("Keep"), name=translate("Keep {thing}", thing=thing), on_click=self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.keep)
        self.hide()

    def ask(self) -> None:
        """Show it; what loses nothing is chosen."""
        self.show()
        self.keep.setFocus()

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _keep(self) -> None:
        self.hide()
        self.kept.emit()
