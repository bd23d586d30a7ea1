"""Two photographs of one lesion laid over each other by places that somebody marked in both.

Only turned, shifted and scaled as a whole: whatever could also stretch one of them, such as a homography, could fake a
change of size or shape. Pixels stand for points of the complex plane, with the imaginary axis downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from lentigo.errors import InputError
from lentigo.language import translate

FEWEST, MOST = 2, 3  # landmarks
CLOSEST = 0.05  # of a photograph's shorter side, between two landmarks: a click is about a hundredth of it off
LOOSEST = 0.2  # of the landmarks' spread, that they miss one another: a camera tilted by 45 degrees makes 0.17


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place in a photograph, in pixels from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """From the pixels of one photograph to those of another: `turn` scales and turns, then `shift` moves."""

    turn: complex
    shift: complex

    def apply(self, point: Point) -> Point:
        """Where a place of the first photograph lies in the other one."""
        return _point(self.turn * _number(point) + self.shift)


def align(before: Sequence[Point], now: Sequence[Point], *, sides: tuple[float, float]) -> Similarity:
    """From the earlier photograph to the later one, by least squares over two or three landmarks in the same order.

    `sides` are the shorter sides of the two. InputError where the landmarks lie too close, as if in a mirror, or do not
    fit together. Source: Umeyama, Least-squares estimation of transformation parameters between two point patterns,
    IEEE PAMI 13 (1991); in the plane, complex numbers give its solution in closed form.
    """
    if len(before) != len(now) or not FEWEST <= len(now) <= MOST:
        raise InputError(
            translate("Photographs are aligned by two or three points."),
            hint=translate("Mark each point in both photographs."),
        )
    for points, side in zip((before, now), sides, strict=True):
        _refuse_close(points, side)
    start, middle = _centred(before)
    goal, other_middle = _centred(now)
    turned = sum(z.conjugate() * w for z, w in zip(start, goal, strict=True))
    _refuse_misfits(start, goal, turned)
    turn = turned / _spread(start)
    return Similarity(turn=turn, shift=other_middle - turn * middle)


def fitted(before: tuple[int, int], now: tuple[int, int]) -> Similarity:
    """Where nobody marked anything: middle on middle, as large as fits. Sizes are of pixels, width and height."""
    scale = min(now[0] / before[0], now[1] / before[1])
    return Similarity(turn=complex(scale), shift=(complex(*now) - scale * complex(*before)) / 2)


def _refuse_close(points: Sequence[Point], side: float) -> None:
    if min(abs(_number(one) - _number(other)) for one, other in combinations(points, 2)) < CLOSEST * side:
        raise InputError(
            translate("Two of the points lie too close to each other."),
            hint=translate("Mark points that lie further apart."),
        )


def _refuse_misfits(start: Sequence[complex], goal: Sequence[complex], turned: complex) -> None:
    """Two landmarks fit each other in any case; of three that do not, tell those that lie as in a mirror."""
    mirrored = sum(z * w for z, w in zip(start, goal, strict=True))
    room = _spread(start) * _spread(goal)
    if room - abs(turned) ** 2 <= LOOSEST**2 * room:
        return
    if abs(mirrored) > abs(turned):
        raise InputError(
            translate("The points lie as if one photograph were the mirror image of the other."),
            hint=translate("Mark the same points in the same order, or take the photograph again without a mirror."),
        )
    raise InputError(
        translate("The points do not fit together: at least one is not the same in both photographs."),
        hint=translate("Mark them again, on things that do not change, such as other moles or scars."),
    )


def _centred(points: Sequence[Point]) -> tuple[list[complex], complex]:
    numbers = [_number(point) for point in points]
    middle = sum(numbers) / len(numbers)
    return [number - middle for number in numbers], middle


def _spread(numbers: Sequence[complex]) -> float:
    return sum(abs(number) ** 2 for number in numbers)


def _number(point: Point) -> complex:
    return complex(point.x, point.y)


def _point(number: complex) -> Point:
    return Point(x=number.real, y=number.imag)
