"""Qt's own buttons and dialogs speak the language that the window speaks."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QToolButton

from lentigo.gui.kit.qt_words import speak_in_dialogs
from lentigo.language import SOURCE, languages, use_language

CANCEL = {"en": "Cancel", "es": "Cancelar", "fr": "Annuler", "id": "Batal", "pt-BR": "Cancelar", "th": "ยกเลิก"}


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    yield
    use_language(SOURCE)
    speak_in_dialogs()


def words_of(tag: str) -> set[str]:
    """What Qt itself writes into a question, a dialog for files and the menu of a line."""
    use_language(tag)
    speak_in_dialogs()
    question, files, line = QMessageBox(), QFileDialog(options=QFileDialog.Option.DontUseNativeDialog), QLineEdit("x")
    question.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Close)
    files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    shown = {button.text() for dialog in (question, files) for button in dialog.findChildren(QPushButton)}
    shown |= {part.text() for part in files.findChildren(QLabel)}
    shown |= {part.toolTip() for part in files.findChildren(QToolButton)}
    shown |= {action.text().partition("\t")[0] for action in line.createStandardContextMenu().actions()}
    return {each.replace("&", "") for each in shown if each}


@pytest.mark.parametrize("tag", languages())
def test_qts_own_words_are_translated(tag: str) -> None:
    shown = words_of(tag)
    assert CANCEL[tag] in shown
    assert len(shown) > 15
    if tag != SOURCE:
        assert not (shown & words_of(SOURCE)) - {"Drive", "Folder", "Folder:"}


@pytest.mark.parametrize("tag", languages())
def test_what_has_no_translation_stays_as_it_is(tag: str) -> None:
    use_language(tag)
    speak_in_dialogs()
    assert QCoreApplication.translate("QShortcut", "%1 is in no catalogue") == "%1 is in no catalogue"
