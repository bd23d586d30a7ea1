"""One line on a terminal that says what is going on; silent elsewhere."""

import sys
import time
from typing import Self

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.cli.terminal import say
from lentigo.language import translate
from lentigo.models.disk import size_words
from lentigo.untrusted import one_line

BAR_CELLS = 20
TOLD_FROM_S = 2.0  # what is done sooner needs no word about the time left


class ProgressLine:
    """Rewrites itself with each event; it is gone after its `with` block, whatever ended that."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = self._step_start = time.monotonic()
        self._title, self._index, self._total, self._size = translate("starting"), 0, 1, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.clear()

    def take(self, event: AnalysisEvent) -> None:
        """Draw a worker's event."""
        if isinstance(event, StageStarted):
            self._title = ""  # a worker tells a start once, and the next request may begin as the last one ended
            self.begin(event.title, event.index, event.total)
        elif isinstance(event, StageProgressed):
            self.share(event.share)

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """A stage, the `index`th from 0 of `total`, unless it is the one that runs. A `size` is told in bytes."""
        if (title := one_line(title)) != self._title:
            self._title, self._index, self._total, self._size = title, index, total, size
            self._step_start = time.monotonic()
            self._draw(0.0)

    def share(self, done: float) -> None:
        """The share of the running stage that is done; above 1, its size was guessed too low, and is passed."""
        of = max(self._size, round(done * self._size))
        amount = translate(", {done} of {whole}", done=size_words(round(done * self._size)), whole=size_words(of))
        self._draw(min(1.0, done), amount if of else "")

    def note(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        say(text)

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self._shown:
            sys.stderr.write("\r\033[K")

    def _draw(self, share: float, amount: str = "") -> None:
        if not self._shown:
            return
        filled = round(BAR_CELLS * (self._index + share) / self._total)
        bar = "█" * filled + "░" * (BAR_CELLS - filled)
        elapsed = time.monotonic() - self._start
        sys.stderr.write(f"\r\033[K{bar} {elapsed:4.0f} s  {self._title}{amount}{self._left(share)}")
        sys.stderr.flush()

    def _left(self, share: float) -> str:
        """The time that the step still needs, from how long its share took."""
        spent = time.monotonic() - self._step_start
        left = spent * (1 - share) / share if share > 0 else 0.0
        told = spent >= TOLD_FROM_S / 2 and left >= TOLD_FROM_S
        return translate(", about {seconds} s left", seconds=f"{left:.0f}") if told else ""
