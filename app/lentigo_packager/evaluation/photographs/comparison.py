"""Two evaluations of the same photographs, such as with and without the library: what differs, and how surely."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lentigo.errors import InputError
from lentigo_packager.evaluation.photographs import summary
from lentigo_packager.evaluation.photographs.cases import CaseResult
from lentigo_packager.evaluation.photographs.statistics import bootstrap

TIMES, SEED = 2000, 1
MEASURES: dict[str, Callable[[Sequence[CaseResult]], float]] = {
    "accuracy": summary.accuracy,
    "balanced accuracy": summary.balanced_accuracy,
    "among the first 3": summary.top_three,
    "clinical credit": summary.clinical_credit,
    "malignant missed": summary.missed_share,
    "AUROC malignant": summary.malignant_auroc,
}

Pair = tuple[CaseResult, CaseResult]


class Evaluated(msgspec.Struct, frozen=True):
    """What of an evaluation's JSON is compared."""

    cases: tuple[CaseResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A measure of both, and the second's less the first's with its 95 % interval over redrawn lesions."""

    measure: str
    first: float
    second: float
    difference: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out no difference."""
        return self.low > 0 or self.high < 0


def read_cases(path: Path) -> tuple[CaseResult, ...]:
    """Of a file that `evaluate photos --json` wrote."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Evaluated).cases
    except (OSError, msgspec.MsgspecError) as problem:
        raise InputError(f"{path.name} cannot be read.", hint="Give what “evaluate photos --json” wrote.") from problem


def compare(first: Sequence[CaseResult], second: Sequence[CaseResult]) -> tuple[Difference, ...]:
    """Measure by measure, on the photographs that both have; InputError where they share none."""
    others = {case.file: case for case in second}
    pairs = [(case, others[case.file]) for case in first if case.file in others]
    if not pairs:
        raise InputError("The two evaluations have no photograph in common.")
    if any(one.condition != other.condition for one, other in pairs):
        raise InputError("The two evaluations label a photograph differently.")
    lesions: dict[str, list[Pair]] = {}
    for pair in pairs:
        lesions.setdefault(pair[0].lesion, []).append(pair)
    return tuple(_difference(name, measure, pairs, list(lesions.values())) for name, measure in MEASURES.items())


def _difference(
    name: str,
    measure: Callable[[Sequence[CaseResult]], float],
    pairs: Sequence[Pair],
    lesions: Sequence[Sequence[Pair]],
) -> Difference:
    def between(chosen: Sequence[Pair]) -> float:
        return measure([other for _one, other in chosen]) - measure([one for one, _other in chosen])

    whole = between(pairs)
    low, high = (math.nan, math.nan) if math.isnan(whole) else bootstrap(lesions, between, times=TIMES, seed=SEED)
    return Difference(
        measure=name,
        first=measure([one for one, _other in pairs]),
        second=measure([other for _one, other in pairs]),
        difference=whole,
        low=low,
        high=high,
    )
