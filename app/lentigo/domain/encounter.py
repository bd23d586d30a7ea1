"""What the clinician knows about the patient; every field may stay empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from lentigo.domain.body import Pin
from lentigo.errors import InputError
from lentigo.language import translate

OLDEST = 130  # years; the longest life on record is 122, and what is far above is a slip of the finger


class Sex(StrEnum):
    """Sex as recorded in the clinic."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class SkinType(IntEnum):
    """Fitzpatrick's types by burning and tanning, as asked of the patient and never guessed from a photograph.

    Fitzpatrick TB. The validity and practicality of sun-reactive skin types I through VI. Arch Dermatol 1988;124:869.
    """

    I = 1  # noqa: E741  (the field's own name)
    II = 2
    III = 3
    IV = 4
    V = 5
    VI = 6


class Complaint(StrEnum):
    """What the patient comes with, which decides what is worth asking first."""

    PIGMENTED_SPOT = "pigmented_spot"
    LUMP = "lump"
    SORE = "sore"
    BLISTERS = "blisters"
    RASH = "rash"
    HOT_SKIN = "hot_skin"
    SWELLING = "swelling"
    PALE_PATCH = "pale_patch"


class History(StrEnum):
    """What only the history or the examination can tell: a photograph cannot."""

    SIZE_CHANGE = "size_change"
    SHAPE_CHANGE = "shape_change"
    COLOUR_CHANGE = "colour_change"
    LARGE = "large"
    INFLAMED = "inflamed"
    OOZING = "oozing"
    ITCH = "itch"
    PAIN = "pain"
    FEVER = "fever"
    SPREADING = "spreading"
    NON_BLANCHING = "non_blanching"
    MUCOSA = "mucosa"
    NEW_MEDICINE = "new_medicine"
    SWELLING = "swelling"
    NUMB = "numb"
    NEAR_EYE = "near_eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """The clinical context. A history item that is absent was not asked; it is never taken as "no".

    `patient` is what papers call them by, `patient_id` which of the clinic's records they are, "" where it is none of
    them. No model and no search is told either.
    InputError for an age that nobody reaches.
    """

    patient: str = ""
    patient_id: str = ""
    age: int | None = None  # years
    sex: Sex | None = None
    skin_type: SkinType | None = None
    site: str = ""  # part of the body
    pin: Pin | None = None  # where it is on a drawing; `site` then begins with its words
    duration: str = ""
    note: str = ""
    complaint: Complaint | None = None
    history: Mapping[History, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.age is not None and not 0 <= self.age <= OLDEST:
            raise InputError(
                translate("An age of {age} years cannot be.", age=self.age),
                hint=translate("Give an age from 0 to {oldest}.", oldest=OLDEST),
            )
