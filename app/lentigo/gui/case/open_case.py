"""The case that is open in the window: its value, its history, and the files that were read. In memory only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from lentigo.analysis.revision import Revision, reassess, retell_kind
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.case import LARGEST_CASE, Case, CasePhotograph
from lentigo.domain.conversation import Turn
from lentigo.domain.encounter import Encounter
from lentigo.domain.letter import Letter
from lentigo.domain.photograph import PictureKind, Raster
from lentigo.domain.sign_off import FlagReply, Review
from lentigo.errors import InputError
from lentigo.gui.case.intake import name_of
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.case import OpenedPhotograph, OpenPhotograph, PhotographSource
from lentigo.worker.messages.message import Failed

PREVIEW_SIDE = 1600  # pixels; a full photograph would cost the window its memory


class OpenCase(QObject):
    """Holds the case's state and its history; `history` undoes and does again all that changes the state."""

    changed = Signal(object)  # the state before
    opening_changed = Signal()
    photograph_refused = Signal(str, str, str)  # name, what is wrong, what to do
    restored = Signal()  # a case that was kept is on the table

    def __init__(self, *, desk: WorkerBridge) -> None:
        super().__init__()
        self._desk = desk
        self._state = Case()
        self._opened: dict[str, OpenedPhotograph] = {}  # by SHA-256, also those that undo may bring back
        self._written: Assessment | None = None
        self._round = 0  # photographs that were opened for an earlier case are dropped
        self.opening = 0
        self.history = QUndoStack(self)

    @property
    def state(self) -> Case:
        """What is on the table now."""
        return self._state

    @property
    def unwritten(self) -> bool:
        """Whether there is a report that no file holds as it now stands."""
        return self._state.report not in (None, self._written)

    @property
    def unfinished(self) -> bool:
        """Whether something would be lost with the case: all but what an exported report holds as it now stands."""
        written = self._state.report and not self.unwritten and not self._state.stale
        return self._state != Case() and not written

    @property
    def usable(self) -> bool:
        """Whether the case can be analysed, and no photograph is still on its way into it."""
        return self._state.usable and not self.opening

    def preview(self, photograph: CasePhotograph) -> Raster:
        """The photograph as the window shows it."""
        return self._opened[photograph.sha256].preview

    def data(self, photographs: Iterable[CasePhotograph | PictureRecord]) -> tuple[bytes, ...]:
        """Their files as they were read."""
        return tuple(self._opened[photograph.sha256].data for photograph in photographs)

    def files(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The files of photographs, by their SHA-256."""
        return {sha256: self._opened[sha256].data for sha256 in hashes}

    def thumbnails(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """What lists show of photographs, by their SHA-256."""
        return {sha256: self._opened[sha256].thumbnail for sha256 in hashes if self._opened[sha256].thumbnail}

    def restore(self, case: Case, files: Mapping[str, bytes]) -> None:
        """Show a case as it was kept, once all its photographs have been opened again; the table must be empty."""
        self._round += 1
        self._count_opening(len(files) - self.opening)
        if not files:
            self._finish_restoring(case)
        names = {photograph.sha256: photograph.name for photograph in case.photographs}
        for sha256, data in files.items():
            self._desk.submit(
                OpenPhotograph(photograph=PhotographSource(data=data), longest_side=PREVIEW_SIDE),
                on_result=partial(self._gather, case, frozenset(files), self._round),
                on_failed=partial(self._leave, names.get(sha256, ""), self._round),
            )

    def add(self, sources: Sequence[PhotographSource]) -> None:
        """Open photographs; each joins the case when it has been read."""
        for source in sources:
            if len(source.data) > LARGEST_CASE:  # it would not even reach the worker
                said = translate("The picture is larger than {most} MB.", most=LARGEST_CASE >> 20)
                self.photograph_refused.emit(name_of(source), said, translate("Save it as JPEG and open that file."))
                continue
            self._count_opening(1)
            self._desk.submit(
                OpenPhotograph(photograph=source, longest_side=PREVIEW_SIDE),
                on_result=partial(self._take, source, self._round),
                on_failed=partial(self._leave, name_of(source), self._round),
            )

    def remove(self, index: int) -> None:
        """Take a photograph out of the case."""
        if not self._state.signed:
            self._push(self._state.remove(index))

    def make_main(self, index: int) -> None:
        """Put a photograph first."""
        if not self._state.signed:
            self._push(self._state.make_main(index))

    def tell_kind(self, index: int, kind: PictureKind | None) -> None:
        """Say how a photograph was taken; a report on it has its numbers and limits follow."""
        after = self._state.tell_kind(index, kind)
        known = after.photographs[index].kind
        pictures = [picture.sha256 for picture in after.report.pictures] if after.report else []
        if after.report and known and after.photographs[index].sha256 in pictures:
            told = retell_kind(after.report, pictures.index(after.photographs[index].sha256), known)
            after = after.with_report(told)
        self._push(after)

    def edit_encounter(self, encounter: Encounter) -> None:
        """Take the patient's details as they now stand; edits of one field in a row are undone together.

        Answers run the red-flag rules over the report again.
        """
        edited = _differing(self._state.encounter, encounter)
        if edited and not self._state.frozen:
            self.history.push(_EncounterEdit(self, _answered(self._state.with_encounter(encounter)), edited))

    def name_patient(self, patient: str, patient_id: str) -> None:
        """The patient on the table is called otherwise from now on; nothing that undo reaches has another name."""
        renamed = self._state.name_patient(patient, patient_id)
        if renamed != self._state:
            self.history.clear()
            self.go_to(renamed)

    def take_report(self, report: Assessment) -> None:
        """Show a fresh draft."""
        self._push(self._state.take_draft(report))

    def revise(self, revision: Revision) -> None:
        """Let the clinician's hand change the report."""
        report = self._state.report
        assert report
        revised = revision(report)
        if revised != report:
            self._push(self._state.with_report(revised))

    def edit_review(self, review: Review) -> None:
        """Take what is filled in before signing; edits of one field in a row are undone together."""
        report = self._state.report
        if report and review != report.sign_off.review and not self._state.frozen:
            edited = _reviewed(report.sign_off.review, review)
            reviewed = self._state.with_sign_off(replace(report.sign_off, review=review))
            self.history.push(_ReviewEdit(self, reviewed, edited))

    def settle(self, state: Case) -> None:
        """Show a state that cannot be undone: signed, added to, withdrawn, or to be corrected."""
        self.history.clear()
        self.go_to(state)

    def note_seconds(self, seconds: int) -> None:
        """An unsigned draft was in sight; nothing of the case is another for that."""
        if self._state.draft and not self._state.frozen:
            self._state = replace(self._state, seconds=self._state.seconds + seconds)

    def take_turn(self, turn: Turn) -> None:
        """Keep a question and its answer with the case."""
        self._push(self._state.take_turn(turn))

    def keep_letter(self, letter: Letter) -> None:
        """Keep what the clinician put in other words, of a signed report too; undo leaves it."""
        kept = self._state.keep_letter(letter)
        if kept != self._state:
            self.go_to(kept)

    def note_written(self, report: Assessment) -> None:
        """A file now holds this report."""
        self._written = report

    def clear(self) -> None:
        """Begin a new case."""
        self._round += 1
        self.history.clear()
        self._count_opening(-self.opening)
        self.go_to(Case())
        self._opened.clear()

    def go_to(self, state: Case) -> None:
        """Show another state; only the history's commands do that."""
        before, self._state = self._state, state
        self.changed.emit(before)

    def _gather(self, case: Case, awaited: frozenset[str], case_round: int, opened: OpenedPhotograph) -> None:
        if case_round != self._round:
            return
        self._count_opening(-1)
        self._opened[opened.sha256] = opened
        if awaited <= self._opened.keys():
            self._finish_restoring(case)

    def _finish_restoring(self, case: Case) -> None:
        if self._state == Case():
            self.history.clear()
            self.go_to(case)
            self.restored.emit()

    def _take(self, source: PhotographSource, case_round: int, opened: OpenedPhotograph) -> None:
        if case_round != self._round:
            return
        self._count_opening(-1)
        try:
            fuller = self._state.add(opened.named(name_of(source)))
        except InputError as refusal:
            self.photograph_refused.emit(name_of(source), refusal.message, refusal.hint)
            return
        self._opened[opened.sha256] = opened
        self._push(fuller)

    def _leave(self, name: str, case_round: int, failed: Failed) -> None:
        if case_round == self._round:
            self._count_opening(-1)
            self.photograph_refused.emit(name, failed.message, failed.hint)

    def _count_opening(self, change: int) -> None:
        self.opening += change
        self.opening_changed.emit()

    def _push(self, after: Case) -> None:
        """What is signed stays as it is."""
        if not self._state.frozen:
            self.history.push(_Change(self, after))


class _Change(QUndoCommand):
    """From one state of the case to another, and back."""

    def __init__(self, case: OpenCase, after: Case) -> None:
        super().__init__()
        self._case = case
        self._before = case.state
        self._after = after

    def redo(self) -> None:
        self._go_to(self._after)

    def undo(self) -> None:
        self._go_to(self._before)

    def _go_to(self, state: Case) -> None:
        """Neither the time with a draft nor what was written of it is undone."""
        now = self._case.state
        same = state.draft is now.draft
        self._case.go_to(replace(state, seconds=now.seconds, letters=now.letters) if same else state)


class _FieldEdit(_Change):
    """An edit in a form; `edited` names what differs. Those of the same fields in a row become one."""

    def __init__(self, case: OpenCase, after: Case, edited: frozenset[str]) -> None:
        super().__init__(case, after)
        self._edited = edited

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _FieldEdit) or other._edited != self._edited or "pin" in self._edited:
            return False  # a pin is put at once, not letter by letter
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True


class _EncounterEdit(_FieldEdit):
    """Of the patient's details."""

    def id(self) -> int:
        return 1  # Qt offers only commands of one id to one another for merging


class _ReviewEdit(_FieldEdit):
    """Of what is filled in before signing."""

    def id(self) -> int:
        return 2


def _answered(case: Case) -> Case:
    """The case with a report that knows the answers; what else is known of the patient asks for a new analysis.

    A signed report under correction is not analysed again: it takes all that is known.
    """
    if case.report is None:
        return case
    asked, reported = case.encounter, case.report.encounter
    if case.signed:
        return case.with_report(reassess(case.report, asked))
    known = replace(
        reported,
        patient=asked.patient,
        patient_id=asked.patient_id,
        pin=asked.pin if asked.site == reported.site else reported.pin,  # no model is told it, but it fits the site
        history=asked.history,
        complaint=asked.complaint,
    )
    return case.with_report(reassess(case.report, known))


def _differing(one: Encounter, other: Encounter) -> frozenset[str]:
    """The fields and history items in which they differ."""
    answers, others = (
        {each.name: getattr(value, each.name) for each in fields(value)} | {**value.history} for value in (one, other)
    )
    return frozenset(name for name in answers | others if answers.get(name) != others.get(name))


def _reviewed(one: Review, other: Review) -> frozenset[str]:
    """The fields in which they differ, each red flag's reply for itself."""
    names = {each.name for each in fields(Review) if getattr(one, each.name) != getattr(other, each.name)}
    replies = {_place(reply) for reply in {*one.replies} ^ {*other.replies}}
    return frozenset(names | replies)


def _place(reply: FlagReply) -> str:
    return f"{reply.rule} {reply.diagnosis}"
