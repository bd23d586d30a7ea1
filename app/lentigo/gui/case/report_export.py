"""Exports the report to a file the user chooses, and asks before a case is dropped that is not finished."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.evidence import Condition
from lentigo.domain.letter import Letter, LetterKind, LetterPaper
from lentigo.gui.case import replace_dialog, unfinished_dialog
from lentigo.gui.case.letter_dialog import LetterDialog
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.sealed_export import SealedExport
from lentigo.gui.case.unfinished_dialog import Choice
from lentigo.gui.kit.file_dialogs import choose_folder, choose_target, standard_folder
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.report.formats import FILE_FORMATS, USUAL_FORMAT, ReportFormat, format_of
from lentigo.report.letter_draft import draft_letter
from lentigo.worker.messages.case import WriteReport
from lentigo.worker.messages.letter import WriteLetter
from lentigo.worker.messages.message import Failed


class ReportExport(QObject):
    """Tells how each writing went."""

    began = Signal()
    written = Signal(Path)
    failed = Signal(str, str)  # what went wrong, what to do

    def __init__(self, *, case: OpenCase, desk: WorkerBridge, page: QWidget) -> None:
        super().__init__(page)
        self._case = case
        self._desk = desk
        self.last = USUAL_FORMAT  # what was exported, or tried to be
        self.page = page
        self._next_step: Callable[[], object] | None = None
        self.sealed: SealedExport | None = None  # how a signed report is written, once there are records
        self._paper: LetterPaper = "A4"  # as it was chosen last
        self._conditions: Sequence[Condition] = ()  # the handbook's, once they are known
        self.folder = standard_folder(QStandardPaths.StandardLocation.DocumentsLocation)

    def export(self, chosen: ReportFormat) -> None:
        """Ask where to write the report as it now stands, and write it."""
        self.last = chosen
        if chosen.letter:
            self._open_letter(chosen, chosen.letter)
        else:
            self._choose_place(chosen, self._write)

    def _choose_place(self, chosen: ReportFormat, on_chosen: Callable[[str], None]) -> None:
        report = self._case.state.report
        assert report
        choose_target(
            self.page,
            translate("Export the report"),
            self.folder / suggested_name(report, chosen.ending),
            kind=f"{translate(chosen.title)} (*{chosen.ending})",
            ending=chosen.ending,
            on_chosen=on_chosen,
            on_cancelled=self._forget_next_step,
        )

    def _open_letter(self, chosen: ReportFormat, kind: LetterKind) -> None:
        """Let the clinician change it first."""
        report = self._case.state.report
        assert report
        dialog = LetterDialog(
            self._letter(kind),
            self.page.window(),
            paper=self._paper,
            signed=report.sign_off.frozen,
            draft=partial(self._draft, kind),
        )
        dialog.kept.connect(lambda letter: self._case.keep_letter(letter.differing(self._draft(kind, letter.language))))
        dialog.asked.connect(partial(self._place_letter, chosen))
        dialog.open()

    def _letter(self, kind: LetterKind) -> Letter:
        """As the report has it by now, but for what the clinician put in other words."""
        known = self._case.state.letter(kind)
        return self._draft(kind, known.language).with_parts(known.parts)

    def _draft(self, kind: LetterKind, language: str) -> Letter:
        report = self._case.state.report
        assert report
        return draft_letter(kind, report, self._conditions, language)

    def _place_letter(self, chosen: ReportFormat, letter: Letter, paper: LetterPaper) -> None:
        self._paper = paper
        self._choose_place(chosen, partial(self._write_letter, letter))

    def _write_letter(self, letter: Letter, place: str) -> None:
        report, path = self._case.state.report, Path(place)
        assert report
        self.folder = path.parent
        self.began.emit()
        photographs = self._case.data(report.pictures)
        self._desk.submit(
            WriteLetter(letter=letter, assessment=report, photographs=photographs, paper=self._paper, path=path),
            on_result=lambda _nothing: self.written.emit(path),
            on_failed=self.tell_failed,
        )

    def export_all(self) -> None:
        """Ask for a folder, and write the report in each format into it; letters as they were left."""
        choose_folder(self.page, translate("Export everything into a folder"), self.folder, self._write_all)

    def _write_all(self, folder: str) -> None:
        report = self._case.state.report
        assert report
        places = {each: Path(folder) / suggested_name(report, each.ending) for each in FILE_FORMATS}
        there = sum(place.exists() for place in places.values())
        if there and not replace_dialog.ask(self.page.window(), there):
            return
        for each, path in places.items():
            place = str(path)
            if each.letter:
                self._write_letter(self._letter(each.letter), place)
            else:
                self._write(place)

    def know(self, conditions: Sequence[Condition]) -> None:
        """The handbook's conditions, for letters on a diagnosis that no model named."""
        self._conditions = conditions

    def ask(self, question: str, *, locked: bool, next_step: Callable[[], object]) -> Choice:
        """Ask what becomes of the case; `next_step` follows where its report is exported first.

        A locked window exports nothing.
        """
        exportable = self._case.unwritten and not locked
        choice = unfinished_dialog.ask(self.page.window(), question, exportable=exportable)
        if choice is Choice.EXPORT:
            self._next_step = next_step
            self.export(USUAL_FORMAT)
        return choice

    def _write(self, chosen: str) -> None:
        report, path = self._case.state.report, Path(chosen)
        assert report
        self.folder = path.parent
        self.began.emit()
        photographs = self._case.data(report.pictures)

        def note(_nothing: None) -> None:
            self.note_written(report, path)

        if self.sealed and report.sign_off.frozen and format_of(path) is USUAL_FORMAT:
            self.sealed.write(report, photographs, path, note, self.tell_failed)
            return
        self._desk.submit(
            WriteReport(assessment=report, photographs=photographs, path=path),
            on_result=note,
            on_failed=self.tell_failed,
            on_cancelled=lambda _cancelled: self._forget_next_step(),
        )

    def tell_failed(self, failed: Failed) -> None:
        """Nothing was written, and what was to follow does not."""
        self._forget_next_step()
        self.failed.emit(failed.message, failed.hint)

    def note_written(self, report: Assessment, path: Path) -> None:
        """The report is in a file; what waited for that follows."""
        self._case.note_written(report)
        self.written.emit(path)
        if next_step := self._next_step:
            self._forget_next_step()
            next_step()

    def _forget_next_step(self) -> None:
        self._next_step = None


def suggested_name(report: Assessment, ending: str) -> str:
    """Report number and date: nothing about the patient belongs into a file name."""
    return f"lentigo-report-{report.id}-{report.created[:10]}{ending}"
