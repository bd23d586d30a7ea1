"""Choosing files, without blocking the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from lentigo.language import translate


class FileDialogs:
    """Each begins in the folder that something was last taken from.

    That is forgotten with the window: a folder's name can be a patient's, and the settings are not locked away.
    """

    def __init__(self) -> None:
        self._folder = standard_folder(QStandardPaths.StandardLocation.PicturesLocation)

    def note(self, taken: str) -> None:
        """A file or folder was taken, however it came."""
        self._folder = Path(taken).parent

    def choose_files(self, page: QWidget, title: str, kinds: str, on_chosen: Callable[[list[str]], None]) -> None:
        """Ask for one file or several; `kinds` is Qt's filter."""
        dialog = QFileDialog(
            page.window(), title, str(self._folder), f"{kinds};;{translate('All files ({endings})', endings='*')}"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(on_chosen)
        _open(dialog)

    def choose_folder(self, page: QWidget, title: str, on_chosen: Callable[[str], None]) -> None:
        """Ask for a folder or stick."""
        choose_folder(page, title, self._folder, on_chosen)


def standard_folder(kind: QStandardPaths.StandardLocation) -> Path:
    """The system's own folder for a kind of file; the user's home where there is none."""
    named = Path(QStandardPaths.writableLocation(kind))
    return named if named.is_dir() else Path.home()


def choose_folder(page: QWidget, title: str, suggested: Path, on_chosen: Callable[[str], None]) -> None:
    """Ask for a folder."""
    dialog = QFileDialog(page.window(), title, str(suggested))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(on_chosen)
    _open(dialog)


def choose_target(
    page: QWidget,
    title: str,
    suggested: Path,
    *,
    kind: str,
    ending: str,
    on_chosen: Callable[[str], None],
    on_cancelled: Callable[[], None],
) -> None:
    """Ask where to write a file; `kind` is Qt's filter, `ending` begins with its dot."""
    dialog = QFileDialog(page.window(), title, str(suggested.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending.removeprefix("."))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(on_chosen)
    dialog.rejected.connect(on_cancelled)
    _open(dialog)


def _open(dialog: QFileDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
