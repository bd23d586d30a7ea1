"""What is visible, in sentences: the model's, or the clinician's with the model's folded beside them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from lentigo.domain.description import Description
from lentigo.domain.finding import FindingSource
from lentigo.domain.wording.description import outdated_text
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate

_HEIGHT = 132  # pixels of the field
_KEEP = QKeySequence("Ctrl+Return")


class ProseEditor(QWidget):
    """The pencil or F2 opens the text; Ctrl+Enter keeps, Esc drops the edit."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._shown = Paragraph()
        self._words = QFrame()
        self._words.setProperty("role", "words")
        self._before = Section(translate("Before your change"), foldable=True)
        self._draft = Paragraph(role="muted")
        self._before.body.addWidget(self._draft)
        self._before.hide()
        self.field = QPlainTextEdit()
        self.field.setAccessibleName(translate("Description, your words"))
        self.field.setTabChangesFocus(True)
        self.field.setAcceptDrops(False)
        self.field.installEventFilter(self)
        name, tip = translate("Edit the description"), translate("Edit (F2)")
        self.pencil = LineButton(role="small", icon="edit", name=name, tip=tip, on_click=self.edit)
        self.keep = LineButton(translate("Keep"), name=translate("Keep the description"), on_click=self._keep)
        self.keep.setToolTip(_KEEP.toString())
        self.drop = LineButton(translate("Drop"), role="quiet", name=translate("Drop the edit"), on_click=self._drop)
        self.drop.setToolTip("Esc")
        self._lay_out()
        self._open(False)
        self.pencil.hide()

    @property
    def editing(self) -> bool:
        """Whether the text is open for editing."""
        return not self._editor.isHidden()

    def wait(self, text: str) -> None:
        """Say why there is no description."""
        self._say(text, "muted")

    def show_text(self, text: str) -> None:
        """Show the model's answer as it grows."""
        self._say(text, "")

    def show_description(self, description: Description, *, editable: bool = True) -> None:
        """Show the description; what the clinician types meanwhile stays open."""
        by_clinician = description.source is FindingSource.CLINICIAN
        self._text = description.text
        said = description.text or translate("The model gave no usable description.")
        self._say("\n\n".join(filter(None, (said, outdated_text(description)))), "")
        self._words.setProperty("edited", "true" if by_clinician else "false")
        self._words.style().polish(self._words)
        self._body.setContentsMargins(8 if by_clinician else 0, 0, 0, 8)
        self._draft.say(description.draft or translate("The model gave no usable description."))
        self._before.setVisible(by_clinician)
        self.pencil.setVisible(editable and not self.editing)
        if not editable:
            self._open(False)
            self.pencil.hide()

    def edit(self) -> None:
        """Open the text for editing."""
        self.field.setPlainText(self._text)
        self._open(True)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ends(event):
            event.accept()  # else it stops or begins an analysis
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _ends(event):
            self._drop() if event.key() == Qt.Key.Key_Escape else self._keep()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and not self.pencil.isHidden():
            self.edit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "field"):
            self.field.setFixedHeight(scaled(_HEIGHT))

    def _lay_out(self) -> None:
        self._editor = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.keep, self.drop):
            buttons.addWidget(button)
        editor = QVBoxLayout(self._editor)
        editor.setContentsMargins(0, 0, 0, 0)
        editor.setSpacing(8)
        editor.addWidget(self.field)
        editor.addLayout(buttons)
        self.field.setFixedHeight(scaled(_HEIGHT))
        words = self._body = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 8)
        words.setSpacing(4)
        for widget in (self._shown, self._editor, self._before):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._words, 1)
        row.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        room = self.pencil.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # so that its coming moves no word
        self.pencil.setSizePolicy(room)

    def _say(self, text: str, role: str) -> None:
        self._shown.setProperty("role", role)
        self._shown.style().polish(self._shown)
        self._shown.say(text)

    def _open(self, opened: bool) -> None:
        self._editor.setVisible(opened)
        self._shown.setVisible(not opened)
        self.pencil.setVisible(not opened)

    def _drop(self) -> None:
        self._open(False)
        self.pencil.setFocus()

    def _keep(self) -> None:
        text = self.field.toPlainText().strip()
        self._drop()
        if text != self._text.strip():
            self.edited.emit(text)


def _ends(event: QKeyEvent) -> bool:
    """Whether a key ends the edit."""
    entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.key() == Qt.Key.Key_Escape or (entered and event.modifiers() == Qt.KeyboardModifier.ControlModifier)
