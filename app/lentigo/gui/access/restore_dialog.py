"""Puts a backup in the place of the records, which are moved aside and never overwritten."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.clinician import Clinician
from lentigo.gui.access.fields import Secret, ShowSecrets, captioned, person_choice
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import deferred, translate
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.records import DescribeBackup, RestoreRecords

_WIDTH = 520  # pixels
_WHAT = deferred(
    "What the backup “{file}” holds takes the place of the records on this computer. Those are moved into a folder "
    "beside it, and nothing of them is overwritten. Patients who were erased since stay erased."
)
_SECRET = deferred("The passphrase is the one of the time when the backup was made. Records without a lock need none.")


class RestoreDialog(ReadingDialog):
    """Asks whose backup it is; `restored` once it is in place."""

    restored = Signal()

    def __init__(self, backup: Path, people: Sequence[Clinician], *, bridge: WorkerBridge, parent: QWidget) -> None:
        super().__init__(translate("Restore a backup"), parent, width=_WIDTH)
        self._backup = backup
        self._bridge = bridge
        self.message = MessageBar()
        self.who = person_choice(people)
        self.who.addItem(translate("the recovery key"), "")
        self.secret = Secret()
        self.secret.returnPressed.connect(self._restore)
        self.restore = LineButton(translate("Restore"), role="primary", on_click=self._restore)
        self.buttons.addWidget(self.restore)
        self._form = (self.who, self.secret, self.restore)
        for part in (Paragraph(translate(_WHAT, file=backup.name)), self.message):
            self.content.addWidget(part)
        self.content.addLayout(captioned(translate("What opens it"), self.who))
        self.content.addLayout(captioned(translate("Passphrase or recovery key"), self.secret))
        self.content.addWidget(ShowSecrets(self.secret))
        self.content.addWidget(Paragraph(translate(_SECRET), "muted"))
        self.content.addStretch(1)

    def _restore(self) -> None:
        self.message.hide()
        self._enable(False)
        request = RestoreRecords(backup=self._backup, clinician=self.who.currentData(), passphrase=self.secret.take())
        self._bridge.submit(request, on_result=self._show_restored, on_failed=self._fail)

    def _show_restored(self, replaced: Path | None) -> None:
        where = translate("The records that were here before: {path}", path=replaced) if replaced else ""
        self.message.tell(translate("The backup is in place."), where)
        self.restored.emit()
        self.fit()

    def _fail(self, failed: Failed) -> None:
        if self.closed:
            return
        self._enable(True)
        self.message.tell(failed.message, failed.hint)
        self.fit()

    def _enable(self, on: bool) -> None:
        for part in self._form:
            part.setEnabled(on)


def choose_backup(
    chosen: str,
    *,
    bridge: WorkerBridge,
    parent: QWidget,
    on_restored: Callable[[], object],
    fail: Callable[[Failed], None],
) -> None:
    """Look who can open a backup, then ask."""
    backup = Path(chosen)

    def ask(people: tuple[Clinician, ...]) -> None:
        dialog = RestoreDialog(backup, people, bridge=bridge, parent=parent)
        dialog.restored.connect(on_restored)
        dialog.open()

    bridge.submit(DescribeBackup(backup=backup), on_result=ask, on_failed=fail)
