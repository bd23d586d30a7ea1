"""From Analyse to a report: shows how the draft grows, what came of it, and whether it still fits the case."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.domain.assessment import Assessment
from lentigo.domain.case import Case
from lentigo.domain.wording.red_flag import URGENCIES
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_column import CaseColumn
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.progress_strip import ProgressStrip
from lentigo.gui.case.summary_card import most_urgent
from lentigo.gui.kit.action import Action
from lentigo.language import translate
from lentigo.worker.messages.message import Cancelled, Failed


class Drafting(QObject):
    """Stands between the analyst and the column with the report; `analyse` is the action that begins it once more."""

    rested = Signal()  # the analysis is over, and what came of it is shown

    def __init__(
        self, *, case: OpenCase, analyst: Analyst, column: CaseColumn, strip: ProgressStrip, analyse: Action
    ) -> None:
        super().__init__(column)
        self._case = case
        self._analyst = analyst
        self._column = column
        self._report = column.report
        self._strip = strip
        self._analyse = analyse
        case.changed.connect(self._follow_case)
        analyst.happened.connect(self._grow)
        analyst.ended.connect(self._take_ending)

    def begin(self) -> None:
        """Analyse the case as it is now."""
        pressed = self._strip.analyse.hasFocus()
        state = self._case.state
        self._report.begin(state.photographs)
        self._column.show_report()
        kinds = tuple(photograph.told for photograph in state.photographs)
        self._analyst.analyse(self._case.data(state.photographs), kinds, state.encounter)
        if pressed:
            self._strip.stop.setFocus()

    def _follow_case(self, before: Case) -> None:
        now = self._case.state
        if now.report is not before.report:
            self._strip.say(_urgency_told(before.report, now.report))  # what was said of the one before is over
        if now.report is None and before.report:
            self._column.close_report()
        elif now.report and before.report and _only_reviewed(before.report, now.report):
            self._report.show_sign_off(now.report)
        elif now.report and now.report is not before.report:
            same_draft = before.draft is now.draft
            show = self._report.show_findings if same_draft else self._report.show_report
            show(now.report)
            edited = same_draft and before.encounter == now.encounter
            if edited or not self._column.has_report:  # not over the patient's details that are being typed
                self._column.show_report()
        self._tell_stale()

    def _grow(self, event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown):
            self._report.grow(event)

    def _take_ending(self, ending: Assessment | Failed | Cancelled) -> None:
        pressed = self._strip.stop.hasFocus()
        if isinstance(ending, Assessment):
            self._case.take_report(ending)
            told = translate(
                "Report ready after {seconds:.1f} s. Check it before you use it.", seconds=self._analyst.expected
            )
            self._strip.say(told)
        else:
            self._leave_report()
            self._tell_unfinished(ending)
        self.rested.emit()
        self._tell_stale()
        if pressed:
            self._strip.analyse.setFocus()

    def _leave_report(self) -> None:
        state = self._case.state
        if state.report and state.draft:
            self._report.show_report(state.report)
        else:
            self._report.stop_growing()

    def _tell_unfinished(self, ending: Failed | Cancelled) -> None:
        message, again = self._report.message, self._analyse.trigger
        if isinstance(ending, Failed):
            message.tell(ending.message, ending.hint, translate("Try again"), again)
        elif self._case.state.report:
            message.tell(translate("Stopped."), translate("This is the earlier report."))
        else:
            message.tell(translate("Stopped."), translate("What stands below is unfinished."))

    def _tell_stale(self) -> None:
        if not self._analyst.running and self._case.state.stale:
            sentence = translate("The photographs or the patient’s details have changed since this report.")
            self._report.stale.tell(sentence, translate("Analyse again to have it follow them."))
        else:
            self._report.stale.hide()


def _only_reviewed(before: Assessment, now: Assessment) -> bool:
    """Whether nothing but the form at the end of the report is another: each key that is pressed there comes by."""
    one, other = before.sign_off, now.sign_off
    return one != other and replace(before, sign_off=replace(one, review=other.review)) == now


def _urgency_told(before: Assessment | None, now: Assessment | None) -> str:
    """That an answer changed how urgent it is: the report may be out of sight."""
    urgency = now and most_urgent(now)
    if not before or not urgency or urgency is most_urgent(before):
        return ""
    return translate("Urgency now: {urgency}.", urgency=translate(URGENCIES[urgency]))
