"""Choosing files, without blocking the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_PICTURES = "Photographs (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;All files (*)"
_DOCUMENTS = "PDF documents (*.pdf);;All files (*)"


def choose_photographs(parent: QWidget, folder: Path, on_chosen: Callable[[list[str]], None]) -> None:
    """Ask for one photograph or several."""
    _choose(QFileDialog(parent, "Open photographs", str(folder), _PICTURES), on_chosen)


def choose_documents(parent: QWidget, folder: Path, on_chosen: Callable[[list[str]], None]) -> None:
    """Ask for PDF files."""
    _choose(QFileDialog(parent, "Add documents to the library", str(folder), _DOCUMENTS), on_chosen)


def choose_folder(parent: QWidget, folder: Path, on_chosen: Callable[[str], None]) -> None:
    """Ask for the folder or stick that models lie on."""
    dialog = QFileDialog(parent, "Bring in a model: choose its folder, or the stick", str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()


def choose_target(
    parent: QWidget,
    suggested: Path,
    *,
    title: str,
    ending: str,
    on_chosen: Callable[[str], None],
    on_cancelled: Callable[[], None],
) -> None:
    """Ask where to write a file of the format with this title and ending; the ending begins with its dot."""
    dialog = QFileDialog(parent, "Export the report", str(suggested.parent), f"{title} (*{ending})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending.removeprefix("."))
    dialog.selectFile(suggested.name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(on_chosen)
    dialog.rejected.connect(on_cancelled)
    dialog.open()


def _choose(dialog: QFileDialog, on_chosen: Callable[[list[str]], None]) -> None:
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(on_chosen)
    dialog.open()
