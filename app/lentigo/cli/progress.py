"""One line on a terminal that says what is going on; silent elsewhere."""

import sys
import time

from lentigo.analysis.events import StageProgressed, StageStarted
from lentigo.worker.messages import Progressed

BAR_CELLS = 20


class ProgressLine:
    """Rewrites itself with each event; `clear` leaves an empty line."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = time.monotonic()
        self._stage = StageStarted(stage="", title="starting", index=0, total=1)

    def take(self, message: Progressed) -> None:
        """Draw the event."""
        event = message.event
        if isinstance(event, StageStarted):
            self._stage = event
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
        sys.stderr.write(f"\r\033[K{bar} {elapsed:4.0f} s  {self._stage.title}")
        sys.stderr.flush()
