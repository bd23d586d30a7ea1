"""Who works with the records."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_PASSPHRASE = 8  # characters
PIN_DIGITS = (4, 8)  # at least, at most
PIN_ATTEMPTS = 5  # then the passphrase is asked


class Role(StrEnum):
    """Only a clinician signs."""

    CLINICIAN = "clinician"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """A person with a passphrase of their own."""

    id: str
    name: str
    role: Role
