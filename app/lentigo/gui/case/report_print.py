"""Prints the report as it now stands: its pages, drawn by the worker, on the printer that the user chooses."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from lentigo.domain.photograph import Raster
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.case import DrawReport
from lentigo.worker.messages.message import Failed


class ReportPrint(QObject):
    """Tells how far it is."""

    began = Signal()
    drawn = Signal(object)  # tuple of Raster, a page each
    failed = Signal(str, str)  # what went wrong, what to do

    def __init__(self, *, case: OpenCase, desk: WorkerBridge, page: QWidget) -> None:
        super().__init__(page)
        self._case = case
        self._desk = desk
        self._page = page
        self.drawn.connect(self._choose_printer)

    def print_report(self) -> None:
        """Have the pages drawn, then ask for the printer."""
        report = self._case.state.report
        assert report
        self.began.emit()
        self._desk.submit(
            DrawReport(assessment=report, photographs=self._case.data(report.pictures)),
            on_result=self.drawn.emit,
            on_failed=self._tell_failed,
        )

    def _choose_printer(self, pages: Sequence[Raster]) -> None:
        if not self._page.isEnabled():  # the window was locked meanwhile: no dialog stands over that
            sentence = translate("The report was not printed: Lentigo was locked meanwhile.")
            self.failed.emit(sentence, translate("Print it again."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)  # the pages have their own margins
        printer.setDocName("Lentigo")  # nothing about the patient: the printer's queue shows it
        dialog = QPrintDialog(printer, self._page.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, len(pages))
        dialog.accepted.connect(lambda: paint(pages, printer))
        QDialog.open(dialog)  # its own wants a slot by name

    def _tell_failed(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)


def paint(pages: Sequence[Raster], printer: QPrinter) -> None:
    """Put the pages on paper, each as large as the sheet allows; those of the range that was chosen."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    painter = QPainter(printer)
    for number, page in enumerate(pages[first - 1 : last]):
        if number:
            printer.newPage()
        picture = QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888)
        sheet = painter.viewport()
        size = picture.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), picture)
    painter.end()
