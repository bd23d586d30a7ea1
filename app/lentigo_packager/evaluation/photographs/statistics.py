"""Measures of answers: each a plain function of numbers, so that a resampled set is measured like the whole."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Case = TypeVar("Case")

NORMAL_95 = 1.959964  # the standard normal's 97.5 % quantile
BINS = 10  # of the reliability diagram


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`count` of `total`, with Wilson's 95 % interval."""

    count: int
    total: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Answers whose confidence lies in this bin: how many, their mean confidence, and the share that is right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """Answering only from a confidence on: the share of pictures answered, and of these the share that is wrong."""

    confidence: float
    coverage: float
    risk: float


def wilson(count: int, total: int) -> Share:
    """A share and its interval; of nothing, all is possible."""
    if not total:
        return Share(count=0, total=0, value=math.nan, low=0.0, high=1.0)
    share, square = count / total, NORMAL_95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    return Share(count=count, total=total, value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive one scores above a negative one, ties counting a half; nan where either is missing."""
    if not positive or not negative:
        return math.nan
    above, below = np.asarray(positive)[:, None], np.asarray(negative)[None, :]
    return float(np.mean((above > below) + 0.5 * (above == below)))


def reliability(confidences: Sequence[float], correct: Sequence[bool]) -> tuple[ReliabilityBin, ...]:
    """Ten bins of equal width, without the empty ones."""
    places = np.minimum((np.asarray(confidences, dtype=float) * BINS).astype(int), BINS - 1)
    sure, right = np.asarray(confidences, dtype=float), np.asarray(correct, dtype=float)
    return tuple(
        ReliabilityBin(
            count=int(np.sum(places == place)),
            confidence=float(sure[places == place].mean()),
            accuracy=float(right[places == place].mean()),
        )
        for place in sorted(set(places.tolist()))
    )


def calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart, weighted by the answers of each bin."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / total if total else math.nan


def risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> tuple[RiskPoint, ...]:
    """The surest first; one point for each confidence that occurs."""
    order = np.argsort(-np.asarray(confidences, dtype=float), kind="stable")
    sure, wrong = np.asarray(confidences, dtype=float)[order], ~np.asarray(correct, dtype=bool)[order]
    last = [place for place in range(len(sure)) if place + 1 == len(sure) or sure[place + 1] < sure[place]]
    return tuple(
        RiskPoint(
            confidence=float(sure[place]),
            coverage=(place + 1) / len(sure),
            risk=float(wrong[: place + 1].mean()),
        )
        for place in last
    )


def bootstrap(
    clusters: Sequence[Sequence[Case]], measure: Callable[[Sequence[Case]], float], *, times: int, seed: int
) -> tuple[float, float]:
    """The 95 % interval of a measure when whole clusters, such as a lesion's pictures, are drawn again and again."""
    generator = np.random.default_rng(seed)
    values = []
    for _ in range(times):
        drawn = generator.integers(len(clusters), size=len(clusters))
        values.append(measure([case for place in drawn for case in clusters[place]]))
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)
