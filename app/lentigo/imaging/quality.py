"""Whether a photograph can be judged. docs/quality.md says how often each verdict is given, and on what."""

from collections.abc import Iterator

from lentigo.domain.photograph import Photograph
from lentigo.domain.quality import ImageQuality, QualityIssue, QualityProblem
from lentigo.imaging.measurements import Measurements, measure

SMALLEST_SIDE = 96  # pixels
SMALL_SIDE = 200

BLACK_PEAK = 16  # grey levels
DARK_BRIGHTNESS = 32  # far below dark skin in a fair exposure

FLAT_CONTRAST = 2.7  # CIELAB
POOR_CONTRAST = 4.0

BRIGHT_MIDDLE = 0.15  # share washed out
BRIGHT_WHOLE = 0.6

LOW_SHARPNESS = 0.50
LOW_COARSE_SHARPNESS = 0.53
LOWEST_COARSE_SHARPNESS = 0.425

LITTLE_SKIN = 0.12  # share
MUCH_FOREIGN = 0.35
FOREIGN_MIDDLE = 0.2  # on a green or blue cloth a limb fills the middle
SKIN_ON_CLOTH = 0.3
LOW_COHERENCE = 0.25
CHEQUERED = 0.5
PAPER_WHITE = 0.3
PAPER_COHERENCE = 0.8
CHART_WHITE = 0.4
CHART_COLOURS = 0.75

TOO_SMALL = "The picture is too small to show a lesion. Use the original photograph, not a preview of it."
SMALL = "The picture is small, so fine structure is lost. Use the original photograph, or go closer and take it again."
BLACK = "The picture is black. Take it again in good light, with nothing in front of the lens."
DARK = "The picture is very dark, so colours cannot be judged well. Take it again in daylight or with more light."
WASHED_OUT = (
    "Most of the picture is white, with hardly any skin in it. Take it again without flash, away from direct light."
)
BRIGHT = "The middle is washed out to white, so colours there are lost. Take it again without flash or glare."
FLAT = "The picture shows one even colour and nothing else. Take it again with the lesion in the middle."
POOR = "The picture has hardly any contrast, so a border cannot be judged. Take it again in even daylight."
BLURRED_OUT = "The picture is too blurred to show anything. Take it again: tap on the skin to focus, hold still."
BLURRED = "The picture is too blurred to judge its border. Take it again: tap on the skin to focus, hold still."
NOT_SKIN = "This does not look like a photograph of skin, so nothing was analysed. Take a close photograph of the skin."
PERHAPS_NOT_SKIN = (
    "The colours of skin are hardly found, so the answer may be meaningless. "
    "Check that the right picture was chosen; take it again in daylight if the colours are off."
)
MOSTLY_BACKGROUND = "Much of the picture is background, so the lesion may be missed. Go closer and take it again."


def assess_quality(photograph: Photograph) -> ImageQuality:
    """Judge a photograph; where one defect prevents the analysis it alone is told."""
    raster = photograph.raster
    if min(raster.width, raster.height) < SMALLEST_SIDE:
        return ImageQuality(issues=(_refusal(QualityProblem.SMALL, TOO_SMALL),))
    measured = measure(raster)
    refusal = next(_refusals(measured), None)
    return ImageQuality(issues=(refusal,) if refusal else tuple(_warnings(measured)))


def _refusals(measured: Measurements) -> Iterator[QualityIssue]:
    """What prevents the analysis, the plainest first."""
    if measured.peak < BLACK_PEAK:
        yield _refusal(QualityProblem.DARK, BLACK)
    if measured.contrast < FLAT_CONTRAST:
        yield _refusal(QualityProblem.FLAT, FLAT)
    if _clearly_not_skin(measured):
        yield _refusal(QualityProblem.NOT_SKIN, NOT_SKIN)
    if measured.washed_out > BRIGHT_WHOLE and _little_skin(measured):
        yield _refusal(QualityProblem.BRIGHT, WASHED_OUT)
    if measured.coarse_sharpness < LOWEST_COARSE_SHARPNESS:
        yield _refusal(QualityProblem.BLURRED, BLURRED_OUT)


def _warnings(measured: Measurements) -> Iterator[QualityIssue]:
    checks = (
        (measured.shorter_side < SMALL_SIDE, QualityProblem.SMALL, SMALL),
        (measured.brightness < DARK_BRIGHTNESS, QualityProblem.DARK, DARK),
        (measured.washed_out_middle > BRIGHT_MIDDLE, QualityProblem.BRIGHT, BRIGHT),
        (measured.contrast < POOR_CONTRAST, QualityProblem.FLAT, POOR),
        (_blurred(measured), QualityProblem.BLURRED, BLURRED),
        (measured.foreign > MUCH_FOREIGN, QualityProblem.NOT_SKIN, MOSTLY_BACKGROUND),
        (_little_skin(measured), QualityProblem.NOT_SKIN, PERHAPS_NOT_SKIN),
    )
    for found, problem, message in checks:
        if found:
            yield QualityIssue(problem=problem, message=message, prevents_analysis=False)


def _refusal(problem: QualityProblem, message: str) -> QualityIssue:
    return QualityIssue(problem=problem, message=message, prevents_analysis=True)


def _blurred(measured: Measurements) -> bool:
    return measured.sharpness < LOW_SHARPNESS or measured.coarse_sharpness < LOW_COARSE_SHARPNESS


def _little_skin(measured: Measurements) -> bool:
    """Pale grey skin has little colour too, and in the dark there is none: this alone never refuses."""
    return max(measured.skin, measured.skin_middle) < LITTLE_SKIN and measured.brightness >= DARK_BRIGHTNESS


def _clearly_not_skin(measured: Measurements) -> bool:
    on_paper = measured.washed_out > PAPER_WHITE and measured.coherence < PAPER_COHERENCE and _little_skin(measured)
    landscape = (
        measured.foreign > MUCH_FOREIGN
        and measured.foreign_middle > FOREIGN_MIDDLE
        and measured.skin_middle < SKIN_ON_CLOTH
    )
    return (
        measured.coherence < LOW_COHERENCE  # noise, small print
        or measured.chequered > CHEQUERED
        or landscape
        or on_paper
        or (measured.washed_out > CHART_WHITE and measured.few_colours > CHART_COLOURS)
    )
