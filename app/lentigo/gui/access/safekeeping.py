"""Backups and checks of the records, and where they lie."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow

from lentigo.domain.record import RecordsContent
from lentigo.gui.access.access import Access
from lentigo.gui.access.places_dialog import PlacesDialog
from lentigo.gui.access.restore_dialog import choose_backup
from lentigo.gui.access.work_dialog import WorkDialog, counted
from lentigo.gui.kit.file_dialogs import choose_target, standard_folder
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.language import deferred, translate, translate_count
from lentigo.worker.messages.kept import TakeKeptReports
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.records import BackUpRecords, DescribeRecords, RecordsState, VerifyRecords

ENDING = ".lentigo-backup"
_BACKING = deferred(
    "All cases go into one encrypted file. It is opened again and counted before it gets its name; the passphrases of "
    "today open it."
)
_CHECKING = deferred("Every page, every photograph and every entry of the audit log is read and compared.")


class Safekeeping(QObject):
    """`bar` tells what is wrong with the records that are open, and when the last backup is more than `days` old."""

    def __init__(
        self, *, window: QMainWindow, access: Access, bridge: WorkerBridge, data: Path, days: Callable[[], int]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._access = access
        self._bridge = bridge
        self._data = data
        self._days = days
        self.bar = MessageBar()
        access.opened.connect(self.tell_state)
        access.restore_asked.connect(self.restore)

    def tell_state(self, state: RecordsState) -> None:
        """What should be known of the records that are open now."""
        self.bar.hide()
        if state.older:
            self.bar.tell(
                translate("The records are older than those that were used last on this computer."),
                translate("Somebody put an older copy in their place. Ask who, or restore the last backup."),
                translate("Restore a backup…"),
                self.restore,
            )
        elif state.clock_back:
            self.bar.tell(
                translate("The clock of this computer is behind the last entry of the records."),
                translate("Set date and time. Until then, reports and the audit log may bear a wrong date."),
            )
        elif state.kept:
            self.bar.tell(
                translate_count(
                    "{count} report could not be written where it belongs, and is kept here.",
                    "{count} reports could not be written where they belong, and are kept here.",
                    state.kept,
                ),
                "",
                translate("Save in a folder…"),
                self.choose_folder,
            )
        elif reminder := due(state, self._days(), datetime.now(UTC)):
            self.bar.tell(reminder, "", translate("Back up…"), self.back_up)

    def back_up(self) -> None:
        """Ask where to, write, and read it back."""
        choose_target(
            self._window,
            translate("Back up the records"),
            standard_folder(QStandardPaths.StandardLocation.DocumentsLocation)
            / f"lentigo-{date.today().isoformat()}{ENDING}",
            kind=translate("Backups ({endings})", endings=f"*{ENDING}"),
            ending=ENDING,
            on_chosen=self.write,
            on_cancelled=lambda: None,
        )

    def write(self, chosen: str) -> None:
        """Into this file."""
        target = Path(chosen)

        def told(content: RecordsContent) -> tuple[str, str]:
            self.bar.hide()
            return translate("Written and read back: {path}", path=target.name), counted(content)

        dialog = self._dialog(translate("Back up the records"), translate(_BACKING))
        dialog.run(BackUpRecords(target=target), told, self._look_again)

    def check(self) -> None:
        """Read everything."""
        dialog = self._dialog(translate("Check the records"), translate(_CHECKING))
        dialog.run(VerifyRecords(), _sound, lambda: None)

    def restore(self) -> None:
        """Ask which backup."""
        dialog = QFileDialog(self._window, translate("Restore a backup"), str(self._documents()))
        dialog.setNameFilter(translate("Backups ({endings})", endings=f"*{ENDING}"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        _open(dialog)

    def read(self, chosen: str) -> None:
        """This one."""
        choose_backup(
            chosen,
            bridge=self._bridge,
            parent=self._window,
            on_restored=self._access.begin,
            fail=self._fail,
        )

    def choose_folder(self) -> None:
        """For the reports that are kept."""
        dialog = QFileDialog(self._window, translate("Save the kept reports"), str(self._documents()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.save_kept)
        _open(dialog)

    def save_kept(self, chosen: str) -> None:
        """All of them, into this folder."""

        def tell(written: tuple[Path, ...]) -> None:
            count = len(written)
            self.bar.tell(translate_count("{count} report was saved.", "{count} reports were saved.", count))
            self._look_again()

        self._bridge.submit(TakeKeptReports(folder=Path(chosen)), on_result=tell, on_failed=self._fail)

    def show_places(self) -> None:
        """What lies where."""
        _open(PlacesDialog(self._data, self._window))

    def _fail(self, failed: Failed) -> None:
        bar = self._access.page.message if self._access.page else self.bar
        bar.tell(failed.message, failed.hint)

    def _dialog(self, title: str, explanation: str) -> WorkDialog:
        dialog = WorkDialog(title, explanation, bridge=self._bridge, parent=self._window)
        _open(dialog)
        return dialog

    def _look_again(self) -> None:
        self._bridge.submit(DescribeRecords(), on_result=self._access.refresh, on_failed=ignore)

    def _documents(self) -> Path:
        return standard_folder(QStandardPaths.StandardLocation.DocumentsLocation)


def due(state: RecordsState, days: int, now: datetime) -> str:
    """The reminder, where the last backup is older than the clinic chose; "" where it is not, or 0 days were chosen."""
    since = state.backed_up or state.began
    if not days or since is None or (now - since).days < days:
        return ""
    age = (now - since).days
    if state.backed_up:
        return translate_count("The last backup is {count} day old.", "The last backup is {count} days old.", age)
    return translate_count(
        "There is no backup of these records, which began {count} day ago.",
        "There is no backup of these records, which began {count} days ago.",
        age,
    )


def _sound(content: RecordsContent) -> tuple[str, str]:
    return translate("Everything is as it was written."), counted(content)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
