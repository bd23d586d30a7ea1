"""The forms that change who opens the records, each with the own passphrase once more."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QVBoxLayout, QWidget

from lentigo.domain.clinician import LEAST_PASSPHRASE, PIN_DIGITS, Clinician
from lentigo.gui.access.fields import Secret, ShowSecrets, captioned, name_field, person_choice, role_choice
from lentigo.gui.access.gate import row
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate
from lentigo.worker.messages.access import (
    AddClinician,
    ChangePassphrase,
    RemoveClinician,
    RenewRecoveryKey,
    SavePin,
)
from lentigo.worker.messages.message import Failed, Request


class ChangeForm(QFrame):
    """Emits the request that its fields make; what is secret in them is taken out then."""

    asked = Signal(object)  # Request
    left = Signal()

    def __init__(self, title: str, *, button: str, locked: bool) -> None:
        """`locked`: whether the own passphrase has to be asked."""
        super().__init__()
        self.setProperty("role", "message")
        self.message = MessageBar()
        self.own = Secret()
        self._locked = locked
        self.submit = LineButton(button, role="primary", on_click=self._submit)
        self.leave = LineButton(translate("Leave it"), on_click=self.left.emit)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 12, 12, 12)
        self._box.setSpacing(12)
        self._box.addWidget(label(title, "heading", wrap=True))
        self._box.addWidget(self.message)

    def add(self, *parts: QWidget | QLayout) -> None:
        """What comes next."""
        for part in parts:
            self._box.addWidget(part) if isinstance(part, QWidget) else self._box.addLayout(part)

    def finish(self, *secrets: Secret, fields: Sequence[LineEdit] = ()) -> None:
        """The own passphrase and the buttons, behind everything else."""
        asked = (*secrets, self.own) if self._locked else secrets
        if self._locked:
            self.add(captioned(translate("Your passphrase as it is now"), self.own))
        if asked:
            self.add(ShowSecrets(*asked))
        self.add(row(self.submit, self.leave))
        for field in (*fields, *asked):
            field.returnPressed.connect(self._submit)

    def setFocus(self) -> None:  # type: ignore[override]
        """To where one begins."""
        for part in self.findChildren(QLineEdit):
            part.setFocus()
            return

    def fail(self, failed: Failed) -> None:
        """Tell it here, and let them try again."""
        self.message.tell(failed.message, failed.hint)
        self.setEnabled(True)

    def request(self) -> Request[Any] | None:
        """What the fields ask for; None where they are not filled in, which the form says."""
        raise NotImplementedError

    def matching(self, first: Secret, again: Secret) -> str | None:
        """What was typed twice; None where it is not the same, which the form says."""
        typed, repeated = first.take(), again.take()
        if typed == repeated:
            return typed
        self.message.tell(translate("The two are not the same."), translate("Type both anew."))
        first.setFocus()
        return None

    def _submit(self) -> None:
        self.message.hide()
        if request := self.request():
            self.setEnabled(False)
            self.asked.emit(request)


class PassphraseForm(ChangeForm):
    """Another passphrase for oneself, or the first one."""

    def __init__(self, *, locked: bool) -> None:
        title = translate("Change your passphrase") if locked else translate("Give these records a passphrase")
        super().__init__(
            title, button=translate("Change it") if locked else translate("Lock the records"), locked=locked
        )
        self.passphrase, self.again = Secret(), Secret()
        caption = translate("New passphrase, at least {count} characters", count=LEAST_PASSPHRASE)
        self.add(captioned(caption, self.passphrase), captioned(translate("The same once more"), self.again))
        self.finish(self.passphrase, self.again)

    def request(self) -> ChangePassphrase | None:
        passphrase = self.matching(self.passphrase, self.again)
        return None if passphrase is None else ChangePassphrase(own=self.own.take(), passphrase=passphrase)


class PinForm(ChangeForm):
    """A PIN for oneself; both fields empty take it away. It opens no file, so that no passphrase is asked."""

    def __init__(self) -> None:
        super().__init__(translate("PIN"), button=translate("Use this PIN"), locked=False)
        self.pin, self.again = Secret(), Secret()
        least, most = PIN_DIGITS
        explanation = translate(
            "After a lock, {least} to {most} digits open the records again, as long as Lentigo stays open. After five "
            "wrong ones, and at each start, the passphrase is asked. Empty fields take the PIN away.",
            least=least,
            most=most,
        )
        self.add(Paragraph(explanation))
        self.add(captioned(translate("New PIN"), self.pin), captioned(translate("The same once more"), self.again))
        self.finish(self.pin, self.again)

    def request(self) -> SavePin | None:
        pin = self.matching(self.pin, self.again)
        return None if pin is None else SavePin(pin=pin)


class RecoveryForm(ChangeForm):
    """A new recovery key, where the paper was lost."""

    def __init__(self) -> None:
        super().__init__(translate("New recovery key"), button=translate("Make a new key"), locked=True)
        words = translate("The key that was printed before opens nothing from then on, but older backups.")
        self.add(Paragraph(words))
        self.finish()

    def request(self) -> RenewRecoveryKey:
        return RenewRecoveryKey(own=self.own.take())


class AddForm(ChangeForm):
    """A further person."""

    def __init__(self) -> None:
        super().__init__(translate("Add a person"), button=translate("Add"), locked=True)
        self.name, self.role = name_field(), role_choice()
        self.passphrase, self.again = Secret(), Secret()
        self.add(captioned(translate("Their name, as reports print it"), self.name))
        self.add(captioned(translate("Their role"), self.role))
        caption = translate("Their passphrase, at least {count} characters", count=LEAST_PASSPHRASE)
        self.add(captioned(caption, self.passphrase), captioned(translate("The same once more"), self.again))
        self.finish(self.passphrase, self.again, fields=(self.name,))

    def request(self) -> AddClinician | None:
        name = self.name.text().strip()
        if not name:
            self.message.tell(translate("Give a name first."), translate("Reports and the audit log bear it."))
            self.name.setFocus()
            return None
        passphrase = self.matching(self.passphrase, self.again)
        if passphrase is None:
            return None
        return AddClinician(own=self.own.take(), name=name, role=self.role.currentData(), passphrase=passphrase)


class RemoveForm(ChangeForm):
    """Somebody who does not work here any more."""

    def __init__(self, people: Sequence[Clinician]) -> None:
        super().__init__(translate("Remove a person"), button=translate("Remove"), locked=True)
        self.who = person_choice(people)
        words = translate("Their passphrase opens nothing from then on, but backups that were made before.")
        self.add(Paragraph(words), captioned(translate("Who leaves?"), self.who))
        self.finish()

    def request(self) -> RemoveClinician:
        return RemoveClinician(own=self.own.take(), clinician=self.who.currentData())
