"""What was wrong with a model's answers, which a report tells its readers."""

from dataclasses import dataclass
from enum import StrEnum


class AnswerFlaw(StrEnum):
    """The kinds of flaw. But for those of `HARMLESS`, what bears one is not shown."""

    EMPTY = "empty"
    REFUSAL = "refusal"
    CONTROL_TEXT = "control_text"  # marks of a chat
    THOUGHT = "thought"  # thinking aloud where an answer was asked for
    LOOP = "loop"
    GIBBERISH = "gibberish"
    SEVERAL_CODES = "several_codes"
    UNKNOWN_CODE = "unknown_code"
    OVERCONFIDENT = "overconfident"
    INVENTED_DOSE = "invented_dose"
    DIAGNOSIS_NAMED = "diagnosis_named"  # in a description that was asked to name none
    CONTRADICTION = "contradiction"  # between description and findings
    STUCK = "stuck"  # the same numbers for another photograph


HARMLESS = frozenset({AnswerFlaw.DIAGNOSIS_NAMED, AnswerFlaw.CONTRADICTION, AnswerFlaw.STUCK})


class AnswerPart(StrEnum):
    """Where the flaw was, where it was not in one finding."""

    DESCRIPTION = "description"
    DIFFERENTIAL = "differential"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFlag:
    """One flaw. `part` is the id of a FindingField or an AnswerPart; `retried`: it was asked once more, differently."""

    flaw: AnswerFlaw
    part: str
    retried: bool = False
