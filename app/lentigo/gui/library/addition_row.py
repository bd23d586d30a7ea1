"""A file on its way into the library, from waiting to what was found in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.caution_row import CautionRow
from lentigo.gui.library.document_words import cautions, contents
from lentigo.gui.library.librarian import Addition, Progress
from lentigo.language import deferred, translate

_WORDS = {
    Progress.WAITING: deferred("waits for its turn"),
    Progress.RUNNING: deferred("is being added"),
    Progress.ADDED: deferred("is in the library now."),
    Progress.KNOWN: "",
    Progress.LOCKED: "",
    Progress.FAILED: deferred("was not added."),
    Progress.STOPPED: "",
}


class AdditionRow(QFrame):
    """Asks for the password where one is needed."""

    unlocked = Signal(str)  # password
    left_out = Signal()
    opened = Signal(object, int)  # LibraryDocument, page

    def __init__(self) -> None:
        super().__init__()
        self.words = Paragraph()
        self.password = LineEdit()
        self.password.setEchoMode(LineEdit.EchoMode.Password)
        self.password.setPlaceholderText(translate("password"))
        self.password.setMaximumWidth(320)
        self.password.returnPressed.connect(self._unlock)
        self._unlock_button = LineButton(translate("Add"), on_click=self._unlock)
        self._leave_button = LineButton(translate("Leave out"), on_click=self.left_out.emit)
        self._lock = QFrame()
        row = QHBoxLayout(self._lock)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.password, 1)
        row.addWidget(self._unlock_button)
        row.addWidget(self._leave_button)
        row.addStretch(1)
        self._cautions = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(0)
        box.addWidget(self.words, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._lock)
        box.addLayout(self._cautions)

    def show_addition(self, addition: Addition) -> None:
        """Show how far it is now."""
        parts = (translate(_WORDS[addition.progress]), _told(addition), addition.hint, _found(addition))
        self.words.say(" ".join(part for part in parts if part), strong=addition.name)
        self._show_password_field(addition)
        empty_layout(self._cautions)
        if document := addition.document:
            for caution in cautions(document):
                row = CautionRow(caution)
                row.opened.connect(lambda page: self.opened.emit(document, page))
                self._cautions.addWidget(row)

    def _show_password_field(self, addition: Addition) -> None:
        locked = addition.progress is Progress.LOCKED
        if not locked and self._lock.isAncestorOf(self.focusWidget() or self):
            self.focusNextChild()
        self._lock.setVisible(locked)
        name = addition.name
        self.password.setAccessibleName(translate("Password of {file}", file=name))
        self._unlock_button.setAccessibleName(translate("Add {file} with this password", file=name))
        self._leave_button.setAccessibleName(translate("Leave {file} out", file=name))
        if locked:
            self.password.selectAll()

    def _unlock(self) -> None:
        if self.password.text():
            self.unlocked.emit(self.password.text())


def _told(addition: Addition) -> str:
    """The sentence, without the name that stands before it already."""
    told, name = addition.sentence, f"{addition.name} "
    if not told.startswith(name):
        return told
    rest = told.removeprefix(name)
    return translate("It {rest}", rest=rest) if _WORDS[addition.progress] else rest


def _found(addition: Addition) -> str:
    added = addition.document if addition.progress is Progress.ADDED else None
    return f"{contents(added)}." if added else ""
