"""Writes a signed report's PDF: drawn by the desk, sealed and written by the worker that holds the records."""

from collections.abc import Callable
from pathlib import Path

from lentigo.domain.assessment import Assessment
from lentigo.gui.case.case_keeper import CaseKeeper
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.sign_off import RenderSigned, SealReport, WriteSealed

OnWritten = Callable[[None], None]
OnFailed = Callable[[Failed], None]


class SealedExport:
    """The clinic's key never comes into the window."""

    def __init__(self, *, desk: WorkerBridge, registrar: Registrar, keeper: CaseKeeper) -> None:
        self._desk = desk
        self._registrar = registrar
        self._keeper = keeper

    def write(
        self, report: Assessment, photographs: tuple[bytes, ...], path: Path, on_written: OnWritten, on_failed: OnFailed
    ) -> None:
        """Write the report as it stands, once the records have it so."""
        case = self._keeper.save_now()

        def seal(pdf: bytes) -> None:
            request = WriteSealed(case=case, assessment=report, pdf=pdf, path=path)
            self._registrar.submit(request, on_result=on_written, on_failed=on_failed)

        drawing = RenderSigned(assessment=report, photographs=photographs)
        self._desk.submit(drawing, on_result=seal, on_failed=on_failed)

    def seal(
        self,
        report: Assessment,
        photographs: tuple[bytes, ...],
        on_sealed: Callable[[bytes], None],
        on_failed: OnFailed,
    ) -> None:
        """The report's PDF as `write` would write it."""
        case = self._keeper.save_now()

        def send(pdf: bytes) -> None:
            request = SealReport(case=case, assessment=report, pdf=pdf)
            self._registrar.submit(request, on_result=on_sealed, on_failed=on_failed)

        drawing = RenderSigned(assessment=report, photographs=photographs)
        self._desk.submit(drawing, on_result=send, on_failed=on_failed)
