"""The files that are being added, and what became of them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import label
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.library.addition_row import AdditionRow
from lentigo.gui.library.librarian import Addition, Librarian, Progress
from lentigo.language import translate, translate_count

_OPEN = (Progress.WAITING, Progress.RUNNING)


class AdditionsPanel(QFrame):
    """Hidden until there is something to add."""

    opened = Signal(object, int)  # LibraryDocument, page

    def __init__(self, librarian: Librarian) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._librarian = librarian
        self.rows: list[AdditionRow] = []
        self._heading = label("", "heading")
        self.clear = LineButton(translate("Clear this list"), role="small", on_click=self._clear)
        self.work = WorkRow(translate("Progress: adding documents"), stop=translate("Stop adding documents"))
        self.work.stop_asked.connect(self._stop)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.clear)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.work)
        box.addLayout(self._rows)
        librarian.changed.connect(self._show_addition)
        librarian.began.connect(self._show_started)
        librarian.happened.connect(self.work.follow)
        librarian.rested.connect(self._show_ended)
        self.hide()

    def _show_started(self, number: int) -> None:
        self.work.begin(translate("Opening {file}", file=self._librarian.additions[number].name))

    def _show_addition(self, number: int) -> None:
        addition = self._librarian.additions[number]
        while len(self.rows) <= number:
            self._add_row(len(self.rows))
        row = self.rows[number]
        row.show_addition(addition)
        if addition.progress not in _OPEN:
            announce(self, row.words.accessibleName())
        if addition.progress is Progress.LOCKED and not isinstance(QApplication.focusWidget(), QLineEdit):
            row.password.setFocus()
        self._update_head()

    def _add_row(self, number: int) -> None:
        row = AdditionRow()
        row.unlocked.connect(partial(self._librarian.unlock, number))
        row.left_out.connect(partial(self._librarian.leave_out, number))
        row.opened.connect(self.opened)
        self.rows.append(row)
        self._rows.addWidget(row)

    def _update_head(self) -> None:
        additions = self._librarian.additions
        self._heading.setText(_summary(additions))
        self.clear.setVisible(all(each.progress not in _OPEN for each in additions))
        self.setVisible(bool(additions))

    def _stop(self) -> None:
        self.work.stop.setEnabled(False)
        self._librarian.stop()

    def _show_ended(self) -> None:
        self.work.end()
        self._update_head()

    def _clear(self) -> None:
        self._librarian.forget()
        self.rows.clear()
        empty_layout(self._rows)
        self.hide()


def _summary(additions: tuple[Addition, ...]) -> str:
    """How many files are through, in words."""
    count = len(additions)
    if left := sum(each.progress in _OPEN for each in additions):
        return translate_count(
            "Adding {count} document, {left} to go", "Adding {count} documents, {left} to go", count, left=left
        )
    added = sum(each.progress is Progress.ADDED for each in additions)
    if added == count:
        return translate_count("{count} document added", "{count} documents added", count)
    if not added:
        return translate_count("None of {count} document added", "None of {count} documents added", count)
    return translate_count(
        "{added} of {count} document added", "{added} of {count} documents added", count, added=added
    )
