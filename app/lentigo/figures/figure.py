"""A drawing of a part of the body, with the regions on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from lentigo.domain.body import Pin, Region, Side, View, side_of
from lentigo.figures.curve import Bezier, Point, contains, mirrored, polygon, smooth

Points = tuple[Point, ...]

_LEVELS = (0.5, 0.35, 0.65)  # shares of a region's height
_SAMPLES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stroke through points; `closed` ones are filled with skin where they are `body`, else left open."""

    points: Points
    closed: bool = False

    @property
    def curves(self) -> tuple[Bezier, ...]:
        """As it is drawn."""
        return smooth(self.points, closed=self.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """A child's: heights of the adult's drawing and where they lie in the child's, and how much wider it is there."""

    heights: tuple[tuple[float, float], ...]
    widths: tuple[tuple[float, float], ...]  # adult's height, factor

    def of_child(self, point: Point) -> Point:
        """Where a point of the adult's drawing lies in the child's."""
        x, y = point
        return x * _between(self.widths, y), _between(self.heights, y)

    def of_adult(self, point: Point) -> Point:
        """The reverse."""
        x, y = point
        height = _between(tuple((child, adult) for adult, child in self.heights), y)
        return x / _between(self.widths, height), height


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """`outlines` are filled, `details` are fine lines on them; both lie in `width` by `height` around x = 0.

    A `symmetric` figure's lines and regions are given for x ≥ 0 and stand on both sides. The first region that holds a
    point is the point's: what lies in none is the last one's.
    """

    view: View
    width: float
    height: float
    outlines: tuple[Line, ...]
    details: tuple[Line, ...]
    regions: tuple[tuple[Region, Points], ...]
    symmetric: bool = True
    child: Proportions | None = None
    small: bool = False  # drawn in them

    @cached_property
    def surface(self) -> tuple[Points, ...]:
        """The outlines as polygons, for what lies inside."""
        return tuple(polygon(line.curves) for line in self.all_outlines)

    @property
    def all_outlines(self) -> tuple[Line, ...]:
        """On both sides."""
        return tuple(self._both(self.outlines))

    @property
    def all_details(self) -> tuple[Line, ...]:
        """On both sides."""
        return tuple(self._both(self.details))

    def region_at(self, x: float, y: float) -> Region | None:
        """What lies at shares of width and height; None beside the body."""
        point = self.point_of(x, y)
        if not any(contains(outline, point) for outline in self.surface):
            return None
        folded = (abs(point[0]), point[1]) if self.symmetric else point
        found = (region for region, corners in self.regions if contains(corners, folded))
        return next(found, self.regions[-1][0])

    def point_of(self, x: float, y: float) -> Point:
        """Where shares of the adult's width and height lie in this drawing."""
        point = (x - 0.5) * self.width, y * self.height
        return self.child.of_child(point) if self.small and self.child else point

    def shares_of(self, point: Point) -> Point:
        """The reverse: what a pin at a point of this drawing bears."""
        x, y = self.child.of_adult(point) if self.small and self.child else point
        return x / self.width + 0.5, y / self.height

    def pin_at(self, x: float, y: float) -> Pin | None:
        """The pin for shares of width and height; None beside the body."""
        region = self.region_at(x, y)
        if region is None:
            return None
        return Pin(view=self.view, x=x, y=y, region=region, side=side_of(self.view, x, region))

    def places(self, region: Region, side: Side) -> Iterator[Pin]:
        """Pins well inside a region on a side of the patient."""
        for named, corners in self.regions:
            if named is region:
                for x, y in self._middles(region, corners):
                    sides = (x, -x, 0.0) if self.symmetric else (x,)
                    pins = (self.pin_at(each / self.width + 0.5, y / self.height) for each in sides)
                    yield from (pin for pin in pins if pin and (pin.region, pin.side) == (region, side))

    def shapes(self, region: Region, side: Side) -> Iterator[Points]:
        """The polygons of a region on a side of the patient; they go beyond the outline."""
        for named, corners in self.regions:
            if named is region:
                sides = (corners, tuple(mirrored(corners))) if self.symmetric else (corners,)
                for shape in sides:
                    middle = sum(x for x, _ in shape) / len(shape)
                    if side in (Side.MIDLINE, side_of(self.view, middle / self.width + 0.5, region)):
                        yield shape

    def grown_down(self) -> "Figure":
        """The same figure in a child's proportions, if it has others."""
        if self.child is None:
            return self
        of_child = self.child.of_child

        def warp(points: Points) -> Points:
            return tuple(map(of_child, points))

        return replace(
            self,
            small=True,
            outlines=tuple(replace(line, points=warp(line.points)) for line in self.outlines),
            details=tuple(replace(line, points=warp(line.points)) for line in self.details),
            regions=tuple((region, warp(corners)) for region, corners in self.regions),
        )

    def _middles(self, region: Region, corners: Points) -> Iterator[Point]:
        """On some level lines through a shape, the middle of what of them lies on the body and in the region."""
        left, right = (edge(x for x, _ in corners) for edge in (min, max))
        top, bottom = (edge(y for _, y in corners) for edge in (min, max))
        for down in _LEVELS:
            y = top + (bottom - top) * down
            across = (left + (right - left) * step / _SAMPLES for step in range(_SAMPLES + 1))
            inside = [x for x in across if self.region_at(x / self.width + 0.5, y / self.height) is region]
            if inside:
                yield inside[len(inside) // 2], y

    def _both(self, lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            yield line
            if self.symmetric and any(x for x, _ in line.points) and not _is_whole(line):
                yield replace(line, points=tuple(mirrored(line.points)))


def half(points: Points) -> Line:
    """A closed outline of which only the half at x ≥ 0 is given, from the top of the middle line to its bottom."""
    other = tuple(mirrored(points))[::-1]
    return Line(points=points + other[1:-1], closed=True)


def _is_whole(line: Line) -> bool:
    """Whether it lies on both sides already."""
    return min(x for x, _ in line.points) < 0


def _between(table: Sequence[tuple[float, float]], value: float) -> float:
    """Linear between the entries of a table in rising order, and beyond its ends."""
    for (x1, y1), (x2, y2) in pairwise(table):
        if value <= x2 or (x2, y2) == table[-1]:
            return y1 + (value - x1) * (y2 - y1) / (x2 - x1)
    raise AssertionError
