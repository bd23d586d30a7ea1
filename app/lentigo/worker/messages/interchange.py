"""Requests about what comes from and goes to other systems."""

from pathlib import Path

from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.worker.messages.message import Request


class ReadReferral(Request[Encounter], frozen=True, kw_only=True):
    """Read what a FHIR R4 file tells of a case that is to begin; InputError where it tells nothing of one patient."""

    path: Path


class WriteDicom(Request[tuple[Path, ...]], frozen=True, kw_only=True):
    """Write the report and its photographs into a folder, a DICOM file each; their paths, the report's first.

    `photographs` as in WriteReport; `pdf` is a signed report's, sealed, else it is drawn.
    """

    assessment: Assessment
    photographs: tuple[bytes, ...]
    folder: Path
    pdf: bytes = b""
