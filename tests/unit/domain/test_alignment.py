"""Landmarks against rotations, scales and shifts that are known; what a camera cannot have done is refused."""

import cmath
import math
import random

import pytest

from lentigo.domain.alignment import Point, align, fitted
from lentigo.errors import InputError

SIDES = (600.0, 600.0)
MARKED = (Point(x=120, y=80), Point(x=480, y=140), Point(x=260, y=430))


def moved(point: Point, turn: complex, shift: complex) -> Point:
    number = turn * complex(point.x, point.y) + shift
    return Point(x=number.real, y=number.imag)


@pytest.mark.parametrize("degrees", [0, 3, 35, 90, 179, -120])
@pytest.mark.parametrize("scale", [0.4, 1, 2.5])
@pytest.mark.parametrize("count", [2, 3])
def test_a_known_turn_and_scale_is_found(degrees: float, scale: float, count: int) -> None:
    turn, shift = cmath.rect(scale, math.radians(degrees)), complex(31, -207)
    before = MARKED[:count]
    found = align(before, [moved(each, turn, shift) for each in before], sides=SIDES)
    assert found.turn == pytest.approx(turn)
    assert found.shift == pytest.approx(shift)
    elsewhere = Point(x=9, y=555)
    there = found.apply(elsewhere)
    assert (there.x, there.y) == pytest.approx((moved(elsewhere, turn, shift).x, moved(elsewhere, turn, shift).y))


def test_of_all_similarities_it_misses_the_landmarks_least() -> None:
    chance = random.Random(7)
    turn = cmath.rect(1.3, 0.4)
    goal = [moved(each, turn, complex(chance.gauss(0, 6), chance.gauss(0, 6))) for each in MARKED]
    found = align(MARKED, goal, sides=SIDES)

    def missed(turn: complex, shift: complex) -> float:
        return sum(
            abs(complex(at.x - to.x, at.y - to.y)) ** 2
            for at, to in zip([moved(each, turn, shift) for each in MARKED], goal, strict=True)
        )

    least = missed(found.turn, found.shift)
    for _ in range(200):
        turned = found.turn + complex(chance.gauss(0, 0.02), chance.gauss(0, 0.02))
        assert missed(turned, found.shift + complex(chance.gauss(0, 5), chance.gauss(0, 5))) > least


@pytest.mark.parametrize("tilt", [15, 30, 45])
def test_a_tilted_camera_still_fits(tilt: float) -> None:
    """It narrows the picture one way; nothing is stretched to match."""
    narrow = math.cos(math.radians(tilt))
    found = align(MARKED, [Point(x=each.x, y=each.y * narrow) for each in MARKED], sides=SIDES)
    assert narrow < abs(found.turn) < 1


@pytest.mark.parametrize("degrees", [0, 40, 170])
def test_a_mirrored_photograph_is_refused(degrees: float) -> None:
    turn = cmath.rect(1.1, math.radians(degrees))
    mirrored = [moved(Point(x=-each.x, y=each.y), turn, 700) for each in MARKED]
    with pytest.raises(InputError, match="mirror image"):
        align(MARKED, mirrored, sides=SIDES)


def test_two_landmarks_that_changed_places_are_refused() -> None:
    with pytest.raises(InputError, match=r"mirror image|do not fit together"):
        align(MARKED, [MARKED[1], MARKED[0], MARKED[2]], sides=SIDES)


def test_a_landmark_on_something_else_is_refused() -> None:
    goal = (MARKED[0], MARKED[1], Point(x=300, y=1200))
    with pytest.raises(InputError, match="do not fit together"):
        align(MARKED, goal, sides=SIDES)


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("which", [0, 1])
def test_landmarks_that_lie_close_are_refused(count: int, which: int) -> None:
    close = (MARKED[0], Point(x=MARKED[0].x + 20, y=MARKED[0].y), MARKED[2])[:count]
    pair = [MARKED[:count], MARKED[:count]]
    pair[which] = close
    with pytest.raises(InputError, match="too close"):
        align(*pair, sides=SIDES)


def test_three_in_a_line_are_as_good_as_two() -> None:
    line = [Point(x=100 + 150 * step, y=200 + 40 * step) for step in range(3)]
    turn = cmath.rect(0.8, 1.2)
    assert align(line, [moved(each, turn, 5j) for each in line], sides=SIDES).turn == pytest.approx(turn)


@pytest.mark.parametrize(("before", "now"), [(1, 1), (2, 3), (0, 0)])
def test_fewer_or_unpaired_landmarks_are_refused(before: int, now: int) -> None:
    with pytest.raises(InputError, match="two or three points"):
        align(MARKED[:before], MARKED[:now], sides=SIDES)


def test_without_landmarks_the_middles_meet_and_all_of_it_fits() -> None:
    found = fitted((400, 300), (1200, 1600))
    assert found.turn == 3
    middle = found.apply(Point(x=200, y=150))
    assert (middle.x, middle.y) == (600, 800)
