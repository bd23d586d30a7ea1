"""The ranked differential: words before numbers."""

from dataclasses import dataclass
from enum import StrEnum

from lentigo.domain.finding import Feature


class Likelihood(StrEnum):
    """How a candidate stands among the others. Not a probability."""

    LEADING = "leading"
    POSSIBLE = "possible"
    CANNOT_EXCLUDE = "cannot_exclude"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One diagnosis to consider. `probability` stays None unless the model was calibrated; `citations` are ids."""

    rank: int
    label: str
    code: str  # ICD-10
    condition: str  # the handbook's id, or ""
    likelihood: Likelihood
    share: float  # of the model's score among its labels, 0 to 1; for the bar, never shown as a number
    probability: float | None = None
    support: tuple[Feature, ...] = ()
    against: tuple[Feature, ...] = ()
    citations: tuple[int, ...] = ()
