"""Exports the report and its photographs as DICOM files, into a folder that the user chooses."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from lentigo.domain.assessment import Assessment
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.report_export import ReportExport
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.interchange import WriteDicom


class DicomExport(QObject):
    """What becomes of it is told by the export of all other formats, whose seal it takes too."""

    def __init__(self, *, case: OpenCase, desk: WorkerBridge, dialogs: FileDialogs, export: ReportExport) -> None:
        super().__init__(export.page)
        self._case, self._desk, self._dialogs, self._export = case, desk, dialogs, export
        self.action = Action(export.page, translate("Export as DICOM"), on=self._choose)

    def _choose(self) -> None:
        title = translate("Export as DICOM files into a folder")
        self._dialogs.choose_folder(self._export.page, title, self._begin)

    def _begin(self, chosen: str) -> None:
        report, folder = self._case.state.report, Path(chosen)
        if report is None:  # another case came onto the table
            return
        self._export.folder = folder
        self._export.began.emit()
        photographs = self._case.data(report.pictures)
        send = partial(self._send, report, photographs, folder)
        if self._export.sealed and report.sign_off.frozen:
            self._export.sealed.seal(report, photographs, send, self._export.tell_failed)
        else:
            send(b"")

    def _send(self, report: Assessment, photographs: tuple[bytes, ...], folder: Path, pdf: bytes) -> None:
        self._desk.submit(
            WriteDicom(assessment=report, photographs=photographs, folder=folder, pdf=pdf),
            on_result=lambda paths: self._export.note_written(report, paths[0]),
            on_failed=self._export.tell_failed,
        )
