"""The question what becomes of a case that is not finished, and that cannot be kept."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from lentigo.language import translate
from lentigo.report.formats import USUAL_FORMAT


class Choice(Enum):
    """What the user wants done with the case."""

    EXPORT = auto()  # its report, before anything else
    DROP = auto()
    GO_BACK = auto()


def ask(parent: QWidget, question: str, *, exportable: bool) -> Choice:
    """Ask once, and wait for the answer; what loses nothing is chosen."""
    box = QMessageBox(parent)
    box.setWindowTitle("Lentigo")
    state = translate("The report has not been exported as it now stands.")
    box.setText(f"{question} {state if exportable else translate('This case is not finished.')}")
    box.setInformativeText(translate("It cannot be kept on this computer, and is gone then."))
    choices: dict[object, Choice] = {}
    if exportable:
        words = translate("Export {format}…", format=translate(USUAL_FORMAT.title))
        choices[box.addButton(words, QMessageBox.ButtonRole.AcceptRole)] = Choice.EXPORT
    choices[box.addButton(translate("Go on without it"), QMessageBox.ButtonRole.DestructiveRole)] = Choice.DROP
    choices[box.addButton(QMessageBox.StandardButton.Cancel)] = Choice.GO_BACK
    safe = next(button for button, choice in choices.items() if choice is not Choice.DROP)
    box.setDefaultButton(safe)  # type: ignore[call-overload]
    box.exec()
    box.deleteLater()
    return choices.get(box.clickedButton(), Choice.GO_BACK)
