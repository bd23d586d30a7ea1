"""The recovery key on paper, or in a file that the user chooses."""

from datetime import date
from html import escape
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from lentigo.files import write_whole
from lentigo.gui.access.gate import Gate
from lentigo.gui.kit.file_dialogs import choose_target, standard_folder
from lentigo.language import translate

_NAME = "lentigo-recovery-key.txt"
_OWNER_ONLY = 0o600


def paper(key: str) -> tuple[str, ...]:
    """What stands on it."""
    return (
        translate("Lentigo: recovery key"),
        key,
        translate("It opens the clinic’s records where a passphrase was forgotten. Keep it locked away."),
        translate("Made on {date}. A key that is made later ends this one.", date=date.today().isoformat()),
    )


def print_key(key: str, page: Gate) -> None:
    """Ask for the printer, and print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Lentigo")
    dialog = QPrintDialog(printer, page.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: _document(key).print_(printer))
    QDialog.open(dialog)  # its own wants a slot by name


def save_key(key: str, page: Gate) -> None:
    """Ask for the file, and write it for its owner alone."""

    def write(chosen: str) -> None:
        try:
            write_whole(Path(chosen), "\n\n".join(paper(key)) + "\n", mode=_OWNER_ONLY)
        except OSError:
            sentence = translate("The key could not be saved there.")
            page.message.tell(sentence, translate("Choose another folder or stick, or write it down."))
        else:
            page.message.tell(
                translate("Saved: {file}", file=Path(chosen).name),
                translate("A stick that is locked away is a better place than this computer."),
            )

    choose_target(
        page,
        translate("Save the recovery key"),
        standard_folder(QStandardPaths.StandardLocation.DocumentsLocation) / _NAME,
        kind=translate("Text ({endings})", endings="*.txt"),
        ending=".txt",
        on_chosen=write,
        on_cancelled=lambda: None,
    )


def _document(key: str) -> QTextDocument:
    title, groups, *sentences = map(escape, paper(key))
    document = QTextDocument()
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    document.setHtml(f"<h2>{title}</h2><p style='font-family: monospace; font-size: 16pt'>{groups}</p>{body}")
    return document
