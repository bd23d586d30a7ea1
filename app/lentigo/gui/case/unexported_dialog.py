"""The question before a report is dropped that no file holds."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from lentigo.language import translate
from lentigo.report.formats import USUAL_FORMAT


class Choice(Enum):
    """What the user wants done with the report."""

    EXPORT = auto()
    DROP = auto()
    KEEP = auto()


def ask(parent: QWidget, question: str) -> Choice:
    """Ask once, and wait for the answer."""
    box = QMessageBox(parent)
    box.setWindowTitle("Lentigo")
    box.setText(f"{question} {translate('The report has not been exported as it now stands.')}")
    box.setInformativeText(translate("Without an export it is gone: Lentigo keeps no copy."))
    words = translate("Export {format}…", format=USUAL_FORMAT.title)
    export = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
    drop = box.addButton(translate("Go on without it"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(export)
    box.exec()
    box.deleteLater()
    return {export: Choice.EXPORT, drop: Choice.DROP}.get(box.clickedButton(), Choice.KEEP)  # type: ignore[call-overload, no-any-return]
