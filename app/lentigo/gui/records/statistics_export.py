"""Exports counts over all signed cases, for the district: no patient can be told from them."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.statistics import LEAST, Statistics
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.file_dialogs import choose_target, standard_folder
from lentigo.gui.kit.registrar import Registrar
from lentigo.language import translate, translate_count
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.statistics import WriteStatistics


class StatisticsExport(QObject):
    """`told` says how it went, in a sentence with its hint."""

    told = Signal(str, str)

    def __init__(self, registrar: Registrar, page: QWidget) -> None:
        super().__init__(page)
        self._registrar, self._page = registrar, page
        self.action = Action(page, translate("Export statistics of the signed cases"), on=self._choose)

    def _choose(self) -> None:
        folder = standard_folder(QStandardPaths.StandardLocation.DocumentsLocation)
        choose_target(
            self._page,
            translate("Export statistics of the signed cases"),
            folder / f"lentigo-statistics-{date.today().isoformat()}.csv",
            kind=translate("Table or JSON ({endings})", endings="*.csv *.json"),
            ending=".csv",
            on_chosen=self._write,
            on_cancelled=lambda: None,
        )

    def _write(self, chosen: str) -> None:
        path = Path(chosen)
        self._registrar.submit(
            WriteStatistics(path=path), on_result=lambda found: self._tell(path, found), on_failed=self._tell_failed
        )

    def _tell(self, path: Path, found: Statistics) -> None:
        if found.cases is None:
            sentence = translate("Fewer than {least} cases are signed: nothing is told of them.", least=LEAST)
        else:
            sentence = translate_count(
                "Counted: {count} signed case, in {file}.",
                "Counted: {count} signed cases, in {file}.",
                found.cases,
                file=path.name,
            )
        self.told.emit(sentence, translate("Counts below {least} are hidden.", least=LEAST))

    def _tell_failed(self, failed: Failed) -> None:
        self.told.emit(failed.message, failed.hint)
