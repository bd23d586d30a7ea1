"""Looks whether this computer's installation works: engine, model, library."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from lentigo.analysis.events import AnalysisEvent
from lentigo.domain.installation import Installation
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell.installation_words import Row, rows
from lentigo.language import deferred, translate
from lentigo.worker.messages.installation import CheckInstallation
from lentigo.worker.messages.message import Cancelled, Failed

_TOP = Qt.AlignmentFlag.AlignTop
_WHY = deferred(
    "Each part is tried on this computer as it is now. Nothing about a patient is read, and nothing is sent."
)


class CheckDialog(ReadingDialog):
    """Begins when it is opened; `model` is the one in use."""

    def __init__(self, *, bridge: WorkerBridge, model: str, parent: QWidget) -> None:
        super().__init__(translate("Check this installation"), parent)
        self._bridge = bridge
        self._model = model
        self._job: int | None = None
        self.verdict = Paragraph()
        self.work = WorkRow(translate("Progress of the check"), stop=translate("Stop the check"))
        self.work.stop_asked.connect(self._stop)
        self._found = QWidget()
        self._grid = QGridLayout(self._found)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(2, 1)
        self.again = LineButton(translate("Check again"), on_click=self.check)
        self.buttons.insertWidget(0, self.again)
        for part in (Paragraph(translate(_WHY), "muted"), self.work, self.verdict, self._found):
            self.content.addWidget(part)
        self.content.addStretch(1)
        self.finished.connect(self._stop)
        self.check()

    def check(self) -> None:
        """Try everything once more."""
        empty_layout(self._grid)
        self.again.setEnabled(False)
        self.verdict.hide()
        self.work.begin(translate("Checking"))
        self.work.show()
        self._job = self._bridge.submit(
            CheckInstallation(model=self._model),
            on_result=self._show,
            on_failed=self._tell_unfinished,
            on_cancelled=self._tell_unfinished,
            on_event=self._show_progress,
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._bridge.cancel(self._job)

    def _show_progress(self, event: AnalysisEvent) -> None:
        if not self.closed:
            self.work.follow(event)

    def _show(self, found: Installation) -> None:
        if self.closed:
            return
        told = rows(found)
        for number, row in enumerate(told):
            self._add(number, row)
        troubled = not all(well for _name, _words, well in told)
        self._show_verdict(
            translate("Something is not as it should be.") if troubled else translate("All is as it should be.")
        )

    def _add(self, number: int, row: Row) -> None:
        name, words, well = row
        self._grid.addWidget(Sign("check" if well else "notice"), number, 0, _TOP)
        self._grid.addWidget(label(name, "heading", wrap=True), number, 1, _TOP)
        self._grid.addWidget(Paragraph(words), number, 2, _TOP)

    def _tell_unfinished(self, ending: Failed | Cancelled) -> None:
        if not self.closed:
            self._show_verdict(
                f"{ending.message} {ending.hint}" if isinstance(ending, Failed) else translate("Stopped.")
            )

    def _show_verdict(self, words: str) -> None:
        self._job = None
        self.work.end()
        self.again.setEnabled(True)
        self.verdict.say("", strong=words)
        self.verdict.show()
        announce(self, words)
        if self.isVisible():
            self.fit()
