"""One lesion over time: two visits of a patient, their photographs linked, and what their reports say."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.case import CasePhotograph
from lentigo.domain.comparison import pair_of
from lentigo.domain.record import CaseRecord, CaseSummary
from lentigo.domain.wording.record import day_text, person_text
from lentigo.gui.kit.columns import Columns
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.text import label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.records.compare_findings import CompareFindings
from lentigo.gui.records.compare_frame import Side
from lentigo.gui.records.compare_pictures import ComparePictures
from lentigo.gui.records.compare_side import CompareSide
from lentigo.language import translate
from lentigo.worker.messages.case import OpenedPhotograph, OpenPhotograph, PhotographSource
from lentigo.worker.messages.comparison import ListVisits
from lentigo.worker.messages.message import Failed
from lentigo.worker.messages.records import ReadCase, ReadPhotograph

_SIDE = 1600  # pixels of a photograph in the window's memory
_NARROWEST = (480, 330)  # pixels
_SHARES = (3, 2)
_LOWEST = (480, 260)  # pixels, one above the other


class CompareView(QWidget):
    """Holds what two visits need, and nothing once it is closed. The desk decodes and de-identifies photographs."""

    left = Signal()
    refused = Signal(str, str)  # there is nothing to compare: why, what to do
    failed = Signal(str, str)  # what is wrong, what to do
    marking_changed = Signal()

    def __init__(self, *, registrar: Registrar, desk: WorkerBridge) -> None:
        super().__init__()
        self._registrar, self._desk = registrar, desk
        self._round = 0  # what comes for an earlier choice is dropped
        self._visits: tuple[CaseSummary, ...] = ()
        self._records: dict[Side, CaseRecord] = {}
        self.back = LineButton(
            translate("Back"), role="quiet", icon="previous", name=translate("Back from the comparison"),
            on_click=self.left.emit,
        )  # fmt: skip
        self.title = label(role="title")
        self.title.setMinimumWidth(1)
        self.sides = {
            Side.BEFORE: CompareSide(
                translate("Before"), translate("The earlier visit"), translate("Photograph of the earlier visit")
            ),
            Side.NOW: CompareSide(
                translate("Now"), translate("The later visit"), translate("Photograph of the later visit")
            ),
        }
        self.pictures = ComparePictures()
        self.findings = CompareFindings()
        self._lay_out()
        self.pictures.marking_changed.connect(self.marking_changed)
        for side, choices in self.sides.items():
            choices.visit_chosen.connect(partial(self._choose_visit, side))
            choices.photograph_chosen.connect(partial(self._choose_photograph, side))

    @property
    def marking(self) -> bool:
        """Whether points are being marked."""
        return self.pictures.marking

    def stop_marking(self) -> None:
        """Mark no points any more."""
        self.pictures.aligning.stop()

    def open_case(self, case: str) -> None:
        """Compare a case of the records with the visit before it; `refused` follows where there is none."""
        self.close_view()
        take = partial(self._take_visits, self._round, case)
        self._registrar.submit(ListVisits(case=case), on_result=take, on_failed=self._tell)

    def close_view(self) -> None:
        """Hold nothing of anybody."""
        self._round += 1
        self._visits, self._records = (), {}
        self.title.setText("")
        for choices in self.sides.values():
            choices.clear()
        self.pictures.close_down()
        self.findings.forget()

    # How the visits come

    def _take_visits(self, asked_in: int, case: str, visits: tuple[CaseSummary, ...]) -> None:
        take = partial(self._begin, asked_in, case, visits)
        if asked_in == self._round:
            self._registrar.submit(ReadCase(case=case), on_result=take, on_failed=self._tell)

    def _begin(self, asked_in: int, case: str, visits: tuple[CaseSummary, ...], record: CaseRecord | None) -> None:
        if asked_in != self._round:
            return
        pair = pair_of(visits, case, record.follows if record else None)
        if pair is None:
            self.refused.emit(
                translate("There are not two visits with photographs to compare."),
                translate("Begin a follow-up, and add its photograph."),
            )
            return
        self._visits = tuple(visit for visit in visits if visit.photograph)
        ids = [visit.id for visit in self._visits]
        self.title.setText(person_text(self._visits[-1]))
        self._show_choice(*(ids.index(each) for each in pair))
        self.pictures.canvas.setFocus()

    def _show_choice(self, before: int, now: int) -> None:
        """The earlier visit is one before the last, the later one one after the first."""
        self.sides[Side.BEFORE].show_visits(self._visits[:-1], before)
        self.sides[Side.NOW].show_visits(self._visits[1:], now - 1)
        for side, place in ((Side.BEFORE, before), (Side.NOW, now)):
            if side not in self._records or self._records[side].id != self._visits[place].id:
                self._read(side, self._visits[place].id)

    def _choose_visit(self, side: Side) -> None:
        """The later one stays later: the other side follows where it must."""
        before, now = (self.sides[each].visit.currentIndex() + each.value for each in Side)
        if before >= now:
            before, now = (before, before + 1) if side is Side.BEFORE else (now - 1, now)
        self._show_choice(before, now)

    def _read(self, side: Side, case: str) -> None:
        self._records.pop(side, None)
        self.pictures.show_picture(side, None)
        self.findings.forget()
        take = partial(self._take_record, self._round, side)
        self._registrar.submit(ReadCase(case=case), on_result=take, on_failed=self._tell)

    def _take_record(self, asked_in: int, side: Side, record: CaseRecord | None) -> None:
        if asked_in == self._round and record is None:
            self.refused.emit(
                translate("This visit was deleted while the comparison was open."),
                translate("Choose another visit, or go back."),
            )
        if asked_in != self._round or record is None or not self._is_chosen(side, record):
            return
        self._records[side] = record
        self.sides[side].show_photographs(record.case.photographs)
        self._choose_photograph(side)

    def _is_chosen(self, side: Side, record: CaseRecord) -> bool:
        """Another one may have been chosen since."""
        place = self.sides[side].visit.currentIndex() + side.value
        return record.id == self._visits[place].id and bool(record.case.photographs)

    def _choose_photograph(self, side: Side) -> None:
        photograph = self._photograph(side)
        read = partial(self._open_photograph, self._round, side, photograph.sha256)
        self._registrar.submit(ReadPhotograph(sha256=photograph.sha256), on_result=read, on_failed=self._tell)
        if len(self._records) == len(Side):
            shown = (self._photograph(Side.BEFORE), self._photograph(Side.NOW))
            self.findings.show_visits(self._records[Side.BEFORE], self._records[Side.NOW], shown)

    def _photograph(self, side: Side) -> CasePhotograph:
        return self._records[side].case.photographs[max(self.sides[side].photograph.currentIndex(), 0)]

    def _open_photograph(self, asked_in: int, side: Side, sha256: str, data: bytes) -> None:
        if asked_in == self._round:
            request = OpenPhotograph(photograph=PhotographSource(data=data), longest_side=_SIDE)
            self._desk.submit(request, on_result=partial(self._show, asked_in, side, sha256), on_failed=self._tell)

    def _show(self, asked_in: int, side: Side, sha256: str, opened: OpenedPhotograph) -> None:
        chosen = side in self._records and self._photograph(side).sha256 == sha256
        if asked_in != self._round or not chosen:
            return
        place = self.sides[side].visit.currentIndex() + side.value
        self.pictures.show_picture(side, opened.preview, _caption(side, self._visits[place]))

    def _tell(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)

    def _lay_out(self) -> None:
        head, choices = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 12, 24, 8)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        choices.setContentsMargins(16, 0, 16, 8)
        choices.setSpacing(12)
        for side in Side:
            choices.addWidget(self.sides[side], 1)
        seen = QWidget()
        left = QVBoxLayout(seen)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(choices)
        left.addWidget(self.pictures, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(Columns((seen, self.findings), narrowest=_NARROWEST, shares=_SHARES, lowest=_LOWEST), 1)


def _caption(side: Side, visit: CaseSummary) -> str:
    if side is Side.BEFORE:
        return translate("before: {day}", day=day_text(visit))
    return translate("now: {day}", day=day_text(visit))
