"""A window with its workers, as the tests use it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lasting_worker import LastingWorkers
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QRadioButton
from pytestqt.qtbot import QtBot

from lentigo.analysis.revision import revise_finding
from lentigo.application import Opened, Workers
from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField
from lentigo.gui.case.analyst import Analyst, ModelState
from lentigo.gui.case.case_column import CaseColumn
from lentigo.gui.case.case_page import CasePage
from lentigo.gui.case.intake import from_files
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.progress_strip import ProgressStrip
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.library.library_page import LibraryPage
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.shell.main_window import MainWindow

PHANTOMS = tuple(
    Path(__file__).parents[1] / "data" / f"phantom-{name}.jpg" for name in ("pigmented", "red-scaly", "ring")
)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A window with its workers, and a folder for what the user brings along."""

    opened: Opened
    workers: Workers
    bot: QtBot
    folder: Path

    @property
    def window(self) -> MainWindow:
        return self.opened.window

    @property
    def case_page(self) -> CasePage:
        return self.opened.pages.case

    @property
    def library_page(self) -> LibraryPage:
        return self.opened.pages.library

    @property
    def models_page(self) -> ModelsPage:
        return self.opened.pages.models

    @property
    def case(self) -> OpenCase:
        return self.case_page.case

    @property
    def analyst(self) -> Analyst:
        return self.case_page.analyst

    @property
    def column(self) -> CaseColumn:
        return self.case_page.column

    @property
    def strip(self) -> ProgressStrip:
        return self.case_page.strip

    @property
    def librarian(self) -> Librarian:
        return self.library_page.librarian

    def photograph(self, name: str) -> str:
        """The path of a rendered lesion in the user's folder: another one for each name, the first is pigmented."""
        path = self.folder / name
        if not path.exists():
            shutil.copy(PHANTOMS[len(list(self.folder.iterdir()))], path)
        return str(path)

    def add(self, *names: str) -> None:
        """Add photographs, by path or by a name in the user's folder, and wait until all are there."""
        self.case.add(from_files([name if Path(name).is_absolute() else self.photograph(name) for name in names]))
        self.bot.waitUntil(lambda: len(self.case.state.photographs) == len(names), timeout=20_000)

    def answer(self, item: History, answer: str) -> None:
        """Click the answer of a history item: "not asked", "yes" or "no"."""
        buttons = self.column.encounter.answers[item].findChildren(QRadioButton)
        next(button for button in buttons if button.property("answer") == answer).click()

    def edit_finding(self, field: FindingField, text: str) -> None:
        """Put a finding into the clinician's words."""
        self.case.revise(lambda report: revise_finding(report, field, text))

    def warm_up(self) -> None:
        """Have the model loaded."""
        self.analyst.warm_up()
        self.bot.waitUntil(lambda: self.analyst.state is ModelState.READY, timeout=20_000)

    def analyse(self) -> None:
        """Analyse to the end, whichever it is."""
        with self.bot.waitSignal(self.analyst.ended, timeout=60_000):
            self.case_page.analyse.trigger()

    def message(self) -> str:
        """The sentence that stands on the report's page."""
        bar = self.column.report.message
        return bar.text.accessibleName() if not bar.isHidden() else ""


def answer(text: str) -> list[str]:
    """Click the button of the question that is about to be asked; returns what it will have asked."""
    asked: list[str] = []
    waiting = QTimer(QApplication.instance(), interval=50)

    def click() -> None:
        boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
        if boxes:
            waiting.stop()
            asked.append(boxes[0].text())
            next(each for each in boxes[0].buttons() if each.text().replace("&", "").startswith(text)).click()

    waiting.timeout.connect(click)
    waiting.start()
    return asked


class Opener(Protocol):
    """Opens a window on workers of a mode, which `open_desk` in conftest.py tells."""

    def __call__(self, mode: str = "", lent: LastingWorkers = ...) -> Desk: ...
