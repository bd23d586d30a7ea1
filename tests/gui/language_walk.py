"""Looks through the whole window for what is still in English while it speaks the made-up language."""

import html
import re
from collections.abc import Iterator

from desk import Desk
from made_up_language import english_in, pattern_of, strings
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

TO_COME = (  # made outside the window, by what does not speak the user's language yet: this list only shrinks
    r"Reading the documents|Finding the meaning of each passage|Building the search index",  # retrieval/index: STEPS
    r"The file is not a photograph\. Choose a photograph in .*",  # the errors of the worker, and their hints
    r"holds no text: its pages are empty\.|Check that it is the right file\.",
    r"opens with a password only\. Ask whoever made the document for its password\.",
)
_TO_COME = re.compile("|".join(TO_COME))


def texts(window: QWidget) -> Iterator[str]:
    """All that a user can read or hear of a window and its dialogs, of hidden parts too."""
    for part in (window, *window.findChildren(QWidget)):
        if isinstance(part, QFileDialog):
            yield from (part.windowTitle(), *part.nameFilters())
        elif not any(isinstance(above, QFileDialog) for above in _above(part)):
            yield from _texts_of(part)


def _above(part: QObject) -> Iterator[QObject]:
    while above := part.parent():
        yield above
        part = above


def _texts_of(part: QWidget) -> Iterator[str]:
    yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.windowTitle())
    for action in (*part.actions(), *part.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)):
        yield from (action.text(), action.toolTip(), action.iconText())
    if isinstance(part, QLabel | QAbstractButton) and not _is_markup(part):
        yield part.text()
    if isinstance(part, QLineEdit | QPlainTextEdit):
        yield part.placeholderText()
    if isinstance(part, QMessageBox):
        yield from (part.text(), part.informativeText())
    if isinstance(part, QComboBox):
        yield from (part.itemText(index) for index in range(part.count()))
    if isinstance(part, QListWidget):
        for row in range(part.count()):
            item = part.item(row)
            yield from (item.text(), item.toolTip(), item.data(Qt.ItemDataRole.AccessibleTextRole))


def _is_markup(part: QLabel | QAbstractButton) -> bool:
    """Then its accessible name, which is looked at too, has the same words without the markup."""
    return isinstance(part, QLabel) and part.textFormat() == Qt.TextFormat.RichText


class Walk:
    """Goes through the states of a window, and notes what it finds in English, with where."""

    def __init__(self, desk: Desk, said: list[str]) -> None:
        """`said` gets what a screen reader is told."""
        self._desk = desk
        self._said = said
        self.known: set[str] = set()  # data of the test's own
        self.found: set[tuple[str, str]] = set()

    def look(self, where: str) -> None:
        """Look through all that there is now, and what a screen reader was told since the last look."""
        data = self._data()
        for text in {*texts(self._desk.window), *self._said}:
            plain = html.unescape(re.sub(r"</?(b|div|qt)\b[^>]*>", "", text)).replace("&&", "&")
            if english_in(_TO_COME.sub("", plain), data):
                self.found.add((where, plain))
        self._said.clear()

    def _data(self) -> re.Pattern[str]:
        """What stands in the values that the window shows."""
        library, models = self._desk.library_page.library, self._desk.models_page.models
        report = self._desk.case.state.report
        lists = (library.documents or (), library.hits, models.installed or (), models.absent)
        self.known.update(strings((report, *lists)))
        return pattern_of(self.known)
