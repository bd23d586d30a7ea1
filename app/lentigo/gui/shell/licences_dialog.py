"""The licences of everything in the program, in full, as their terms ask for."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate

_HEIGHT = 420  # pixels, at the usual size of text


class LicencesDialog(ReadingDialog):
    """One long text, as its makers wrote it, to be read and copied."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(translate("Parts and their licences"), parent)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(translate("Licences in full"))
        self.text.setMinimumHeight(scaled(_HEIGHT))
        self.content.addWidget(self.text, 1)
