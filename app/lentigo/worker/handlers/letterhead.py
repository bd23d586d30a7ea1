"""What the requests about the head of reports do, and how name and logo come into a report."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from lentigo.domain.clinic import Clinic
from lentigo.domain.photograph import Raster
from lentigo.errors import InputError
from lentigo.files import write_whole
from lentigo.language import translate
from lentigo.settings import load_settings
from lentigo.worker.job import Job
from lentigo.worker.messages.letterhead import ForgetLogo, ReadLogo, SaveLogo

if TYPE_CHECKING:
    from lentigo.worker.parts import Parts

LONGEST_SIDE = 600  # pixels


def save_logo(request: SaveLogo, job: Job) -> Raster:
    """The file as it came, once it was decoded: it is decoded again for each report."""
    data = job.parts.imaging.read(request.picture)
    logo = _shown(data, job.parts)
    try:
        job.parts.paths.data.mkdir(parents=True, exist_ok=True)
        write_whole(job.parts.paths.logo, data)
    except OSError as problem:
        raise InputError(
            translate("The logo could not be kept in the data folder."),
            hint=translate("Free some space, or make the folder writable."),
        ) from problem
    return logo


def forget_logo(_request: ForgetLogo, job: Job) -> None:
    """None from now on."""
    job.parts.paths.logo.unlink(missing_ok=True)


def read_logo(_request: ReadLogo, job: Job) -> Raster | None:
    """For the settings."""
    return read_clinic(job.parts).logo


def read_clinic(parts: Parts) -> Clinic:
    """As it was chosen last. A logo that cannot be read any more keeps no report from being written."""
    logo = None
    with suppress(OSError, InputError):
        logo = _shown(parts.paths.logo.read_bytes(), parts)
    return Clinic(name=load_settings(parts.paths.settings).clinic_name, logo=logo)


def _shown(data: bytes, parts: Parts) -> Raster:
    from lentigo.imaging.deidentification import reduce

    return reduce(parts.imaging.deidentify(parts.imaging.load(data)).raster, LONGEST_SIDE)
