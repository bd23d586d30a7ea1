"""How far work is, and whether it shall go on: one dialect for all that takes long.

Whoever works begins stages and tells their shares; whoever listens shows that, hands it to another process, or stops
the work. Both calls raise Cancelled where the user asked to stop, so that a loop which tells its share asks nothing
else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    """Hears of work while it is done."""

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """A stage, the `index`th from 0 of `total`, is under way; where it was already, it goes on.

        `size` is in bytes, for a stage whose share is one of bytes; it may be an estimate.
        """

    def share(self, done: float) -> None:
        """The share of the running stage that is done: 0 to 1, and above where its size was guessed too low."""


class Quiet:
    """Nobody listens, and nobody stops the work."""

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """Goes unheard."""

    def share(self, done: float) -> None:
        """Goes unheard."""


QUIET = Quiet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage that begins when the first share of it is told: one with nothing to do is never heard of."""

    of: Progress
    title: str
    index: int
    total: int

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """A stage has no stages of its own."""

    def share(self, done: float) -> None:
        """Begin it, unless it is the one that runs."""
        self.of.begin(self.title, self.index, self.total)
        self.of.share(done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a stage that is `whole` long, for work that tells its own share from 0 to 1."""

    of: Progress
    start: float
    length: float
    whole: float = 1.0

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """A part has no stages of its own."""

    def share(self, done: float) -> None:
        """As a share of the stage."""
        self.of.share((self.start + self.length * done) / self.whole)


def parts(progress: Progress, sizes: Sequence[float]) -> Iterator[Part]:
    """A part of the running stage for each piece of work, as long as its size among all of them."""
    done, whole = 0.0, sum(sizes) or 1.0
    for size in sizes:
        yield Part(of=progress, start=done, length=size, whole=whole)
        done += size
