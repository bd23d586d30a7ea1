"""One finding that the clinician accepts, puts in other words or rejects, where it stands."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.finding import Finding, FindingField, FindingSource
from lentigo.domain.wording.finding import FIELDS, finding_text
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate

NAME_WIDTH = 128  # pixels


class FindingRow(QFrame):
    """Double click, F2, Enter or the pencil edit; Enter keeps, Esc drops the edit.

    The tick accepts what the model said, the cross rejects it: what is rejected is not assessed.
    """

    edited = Signal(object, str)  # FindingField, text
    accepted = Signal(object, bool)  # FindingField

    def __init__(self, field: FindingField) -> None:
        super().__init__()
        self.field = field
        self.name = translate(FIELDS[field])
        self._text = ""
        self._value = label(wrap=True)
        self._draft = label(role="note", wrap=True)
        self.editor = LineEdit()
        self.editor.setAccessibleName(translate("{finding}, your words", finding=self.name))
        self.editor.installEventFilter(self)
        self.editor.editingFinished.connect(self._keep)
        self._words = QFrame()
        self._words.setProperty("role", "words")
        title, tip = translate("Edit {finding}", finding=self.name), translate("Edit (F2)")
        self.pencil = LineButton(role="small", icon="edit", name=title, tip=tip, on_click=self.edit)
        name = translate("Accept {finding}", finding=self.name)
        self.tick = LineButton(role="small", icon="check", name=name, tip=name, on_click=self._accept)
        self.tick.setCheckable(True)
        name = translate("Reject {finding}", finding=self.name)
        self.cross = LineButton(role="small", icon="close", name=name, tip=name, on_click=self._reject)
        for button in (self.tick, self.pencil, self.cross):
            keep = button.sizePolicy()
            keep.setRetainSizeWhenHidden(True)  # rows must not jump when a draft becomes editable
            button.setSizePolicy(keep)
        self._lay_out()
        self.editor.hide()
        self.set_editable(False)

    @property
    def editing(self) -> bool:
        """Whether the text is open for editing."""
        return not self.editor.isHidden()

    def set_editable(self, editable: bool) -> None:
        """Allow edits; a draft that is still growing does not, nor does a report that is signed."""
        for button in (self.tick, self.pencil, self.cross):
            button.setVisible(editable)

    def show_text(self, text: str) -> None:
        """Show the model's answer as it grows."""
        self._text = text
        self._value.setText(text)

    def show_finding(self, finding: Finding, *, editable: bool = True) -> None:
        """Show a finding; words of the clinician's are marked, with the draft's under them."""
        by_clinician = finding.source is FindingSource.CLINICIAN
        self.show_text(finding_text(finding))
        self._value.setProperty("role", "" if finding.assessed else "muted")
        draft = finding_text(finding.draft) if finding.draft else ""
        said = translate("your words · draft: {draft}", draft=draft) if draft else ""
        self._draft.setText(translate("accepted by you") if finding.accepted else said)
        self._draft.setVisible(by_clinician or finding.accepted)
        self._words.setProperty("edited", "true" if by_clinician or finding.accepted else "false")
        told = translate("Edit {finding}: {text}, draft", finding=self.name, text=self._text)
        if by_clinician:
            told = translate("Edit {finding}: {text}, your words", finding=self.name, text=self._text)
        self.pencil.setAccessibleName(told)
        for widget in (self._words, self._value):
            widget.style().polish(widget)
        self.set_editable(editable)
        self.tick.setChecked(finding.accepted)
        self.tick.setVisible(editable and finding.assessed and not by_clinician)
        self.cross.setVisible(editable and finding.assessed)

    def edit(self) -> None:
        """Open the text for editing."""
        if self.pencil.isHidden() and not self.editing:
            return
        self.editor.setText(self._text)
        self._open_editor(True)
        self.editor.selectAll()
        self.editor.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_caption"):
            self._caption.setFixedWidth(scaled(NAME_WIDTH))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._open_editor(False)
            self.pencil.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._caption = label(self.name[0].upper() + self.name[1:], "muted", wrap=True)
        self._caption.setFixedWidth(scaled(NAME_WIDTH))
        words = QVBoxLayout(self._words)
        words.setContentsMargins(8, 0, 0, 0)
        words.setSpacing(0)
        for widget in (self._value, self._draft, self.editor):
            words.addWidget(widget)
        self._draft.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(0)
        row.addWidget(self._caption)
        row.addWidget(self._words, 1)
        for button in (self.tick, self.pencil, self.cross):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _open_editor(self, opened: bool) -> None:
        self.editor.setVisible(opened)
        self._value.setVisible(not opened)
        self.pencil.setVisible(not opened)

    def _accept(self) -> None:
        self.accepted.emit(self.field, self.tick.isChecked())

    def _reject(self) -> None:
        self.edited.emit(self.field, "")
        self.pencil.setFocus()

    def _keep(self) -> None:
        if not self.editing:
            return
        text = self.editor.text().strip()
        self._open_editor(False)
        self.pencil.setFocus()
        if text != self._text:
            self.edited.emit(self.field, text)
