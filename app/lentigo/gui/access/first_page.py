"""The first start: who works here, and with what they open the records, or plainly no lock."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.clinician import LEAST_PASSPHRASE
from lentigo.gui.access.fields import Secret, ShowSecrets, captioned, name_field, role_choice
from lentigo.gui.access.gate import Gate, row
from lentigo.gui.kit.check import Check
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate

_WHY = deferred(
    "Lentigo keeps your cases on this computer, encrypted. Your passphrase opens them; nobody can read them without "
    "it, and nobody can look it up for you."
)
_HOW = deferred("Four or five words that have nothing to do with each other are easy to keep in mind.")
_NO_LOCK = deferred(
    "Whoever can use this computer, or takes its disk, can then read every case. Choose it only where the computer "
    "itself is locked and encrypted. A passphrase can be given later in the settings."
)


class FirstPage(Gate):
    """`chosen` is name, role and passphrase, "" for no lock."""

    chosen = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__(translate("Who works here?"))
        self.first = self.name = name_field()
        self.role = role_choice()
        self.passphrase, self.again = Secret(), Secret()
        self.no_lock = Check(translate("No lock on this computer"))
        self.no_lock.toggled.connect(self._turn)
        self.consequence = Paragraph(translate(_NO_LOCK))
        self.consequence.hide()
        self.begin = LineButton(translate("Begin"), role="primary", on_click=self._choose)
        self.say(translate(_WHY))
        self.add(captioned(translate("Your name, as reports print it"), self.name))
        self.add(captioned(translate("Your role"), self.role))
        self.lock = self._lay_out_lock()
        self.add(self.lock, self.no_lock, self.consequence, row(self.begin))
        for field in (self.name, self.passphrase, self.again):
            field.returnPressed.connect(self._choose)

    def _lay_out_lock(self) -> QWidget:
        lock = QWidget()
        box = QVBoxLayout(lock)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        caption = translate("Passphrase, at least {count} characters", count=LEAST_PASSPHRASE)
        box.addLayout(captioned(caption, self.passphrase))
        box.addWidget(Paragraph(translate(_HOW), "muted"))
        box.addLayout(captioned(translate("The same once more"), self.again))
        box.addWidget(ShowSecrets(self.passphrase, self.again))
        return lock

    def _turn(self, no_lock: bool) -> None:
        self.lock.setVisible(not no_lock)
        self.consequence.setVisible(no_lock)

    def _choose(self) -> None:
        if not self.name.text().strip():
            self.message.tell(translate("Give your name first."), translate("Reports and the audit log bear it."))
            self.name.setFocus()
            return
        passphrase, again = self.passphrase.take(), self.again.take()
        if self.no_lock.isChecked():
            passphrase = ""
        elif not fits(self, passphrase, again):
            self.passphrase.setFocus()
            return
        self.message.hide()
        self.work(True)
        self.chosen.emit(self.name.text().strip(), self.role.currentData(), passphrase)


def fits(page: Gate, passphrase: str, again: str) -> bool:
    """Whether a new passphrase is one and was typed twice alike; the page says what is missing."""
    if passphrase != again:
        page.message.tell(translate("The two are not the same."), translate("Type the passphrase twice anew."))
    elif len(passphrase) < LEAST_PASSPHRASE:
        sentence = translate("A passphrase has at least {count} characters.", count=LEAST_PASSPHRASE)
        page.message.tell(sentence, translate(_HOW))
    else:
        return True
    return False
