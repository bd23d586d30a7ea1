"""Diagnoses that must not be missed, and how fast each is to be seen."""

from lentigo.domain.evidence import Condition
from lentigo.domain.red_flag import Urgency

# Never left out of the list when the model knows it, however unlikely: missing one of these costs a life or a nose.
NEVER_EXCLUDED = frozenset({"melanoma", "squamous-cell-carcinoma", "basal-cell-carcinoma", "stevens-johnson-syndrome"})
MALIGNANT_CODES = ("C", "D03", "D04")  # how their ICD-10 codes begin, carcinoma in situ included
MALIGNANT_GROUP = "malignant"  # of the handbook
HANDBOOK_URGENCIES = {"same day": Urgency.SAME_DAY, "urgent": Urgency.TWO_WEEKS}
# By the handbook's id: known without the library too, and with what the handbook calls soon although a nerve is lost.
URGENCIES = {
    "melanoma": Urgency.TWO_WEEKS,
    "squamous-cell-carcinoma": Urgency.TWO_WEEKS,
    "stevens-johnson-syndrome": Urgency.SAME_DAY,
    "cellulitis": Urgency.SAME_DAY,
    "basal-cell-carcinoma": Urgency.SOON,
    "kaposi-sarcoma": Urgency.TWO_WEEKS,
    "leprosy": Urgency.SOON,
}


def is_malignant(id: str, code: str) -> bool:
    """Whether it stays in every differential: by its id in the handbook, or by its ICD-10 code."""
    return id in NEVER_EXCLUDED or code.startswith(MALIGNANT_CODES)


def urgency_of(id: str, code: str, condition: Condition | None) -> Urgency | None:
    """How fast it is to be seen where it cannot be excluded; None where it may be missed for a while.

    The handbook's chapter says so where the library was searched.
    """
    if id in URGENCIES:
        return URGENCIES[id]
    if condition and condition.urgency in HANDBOOK_URGENCIES:
        return HANDBOOK_URGENCIES[condition.urgency]
    malignant = is_malignant(id, code) or (condition is not None and condition.group == MALIGNANT_GROUP)
    return Urgency.SOON if malignant else None


def own_id(name: str) -> str:
    """The handbook's id of a diagnosis that must not be missed, which is known without the library; else ""."""
    id = "-".join(name.casefold().split())
    return id if id in NEVER_EXCLUDED or id in URGENCIES else ""
