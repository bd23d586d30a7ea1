"""The case on the table: its photographs, the draft report, and what the clinician made of it. Lives in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from lentigo.analysis.revision import revise_finding
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.domain.finding import FindingField
from lentigo.domain.wording.finding import FIELDS
from lentigo.gui.case.intake import name_of
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.worker.messages.case import Inspect, PhotographSource, Preview
from lentigo.worker.messages.message import Failed

PREVIEW_SIDE = 1600  # pixels; a full photograph would cost the window its memory


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePhotograph:
    """A photograph that could be opened."""

    source: PhotographSource
    name: str
    preview: Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """One state of the case; undo goes from one to another.

    `draft` is the report as the model made it, `reported` the photographs that it is about.
    """

    photographs: tuple[CasePhotograph, ...] = ()
    reported: tuple[CasePhotograph, ...] = ()
    draft: Assessment | None = None
    report: Assessment | None = None


class Case(QObject):
    """Holds the state and its history. The first photograph is the main one."""

    changed = Signal(object)  # the state before
    opening_changed = Signal()
    photograph_refused = Signal(str, str, str)  # name, what is wrong, what to do

    def __init__(self, *, desk: WorkerBridge) -> None:
        super().__init__()
        self._desk = desk
        self._state = CaseState()
        self._written: Assessment | None = None
        self._round = 0  # photographs that were opened for an earlier case are dropped
        self.opening = 0
        self.history = QUndoStack(self)

    @property
    def state(self) -> CaseState:
        """What is on the table now."""
        return self._state

    @property
    def unwritten(self) -> bool:
        """Whether there is a report that no file holds as it now stands."""
        return self._state.report not in (None, self._written)

    @property
    def usable(self) -> bool:
        """Whether there are photographs, all opened, and none too poor to analyse."""
        photographs = self._state.photographs
        return bool(photographs) and not self.opening and all(each.preview.quality.usable for each in photographs)

    def add(self, sources: Sequence[PhotographSource]) -> None:
        """Open photographs; each joins the case when it has been read."""
        case_round = self._round
        for source in sources:
            request = Inspect(photograph=source, longest_side=PREVIEW_SIDE)
            self._count_opening(1)
            self._desk.submit(
                request,
                on_result=partial(self._take, source, case_round),
                on_failed=partial(self._refuse, source, case_round),
            )

    def remove(self, index: int) -> None:
        """Take a photograph out of the case."""
        kept = self._state.photographs[:index] + self._state.photographs[index + 1 :]
        self._push("Remove photograph", replace(self._state, photographs=kept))

    def make_main(self, index: int) -> None:
        """Put a photograph first."""
        photographs = self._state.photographs
        ordered = (photographs[index], *photographs[:index], *photographs[index + 1 :])
        self._push("Change main photograph", replace(self._state, photographs=ordered))

    def take_report(self, report: Assessment, reported: tuple[CasePhotograph, ...]) -> None:
        """Show a fresh draft; one that replaces an earlier report can be undone."""
        fresh = replace(self._state, reported=reported, draft=report, report=report)
        if self._state.report:
            self._push("New report", fresh)
        else:
            self.history.clear()
            self._go_to(fresh)

    def differs(self, encounter: Encounter) -> bool:
        """Whether there is a report, and the photographs or the patient's details are others by now."""
        report = self._state.report
        same = (self._state.reported, report and report.encounter) == (self._state.photographs, encounter)
        return report is not None and not same

    def edit_finding(self, field: FindingField, text: str) -> None:
        """Set a finding to the clinician's words; the draft's own words make it the draft's finding again."""
        report, draft = self._state.report, self._state.draft
        assert report
        assert draft
        revised = revise_finding(draft, report, field, text)
        if revised != report:
            self._push(f"Edit {FIELDS[field]}", replace(self._state, report=revised))

    def note_written(self, report: Assessment) -> None:
        """A file now holds this report."""
        self._written = report

    def clear(self) -> None:
        """Begin a new case."""
        self._round += 1
        self.history.clear()
        self._count_opening(-self.opening)
        self._go_to(CaseState())

    def _take(self, source: PhotographSource, case_round: int, preview: Preview) -> None:
        if case_round == self._round:
            self._count_opening(-1)
            photograph = CasePhotograph(source=source, name=name_of(source), preview=preview)
            photographs = (*self._state.photographs, photograph)
            self._push("Add photograph", replace(self._state, photographs=photographs))

    def _refuse(self, source: PhotographSource, case_round: int, failed: Failed) -> None:
        if case_round == self._round:
            self._count_opening(-1)
            self.photograph_refused.emit(name_of(source), failed.message, failed.hint)

    def _count_opening(self, change: int) -> None:
        self.opening += change
        self.opening_changed.emit()

    def _push(self, text: str, after: CaseState) -> None:
        self.history.push(_Change(text, self, after))

    def _go_to(self, state: CaseState) -> None:
        before, self._state = self._state, state
        self.changed.emit(before)


class _Change(QUndoCommand):
    """From one state of the case to another, and back."""

    def __init__(self, text: str, case: Case, after: CaseState) -> None:
        super().__init__(text)
        self._case = case
        self._before = case.state
        self._after = after

    def redo(self) -> None:
        self._case._go_to(self._after)

    def undo(self) -> None:
        self._case._go_to(self._before)
