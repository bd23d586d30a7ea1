"""Opens records with a lock: who it is, and the passphrase, or the PIN where their key is still in memory."""

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator

from lentigo.domain.clinician import PIN_DIGITS
from lentigo.domain.wording.clinician import person_text
from lentigo.gui.access.fields import Secret, ShowSecrets, captioned, person_choice
from lentigo.gui.access.gate import Gate, row
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate
from lentigo.worker.messages.records import RecordsState

_RUNNING = deferred("What was under way goes on behind this page.")


class UnlockPage(Gate):
    """`passphrase_given` is a person's id and their passphrase."""

    passphrase_given = Signal(str, str)
    pin_given = Signal(str)
    regain_asked = Signal()
    restore_asked = Signal()
    leave_asked = Signal()
    other_asked = Signal()  # a passphrase in place of the PIN

    def __init__(self, state: RecordsState, *, by_pin: bool) -> None:
        super().__init__(translate("Lentigo is locked"))
        self.pin = Secret() if by_pin else None
        self.who = person_choice(state.clinicians)
        if state.who:
            self.who.setCurrentIndex(max(self.who.findData(state.who.id), 0))
        self.passphrase = Secret()
        self.open = LineButton(translate("Open"), role="primary", on_click=self._open)
        self.regain = LineButton(translate("Use the recovery key"), role="link", on_click=self.regain_asked.emit)
        self.restore = LineButton(translate("Restore a backup…"), role="link", on_click=self.restore_asked.emit)
        self.leave = LineButton(translate("Close Lentigo"), role="link", on_click=self.leave_asked.emit)
        if state.who:
            self.say(translate(_RUNNING))
        if self.pin and state.who:
            self._lay_out_pin(self.pin, person_text(state.who))
        else:
            self._lay_out_passphrase()

    def _lay_out_pin(self, pin: Secret, who: str) -> None:
        self.first = pin
        pin.setMaxLength(PIN_DIGITS[1])
        pin.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), pin))
        pin.returnPressed.connect(self._open)
        self.other = LineButton(
            translate("Use a passphrase, or be somebody else"), role="link", on_click=self.other_asked.emit
        )
        self.add(captioned(translate("PIN of {person}", person=who), pin), row(self.open), row(self.other))

    def _lay_out_passphrase(self) -> None:
        self.first = self.passphrase
        self.passphrase.returnPressed.connect(self._open)
        if self.who.count() > 1:
            self.add(captioned(translate("Who are you?"), self.who))
        else:
            self.add(Paragraph(self.who.itemText(0)))
        self.add(captioned(translate("Passphrase"), self.passphrase), ShowSecrets(self.passphrase), row(self.open))
        self.add(row(self.regain), row(self.restore), row(self.leave))

    def _open(self) -> None:
        self.message.hide()
        self.work(True)
        if self.pin:
            self.pin_given.emit(self.pin.take())
        else:
            self.passphrase_given.emit(self.who.currentData(), self.passphrase.take())
