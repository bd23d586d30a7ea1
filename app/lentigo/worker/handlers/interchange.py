"""What the requests about other systems do."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import CodedPicture
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.handlers.case import render_report
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.job import Job
from lentigo.worker.messages.interchange import ReadReferral, WriteDicom


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


def write_dicom(request: WriteDicom, job: Job) -> tuple[Path, ...]:
    """A bug where a photograph of the assessment is missing."""
    from lentigo.report import dicom
    from lentigo.report.writing import write_atomically

    report, clinic = request.assessment, read_clinic(job.parts)
    given = {sha256(data).hexdigest(): data for data in request.photographs}
    name = f"lentigo-report-{report.id}"
    pdf = request.pdf or render_report(report, request.photographs, Path(f"{name}.pdf"), job)
    files = {request.folder / f"{name}.dcm": dicom.report_file(report, pdf, clinic)}
    for number, picture in enumerate(report.pictures):
        path = request.folder / f"{name}-photograph-{number + 1}.dcm"
        files[path] = dicom.photograph_file(report, number, _coded(given[picture.sha256], job), clinic)
    for path, data in files.items():
        write_atomically(path, data)
    return tuple(files)


def _coded(data: bytes, job: Job) -> CodedPicture:
    """The photograph's own JPEG, or else one of all its pixels."""
    from lentigo.report.pictures import whole_jpeg

    imaging = job.parts.imaging
    coded = imaging.plain_jpeg(data) or imaging.plain_jpeg(whole_jpeg(imaging.load(data).raster))
    assert coded  # our own are plain
    return coded
