"""The way of the photograph in words, at the foot of the window; Analyse and Stop are always at the same place."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.pace import Pace, in_words
from lentigo.gui.kit.phrases import step_of
from lentigo.gui.kit.text import label
from lentigo.language import translate

_TICK_MS = 200
_STEPS = 1000  # of the bar


class ProgressStrip(QFrame):
    """Follows one analyst."""

    folder_asked = Signal()

    def __init__(self, analyst: Analyst, *, analyse: LineButton, stop: LineButton) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._analyst = analyst
        self.analyse = analyse
        self.stop = stop
        self._total = 1
        self._index = 0
        self._pace = Pace()
        self.stage = label("", wrap=True)
        self._clock = label(role="muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Progress of the analysis"))
        self.folder = LineButton(translate("Open folder"), role="link", on_click=self.folder_asked.emit)
        self._lay_out()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._usual_tip = analyse.toolTip()
        analyst.started.connect(self._show_started)
        analyst.happened.connect(self._show_event)
        analyst.ended.connect(self._show_ended)
        self.say("")

    def say(self, text: str, *, with_folder: bool = False) -> None:
        """Show a line while nothing runs."""
        if text != self.stage.text():
            announce(self, text)
        self.stage.setText(text)
        self._clock.setText("")
        self.folder.setVisible(with_folder)
        self._bar.setVisible(False)

    def explain(self, reason: str) -> None:
        """Say why nothing can be analysed now, where its button is looked for; "" where it can."""
        self.analyse.setToolTip(reason or self._usual_tip)
        self.analyse.setAccessibleDescription(reason)

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.stage, 3)
        words.addWidget(self.folder)
        words.addWidget(self._clock, 2, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        column.addLayout(words)
        column.addWidget(self._bar)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addLayout(column, 1)
        row.addSpacing(16)
        row.addWidget(self.analyse)
        row.addWidget(self.stop)

    def _show_started(self) -> None:
        self._index = 0
        self._pace.begin()
        self.say(translate("Starting…"))
        self._bar.setValue(0)
        self._bar.setVisible(True)
        self._tick()
        self._timer.start()

    def _show_event(self, event: AnalysisEvent) -> None:
        if isinstance(event, StageStarted):
            self._index, self._total = event.index, max(event.total, 1)
            self._pace.begin()
            announce(self, event.title)
            title = event.title[:1].upper() + event.title[1:]
            self.stage.setText(step_of(title, event.index, event.total))
            self._advance(0.0)
            self._tick()
        elif isinstance(event, StageProgressed):
            self._pace.note(event.share)
            self._advance(event.share)

    def _advance(self, share: float) -> None:
        self._bar.setValue(round(_STEPS * (self._index + share) / self._total))

    def _tick(self) -> None:
        expected, left = self._analyst.expected, self._pace.left
        clock = translate("{elapsed:.0f} s", elapsed=self._analyst.elapsed)
        if expected and expected >= 1:
            clock = translate(
                "{elapsed:.0f} s of about {expected:.0f} s", elapsed=self._analyst.elapsed, expected=expected
            )
        if left is not None:
            clock = translate("{clock}  ·  this step {time} more", clock=clock, time=in_words(left))
        self._clock.setText(clock)

    def _show_ended(self) -> None:
        self._timer.stop()
        self.say("")
