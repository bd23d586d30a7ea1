"""The figures of a parity report against ones counted by hand."""

import math

import numpy as np
import pytest

from lentigo_packager.conversion.parity_figures import Positions, accuracy, cosines, wilson


def logarithms(*rows: tuple[float, ...]) -> np.ndarray:
    return np.log(np.array(rows, dtype=np.float32))


def test_divergence_agreement_and_the_worst_choice_by_hand() -> None:
    positions = Positions.none()
    positions.add(logarithms((0.5, 0.25, 0.25), (0.6, 0.2, 0.2)), logarithms((0.25, 0.5, 0.25), (0.6, 0.2, 0.2)))
    distance = positions.distance()
    by_hand = 0.5 * math.log(2) + 0.25 * math.log(0.5)
    assert (distance.positions, distance.agreement) == (2, 0.5)
    assert distance.kl_mean == pytest.approx(by_hand / 2, rel=1e-5)
    assert distance.kl_median == pytest.approx(by_hand / 2, rel=1e-5)
    assert distance.kl_p99 == pytest.approx(0.99 * by_hand, rel=1e-4)
    assert distance.worst_choice == pytest.approx(math.log(2), rel=1e-5)


def test_columns_that_only_pad_one_side_do_not_count() -> None:
    positions = Positions.none()
    positions.add(logarithms((0.4, 0.4, 0.2)), logarithms((0.5, 0.5)))
    assert positions.distance().kl_mean == pytest.approx(0, abs=1e-6)


def test_answers_add_up() -> None:
    positions = Positions.none()
    for _ in range(3):
        positions.add(logarithms((0.9, 0.1)), logarithms((0.9, 0.1)))
    positions.add(logarithms((0.9, 0.1)), logarithms((0.1, 0.9)))
    assert (positions.distance().positions, positions.distance().agreement) == (4, 0.75)


def test_cosines_of_rows() -> None:
    ones = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])
    others = np.array([[2.0, 0.0], [1.0, 0.0], [-3.0, 0.0]])
    assert cosines(ones, others) == pytest.approx([1, math.sqrt(0.5), -1])


def test_a_blind_side_or_another_number_of_tokens_is_as_unlike_as_can_be() -> None:
    ones = np.ones((2, 3))
    assert cosines(ones, np.zeros((2, 3))) == pytest.approx([0, 0])
    assert cosines(ones, np.ones((4, 3))).max() == 0


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 5, 0.0, 0.4345), (85, 99, 0.7765, 0.9138)]
)
def test_wilsons_interval(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=1e-4)


def test_accuracy_by_hand() -> None:
    truths, before = ["a", "a", "a", "b", "c"], ["a", "a", "b", "b", "a"]
    measured = accuracy(truths, ["a", "b", "a", "a", "a"], before)
    assert (measured.right, measured.pictures, measured.share) == (2, 5, 0.4)
    assert measured.balanced == pytest.approx((2 / 3 + 0 + 0) / 3)
    assert (measured.changed, measured.lost, measured.won) == (3, 2, 1)
    assert (measured.low, measured.high) == wilson(2, 5)


@pytest.mark.parametrize(
    ("lost", "won", "chance"), [(0, 0, 1.0), (1, 1, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (9, 1, 22 / 1024)]
)
def test_how_likely_a_loss_is_by_chance(lost: int, won: int, chance: float) -> None:
    truths = ["a"] * (lost + won + 1)
    before = ["a"] * lost + ["b"] * won + ["a"]
    after = ["b"] * lost + ["a"] * won + ["a"]
    assert accuracy(truths, after, before).chance == pytest.approx(chance)
