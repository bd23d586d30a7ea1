"""What the clinician knows about the patient; every field may stay empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lentigo.errors import InputError

OLDEST = 130  # years; the longest life on record is 122, and what is far above is a slip of the finger


class Sex(StrEnum):
    """Sex as recorded in the clinic."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


class History(StrEnum):
    """What only the history or the examination can tell: a photograph cannot."""

    SIZE_CHANGE = "change in size"
    SHAPE_CHANGE = "change in shape"
    COLOUR_CHANGE = "change in colour"
    LARGE = "7 mm or more across"
    INFLAMED = "inflamed"
    OOZING = "bleeding or oozing"
    ITCH = "itch or changed feeling"
    PAIN = "severe pain"
    FEVER = "fever or unwell"
    SPREADING = "spreading fast"
    NON_BLANCHING = "does not fade when pressed"
    MUCOSA = "sores in mouth, eyes or genitals"
    NEW_MEDICINE = "new medicine in the last eight weeks"
    SWELLING = "swollen face or trouble breathing"
    NUMB = "numb patch"
    NEAR_EYE = "on or near the eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """The clinical context. A history item that is absent was not asked; it is never taken as "no".

    InputError for an age that nobody reaches.
    """

    age: int | None = None  # years
    sex: Sex | None = None
    site: str = ""  # part of the body
    duration: str = ""
    note: str = ""
    history: Mapping[History, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.age is not None and not 0 <= self.age <= OLDEST:
            raise InputError(f"An age of {self.age} years cannot be.", hint=f"Give an age from 0 to {OLDEST}.")
