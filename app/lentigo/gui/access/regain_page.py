"""Opens the records with the recovery key, and gives a person another passphrase."""

from PySide6.QtCore import Signal

from lentigo.domain.clinician import LEAST_PASSPHRASE
from lentigo.gui.access.fields import Secret, ShowSecrets, captioned, person_choice
from lentigo.gui.access.first_page import fits
from lentigo.gui.access.gate import Gate, row
from lentigo.gui.kit.line_button import LineButton
from lentigo.language import deferred, translate
from lentigo.worker.messages.records import RecordsState

_WHY = deferred(
    "The recovery key stands on the paper that was printed when the lock was made. With it you choose another "
    "passphrase; the paper stays as it is."
)


class RegainPage(Gate):
    """`given` is a person's id, the recovery key and the passphrase from now on."""

    given = Signal(str, str, str)
    back_asked = Signal()

    def __init__(self, state: RecordsState) -> None:
        super().__init__(translate("Open with the recovery key"))
        self.who = person_choice(state.clinicians)
        self.first = self.key = Secret()
        self.passphrase, self.again = Secret(), Secret()
        self.open = LineButton(translate("Open"), role="primary", on_click=self._open)
        self.back = LineButton(translate("Back"), on_click=self.back_asked.emit)
        self.say(translate(_WHY))
        self.add(captioned(translate("Who are you?"), self.who))
        self.add(captioned(translate("Recovery key, eight groups of four"), self.key))
        caption = translate("New passphrase, at least {count} characters", count=LEAST_PASSPHRASE)
        self.add(captioned(caption, self.passphrase), captioned(translate("The same once more"), self.again))
        self.add(ShowSecrets(self.key, self.passphrase, self.again), row(self.open, self.back))
        for field in (self.key, self.passphrase, self.again):
            field.returnPressed.connect(self._open)

    def _open(self) -> None:
        key, passphrase, again = (field.take() for field in (self.key, self.passphrase, self.again))
        if not fits(self, passphrase, again):
            self.key.setText(key)
            self.passphrase.setFocus()
            return
        self.message.hide()
        self.work(True)
        self.given.emit(self.who.currentData(), key, passphrase)
