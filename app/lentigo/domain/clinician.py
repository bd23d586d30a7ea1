"""Who works with the records."""

from dataclasses import dataclass
from enum import StrEnum


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
