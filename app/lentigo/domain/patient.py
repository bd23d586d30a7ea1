"""The person whose skin it is, as the clinic records them."""

from dataclasses import dataclass
from datetime import date

from lentigo.domain.encounter import Sex, SkinType


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether photographs may be kept, and the day of the answer."""

    given: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Every field but the id may stay empty. With a pseudonym, neither screens nor papers show name or number.

    `background` holds what stays true from visit to visit: conditions, medicines, allergies.
    """

    id: str
    identifier: str = ""  # the clinic's own number
    name: str = ""
    pseudonym: str = ""
    born: date | None = None
    sex: Sex | None = None
    skin_type: SkinType | None = None
    background: str = ""
    consent: Consent | None = None

    @property
    def shown(self) -> str:
        """What stands for the patient on screens and papers; "" where nothing is known.

        The number stands beside the name, for two patients can share that.
        """
        return self.pseudonym or ", ".join(filter(None, (self.name, self.identifier)))

    def age(self, day: date) -> int | None:
        """Completed years on a day; None where the birth date is unknown or after that day."""
        if self.born is None or day < self.born:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
