"""A case begun from a file of another system: its patient's details, before the first photograph."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.encounter import Encounter
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_exchange import CaseExchange
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.untrusted import one_line
from lentigo.worker.messages.interchange import ReadReferral


class ReferralOpening(QObject):
    """The worker reads the file; the case on the table stays until that has gone well."""

    failed = Signal(str, str)  # what went wrong, what to do

    def __init__(
        self, *, analyst: Analyst, desk: WorkerBridge, dialogs: FileDialogs, exchange: CaseExchange, page: QWidget
    ) -> None:
        super().__init__(page)
        self._analyst, self._desk, self._dialogs = analyst, desk, dialogs
        self._exchange, self._page = exchange, page

    def choose(self) -> None:
        """Ask for the file."""
        title = translate("Begin a case from a referral")
        kinds = translate("FHIR R4 ({endings})", endings="*.json")
        self._dialogs.choose_files(self._page, title, kinds, self._read)

    def _read(self, files: list[str]) -> None:
        path = Path(files[0])
        self._dialogs.note(files[0])
        self._desk.submit(
            ReadReferral(path=path),
            on_result=partial(self._begin, one_line(path.name)),
            on_failed=lambda failed: self.failed.emit(failed.message, failed.hint),
        )

    def _begin(self, file: str, encounter: Encounter) -> None:
        if self._analyst.running:  # begun while the file was read
            self.failed.emit(translate("An analysis is running."), translate("Wait for it, or stop it first."))
            return
        self._exchange.begin_with(encounter, file)
