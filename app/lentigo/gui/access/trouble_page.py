"""The records cannot be opened: why, and what can be done."""

from PySide6.QtCore import Signal

from lentigo.gui.access.gate import Gate, row
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate
from lentigo.worker.messages.message import Failed, FailureKind

_WITHOUT = deferred("Without the records, Lentigo works as always, but keeps no case: export each report yourself.")


class TroublePage(Gate):
    """Offers a backup where the records are damaged."""

    again_asked = Signal()
    restore_asked = Signal()
    without_asked = Signal()

    def __init__(self, failed: Failed) -> None:
        super().__init__(translate("The records cannot be opened"))
        self.words = Paragraph()
        self.words.say(failed.hint, strong=failed.message)
        damaged = failed.kind is FailureKind.DAMAGED
        self.again = LineButton(
            translate("Try again"), role="" if damaged else "primary", on_click=self.again_asked.emit
        )
        self.restore = LineButton(
            translate("Restore a backup…"), role="primary" if damaged else "", on_click=self.restore_asked.emit
        )
        self.restore.setVisible(damaged)
        self.without = LineButton(translate("Go on without the records"), on_click=self.without_asked.emit)
        self.first = self.restore if damaged else self.again
        self.add(self.words, row(self.restore, self.again) if damaged else row(self.again))
        self.add(Paragraph(translate(_WITHOUT), "muted"), row(self.without))
