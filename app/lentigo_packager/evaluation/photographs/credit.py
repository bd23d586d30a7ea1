"""What an answer is worth to the patient: clinical credit over the handbook's hierarchy, after SkinFlow's idea.

The whole for the right diagnosis, a half for another one of the same group of diseases, a quarter for one of another
group that is to be seen as fast. Nothing where a malignant disease is taken for another or another for a malignant one:
these are counted apart, as missed and as false alarms.
"""

from collections.abc import Mapping
from enum import StrEnum

from lentigo.domain.evidence import Condition

MALIGNANT = "malignant"  # a group of the handbook


class Judgement(StrEnum):
    """How the first answer stands to the label."""

    EXACT = "exact"
    SAME_GROUP = "same group"
    SAME_URGENCY = "same urgency"
    OTHER = "other"
    MISSED = "malignant missed"
    ALARM = "false alarm"
    NO_ANSWER = "no answer"


CREDITS = {Judgement.EXACT: 1.0, Judgement.SAME_GROUP: 0.5, Judgement.SAME_URGENCY: 0.25}  # nothing for all others


def judge(label: str, answer: str, conditions: Mapping[str, Condition]) -> Judgement:
    """Hold the first answer against the label; both are ids of the handbook where it knows them."""
    if answer == label:
        return Judgement.EXACT
    true, told = conditions.get(label), conditions.get(answer)
    if true is None or told is None:
        return Judgement.NO_ANSWER if told is None and answer == "none" else Judgement.OTHER
    if (true.group == MALIGNANT) != (told.group == MALIGNANT):
        return Judgement.MISSED if true.group == MALIGNANT else Judgement.ALARM
    if true.group == told.group:
        return Judgement.SAME_GROUP
    return Judgement.SAME_URGENCY if true.urgency == told.urgency else Judgement.OTHER
