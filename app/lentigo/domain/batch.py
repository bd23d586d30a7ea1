"""Many cases that are analysed one after the other, while nobody watches, and what came of each."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Encounter
from lentigo.domain.quality import QualityIssue
from lentigo.domain.red_flag import FlagState, Urgency, pressing

MOST_ROWS = 5000  # of one batch


class BatchState(StrEnum):
    """How far a row has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # before its turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a table says of a report: the foremost candidate, how fast to act, what the photographs lack."""

    foremost: str = ""  # "": no usable answer
    likelihood: Likelihood | None = None
    urgency: Urgency | None = None  # of the most pressing rule that fired; None where none did
    issues: tuple[QualityIssue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One case to come: `case` is the id that it has in the records, once it is there. `trouble` says why it is not."""

    position: int
    case: str
    name: str  # what the table calls it
    photographs: tuple[Path, ...]
    encounter: Encounter = field(default_factory=Encounter)
    state: BatchState = BatchState.WAITING
    verdict: Verdict | None = None
    trouble: str = ""
    hint: str = ""

    def done(self, assessment: Assessment) -> Self:
        """With its report in the records."""
        return replace(self, state=BatchState.DONE, verdict=verdict_of(assessment))

    def failed(self, trouble: str, hint: str = "") -> Self:
        """Without a report, and why."""
        return replace(self, state=BatchState.FAILED, trouble=trouble, hint=hint)

    def stopped(self) -> Self:
        """Left out, for the batch was stopped."""
        return replace(self, state=BatchState.STOPPED)

    def again(self) -> Self:
        """To be tried anew."""
        return replace(self, state=BatchState.WAITING, trouble="", hint="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All rows in their order; `running`: it goes on by itself, after a restart too."""

    rows: tuple[BatchRow, ...] = ()
    running: bool = False


def verdict_of(assessment: Assessment) -> Verdict:
    """Of a report as it stands."""
    first = assessment.differential[0] if assessment.differential else None
    fired = [flag for flag in sorted(assessment.red_flags, key=pressing) if flag.state is FlagState.FIRED]
    issues = (issue for picture in assessment.pictures for issue in picture.quality.issues)
    return Verdict(
        foremost=first.label if first else "",
        likelihood=first.likelihood if first else None,
        urgency=fired[0].urgency if fired else None,
        issues=tuple(dict.fromkeys(issues)),
    )
