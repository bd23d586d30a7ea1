"""A case's conversation: sends questions to the worker that keeps the model warm, and keeps the turns with the case."""

from PySide6.QtCore import QObject

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.domain.case import Case
from lentigo.domain.conversation import Turn
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_column import CaseColumn
from lentigo.gui.case.cited_page import cited
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.kit.page_viewer import PageViewer
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.conversation import Converse
from lentigo.worker.messages.message import Cancelled, Failed


class Conversation(QObject):
    """One question at a time; an answer to a case that has left the table is dropped."""

    def __init__(self, *, case: OpenCase, analyst: Analyst, desk: WorkerBridge, column: CaseColumn) -> None:
        page = column.conversation
        super().__init__(page)
        self._case = case
        self._analyst = analyst
        self._desk = desk
        self._page = page
        self._job: int | None = None
        self._question = ""
        self._about: frozenset[str] = frozenset()
        case.changed.connect(self._on_case_changed)
        for change in (analyst.started, analyst.ended):
            change.connect(self._refresh)
        page.asked.connect(self.ask)
        page.stopped.connect(self.stop)
        page.opened.connect(self._open)

    @property
    def running(self) -> bool:
        """Whether an answer is on its way."""
        return self._job is not None

    def ask(self, question: str) -> None:
        """Ask about the case as it is now."""
        state = self._case.state
        if self.running or not self._can_ask:
            return
        self._question, self._about = question, self._hashes
        request = Converse(
            question=question,
            photographs=self._case.data(state.photographs),
            turns=state.conversation,
            model=self._analyst.model,
            report=state.report,
        )
        self._job = self._analyst.bridge.submit(
            request, on_result=self._take, on_failed=self._fail, on_cancelled=self._leave, on_event=self._grow
        )
        self._page.begin(question)

    def stop(self) -> None:
        """Stop the answer; what has grown of it is dropped."""
        if self._job is not None:
            self._analyst.bridge.cancel(self._job)

    @property
    def _can_ask(self) -> bool:
        """Of a signed case nothing changes any more, its conversation neither."""
        return self._case.usable and not self._analyst.running and not self._case.state.frozen

    @property
    def _hashes(self) -> frozenset[str]:
        return frozenset(photograph.sha256 for photograph in self._case.state.photographs)

    def _grow(self, event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown):
            self._page.grow(self._question, event.text)

    def _take(self, turn: Turn) -> None:
        self._clear_job()
        if self._about == self._hashes and not self._case.state.frozen:
            self._case.take_turn(turn)

    def _fail(self, failed: Failed) -> None:
        self._clear_job()
        self._page.message.tell(failed.message, failed.hint)

    def _leave(self, _cancelled: Cancelled) -> None:
        self._clear_job()
        self._page.message.tell(translate("Stopped."), translate("Nothing of the answer was kept."))

    def _clear_job(self) -> None:
        self._job = None
        self._refresh()

    def _on_case_changed(self, before: Case) -> None:
        now = self._case.state
        if now.conversation != before.conversation:
            self._page.show_turns(now.conversation)
        if self.running and self._about != self._hashes:
            self.stop()
        self._refresh()

    def _refresh(self) -> None:
        if not self.running:
            self._page.rest(possible=self._can_ask)

    def _open(self, turn: int, number: int) -> None:
        citations = self._case.state.conversation[turn].citations
        citation = next(each for each in citations if each.id == number)
        PageViewer(cited(citation), desk=self._desk, parent=self._page.window()).open()
