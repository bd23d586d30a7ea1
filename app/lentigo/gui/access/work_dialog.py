"""Something long that is done to the records: how far it is, a button that stops it, and how it went."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from lentigo.domain.record import RecordsContent
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.message import Cancelled, Failed, Request

Result = TypeVar("Result")
_WIDTH = 520  # pixels


class WorkDialog(ReadingDialog):
    """`run` begins; the words of the result are the caller's."""

    def __init__(self, title: str, explanation: str, *, bridge: WorkerBridge, parent: QWidget) -> None:
        super().__init__(title, parent, width=_WIDTH)
        self._bridge = bridge
        self._job: int | None = None
        self.verdict = Paragraph()
        self.verdict.hide()
        self.work = WorkRow(translate("Progress: {work}", work=title), stop=translate("Stop: {work}", work=title))
        self.work.stop_asked.connect(self._stop)
        self.content.addWidget(Paragraph(explanation))
        self.content.addWidget(self.work)
        self.content.addWidget(self.verdict)
        self.content.addStretch(1)
        self.finished.connect(self._stop)

    def run(
        self, request: Request[Result], on_result: Callable[[Result], tuple[str, str]], after: Callable[[], object]
    ) -> None:
        """`on_result` makes a sentence and further words of the result; `after` follows, whatever became of it."""

        def take(result: Result) -> None:
            self._show_ending(*on_result(result))
            after()

        def leave(ending: Failed | Cancelled) -> None:
            if isinstance(ending, Failed):
                self._show_ending(ending.message, ending.hint)
            else:
                self._show_ending(translate("Stopped."), "")
            after()

        self.work.begin(self.windowTitle())
        self.work.show()
        self._job = self._bridge.submit(
            request, on_result=take, on_failed=leave, on_cancelled=leave, on_event=self.work.follow
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._bridge.cancel(self._job)

    def _show_ending(self, sentence: str, words: str) -> None:
        self._job = None
        self.work.end()
        self.verdict.say(words, strong=sentence)
        self.verdict.show()
        announce(self, f"{sentence} {words}")
        if self.isVisible():
            self.fit()


def counted(content: RecordsContent) -> str:
    """What records or a backup hold."""
    return translate(
        "Cases: {cases}. Patients: {patients}. Photographs: {photographs}. Audit log ends at {head}.",
        cases=content.cases,
        patients=content.patients,
        photographs=content.photographs,
        head=content.head,
    )
