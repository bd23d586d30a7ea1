"""What the handbook advises for a condition, word for word."""

from dataclasses import dataclass
from enum import StrEnum


class AdviceKind(StrEnum):
    """What a piece of advice is for, the most pressing first."""

    REFER = "refer"
    AVOID = "avoid"
    ASK = "ask"
    EXAMINE = "examine"
    TELL = "tell"  # to the patient, in plain words


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A sentence of the handbook on `condition`. `page` counts from 1 in the file; `label` is printed on it."""

    kind: AdviceKind
    condition: str  # the handbook's id
    text: str  # verbatim
    document: str
    page: int
    label: str
