"""A window with its workers, as the tests use it."""

from collections.abc import Callable
from dataclasses import dataclass

from pytestqt.qtbot import QtBot

from lentigo.gui.kit.intake import from_files
from lentigo.gui.kit.worker_bridge import Workers
from lentigo.gui.shell.main_window import MainWindow


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A window with its workers."""

    window: MainWindow
    workers: Workers
    bot: QtBot

    def add(self, *names: str) -> None:
        """Add photographs and wait until all are there."""
        self.window.case.add(from_files(names))
        self.bot.waitUntil(lambda: len(self.window.case.state.photographs) == len(names), timeout=20_000)

    def analyse(self) -> None:
        """Analyse to the end, whichever it is."""
        with self.bot.waitSignal(self.window.analyst.ended, timeout=60_000):
            self.window.actions_by_name["analyse"].trigger()

    def message(self) -> str:
        """The sentence that stands on the report's page."""
        bar = self.window.column.report.message
        return bar.text.accessibleName() if not bar.isHidden() else ""


Opener = Callable[[str], Desk]
