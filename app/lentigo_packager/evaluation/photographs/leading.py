"""From which share on a first answer may lead: chosen on held-out photographs, so that few that lead are wrong.

Judged by cross-fitting, as flags are: on each fifth of the lesions by the share that the other four choose.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lentigo_packager.evaluation.photographs.cases import CaseResult
from lentigo_packager.evaluation.photographs.statistics import Share, wilson

FOLDS = 5
MOST_WRONG = 0.1  # of the answers that lead
STEPS = 100  # shares that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """The share chosen on all, and what such shares do to lesions that they were not chosen on."""

    chosen: float
    folds: tuple[float, ...]
    led: Share
    wrong_where_led: Share


def choose_leading(cases: Sequence[CaseResult]) -> Leading:
    """The choice, and its judgement."""
    shares, led = [], []
    for fold in range(FOLDS):
        shares.append(lowest_share([case for case in cases if fold_of(case.lesion) != fold]))
        led += [case for case in cases if fold_of(case.lesion) == fold and leads(case, shares[-1])]
    wrong = sum(not case.correct for case in led)
    return Leading(
        chosen=lowest_share(cases),
        folds=tuple(shares),
        led=wilson(len(led), len(cases)),
        wrong_where_led=wilson(wrong, len(led)),
    )


def lowest_share(cases: Sequence[CaseResult]) -> float:
    """In hundredths; 1.0, which nothing reaches, where answers are wrong too often at each."""
    for share in (step / STEPS for step in range(STEPS)):
        led = [case for case in cases if leads(case, share)]
        if led and sum(not case.correct for case in led) <= MOST_WRONG * len(led):
            return share
    return 1.0


def leads(case: CaseResult, share: float) -> bool:
    """Whether a first answer is there and reaches the share."""
    return bool(case.answers) and case.confidence >= share


def fold_of(lesion: str) -> int:
    """Pictures of one lesion are of one fold, whatever the data set's order."""
    return int(hashlib.sha256(lesion.encode()).hexdigest(), 16) % FOLDS
