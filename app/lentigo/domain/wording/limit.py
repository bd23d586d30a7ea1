"""A report's limits in words."""

from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.language import deferred, translate

LIMITS = {
    LimitKind.CLOCK_WRONG: deferred(
        "This computer’s clock says {day}, which cannot be: no date in this report can be relied on. Set the clock."
    ),
    LimitKind.PHOTOGRAPH_ALONE: deferred(
        "The findings come from a photograph alone. "
        "What it cannot show (change, feeling, fever, firmness) is not in them."
    ),
    LimitKind.UNCALIBRATED_WORDS: deferred(
        "The words of likelihood compare the model's own options. They are not calibrated for this clinic."
    ),
    LimitKind.LENT_NAMES: deferred(
        "The model has no list of diagnoses of its own, so the conditions of the library's handbook, "
        "{count} in number, were offered to it. It could name nothing else."
    ),
    LimitKind.NO_NAMES: deferred(
        "The model has no list of diagnoses of its own, and without the library there was none to offer: "
        "none was ranked."
    ),
    LimitKind.OWN_NAMES: deferred(
        "The model named these diagnoses by itself, at most {most}. "
        "What it did not think of is not in the list, however dangerous."
    ),
    LimitKind.DESCRIPTION_CUT: deferred(
        "The model's description was cut at its limit (tokens: {most}): its end is missing."
    ),
    LimitKind.GROUP_GIVEN: deferred(
        "The model put the photograph into the group “{group}” first and ranked the diagnoses with that in mind. "
        "If the group is wrong, so is the ranking."
    ),
    LimitKind.GROUP_UNSURE: deferred(
        "The model was not sure of a group of diseases, so it ranked the diagnoses without one."
    ),
    LimitKind.NO_LEADING_DIAGNOSIS: deferred(
        "No leading diagnosis: the first one has less than {percent} % of the model’s score, "
        "and answers as unsure as this one are wrong too often. Do not take the first for the likely one."
    ),
    LimitKind.PAGE_LEFT_OUT: deferred(
        "Page {page} of “{title}” in the library holds text that reads like instructions to a program. "
        "It was not quoted. Look at the page before you rely on that document."
    ),
    LimitKind.NO_EXPLANATION: deferred(
        "This model answers only the questions that it was trained on. It has read no page of the library, and "
        "explains nothing: what speaks for and against a diagnosis is compared with the handbook by rules."
    ),
    LimitKind.NO_ROOM_TO_EXPLAIN: deferred(
        "Beside the photographs the model had no room left to read pages of the library, so it explains nothing. "
        "Fewer photographs leave more room."
    ),
    LimitKind.OTHER_KIND: deferred(
        "The model's probabilities were measured on pictures of another kind ({measured}) than this one ({shown}), "
        "so likelihoods are given in words alone."
    ),
    LimitKind.KIND_UNKNOWN: deferred(
        "The model's probabilities were measured on one kind of picture ({measured}). Of which kind this one is, "
        "nobody told and the program did not recognise, so likelihoods are given in words alone."
    ),
}
OF_KINDS = (LimitKind.OTHER_KIND, LimitKind.KIND_UNKNOWN)  # whose parameters are ids


def limit_text(limit: Limit) -> str:
    """The limit with what it names; a model's own stands in its description, of which the catalogues know ours."""
    if limit.kind is LimitKind.OF_MODEL:
        return translate(limit.parameters["text"])
    named = limit.parameters
    if limit.kind in OF_KINDS:
        named = {place: translate(PICTURE_KINDS[PictureKind(kind)]) for place, kind in named.items()}
    return translate(LIMITS[limit.kind], **named)
