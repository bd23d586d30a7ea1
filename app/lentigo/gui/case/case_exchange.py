"""One case leaves the table and another comes: begun, opened again, or left for the next start."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter
from lentigo.domain.record import CaseRecord
from lentigo.domain.visit import follow_up
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.encounter import identity_text
from lentigo.gui.case.case_keeper import CaseKeeper
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.report_export import ReportExport
from lentigo.gui.case.unfinished_dialog import Choice
from lentigo.gui.case.whose_dialog import Whose, WhoseDialog
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.registrar import Registrar
from lentigo.language import deferred, translate
from lentigo.worker.messages.case import PhotographSource
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.records import ReadCase

_GREETING = deferred("This is the case that was open before. It is as you left it.")


class CaseExchange(QObject):
    """`bar` tells what became of a case, wherever the page stands; `trouble` what is wrong with the records."""

    cleared = Signal()  # the table is empty for another case
    followed = Signal()  # a case has begun with what is known of the patient

    def __init__(self, *, case: OpenCase, registrar: Registrar, export: ReportExport, page: QWidget) -> None:
        super().__init__(page)
        self._case = case
        self._registrar = registrar
        self._export = export
        self._page = page
        self.keeper = CaseKeeper(case=case, registrar=registrar)
        self.keeper.setParent(self)
        self.bar = MessageBar()
        self.trouble = MessageBar()
        self._greeting = translate(_GREETING)  # to a case that comes back onto the table; "" for none
        self.keeper.failed.connect(self.trouble.tell)
        self.keeper.reopened.connect(self._tell_reopened)
        export.written.connect(self.keeper.note_export)

    def begin_anew(self) -> None:
        """Empty the table for the next case. The one on it is saved, and one key away."""
        left = self._case.state != Case()
        self.keeper.put_aside()
        self._case.clear()
        self.cleared.emit()
        self.bar.hide()
        if left:
            sentence = translate("The case before this one is saved on this computer.")
            self.bar.tell(sentence, "", translate("Open it again"), self.bring_back)

    def bring_back(self) -> None:
        """Open the case before this one; the one on the table becomes the case before."""
        if before := self.keeper.before:
            self.begin_anew()
            self.bar.hide()
            self.keeper.bring_back(before)

    def open_last(self, case: str) -> None:
        """Open the case that was on the table when the program ended; "" for none."""
        if case:
            self.keeper.open(case)

    def open(self, case: str) -> None:
        """Open a case of the records; the one on the table is saved."""
        if case != self.keeper.case_id:
            self.begin_anew()
            self._greeting = ""
            self.keeper.open(case)

    def follow_up(self, case: str) -> None:
        """Begin a follow-up of a case of the records: the same patient and site, and no photographs yet."""
        self.begin_anew()
        awaited = self.keeper.case_id

        def take(record: CaseRecord | None) -> None:
            if record and self.keeper.case_id == awaited and self._case.state == Case():
                self._begin_follow_up(record)

        self._registrar.submit(ReadCase(case=case), on_result=take, on_failed=self._tell_failed)

    def begin_with(self, encounter: Encounter, file: str) -> None:
        """Begin a case of which a file of another system told; the one on the table is saved."""
        self.begin_anew()
        self._case.edit_encounter(encounter)
        self.bar.tell(
            translate("The details of this case come from {file}.", file=file),
            translate("Compare them with the patient before you, then add photographs."),
        )
        self.followed.emit()

    def forget(self, case: str) -> None:
        """A case was removed from the records: it leaves the table, if it is there."""
        if self.keeper.forget(case):
            self._case.clear()
            self.cleared.emit()
        self.bar.hide()

    def add(self, photographs: tuple[PhotographSource, ...]) -> None:
        """Photographs came in: they join the case, but beside a report only if they belong to it."""
        if not self._case.state.report:
            self._case.add(photographs)
            return
        who = identity_text(self._case.state.encounter)
        dialog = WhoseDialog(self._page.window(), who=who, count=len(photographs))
        dialog.answered.connect(partial(self._take, photographs))
        dialog.open()

    def may_close(self, again: Callable[[], object]) -> bool:
        """Whether the window may close: the case is in the records, or finished, or the user lets it go."""
        if self.keeper.settle():
            return True
        question, locked = translate("Close Lentigo?"), self._registrar.held
        return self._export.ask(question, locked=locked, next_step=again) is Choice.DROP

    def _take(self, photographs: tuple[PhotographSource, ...], whose: Whose) -> None:
        known = self._case.state.encounter
        signed = self._case.state.signed
        if whose is not Whose.SAME_LESION or signed:
            self.begin_anew()
        if whose is Whose.SAME_LESION and signed:  # what is signed stays as it is
            self._case.edit_encounter(known)
        if whose is Whose.OTHER_LESION:
            same = Encounter(patient=known.patient, patient_id=known.patient_id, age=known.age, sex=known.sex)
            self._case.edit_encounter(same)
        self._case.add(photographs)

    def _begin_follow_up(self, earlier: CaseRecord) -> None:
        self.keeper.follow(earlier.id)
        self._case.edit_encounter(follow_up(earlier.case.encounter))
        day = format_day(earlier.created.astimezone().date().isoformat())
        self.bar.tell(
            translate("This is a follow-up of the case of {day}.", day=day),
            translate("Add its photographs. Signs that were absent then are to be asked again."),
        )
        self.followed.emit()

    def _tell_reopened(self) -> None:
        greeting, self._greeting = self._greeting, translate(_GREETING)
        if greeting:
            self.bar.tell(greeting, "", translate("Start a new case"), self.begin_anew)
        else:
            self.bar.hide()

    def _tell_failed(self, failed: Failed) -> None:
        self.trouble.tell(failed.message, failed.hint)
