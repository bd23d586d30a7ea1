"""The figures of a parity report, from numbers alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964  # of a 95 % interval
Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far a side's next-token distributions lie from the checkpoint's, in nats, over `positions` tokens.

    `agreement` is the share of positions with the same likeliest token. Elsewhere the checkpoint found its own token
    likelier than the side's, by `worst_choice` nats at most: near 0, these were ties.
    """

    positions: int
    agreement: float
    kl_mean: float
    kl_median: float
    kl_p99: float
    worst_choice: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Cosines of picture tokens. `own_sizing`: of a picture's mean, fitted as here and as the processor would."""

    tokens: int
    minimum: float
    mean: float
    own_sizing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Right answers on labelled pictures, with Wilson's 95 % interval.

    `changed` counts answers unlike the checkpoint's: `lost` were right before, `won` are right now.
    """

    right: int
    pictures: int
    low: float
    high: float
    balanced: float
    changed: int
    lost: int
    won: int

    @property
    def share(self) -> float:
        """Of right answers."""
        return self.right / self.pictures

    @property
    def chance(self) -> float:
        """How likely losses and gains as uneven as these are where both are equally likely (exact sign test)."""
        of = self.lost + self.won
        tail = sum(math.comb(of, count) for count in range(min(self.lost, self.won) + 1))
        return min(1.0, tail / 2.0 ** (of - 1))


@dataclass(slots=True)
class Positions:
    """Collects positions answer by answer: whole vocabularies are too large to keep all."""

    divergences: list[float]
    agreed: int
    worst_choice: float

    @classmethod
    def none(cls) -> "Positions":
        """To begin with."""
        return cls([], 0, 0.0)

    def add(self, reference: Matrix, other: Matrix) -> None:
        """Log-probabilities, one row a position. Columns that only one side has (padding) are left out."""
        width = min(reference.shape[1], other.shape[1])
        reference, other = _normalised(reference[:, :width]), _normalised(other[:, :width])
        divergences = (np.exp(reference) * (reference - other)).sum(axis=1)
        self.divergences += [max(0.0, float(value)) for value in divergences]
        rows, best, chosen = np.arange(len(reference)), reference.argmax(axis=1), other.argmax(axis=1)
        self.agreed += int((best == chosen).sum())
        self.worst_choice = max(self.worst_choice, float((reference[rows, best] - reference[rows, chosen]).max()))

    def distance(self) -> Distance:
        """Over all that was added."""
        return Distance(
            positions=len(self.divergences),
            agreement=self.agreed / len(self.divergences),
            kl_mean=float(np.mean(self.divergences)),
            kl_median=float(np.median(self.divergences)),
            kl_p99=float(np.percentile(self.divergences, 99)),
            worst_choice=self.worst_choice,
        )


def cosines(ones: Matrix, others: Matrix) -> NDArray[np.float64]:
    """Row by row; 0 where one side is all zeros, or has another number of rows or columns."""
    if ones.shape != others.shape:
        return np.zeros(1)
    ones, others = ones.astype(np.float64), others.astype(np.float64)
    lengths = np.linalg.norm(ones, axis=1) * np.linalg.norm(others, axis=1)
    values: NDArray[np.float64] = (ones * others).sum(axis=1) / np.where(lengths > 0, lengths, np.inf)
    return values


def accuracy(truths: Sequence[str], answers: Sequence[str], reference: Sequence[str]) -> Accuracy:
    """Of answers that are labels; the balanced one is the mean over the labels that occur."""
    right = [truth == answer for truth, answer in zip(truths, answers, strict=True)]
    before = [truth == answer for truth, answer in zip(truths, reference, strict=True)]
    recalls = [
        float(np.mean([hit for hit, truth in zip(right, truths, strict=True) if truth == label]))
        for label in sorted(set(truths))
    ]
    low, high = wilson(sum(right), len(right))
    return Accuracy(
        right=sum(right),
        pictures=len(right),
        low=low,
        high=high,
        balanced=float(np.mean(recalls)),
        changed=sum(one != other for one, other in zip(answers, reference, strict=True)),
        lost=sum(was and not is_now for was, is_now in zip(before, right, strict=True)),
        won=sum(is_now and not was for was, is_now in zip(before, right, strict=True)),
    )


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    share, spread = right / of, Z95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    reach = Z95 / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _normalised(rows: Matrix) -> NDArray[np.float64]:
    rows = rows.astype(np.float64)
    highest = rows.max(axis=1, keepdims=True)
    logarithms: NDArray[np.float64] = rows - highest - np.log(np.exp(rows - highest).sum(axis=1, keepdims=True))
    return logarithms
