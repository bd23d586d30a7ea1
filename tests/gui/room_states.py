"""The states of the window in which its room is looked at."""

from collections.abc import Iterator
from pathlib import Path

from desk import Desk
from model_steps import wait_for
from PySide6.QtWidgets import QApplication


def states(desk: Desk, phantoms: Path) -> Iterator[str]:
    """Shows one page after the other."""
    pages = desk.opened.pages
    yield "empty"
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.column.show_encounter()
    desk.case_page.exchange.bar.tell("The case before this one is saved on this computer.", "", "Open it again")
    settle()
    yield "patient"
    desk.analyse()
    desk.column.show_report()
    yield "report"
    pages.library.wanted.emit()
    wait_for(desk, lambda: pages.library.library.documents)
    yield "library"
    pages.models.wanted.emit()
    wait_for(desk, lambda: pages.models.rows and pages.models.models.absent)
    yield "models"


def settle() -> None:
    """Let what was resized find its place."""
    for _ in range(3):
        QApplication.processEvents()
