"""The question whether files of an earlier export are replaced."""

from PySide6.QtWidgets import QMessageBox, QWidget

from lentigo.language import translate, translate_count


def ask(parent: QWidget, there: int) -> bool:
    """Ask once, and wait for the answer; what loses nothing is chosen."""
    box = QMessageBox(parent)
    box.setWindowTitle("Lentigo")
    box.setText(
        translate_count(
            "{count} file of this report is in that folder already.",
            "{count} files of this report are in that folder already.",
            there,
        )
    )
    box.setInformativeText(translate("Replace what is there, or go back and choose another folder."))
    replaces = box.addButton(translate("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    box.deleteLater()
    return box.clickedButton() is replaces
