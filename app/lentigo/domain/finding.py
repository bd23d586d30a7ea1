"""What is seen: the eleven fields of the findings form."""

from dataclasses import dataclass
from enum import StrEnum

NOT_ASSESSED = "not assessed"
NO_USABLE_ANSWER = "no usable answer"


class Source(StrEnum):
    """Who says so."""

    MODEL = "model"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One field of the form, such as colour or border.

    `value` is the text shown; `words` are the words of the field's vocabulary in it, for rules and search. `draft` is
    what the model had written where the clinician wrote something else.
    """

    name: str
    value: str
    words: tuple[str, ...] = ()
    source: Source = Source.MODEL
    draft: str = ""

    @property
    def assessed(self) -> bool:
        """Whether the field says anything about the patient."""
        return self.value not in ("", NOT_ASSESSED, NO_USABLE_ANSWER)
