"""The latest cases as a menu: by day and body site, and never by name."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from lentigo.domain.record import CaseLines
from lentigo.domain.wording.record import day_text, matter_text
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import ignore
from lentigo.language import translate
from lentigo.worker.messages.clinic import ListCases

_MOST = 8


class RecentCases(QMenu):
    """Read anew whenever it is about to be seen."""

    opened = Signal(str)  # the id of a case

    def __init__(self, registrar: Registrar, parent: QWidget) -> None:
        super().__init__(translate("Recent cases"), parent)
        self._registrar = registrar
        self.aboutToShow.connect(self.read)
        self.forget()

    def read(self) -> None:
        """Ask the records which these are."""
        self._registrar.submit(ListCases(count=_MOST), on_result=self._take, on_failed=ignore)

    def forget(self) -> None:
        """Name no case."""
        self.clear()
        self.addAction(translate("There is no case yet")).setEnabled(False)

    def _take(self, told: CaseLines) -> None:
        self.forget()
        if told.lines:
            self.clear()
        for line in told.lines:
            words = translate("{day}: {matter}", day=day_text(line), matter=matter_text(line))
            self.addAction(words.replace("&", "&&")).triggered.connect(partial(self._open, line.id))

    def _open(self, case: str, _checked: bool = False) -> None:
        self.opened.emit(case)
