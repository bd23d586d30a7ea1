"""What a photograph's quality allows to say."""

from dataclasses import dataclass
from enum import StrEnum


class QualityProblem(StrEnum):
    """Kinds of defect that the quality check looks for."""

    BLURRED = "blurred"
    DARK = "too dark"
    BRIGHT = "too bright"
    FLAT = "no contrast"
    SMALL = "too small"
    NOT_SKIN = "not skin"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityIssue:
    """One defect, told to the clinician: what is wrong, what it prevents, what to do."""

    problem: QualityProblem
    message: str
    prevents_analysis: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageQuality:
    """The verdict on a photograph. Poor but usable ones go on with their issues in the report."""

    issues: tuple[QualityIssue, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether no issue was found."""
        return not self.issues

    @property
    def usable(self) -> bool:
        """Whether the analysis may go on, perhaps with a warning."""
        return not any(issue.prevents_analysis for issue in self.issues)
