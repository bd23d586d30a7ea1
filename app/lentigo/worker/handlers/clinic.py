"""What the requests about the whole clinic do: lists of cases, and people."""

from lentigo.domain.patient import Patient
from lentigo.domain.photograph import Raster
from lentigo.domain.record import CaseLines
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.clinic import (
    BringBackCase,
    ErasePatient,
    FindPatients,
    ListCases,
    ReadPatient,
    ReadThumbnails,
    RemoveCase,
    SavePatient,
)


def list_cases(request: ListCases, job: Job) -> CaseLines:
    """Lines of a list."""
    return opened(job).list(request.query, first=request.first, count=request.count)


def read_thumbnails(request: ReadThumbnails, job: Job) -> dict[str, Raster]:
    """As pixels."""
    from lentigo.imaging.thumbnails import read_thumbnail  # and nothing that judges photographs, which loads slowly

    return {sha256: read_thumbnail(picture) for sha256, picture in opened(job).thumbnails(request.hashes).items()}


def remove_case(request: RemoveCase, job: Job) -> None:
    """Out of all lists."""
    opened(job).remove(request.case)


def bring_back_case(request: BringBackCase, job: Job) -> None:
    """Back into them."""
    opened(job).bring_back(request.case)


def save_patient(request: SavePatient, job: Job) -> None:
    """New, or changed."""
    opened(job).save_patient(request.patient)


def read_patient(request: ReadPatient, job: Job) -> Patient | None:
    """By id."""
    return opened(job).patient(request.patient)


def find_patients(request: FindPatients, job: Job) -> tuple[Patient, ...]:
    """By words."""
    return opened(job).patients(request.text)


def erase_patient(request: ErasePatient, job: Job) -> None:
    """For good."""
    opened(job).erase_patient(request.patient)
