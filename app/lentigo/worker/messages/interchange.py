"""Requests about what comes from and goes to other systems."""

from pathlib import Path

from lentigo.domain.encounter import Encounter
from lentigo.worker.messages.message import Request


class ReadReferral(Request[Encounter], frozen=True, kw_only=True):
    """Read what a FHIR R4 file tells of a case that is to begin; InputError where it tells nothing of one patient."""

    path: Path
