"""The ranked differential: words before numbers, and what the clinician made of the model's order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from lentigo.domain.finding import Feature, FindingSource
from lentigo.domain.red_flag import Urgency


class Likelihood(StrEnum):
    """How a candidate stands among the others. Not a probability."""

    LEADING = "leading"
    POSSIBLE = "possible"
    CANNOT_EXCLUDE = "cannot_exclude"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One diagnosis to consider. `probability` stays None unless the model was calibrated; `citations` are ids.

    `typical` and `untypical` are what the handbook names for and against it, `support` and `against` what of that was
    found. `drafted_rank` is the model's, where the clinician's order is another one.
    """

    rank: int
    label: str
    code: str  # ICD-10
    condition: str  # the handbook's id, or ""
    likelihood: Likelihood
    share: float  # of the model's score among its labels, 0 to 1; for the bar, never shown as a number
    probability: float | None = None
    urgency: Urgency | None = None  # how fast it is to be seen where it must not be missed
    typical: tuple[Feature, ...] = ()
    untypical: tuple[Feature, ...] = ()
    support: tuple[Feature, ...] = ()
    against: tuple[Feature, ...] = ()
    citations: tuple[int, ...] = ()
    source: FindingSource = FindingSource.MODEL
    accepted: bool = False  # by the clinician
    drafted_rank: int | None = None

    @property
    def original_rank(self) -> int:
        """Where the model put it."""
        return self.drafted_rank or self.rank

    def at(self, rank: int) -> Self:
        """The same at another rank, the model's own kept beside it."""
        original = self.original_rank
        moved = self.source is FindingSource.MODEL and original != rank
        return replace(self, rank=rank, drafted_rank=original if moved else None)


def ranked(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with their ranks as they stand."""
    return tuple(candidate.at(rank) for rank, candidate in enumerate(candidates, start=1))


def drafted(listed: Sequence[Candidate], removed: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The differential as the model made it, from what the clinician left and took out."""
    own = [candidate for candidate in (*listed, *removed) if candidate.source is FindingSource.MODEL]
    order = sorted(own, key=lambda candidate: candidate.original_rank)
    return tuple(replace(each, rank=each.original_rank, drafted_rank=None, accepted=False) for each in order)
