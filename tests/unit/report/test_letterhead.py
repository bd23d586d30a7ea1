"""Whose report it is stands in each format that people read."""

import pymupdf

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import Clinic
from lentigo.domain.photograph import Raster
from lentigo.report.formats import TERMINAL_FORMAT, USUAL_FORMAT, Pictures

CLINIC = Clinic(name="Puskesmas Kota <b>Ende</b>", logo=Raster(width=40, height=8, rgb=bytes((27, 90, 116)) * 320))


def test_the_clinics_name_stands_in_the_text(assessment: Assessment) -> None:
    assert CLINIC.name in TERMINAL_FORMAT.render(assessment, {}, CLINIC).decode()
    assert "Puskesmas" not in TERMINAL_FORMAT.render(assessment, {}).decode()


def test_name_and_logo_stand_on_the_first_page(assessment: Assessment, pictures: Pictures) -> None:
    shown = len(assessment.pictures)
    for clinic, logos in ((CLINIC, 1), (Clinic(), 0)):
        with pymupdf.open("pdf", USUAL_FORMAT.render(assessment, pictures, clinic)) as document:
            assert (CLINIC.name in " ".join(document[0].get_text().split())) == bool(logos)
            assert len({image[0] for page in document for image in page.get_images()}) == shown + logos
