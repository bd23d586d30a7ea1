"""Whether a photograph can be judged. docs/quality.md says how often each verdict is given, and on what."""

from collections.abc import Iterator

from lentigo.domain.photograph import Photograph
from lentigo.domain.quality import ImageQuality, QualityIssue
from lentigo.imaging.measurements import Measurements, measure

SMALLEST_SIDE = 96  # pixels
SMALL_SIDE = 200

BLACK_PEAK = 16  # grey levels
DARK_BRIGHTNESS = 32  # far below dark skin in a fair exposure

FLAT_CONTRAST = 2.7  # CIELAB
POOR_CONTRAST = 4.0

BRIGHT_MIDDLE = 0.15  # share washed out
BRIGHT_WHOLE = 0.6

SMALL_LESION = 28  # pixels

LOW_SHARPNESS = 0.48
LOW_MIDDLE_SHARPNESS = 0.57
LOW_COARSE_SHARPNESS = 0.56
LOWEST_COARSE_SHARPNESS = 0.43

LITTLE_SKIN = 0.12  # share
MUCH_FOREIGN = 0.35
FOREIGN_MIDDLE = 0.2  # on a green or blue cloth a limb fills the middle
SKIN_ON_CLOTH = 0.3
LOW_COHERENCE = 0.25
LOW_PATCH_COHERENCE = 0.3
EVEN_SKIN = 4  # CIELAB: where patches differ by less, what is left of noise decides
MOTLEY_CHROMA = 12  # CIELAB
MOTLEY_HUES = 5  # of six; skin on a green cloth has two or three
CHEQUERED = 0.5
PAPER_WHITE = 0.3
PAPER_COHERENCE = 0.8
CHART_WHITE = 0.4
CHART_COLOURS = 0.75
UNLIKE_SKIN = 3.2
OTHER_SURFACE = 0.5  # docs/quality.md has how often it asks


def assess_quality(photograph: Photograph) -> ImageQuality:
    """Judge a photograph; where one defect prevents the analysis it alone is told."""
    raster = photograph.raster
    if min(raster.width, raster.height) < SMALLEST_SIDE:
        return ImageQuality(issues=(QualityIssue.TOO_SMALL,))
    measured = measure(raster)
    refusal = next(_refusals(measured), None)
    return ImageQuality(issues=(refusal,) if refusal else (*_warnings(measured), *photograph.issues))


def _refusals(measured: Measurements) -> Iterator[QualityIssue]:
    """What prevents the analysis, the plainest first."""
    if measured.peak < BLACK_PEAK:
        yield QualityIssue.BLACK
    if measured.contrast < FLAT_CONTRAST:
        yield QualityIssue.FLAT
    if _clearly_not_skin(measured):
        yield QualityIssue.NOT_SKIN
    if measured.washed_out > BRIGHT_WHOLE and _little_skin(measured):
        yield QualityIssue.WASHED_OUT
    if measured.coarse_sharpness < LOWEST_COARSE_SHARPNESS:
        yield QualityIssue.BLURRED_OUT


def _warnings(measured: Measurements) -> Iterator[QualityIssue]:
    checks = (
        (measured.shorter_side < SMALL_SIDE, QualityIssue.SMALL),
        (measured.shorter_side >= SMALL_SIDE and measured.lesion_side < SMALL_LESION, QualityIssue.SMALL_LESION),
        (measured.brightness < DARK_BRIGHTNESS, QualityIssue.DARK),
        (measured.washed_out_middle > BRIGHT_MIDDLE, QualityIssue.BRIGHT),
        (measured.contrast < POOR_CONTRAST, QualityIssue.LOW_CONTRAST),
        (_blurred(measured), QualityIssue.BLURRED),
        (measured.foreign > MUCH_FOREIGN, QualityIssue.MOSTLY_BACKGROUND),
        (_little_skin(measured), QualityIssue.PERHAPS_NOT_SKIN),
        (_unlike_skin(measured), QualityIssue.UNLIKE_SKIN),
    )
    return (issue for found, issue in checks if found)


def _blurred(measured: Measurements) -> bool:
    """Anywhere, or at the lesion: hairs and a ruler beside it can be sharp."""
    return (
        measured.sharpness < LOW_SHARPNESS
        or measured.middle_sharpness < LOW_MIDDLE_SHARPNESS
        or measured.coarse_sharpness < LOW_COARSE_SHARPNESS
    )


def _little_skin(measured: Measurements) -> bool:
    """Pale grey skin has little colour too, and in the dark there is none: this alone never refuses."""
    return max(measured.skin, measured.skin_middle) < LITTLE_SKIN and measured.brightness >= DARK_BRIGHTNESS


def _unlike_skin(measured: Measurements) -> bool:
    """Asked once: not where background or missing colours have raised the question, nor in the dark."""
    asked = measured.foreign > MUCH_FOREIGN or _little_skin(measured) or measured.brightness < DARK_BRIGHTNESS
    return not asked and (measured.unlike > UNLIKE_SKIN or measured.other > OTHER_SURFACE)


def _noise(measured: Measurements) -> bool:
    """Small print too. Skin has one hue with its lesions, and neighbours that are alike at each scale."""
    return (
        measured.coherence < LOW_COHERENCE
        or (measured.patch_coherence < LOW_PATCH_COHERENCE and measured.patch_contrast > EVEN_SKIN)
        or (measured.chroma > MOTLEY_CHROMA and measured.hues >= MOTLEY_HUES)
    )


def _clearly_not_skin(measured: Measurements) -> bool:
    on_paper = measured.washed_out > PAPER_WHITE and measured.coherence < PAPER_COHERENCE and _little_skin(measured)
    landscape = (
        measured.foreign > MUCH_FOREIGN
        and measured.foreign_middle > FOREIGN_MIDDLE
        and measured.skin_middle < SKIN_ON_CLOTH
    )
    return (
        _noise(measured)
        or measured.chequered > CHEQUERED
        or landscape
        or on_paper
        or (measured.washed_out > CHART_WHITE and measured.few_colours > CHART_COLOURS)
    )
