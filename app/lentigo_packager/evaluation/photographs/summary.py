"""The figures of an evaluation, from its cases."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from lentigo.domain.explanation import Support
from lentigo_packager.evaluation.photographs.cases import CaseResult
from lentigo_packager.evaluation.photographs.credit import CREDITS, Judgement
from lentigo_packager.evaluation.photographs.leading import Leading, choose_leading
from lentigo_packager.evaluation.photographs.statistics import (
    ReliabilityBin,
    RiskPoint,
    Share,
    area_under_roc,
    calibration_error,
    reliability,
    risk_coverage,
    wilson,
)

TOPS = (1, 3, 6)
CURVE = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)  # coverages of the printed curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """Candidates that cite a page, and explaining sentences by what the library says of them."""

    candidates_cited: Share
    sentences_cited: Share
    sentences_supported: Share
    sentences_unsupported: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A photograph without an answer counts as wrong. `groups`: accuracy by what labels.csv says, such as skin type."""

    pictures: int
    lesions: int
    answered: Share
    tops: dict[int, Share]
    balanced_accuracy: float
    recalls: dict[str, Share]
    confusion: dict[str, dict[str, int]]
    malignant_auroc: float
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    risk_coverage: tuple[RiskPoint, ...]
    led: Share
    right_where_led: Share
    leading: Leading
    clinical_credit: float
    judgements: dict[str, int]
    malignant_missed: Share
    false_alarms: Share
    flaws: dict[str, int]
    grounding: Grounding
    groups: dict[str, dict[str, Share]]
    seconds: float  # median of an analysis


def summarise(cases: Sequence[CaseResult]) -> Summary:
    """All figures."""
    bins = reliability([case.confidence for case in cases], [case.correct for case in cases])
    led = [case for case in cases if case.led]
    answered = [case for case in cases if case.answers]
    return Summary(
        pictures=len(cases),
        lesions=len({case.lesion for case in cases}),
        answered=wilson(len(answered), len(cases)),
        tops={count: _share(cases, lambda case, count=count: case.within(count)) for count in TOPS},  # type: ignore[misc]
        balanced_accuracy=balanced_accuracy(cases),
        recalls={name: _share(of, lambda case: case.correct) for name, of in _by_condition(cases).items()},
        confusion={name: dict(Counter(case.first for case in of)) for name, of in _by_condition(cases).items()},
        malignant_auroc=malignant_auroc(cases),
        calibration_error=calibration_error(bins),
        reliability=bins,
        risk_coverage=_drawn(risk_coverage([case.confidence for case in cases], [case.correct for case in cases])),
        led=wilson(len(led), len(cases)),
        leading=choose_leading(cases),
        right_where_led=_share(led, lambda case: case.correct),
        clinical_credit=clinical_credit(cases),
        judgements={each.value: sum(case.judgement is each for case in cases) for each in Judgement},
        malignant_missed=_share([case for case in cases if case.malignant], _missed),
        false_alarms=_share([case for case in cases if not case.malignant], _alarming),
        flaws=dict(Counter(flaw for case in cases for flaw in case.flaws)),
        grounding=_grounding(answered),
        groups=_groups(cases),
        seconds=median(case.seconds for case in answered) if answered else math.nan,
    )


def accuracy(cases: Sequence[CaseResult]) -> float:
    """Share of first answers that are right."""
    return fmean(case.correct for case in cases)


def top_three(cases: Sequence[CaseResult]) -> float:
    """Share of photographs whose label is among the first three answers."""
    return fmean(case.within(3) for case in cases)


def balanced_accuracy(cases: Sequence[CaseResult]) -> float:
    """Mean of each diagnosis's recall."""
    return fmean(accuracy(of) for of in _by_condition(cases).values())


def malignant_auroc(cases: Sequence[CaseResult]) -> float:
    """How well the malignant answers' share tells malignant photographs from others."""
    shares = {kind: [case.malignant_share for case in cases if case.malignant is kind] for kind in (True, False)}
    return area_under_roc(shares[True], shares[False])


def clinical_credit(cases: Sequence[CaseResult]) -> float:
    """Mean credit, 0 to 1."""
    return fmean(CREDITS.get(case.judgement, 0.0) for case in cases)


def missed_share(cases: Sequence[CaseResult]) -> float:
    """Share of malignant photographs whose first answer is not malignant."""
    malignant = [case for case in cases if case.malignant]
    return fmean(map(_missed, malignant)) if malignant else math.nan


def _missed(case: CaseResult) -> bool:
    return case.malignant and not any(answer.malignant for answer in case.answers[:1])


def _alarming(case: CaseResult) -> bool:
    return not case.malignant and any(answer.malignant for answer in case.answers[:1])


def _by_condition(cases: Sequence[CaseResult]) -> dict[str, list[CaseResult]]:
    names = sorted({case.condition for case in cases})
    return {name: [case for case in cases if case.condition == name] for name in names}


def _share(cases: Sequence[CaseResult], holds: Callable[[CaseResult], bool]) -> Share:
    return wilson(sum(map(holds, cases)), len(cases))


def _drawn(points: Sequence[RiskPoint]) -> tuple[RiskPoint, ...]:
    """The first point at or beyond each coverage of the printed curve."""
    found = [next((point for point in points if point.coverage >= coverage), None) for coverage in CURVE]
    return tuple(dict.fromkeys(point for point in found if point))


def _grounding(cases: Sequence[CaseResult]) -> Grounding:
    counted = Counter[str]()
    for case in cases:
        counted.update(case.sentences)
    supported, unsupported = counted[Support.SUPPORTED.value], counted[Support.UNSUPPORTED.value]
    total = counted.total()
    return Grounding(
        candidates_cited=wilson(sum(case.candidates_cited for case in cases), sum(len(case.answers) for case in cases)),
        sentences_cited=wilson(supported + unsupported, total),
        sentences_supported=wilson(supported, total),
        sentences_unsupported=wilson(unsupported, total),
    )


def _groups(cases: Sequence[CaseResult]) -> dict[str, dict[str, Share]]:
    subjects = sorted({subject for case in cases for subject in case.groups})
    return {
        subject: {
            value: _share([case for case in cases if case.groups.get(subject) == value], lambda case: case.correct)
            for value in sorted({case.groups[subject] for case in cases if subject in case.groups})
        }
        for subject in subjects
    }
