"""One line on a terminal that says what is going on; silent elsewhere."""

import sys
import time
from collections.abc import Sequence
from typing import Self

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.cli.terminal import say
from lentigo.models.disk import size_words
from lentigo.untrusted import one_line

BAR_CELLS = 20
TOLD_FROM_S = 2.0  # what is done sooner needs no word about the time left


class ProgressLine:
    """Rewrites itself with each event; it is gone after its `with` block, whatever ended that."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._start = self._step_start = time.monotonic()
        self._title, self._index, self._total = "starting", 0, 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.clear()

    def take(self, event: AnalysisEvent) -> None:
        """Draw a worker's event."""
        if isinstance(event, StageStarted):
            self.begin(event.title, event.index, event.total)
        elif isinstance(event, StageProgressed):
            self.share(event.share)

    def begin(self, title: str, index: int, total: int) -> None:
        """A step, the `index`th from 0 of `total`, began."""
        self._title, self._index, self._total = one_line(title), index, total
        self._step_start = time.monotonic()
        self._draw(0.0)

    def follow(self, step: str, steps: Sequence[str]) -> None:
        """One of these steps is under way; it begins when it is named first."""
        if step != self._title:
            self.begin(step, steps.index(step), len(steps))

    def share(self, share: float) -> None:
        """The share of the running step that is done, 0 to 1."""
        self._draw(share)

    def advance(self, done: int, of: int) -> None:
        """How many bytes of the running step are done; `of` may be an estimate, which is then passed."""
        share = min(1.0, done / of) if of else 0.0
        self._draw(share, f", {size_words(done)} of {size_words(max(done, of))}")

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
        return f", about {left:.0f} s left" if spent >= TOLD_FROM_S / 2 and left >= TOLD_FROM_S else ""
