"""The report is printed as its PDF looks, page by page, on the printer that the user chooses."""

from pathlib import Path

import pymupdf
from desk import Opener
from model_steps import press, wait_for
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from lentigo.domain.photograph import Raster
from lentigo.gui.case.report_print import paint


def printer_into(path: Path) -> QPrinter:
    """A printer whose paper is a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFullPage(True)
    return printer


def ink(page: pymupdf.Page) -> float:
    """The share of a page that is not white."""
    picture = page.get_pixmap(dpi=40, colorspace=pymupdf.csGRAY)
    return sum(value < 200 for value in picture.samples) / len(picture.samples)


def test_control_p_prints_the_pages_of_the_report(open_desk: Opener, phantoms: Path, tmp_path: Path) -> None:
    desk = open_desk()
    assert not desk.case_page.print.isEnabled()
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    drawn: list[tuple[Raster, ...]] = []
    desk.case_page.report_print.drawn.connect(drawn.append)
    press(desk, Qt.Key.Key_P)
    wait_for(desk, lambda: drawn and desk.window.findChild(QPrintDialog))
    desk.window.findChild(QPrintDialog).reject()
    (pages,) = drawn
    assert len(pages) > 1
    assert all(1600 < page.width < page.height for page in pages)
    paint(pages, printer_into(tmp_path / "paper.pdf"))
    with pymupdf.open(tmp_path / "paper.pdf") as paper:
        assert paper.page_count == len(pages)
        assert all(0.005 < ink(page) < 0.6 for page in paper)


def test_a_range_of_pages_is_printed(qapp: object, tmp_path: Path) -> None:
    pages = [Raster(width=20, height=30, rgb=bytes([shade]) * 1800) for shade in (0, 90, 180)]
    printer = printer_into(tmp_path / "two.pdf")
    printer.setFromTo(2, 3)
    paint(pages, printer)
    with pymupdf.open(tmp_path / "two.pdf") as paper:
        shades = [page.get_pixmap(dpi=20, colorspace=pymupdf.csGRAY).pixel(5, 5)[0] for page in paper]
    assert [round(shade / 90) for shade in shades] == [1, 2]
