"""The ranked differential, and how the clinician changes it: accept, move, take out, put back, add."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from lentigo.analysis.revision import accept_candidate, add_candidate, move_candidate, remove_candidate
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate
from lentigo.domain.evidence import Citation
from lentigo.gui.case.candidate_row import CandidateRow, Step
from lentigo.gui.case.diagnosis_line import DiagnosisLine
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate
from lentigo.report.sections.differential import ranking_words


class DifferentialSection(Section):
    """One row a candidate, then those that were taken out, then a line to add one."""

    opened = Signal(int)  # citation id
    revised = Signal(object)  # Revision

    def __init__(self) -> None:
        super().__init__(translate("Differential"))
        self.body.setSpacing(0)
        self.rows: list[CandidateRow] = []
        self.line = DiagnosisLine(translate("Add a diagnosis"))
        self.line.setPlaceholderText(translate("add a diagnosis"))
        self.line.entered.connect(self._add)
        self._add_button = LineButton(translate("Add"), name=translate("Add this diagnosis"), on_click=self.line.enter)
        self._adding = QWidget()
        row = QHBoxLayout(self._adding)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._add_button)
        self._returning: tuple[str, Step] | None = None  # where the focus is to be once the rows are made anew
        self.layout().addWidget(self._adding)  # type: ignore[union-attr]
        self._meaning = Section(translate("What the order and the numbers mean"), foldable=True)
        self._basis = Paragraph(role="note")
        self._meaning.body.addWidget(self._basis)
        self.layout().addWidget(self._meaning)  # type: ignore[union-attr]
        self.wait()

    def wait(self) -> None:
        """Before there is a report."""
        self.empty()
        self.rows.clear()
        self._adding.hide()
        self._meaning.hide()
        self.say(translate("weighed after the findings"))

    def show_report(self, report: Assessment, *, editable: bool = True) -> None:
        """Show the candidates in their order."""
        self.empty()
        candidates = report.differential
        calibrated = any(candidate.probability is not None for candidate in candidates)
        self.say(
            translate("calibrated, but not on this clinic's patients")
            if calibrated
            else translate("not calibrated: an order, no probabilities")
        )
        citations = {citation.id: citation for citation in report.citations}
        self.rows = [self._candidate_row(candidate, citations, len(candidates), editable) for candidate in candidates]
        for row in self.rows:
            rule = QFrame()
            rule.setProperty("role", "rule")
            self.body.addWidget(rule)
            self.body.addWidget(row)
        if not candidates:
            told = translate("No usable answer: the model could not rank any diagnosis.")
            self.body.addWidget(Paragraph(told, "muted"))
        for candidate in report.removed:
            self.body.addWidget(self._removed(candidate, editable))
        self._adding.setVisible(editable)
        self._basis.say(ranking_words(report))
        self._meaning.setVisible(bool(candidates))
        self._return_focus()

    def _candidate_row(
        self, candidate: Candidate, citations: Mapping[int, Citation], of: int, editable: bool
    ) -> CandidateRow:
        row = CandidateRow(candidate, citations, of=of, editable=editable)
        row.opened.connect(self.opened)
        row.stepped.connect(self._take_step)
        return row

    def _removed(self, candidate: Candidate, editable: bool) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        told = translate("Taken out by you: {diagnosis}", diagnosis=candidate.label)
        row.addWidget(label(told, "note", wrap=True), 1)
        if editable:
            name = translate("Put back {diagnosis}", diagnosis=candidate.label)
            back = partial(self._put_back, candidate.label)
            row.addWidget(LineButton(translate("Put back"), role="link", name=name, on_click=back))
        return part

    def _put_back(self, diagnosis: str) -> None:
        self._returning = (diagnosis, Step.ACCEPT)
        self.revised.emit(lambda report: add_candidate(report, diagnosis))

    def _add(self) -> None:
        name, condition = self.line.text(), self.line.condition
        self.line.clear()
        self.revised.emit(lambda report: add_candidate(report, name, condition))

    def _take_step(self, diagnosis: str, step: Step) -> None:
        candidate = next(row.candidate for row in self.rows if row.candidate.label == diagnosis)
        rank = candidate.rank
        self._returning = (diagnosis, step)
        match step:
            case Step.ACCEPT:
                accepted = not candidate.accepted
                self.revised.emit(lambda report: accept_candidate(report, diagnosis, accepted=accepted))
            case Step.UP:
                self.revised.emit(lambda report: move_candidate(report, diagnosis, rank - 1))
            case Step.DOWN:
                self.revised.emit(lambda report: move_candidate(report, diagnosis, rank + 1))
            case Step.REMOVE:
                self.revised.emit(lambda report: remove_candidate(report, diagnosis))

    def _return_focus(self) -> None:
        """To the button that was pressed, or to one that can be pressed, or to the line to add one."""
        if self._returning is None:
            return
        diagnosis, step = self._returning
        self._returning = None
        row = next((row for row in self.rows if row.candidate.label == diagnosis), None)
        buttons = [row.buttons[step], *row.buttons.values()] if row else []
        enabled = (button for button in buttons if button.isEnabled())
        next(enabled, self.line).setFocus(Qt.FocusReason.OtherFocusReason)
