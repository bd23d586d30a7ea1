"""Measures of answers, held against figures worked out elsewhere."""

import math

import pytest

from lentigo_packager.evaluation.photographs.statistics import (
    area_under_roc,
    bootstrap,
    calibration_error,
    reliability,
    risk_coverage,
    wilson,
)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(85, 99, 0.777, 0.914), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (1, 2, 0.095, 0.905)],  # R: prop.test, binom
)
def test_wilsons_interval(count: int, total: int, low: float, high: float) -> None:
    share = wilson(count, total)
    assert (share.low, share.high) == pytest.approx((low, high), abs=6e-4)
    assert share.value == count / total


def test_of_nothing_all_is_possible() -> None:
    share = wilson(0, 0)
    assert math.isnan(share.value)
    assert (share.low, share.high) == (0.0, 1.0)


def test_area_under_the_curve_counts_ties_half() -> None:
    assert area_under_roc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under_roc([0.5], [0.5]) == 0.5
    assert area_under_roc([0.35, 0.8], [0.1, 0.4]) == 0.75  # scikit-learn's documented example
    assert math.isnan(area_under_roc([], [0.5]))


def test_calibration_error_weighs_the_bins_by_their_answers() -> None:
    bins = reliability([0.95, 0.95, 0.55, 1.0], [True, False, True, True])
    assert [(each.count, each.accuracy) for each in bins] == [(1, 1.0), (3, pytest.approx(2 / 3))]
    assert calibration_error(bins) == pytest.approx((0.45 + 3 * (2.9 / 3 - 2 / 3)) / 4)


def test_the_risk_of_answering_only_the_surest() -> None:
    points = risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert [(point.confidence, point.coverage) for point in points] == [(0.9, 0.25), (0.8, 0.75), (0.1, 1.0)]
    assert [point.risk for point in points] == pytest.approx([0.0, 1 / 3, 0.5])


def test_drawing_whole_clusters_widens_the_interval() -> None:
    """Ten pictures of each of ten lesions say no more than ten pictures."""
    apart = [[place % 2] for place in range(100)]
    together = [[place % 2] * 10 for place in range(10)]
    widths = []
    for clusters in (apart, together):
        low, high = bootstrap(clusters, lambda cases: sum(cases) / len(cases), times=300, seed=1)
        assert low < 0.5 < high
        widths.append(high - low)
    assert widths[1] > 2 * widths[0]
