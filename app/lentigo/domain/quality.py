"""What a photograph's quality allows to say."""

from dataclasses import dataclass
from enum import StrEnum


class QualityProblem(StrEnum):
    """Kinds of defect that the quality check looks for."""

    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    FLAT = "flat"  # without contrast
    SMALL = "small"
    NOT_SKIN = "not_skin"
    FILE = "file"  # what it holds cannot be told for certain


class QualityIssue(StrEnum):
    """One defect, in the degrees that are told apart."""

    TOO_SMALL = "too_small"
    SMALL = "small"
    SMALL_LESION = "small_lesion"
    BLACK = "black"
    DARK = "dark"
    WASHED_OUT = "washed_out"
    BRIGHT = "bright"
    FLAT = "flat"
    LOW_CONTRAST = "low_contrast"
    BLURRED_OUT = "blurred_out"
    BLURRED = "blurred"
    NOT_SKIN = "not_skin"
    PERHAPS_NOT_SKIN = "perhaps_not_skin"
    UNLIKE_SKIN = "unlike_skin"
    MOSTLY_BACKGROUND = "mostly_background"
    COLOURS_UNCERTAIN = "colours_uncertain"
    TRANSPARENT = "transparent"
    ORIENTATION_UNCERTAIN = "orientation_uncertain"
    MENDED = "mended"
    TEXT_IN_PICTURE = "text_in_picture"

    @property
    def problem(self) -> QualityProblem:
        """Which kind of defect it is."""
        return _PROBLEMS[self]

    @property
    def prevents_analysis(self) -> bool:
        """Whether the photograph says nothing, so that an analysis would be noise."""
        return self in _PREVENTING


_PROBLEMS = {
    QualityIssue.TOO_SMALL: QualityProblem.SMALL,
    QualityIssue.SMALL: QualityProblem.SMALL,
    QualityIssue.SMALL_LESION: QualityProblem.SMALL,
    QualityIssue.BLACK: QualityProblem.DARK,
    QualityIssue.DARK: QualityProblem.DARK,
    QualityIssue.WASHED_OUT: QualityProblem.BRIGHT,
    QualityIssue.BRIGHT: QualityProblem.BRIGHT,
    QualityIssue.FLAT: QualityProblem.FLAT,
    QualityIssue.LOW_CONTRAST: QualityProblem.FLAT,
    QualityIssue.BLURRED_OUT: QualityProblem.BLURRED,
    QualityIssue.BLURRED: QualityProblem.BLURRED,
    QualityIssue.NOT_SKIN: QualityProblem.NOT_SKIN,
    QualityIssue.PERHAPS_NOT_SKIN: QualityProblem.NOT_SKIN,
    QualityIssue.UNLIKE_SKIN: QualityProblem.NOT_SKIN,
    QualityIssue.MOSTLY_BACKGROUND: QualityProblem.NOT_SKIN,
    QualityIssue.COLOURS_UNCERTAIN: QualityProblem.FILE,
    QualityIssue.TRANSPARENT: QualityProblem.FILE,
    QualityIssue.ORIENTATION_UNCERTAIN: QualityProblem.FILE,
    QualityIssue.MENDED: QualityProblem.FILE,
    QualityIssue.TEXT_IN_PICTURE: QualityProblem.FILE,
}
_PREVENTING = frozenset(
    {
        QualityIssue.TOO_SMALL,
        QualityIssue.BLACK,
        QualityIssue.WASHED_OUT,
        QualityIssue.FLAT,
        QualityIssue.BLURRED_OUT,
        QualityIssue.NOT_SKIN,
    }
)


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
