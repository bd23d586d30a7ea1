"""What the requests about other systems do."""

from __future__ import annotations

from datetime import date

from lentigo.domain.encounter import Encounter
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.job import Job
from lentigo.worker.messages.interchange import ReadReferral


def read_referral(request: ReadReferral, _job: Job) -> Encounter:
    """No more of the file is read than a referral may have."""
    from lentigo.report.fhir import reading

    try:
        if request.path.exists() and not request.path.is_file():  # a pipe or device could block for ever
            raise OSError("no file")
        with request.path.open("rb") as file:
            data = file.read(reading.LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            translate("The file {name} could not be read.", name=request.path.name),
            hint=translate("It may have been moved, or its drive unplugged. Choose it again."),
        ) from error
    return reading.read_referral(data, date.today())
