"""Keeps the case on the table in the records as it changes, and opens it again after whatever ended the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from lentigo.domain.case import Case
from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.domain.sign_off import Signature
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import ignore
from lentigo.worker.messages.clinic import ReadPatient
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.records import NoteExport, ReadCase, ReadPhotograph, SaveCase
from lentigo.worker.messages.sign_off import SignCase

_DELAY_MS = 700  # after the first of several changes
_RETRY_MS = 5000
_PATIENCE_MS = 10_000  # of a window that is being closed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """A case with the files of its photographs, by their SHA-256."""

    record: CaseRecord
    files: Mapping[str, bytes]
    thumbnails: Mapping[str, bytes] = field(default_factory=dict)


class CaseKeeper(QObject):
    """One saving at a time, with all that has changed meanwhile in the next. Trouble is told of once."""

    failed = Signal(str, str)  # what is wrong, what to do
    kept = Signal(str)  # the id of the case on the table, once it is in the records; "" for none
    reopened = Signal()  # a case is on the table as it was left
    rested = Signal()  # nothing is being saved any more

    def __init__(self, *, case: OpenCase, registrar: Registrar) -> None:
        super().__init__()
        self._case = case
        self._registrar = registrar
        self._record = _new_record()
        self._coming = self._record
        self._wanted = ""  # the id of the case that is to come onto the table
        self._waiting: list[KeptCase] = []
        self._saving = self._failing = False
        self._sent: set[str] = set()  # SHA-256 of files that the records have
        self.before: KeptCase | None = None  # the case that was on the table before this one
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save)
        case.changed.connect(self._save_soon)
        case.restored.connect(self._take)

    def put_aside(self) -> None:
        """Make room for another case: this one goes into the records, and stays at hand as the one before."""
        if self._case.state != Case():
            self._save()
            self.before = self._snapshot()
        self._leave_table()

    def forget(self, case: str) -> bool:
        """A case was removed from the records: it is not saved again; whether it was on the table, which it is not now.

        What the table shows is to be cleared then.
        """
        self._waiting = [each for each in self._waiting if each.record.id != case]
        if self.before and self.before.record.id == case:
            self.before = None
        if case != self._record.id:
            return False
        self._leave_table()
        return True

    def forget_before(self) -> None:
        """Let the case that was on the table before this one go: it may be an erased patient's."""
        self.before = None

    def _leave_table(self) -> None:
        self._timer.stop()
        self._wanted = ""
        self._record = _new_record()
        self.kept.emit("")

    @property
    def case_id(self) -> str:
        """Of the case on the table."""
        return self._record.id

    def follow(self, case: str) -> None:
        """The case on the table is a follow-up of an earlier one."""
        self._record = replace(self._record, follows=case)

    def bring_back(self, kept: KeptCase) -> None:
        """Put a case that was put aside on the empty table; `reopened` follows."""
        self._show(kept.record, kept.files)

    def open(self, case: str) -> None:
        """Put a case of the records on the empty table; `reopened` follows where it is there."""
        self._wanted = case
        self._registrar.submit(ReadCase(case=case), on_result=self._fetch, on_failed=self._emit_failure)

    @property
    def follow_up(self) -> bool:
        """Whether the case on the table is one of an earlier case."""
        return self._record.follows is not None

    def save_now(self) -> str:
        """Have the records take the case as it is, before whatever is asked of them next; its id."""
        self._save()
        return self._record.id

    def sign(self, *, on_signed: Callable[[Signature], None], on_failed: Callable[[Failed], None]) -> None:
        """Have the case signed in the records as it is now; an unsigned state of it is not saved after that."""
        self._timer.stop()
        kept = self._snapshot()
        self._waiting = [each for each in self._waiting if each.record.id != kept.record.id]
        files = {each: kept.files[each] for each in kept.files.keys() - self._sent}

        def note(signature: Signature) -> None:
            self.kept.emit(kept.record.id)
            on_signed(signature)

        self._registrar.submit(SignCase(record=kept.record, files=files), on_result=note, on_failed=on_failed)

    def note_export(self) -> None:
        """A report of the case has left the program."""
        self._registrar.submit(NoteExport(case=self._record.id), on_result=ignore, on_failed=ignore)

    def send_anew(self) -> None:
        """The records may be others now: photographs that the last ones had are sent once more."""
        self._sent.clear()

    def keep_nothing(self) -> None:
        """For a window whose case is nobody's."""
        self._case.changed.disconnect(self._save_soon)
        self._waiting.clear()

    def settle(self) -> bool:
        """Wait until all is in the records, while the window closes; whether nothing is lost with what is not."""
        if self._timer.isActive() or self._waiting:
            self._save()
        if self._saving and not self._registrar.held:
            waiting = QEventLoop()
            self.rested.connect(waiting.quit)
            QTimer.singleShot(_PATIENCE_MS, waiting, waiting.quit)
            waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        unsaved = {each.record.id for each in self._waiting}
        return not unsaved or (unsaved == {self._record.id} and not self._case.unfinished)

    def end(self) -> None:
        """The window closes: a finished case is not opened again at the next start."""
        if not self._case.unfinished:
            self.kept.emit("")

    # Into the records

    def _save_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start(_DELAY_MS)

    def _save(self) -> None:
        """The case as it is now waits to be saved, in place of an earlier state of it."""
        self._timer.stop()
        snapshot = self._snapshot()
        if self._case.state != Case():
            self._waiting = [each for each in self._waiting if each.record.id != snapshot.record.id]
            self._waiting.append(snapshot)
        if not self._saving:
            self._save_next()

    def _snapshot(self) -> KeptCase:
        state = self._case.state
        status = CaseStatus.SIGNED if state.signed else CaseStatus.DRAFT
        record = replace(self._record, status=status, changed=datetime.now(UTC), case=state)
        hashes = state.hashes
        return KeptCase(record=record, files=self._case.files(hashes), thumbnails=self._case.thumbnails(hashes))

    def _save_next(self) -> None:
        self._saving = bool(self._waiting)
        if not self._waiting:
            self.rested.emit()
            return
        kept = self._waiting[0]
        fresh = kept.files.keys() - self._sent
        self._registrar.submit(
            SaveCase(
                record=kept.record,
                files={each: kept.files[each] for each in fresh},
                thumbnails={each: kept.thumbnails[each] for each in fresh & kept.thumbnails.keys()},
            ),
            on_result=lambda _nothing: self._note_saved(kept),
            on_failed=self._fail,
        )

    def _note_saved(self, kept: KeptCase) -> None:
        self._failing = False
        self._sent |= kept.files.keys()
        self._waiting = [each for each in self._waiting if each is not kept]
        if kept.record.id == self._record.id:
            self.kept.emit(kept.record.id)
        self._save_next()

    def _fail(self, failed: Failed) -> None:
        self._saving = False
        self._sent.clear()  # records that were opened anew have let go of what no case shows
        if not self._failing:
            self._emit_failure(failed)
        self._failing = True
        self._timer.start(_RETRY_MS)  # saving goes on by itself
        self.rested.emit()

    def _emit_failure(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)

    # And back

    def _fetch(self, record: CaseRecord | None) -> None:
        if record is None or record.id != self._wanted:  # another one was asked for since
            return
        if patient := record.case.encounter.patient_id:
            call = partial(self._call_patient, record)
            self._registrar.submit(ReadPatient(patient=patient), on_result=call, on_failed=self._emit_failure)
        else:
            self._fetch_photographs(record)

    def _call_patient(self, record: CaseRecord, patient: Patient | None) -> None:
        """By the name that stands in the records now; who was erased there is only named. What was signed stays."""
        case, known = record.case, (patient.shown, patient.id) if patient else (record.case.encounter.patient, "")
        if record.status is CaseStatus.DRAFT:
            record = replace(record, case=case.name_patient(*known))
        self._fetch_photographs(record)

    def _fetch_photographs(self, record: CaseRecord) -> None:
        files: dict[str, bytes] = {}

        def take(sha256: str, data: bytes) -> None:
            files[sha256] = data
            show()

        def show() -> None:
            if files.keys() >= record.case.hashes and record.id == self._wanted:
                self._sent |= files.keys()
                self._show(record, files)

        show()
        for sha256 in record.case.hashes:
            self._registrar.submit(
                ReadPhotograph(sha256=sha256), on_result=partial(take, sha256), on_failed=self._emit_failure
            )

    def _show(self, record: CaseRecord, files: Mapping[str, bytes]) -> None:
        self._coming, self._wanted = record, record.id
        self._case.restore(record.case, files)

    def _take(self) -> None:
        self._record, self._wanted = self._coming, ""
        self.reopened.emit()


def _new_record() -> CaseRecord:
    now = datetime.now(UTC)
    return CaseRecord(id=str(uuid4()), status=CaseStatus.DRAFT, created=now, changed=now, case=Case())
