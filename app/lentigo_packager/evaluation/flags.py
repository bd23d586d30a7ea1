"""From which share on a diagnosis that must not be missed is flagged: chosen on pictures that taught the model nothing.

A picture is flagged where the model gives any such diagnosis at least that share. The most careful share is chosen that
flags no more naevi than a clinic can bear, and judged by cross-fitting: on each fifth of the lesions by the share that
the other four choose.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.safety.dangers import urgency_of
from lentigo.analysis.stages.classify import classify
from lentigo.domain.encounter import Encounter
from lentigo.errors import InputError
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.progress import Progress
from lentigo_packager.evaluation.labelled_photographs import LabelledPhotograph

FOLDS = 5
NAEVUS = "melanocytic-naevus"
SHARES = (0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)  # of the printed curve
STAGE = "asking the model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A picture's diagnosis and lesion, and the highest share of a diagnosis that must not be missed."""

    condition: str
    lesion: str
    share: float

    @property
    def fold(self) -> int:
        """Pictures of one lesion are of one fold, whatever the data set's order."""
        return int(hashlib.sha256(self.lesion.encode()).hexdigest(), 16) % FOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """The share of each condition's pictures that is flagged from `share` on."""

    share: float
    flagged: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsResult:
    """What `lentigo-packager evaluate flags` tells. `held_out` counts each picture by a share chosen without it."""

    model: str
    pictures: dict[str, int]  # by condition
    lesions: int
    most_naevi: float
    curve: tuple[CurvePoint, ...]
    fold_shares: tuple[float, ...]
    held_out: dict[str, int]  # flagged pictures, by condition
    chosen: float


def evaluate_flags(
    photographs: Sequence[LabelledPhotograph], *, model: LlamaVisionModel, most_naevi: float, progress: Progress
) -> FlagsResult:
    """Ask the model about each photograph, draw the curve, and choose. InputError without a naevus to choose from."""
    identity = model.identity
    return summary(f"{identity.name} ({identity.language_sha256[:12]}…)", ask(photographs, model, progress), most_naevi)


def summary(model: str, judged: Sequence[Judged], most_naevi: float) -> FlagsResult:
    """The curve, and what was chosen, on all pictures and without each fold."""
    counts = {name: _count(judged, name) for name in sorted({each.condition for each in judged})}
    folds = [_fold(judged, number, most_naevi) for number in range(FOLDS)]
    return FlagsResult(
        model=model,
        pictures=counts,
        lesions=len({each.lesion for each in judged}),
        most_naevi=most_naevi,
        curve=tuple(CurvePoint(share=share, flagged=_flagged_shares(judged, share, counts)) for share in SHARES),
        fold_shares=tuple(share for share, _left in folds),
        held_out={name: sum(_flagged(left, name, share) for share, left in folds) for name in counts},
        chosen=choose(judged, most_naevi),
    )


def choose(judged: Sequence[Judged], most_naevi: float) -> float:
    """The lowest share, in thousandths, from which on no more than `most_naevi` of the naevi are flagged."""
    naevi = [each.share for each in judged if each.condition == NAEVUS]
    if not naevi:
        raise InputError("There is no naevus to choose a share from.", hint="Give a folder with some.")
    steps = (step / 1000 for step in range(1, 1001))
    return next(share for share in steps if sum(each >= share for each in naevi) <= most_naevi * len(naevi))


def ask(photographs: Sequence[LabelledPhotograph], model: LlamaVisionModel, progress: Progress) -> tuple[Judged, ...]:
    """As an analysis ranks each photograph, by the protocol that the model was calibrated for, without its findings."""
    progress.begin(STAGE, 0, 1)
    found = []
    for number, photograph in enumerate(photographs):
        progress.share(number / len(photographs))
        share = _highest_share(photograph, model)
        found.append(Judged(condition=photograph.condition, lesion=photograph.lesion, share=share))
    return tuple(found)


def _highest_share(photograph: LabelledPhotograph, model: LlamaVisionModel) -> float:
    imaging, calibration = PillowImaging(), model.calibration
    if calibration is None:
        raise InputError(f"{model.identity.name} is not calibrated: it has no share to choose.")
    protocol = load_protocol(calibration.protocol)
    clean = imaging.deidentify(imaging.load(photograph.path.read_bytes()))
    with model.open([clean], system=protocol.system, seed=0, on_progress=lambda _share: None) as session:
        tools = Tools(
            protocol=protocol,
            encounter=Encounter(),
            session=session,
            labels=model.labels,
            library=None,
            notify=lambda _event: None,
            calibration=calibration,
        )
        ranking = classify(CaseDraft(), tools).ranking
    return max(entry.share for entry in ranking if urgency_of(entry.label.condition, entry.label.code, None))


def _fold(judged: Sequence[Judged], number: int, most_naevi: float) -> tuple[float, list[Judged]]:
    """The share that is chosen without a fold, and the fold's pictures."""
    others = [each for each in judged if each.fold != number]
    return choose(others, most_naevi), [each for each in judged if each.fold == number]


def _count(judged: Sequence[Judged], condition: str) -> int:
    return sum(each.condition == condition for each in judged)


def _flagged(judged: Sequence[Judged], condition: str, share: float) -> int:
    return sum(each.condition == condition and each.share >= share for each in judged)


def _flagged_shares(judged: Sequence[Judged], share: float, counts: dict[str, int]) -> dict[str, float]:
    return {condition: _flagged(judged, condition, share) / count for condition, count in counts.items()}
