"""Quality issues in words: what is wrong, what it prevents, what to do."""

from lentigo.domain.quality import QualityIssue
from lentigo.language import deferred

QUALITY_ISSUES = {
    QualityIssue.TOO_SMALL: deferred(
        "The picture is too small to show a lesion. Use the original photograph, not a preview of it."
    ),
    QualityIssue.SMALL: deferred(
        "The picture is small, so fine structure is lost. Use the original photograph, or go closer and take it again."
    ),
    QualityIssue.SMALL_LESION: deferred(
        "What stands out in the picture is small, so its structure is lost. Go closer and take it again."
    ),
    QualityIssue.BLACK: deferred(
        "The picture is black. Take it again in good light, with nothing in front of the lens."
    ),
    QualityIssue.DARK: deferred(
        "The picture is very dark, so colours cannot be judged well. Take it again in daylight or with more light."
    ),
    QualityIssue.WASHED_OUT: deferred(
        "Most of the picture is white, with hardly any skin in it. Take it again without flash, away from direct light."
    ),
    QualityIssue.BRIGHT: deferred(
        "The middle is washed out to white, so colours there are lost. Take it again without flash or glare."
    ),
    QualityIssue.FLAT: deferred(
        "The picture shows one even colour and nothing else. Take it again with the lesion in the middle."
    ),
    QualityIssue.LOW_CONTRAST: deferred(
        "The picture has hardly any contrast, so a border cannot be judged. Take it again in even daylight."
    ),
    QualityIssue.BLURRED_OUT: deferred(
        "The picture is too blurred to show anything. Take it again: tap on the skin to focus, hold still."
    ),
    QualityIssue.BLURRED: deferred(
        "The picture is too blurred to judge its border. Take it again: tap on the skin to focus, hold still."
    ),
    QualityIssue.NOT_SKIN: deferred(
        "This does not look like a photograph of skin, so nothing was analysed. Take a close photograph of the skin."
    ),
    QualityIssue.PERHAPS_NOT_SKIN: deferred(
        "The colours of skin are hardly found, so the answer may be meaningless. "
        "Check that the right picture was chosen; take it again in daylight if the colours are off."
    ),
    QualityIssue.UNLIKE_SKIN: deferred(
        "Does this show skin? Its colours and texture are unusual for a photograph of skin. "
        "Check that the right picture was chosen: of anything else the answer would be meaningless."
    ),
    QualityIssue.MOSTLY_BACKGROUND: deferred(
        "Much of the picture is background, so the lesion may be missed. Go closer and take it again."
    ),
    QualityIssue.COLOURS_UNCERTAIN: deferred(
        "Colours uncertain: what the file says about its colours cannot be read, so brown may stand for blue-grey. "
        "Compare with the skin, or use the original photograph."
    ),
    QualityIssue.TRANSPARENT: deferred(
        "Parts of the picture are transparent and are shown on white, so something may be missing there. "
        "Use the original photograph."
    ),
    QualityIssue.ORIENTATION_UNCERTAIN: deferred(
        "The file says in two ways which side is up, and they disagree, so the picture may be turned or mirrored. "
        "Compare with the skin before a site is noted."
    ),
    QualityIssue.MENDED: deferred(
        "The file was damaged beside the picture; all of the picture is there. Keep the original file."
    ),
    QualityIssue.TEXT_IN_PICTURE: deferred(
        "The file says that text is written into the picture, which cannot be taken out. "
        "Look whether a name can be read in it before the report leaves the clinic."
    ),
}
