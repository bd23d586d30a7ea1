"""The points that somebody has marked in two photographs so far. A value."""

from dataclasses import dataclass, replace
from typing import Self

from lentigo.domain.alignment import FEWEST, MOST, Point
from lentigo.gui.records.compare_frame import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """Each point is marked in the earlier photograph first, then in the later one."""

    before: tuple[Point, ...] = ()
    now: tuple[Point, ...] = ()

    @property
    def next(self) -> Side:
        """In which of the two the next one belongs."""
        return Side.NOW if len(self.before) > len(self.now) else Side.BEFORE

    @property
    def number(self) -> int:
        """Of the point that is being marked, from 1."""
        return len(self.now) + 1

    @property
    def enough(self) -> bool:
        """Whether the photographs can be aligned by those that stand in both."""
        return len(self.now) >= FEWEST

    @property
    def full(self) -> bool:
        """Whether there is room for no more."""
        return len(self.now) == MOST

    def mark(self, side: Side, point: Point) -> Self:
        """With a point marked; in the earlier photograph again, in place of the one that has no partner yet."""
        if side is Side.BEFORE:
            return replace(self, before=(*self.before[: len(self.now)], point))
        return replace(self, now=(*self.now, point)) if self.next is Side.NOW else self

    def take_back(self) -> Self:
        """Without the last one."""
        if self.next is Side.NOW:
            return replace(self, before=self.before[:-1])
        return replace(self, now=self.now[:-1])
