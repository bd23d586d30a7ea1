"""What an analysis tells while it runs."""

from dataclasses import dataclass

from lentigo.domain.finding import FindingField


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStarted:
    """A stage began. `index` counts from 0 among `total` stages; `title` is for the user."""

    stage: str
    title: str
    index: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageProgressed:
    """The share of a stage that is done, 0 to 1."""

    stage: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGrown:
    """The answer for a field so far, or the description where it is for none."""

    field: FindingField | None
    text: str


AnalysisEvent = StageStarted | StageProgressed | TextGrown
