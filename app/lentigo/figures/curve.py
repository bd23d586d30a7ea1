"""Smooth lines through points: a centripetal Catmull-Rom spline, which neither loops nor overshoots, as Bézier curves.

P. J. Barry and R. N. Goldman, “A recursive evaluation algorithm for a class of Catmull-Rom splines”, SIGGRAPH 1988;
that it does not loop: C. Yuksel, S. Schaefer and J. Keyser, Computer-Aided Design 43 (2011) 747.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import dist, sqrt
from typing import NamedTuple

Point = tuple[float, float]

_STEPS = 6  # straight pieces that stand for a Bézier curve where it is asked what lies inside


class Bezier(NamedTuple):
    """A cubic curve."""

    start: Point
    first: Point
    second: Point
    end: Point


def smooth(points: Sequence[Point], *, closed: bool = False) -> tuple[Bezier, ...]:
    """Through all points in turn, and back to the first where `closed`. A point given twice is a corner."""
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    pieces = []
    for index in range(1, len(around) - 2):
        before, start, end, after = around[index - 1 : index + 3]
        if start != end:
            pieces.append(_between(before, start, end, after))
    return tuple(pieces)


def polygon(curves: Sequence[Bezier]) -> tuple[Point, ...]:
    """The curve as corners."""
    return tuple(_at(curve, step / _STEPS) for curve in curves for step in range(_STEPS))


def contains(corners: Sequence[Point], point: Point) -> bool:
    """Whether a point lies inside: a ray to the right crosses the outline an odd number of times."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise((*corners, corners[0])):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def mirrored(points: Sequence[Point]) -> Iterator[Point]:
    """On the other side of the line x = 0, in the same order."""
    return ((-x, y) for x, y in points)


def _between(before: Point, start: Point, end: Point, after: Point) -> Bezier:
    """The piece from `start` to `end`; beside an end or a corner of the line it bends as its other half asks."""
    first, second = _control(before, start, end), _control(after, end, start)
    if before == start != end != after:
        first = _toward(start, _toward(end, second, 1.5), 2 / 3)
    elif end == after and before != start:
        second = _toward(end, _toward(start, first, 1.5), 2 / 3)
    return Bezier(start, first, second, end)


def _toward(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _control(before: Point, start: Point, end: Point) -> Point:
    """The control point beside `start` on the way to `end`."""
    back, ahead = sqrt(dist(before, start)), sqrt(dist(start, end))
    if not back:
        return _toward(start, end, 1 / 3)

    def along(b: float, s: float, e: float) -> float:
        slope = (s - b) / back - (e - b) / (back + ahead) + (e - s) / ahead
        return s + slope * ahead / 3

    return along(before[0], start[0], end[0]), along(before[1], start[1], end[1])


def _at(curve: Bezier, share: float) -> Point:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    return x, sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
