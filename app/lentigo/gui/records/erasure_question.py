"""The two questions before something is erased."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate, translate_count

_LAST = deferred("Nothing brings them back: no undo, and no backup either, for a restored one is erased again.")


class ErasureQuestion(QFrame):
    """Hidden until it is asked; what loses nothing is chosen, both times."""

    confirmed = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "alarm")
        self.words = Paragraph()
        self.confirm = LineButton(name=translate("Erase"), on_click=self._confirm)
        self.keep = LineButton(translate("Keep"), on_click=self._keep)
        self._sure = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.keep)
        self.hide()

    def ask(self, who: str, cases: int) -> None:
        """Whether a patient with all their cases is to go."""
        self._sure = False
        matter = translate_count(
            "With {who} goes {count} case and its photographs.",
            "With {who} go {count} cases and their photographs.",
            cases,
            who=who,
        )
        self._show(translate("Erase this patient?"), matter, translate("Erase…"))

    def ask_all(self, cases: int, day: str) -> None:
        """Whether all that is older than a day is to go, with the patients."""
        self._sure = False
        matter = translate_count(
            "{count} case, last changed before {day}, with its photographs and its patient.",
            "{count} cases, last changed before {day}, with their photographs and their patients.",
            cases,
            day=day,
        )
        self._show(translate("Erase all that are listed?"), matter, translate("Erase…"))

    def _show(self, strong: str, words: str, confirm: str) -> None:
        self.words.say(words, strong=strong)
        self.confirm.setText(confirm)
        self.confirm.setAccessibleName(f"{strong} {confirm}")
        self.show()
        self.keep.setFocus()

    def _confirm(self) -> None:
        if not self._sure:
            self._sure = True
            self._show(translate("Erase for good?"), translate(_LAST), translate("Erase for good"))
            return
        self.hide()
        self.confirmed.emit()

    def _keep(self) -> None:
        self.hide()
        self.kept.emit()
