"""What runs, how far it is, how long it still takes, and the button that stops it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.pace import Pace, in_words
from lentigo.gui.kit.phrases import step_of
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate

_TICK_MS = 500
_SHOWN_AFTER_MS = 400  # work that is done sooner would only flicker
_STEPS = 1000  # of the bar


class WorkRow(QWidget):
    """Hidden while nothing runs."""

    stop_asked = Signal()

    def __init__(self, name: str, *, stop: str) -> None:
        """`name` and `stop` are what a screen reader says of the bar and of the button."""
        super().__init__()
        self._step = ""
        self._index, self._total = 0, 1
        self._pace = Pace()
        self.words = Paragraph()
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        self.stop = LineButton(translate("Stop"), icon="stop", name=stop, tip="Esc", on_click=self.stop_asked.emit)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._show_progress)
        self._delay = QTimer(self, interval=_SHOWN_AFTER_MS, singleShot=True)
        self._delay.timeout.connect(self.show)
        self.hide()

    def begin(self, words: str) -> None:
        """Something runs now; the row appears unless it is over in a moment."""
        self._index, self._total, self._step = 0, 1, words
        self.stop.setEnabled(True)
        self._pace.begin()
        self._show_progress()
        self._timer.start()
        if self.isHidden():
            self._delay.start()

    def follow(self, event: AnalysisEvent) -> None:
        """Show how far it is."""
        if isinstance(event, StageStarted):
            self._index, self._total = event.index, max(event.total, 1)
            self._step = f"{event.title[:1].upper()}{event.title[1:]}"
            if event.total > 1:
                self._step = step_of(self._step, event.index, event.total)
            self._pace.begin()
        elif isinstance(event, StageProgressed):
            self._pace.note(event.share)
        self._show_progress()

    def end(self) -> None:
        """Nothing runs any more."""
        self._delay.stop()
        self._timer.stop()
        self.hide()

    def _show_progress(self) -> None:
        left = self._pace.left
        told = self._step if left is None else translate("{step}  ·  {time} left", step=self._step, time=in_words(left))
        self.words.say(told)
        self.bar.setValue(round(_STEPS * (self._index + self._pace.share) / self._total))
