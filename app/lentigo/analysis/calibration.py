"""Which photographs a calibration speaks of: a share is a probability, and enough to flag from, on those alone."""

from collections.abc import Sequence

from lentigo.domain.assessment import PictureRecord
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.provenance import Calibration


def in_domain(pictures: Sequence[PictureRecord], calibration: Calibration) -> bool:
    """Whether every photograph is known to be of the kind that the calibration was measured on."""
    return all(picture.kind is calibration.kind for picture in pictures)


def flag_from(pictures: Sequence[PictureRecord], calibration: Calibration | None) -> float | None:
    """The share from which on a dangerous diagnosis is flagged; None where none was chosen for pictures like these."""
    return calibration.flag_from if calibration and in_domain(pictures, calibration) else None


def domain_limits(pictures: Sequence[PictureRecord], calibration: Calibration | None) -> tuple[Limit, ...]:
    """What to tell where a calibration cannot speak of the photographs."""
    if calibration is None or in_domain(pictures, calibration):
        return ()
    other = next((picture.kind for picture in pictures if picture.kind not in (None, calibration.kind)), None)
    measured = {"measured": calibration.kind.value}
    if other is None:
        return (Limit(kind=LimitKind.KIND_UNKNOWN, parameters=measured),)
    return (Limit(kind=LimitKind.OTHER_KIND, parameters={**measured, "shown": other.value}),)
