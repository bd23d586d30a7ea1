"""How long work still takes, judged by how long its share took so far."""

import time

from lentigo.language import translate

_KNOWN_AFTER_S = 1.0  # before that, a share says little
_TOLD_FROM_S = 2.0  # work that is done sooner needs no word about its time


class Pace:
    """Follows one step of work; `begin` it anew for each step."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """The step starts now."""
        self._first: tuple[float, float] | None = None  # time and share: what was kept from before is done at once
        self._noted = self._spent = 0.0
        self._left: float | None = None
        self.share = 0.0

    def note(self, share: float) -> None:
        """So much of the step is done, 0 to 1."""
        self.share = share
        self._noted = time.monotonic()
        start, before = self._first = self._first or (self._noted, share)
        self._spent = self._noted - start
        known = self._spent >= _KNOWN_AFTER_S and share > before
        self._left = self._spent * (1 - share) / (share - before) if known else None

    @property
    def left(self) -> float | None:
        """Seconds until the step is done; None while nobody can tell, or where it is over too soon to tell."""
        if self._left is None or self._spent + self._left < _TOLD_FROM_S:
            return None
        return max(self._left - (time.monotonic() - self._noted), 0.0)


def in_words(seconds: float) -> str:
    """The time as people say it: by the second below a minute, then by the minute."""
    if seconds < 60:
        return translate("about {seconds} s", seconds=max(round(seconds), 1))
    return translate("about {minutes} min", minutes=round(seconds / 60))
