"""What somebody states about a signed report: an addendum, why it is corrected, why it is withdrawn."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from lentigo.domain.sign_off import Signer
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.language import deferred, translate

_WIDTH = 460  # pixels
_HEIGHT = 110


class Statement(Enum):
    """Title, what follows from it, what the text says, the button's words, and whether who states it is asked."""

    ADDENDUM = (
        deferred("Add to this report"),
        deferred("What was signed stays as it is; this stands below it, with its number, your name and the time."),
        deferred("Addendum"),
        deferred("Add it"),
        True,
    )
    CORRECTION = (
        deferred("Correct this report"),
        deferred("The signed report is kept as it is. What you correct takes its place once you sign it."),
        deferred("What was wrong"),
        deferred("Begin the correction"),
        False,
    )
    WITHDRAWAL = (
        deferred("Withdraw this report"),
        deferred("It is kept, marked as entered in error. This cannot be undone."),
        deferred("Why it must not be used"),
        deferred("Withdraw it"),
        True,
    )


class StatementDialog(QDialog):
    """Esc leaves all as it is."""

    stated = Signal(object, str)  # Signer, text

    def __init__(self, parent: QWidget, statement: Statement, author: Signer | None) -> None:
        """`author` is who is known to state it; where nobody is, name and role are asked."""
        super().__init__(parent)
        title, meaning, says, words, self._signed = statement.value
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate(title))
        self.setFixedWidth(_WIDTH)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(translate(says))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(scaled(_HEIGHT))
        self.name = _known(author.name if author else "")
        self.role = _known(author.role if author else "")
        self.button = LineButton(translate(words), role="primary", on_click=self._state)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(4)
        box.addWidget(label(translate(title), "title", wrap=True))
        box.addWidget(Paragraph(translate(meaning)))
        fields: tuple[tuple[str, QPlainTextEdit | LineEdit], ...] = ((translate(says), self.text),)
        if self._signed:
            fields += ((translate("Your name"), self.name), (translate("Your role, such as nurse"), self.role))
        for name, field in fields:
            field.setAccessibleName(name)
            field.textChanged.connect(self._refresh)
            box.addWidget(label(name, "note"))
            box.addWidget(field)
        box.addSpacing(12)
        box.addWidget(self.button)
        box.addWidget(LineButton(translate("Leave it as it is"), role="quiet", tip="Esc", on_click=self.reject))
        self._refresh()

    def _refresh(self) -> None:
        who = self.name.text().strip() and self.role.text().strip()
        self.button.setEnabled(bool(self.text.toPlainText().strip() and (who or not self._signed)))

    def _state(self) -> None:
        signer = Signer(name=self.name.text().strip(), role=self.role.text().strip())
        text = self.text.toPlainText().strip()
        self.accept()
        self.stated.emit(signer, text)


def _known(text: str) -> LineEdit:
    """A line that says what is known, or else is typed in."""
    line = LineEdit()
    line.setText(text)
    line.setReadOnly(bool(text))
    return line
