"""One line on a terminal that says what is going on; silent elsewhere."""

import sys
import time

from lentigo.analysis.events import StageProgressed, StageStarted
from lentigo.worker.messages import Progressed

BAR_CELLS = 20
TOLD_FROM_S = 2.0  # what is done sooner needs no word about the time left


class ProgressLine:
    """Rewrites itself with each event; `clear` leaves an empty line."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = self._stage_start = time.monotonic()
        self._stage = StageStarted(stage="", title="starting", index=0, total=1)

    def take(self, message: Progressed) -> None:
        """Draw the event."""
        event = message.event
        if isinstance(event, StageStarted):
            self._stage, self._stage_start = event, time.monotonic()
            self._draw(0.0)
        elif isinstance(event, StageProgressed):
            self._draw(event.share)

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self._shown:
            sys.stderr.write("\r\033[K")

    def _draw(self, share: float) -> None:
        if not self._shown:
            return
        filled = round(BAR_CELLS * (self._stage.index + share) / self._stage.total)
        bar = "█" * filled + "░" * (BAR_CELLS - filled)
        elapsed = time.monotonic() - self._start
        sys.stderr.write(f"\r\033[K{bar} {elapsed:4.0f} s  {self._stage.title}{self._left(share)}")
        sys.stderr.flush()

    def _left(self, share: float) -> str:
        """The time that the stage still needs, from how long its share took."""
        spent = time.monotonic() - self._stage_start
        left = spent * (1 - share) / share if share > 0 else 0.0
        return f", about {left:.0f} s left" if spent >= TOLD_FROM_S / 2 and left >= TOLD_FROM_S else ""
