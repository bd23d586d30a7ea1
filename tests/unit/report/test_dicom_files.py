"""What is written as DICOM: by the standard's own words, the photograph's pixels as they were, the patient as on paper.

dciodvfy (Debian's dicom3tools) knows the standard; pydicom reads what we wrote.
"""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import get_frame
from signed_reports import report_of, signed

from lentigo.domain.assessment import Assessment
from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.domain.photograph import CodedPicture, PictureKind
from lentigo.domain.quality import ImageQuality, QualityIssue
from lentigo.imaging.loading import load
from lentigo.imaging.plain_jpeg import plain_jpeg
from lentigo.report.dicom import photograph_file, report_file

needs_dciodvfy = pytest.mark.skipif(
    not shutil.which("dciodvfy"),
    reason="DICOM IS NOT HELD AGAINST THE STANDARD: Debian's dicom3tools, with dciodvfy, is not installed",
)
PHANTOM = Path(__file__).parents[2] / "data" / "phantom-pigmented.jpg"
PDF = b"%PDF-1.7\nnot a real one\n%%EOF"  # an odd number of bytes
CLINIC = Clinic(name="Puskesmas Sungai Penuh")


@pytest.fixture
def coded() -> CodedPicture:
    found = plain_jpeg(PHANTOM.read_bytes())
    assert found
    return found


def verdict(data: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "file.dcm"
    path.write_bytes(data)
    return subprocess.run(["dciodvfy", "-new", str(path)], capture_output=True, text=True, check=False)


def of_kind(report: Assessment, kind: PictureKind | None) -> Assessment:
    return replace(report, pictures=(replace(report.pictures[0], kind=kind),))


def with_pin(report: Assessment, side: Side) -> Assessment:
    pin = Pin(view=View.FRONT, x=0.5, y=0.5, region=Region.SHIN, side=side)
    return replace(report, encounter=replace(report.encounter, pin=pin, patient="Ibu Sari=^\\, 0417 ไทย عربي" * 4))


GREY = io.BytesIO()
Image.open(PHANTOM).convert("L").save(GREY, "JPEG")


@needs_dciodvfy
@pytest.mark.parametrize("kind", [None, *PictureKind])
@pytest.mark.parametrize("side", [None, *Side])
def test_photographs_keep_the_standard(
    assessment: Assessment, coded: CodedPicture, kind: PictureKind | None, side: Side | None, tmp_path: Path
) -> None:
    report = of_kind(with_pin(assessment, side) if side else assessment, kind)
    told = verdict(photograph_file(report, 0, coded, CLINIC), tmp_path)
    assert (told.returncode, "Error" in told.stderr) == (0, False), told.stderr


@needs_dciodvfy
def test_the_report_keeps_the_standard(assessment: Assessment, tmp_path: Path) -> None:
    for report in (assessment, report_of(signed(assessment)), with_pin(assessment, Side.LEFT)):
        for pdf in (PDF, PDF + b"\n"):
            told = verdict(report_file(report, pdf, NO_CLINIC), tmp_path)
            assert (told.returncode, "Error" in told.stderr) == (0, False), told.stderr


@needs_dciodvfy
def test_a_grey_photograph_keeps_the_standard(assessment: Assessment, tmp_path: Path) -> None:
    grey = plain_jpeg(GREY.getvalue())
    assert grey
    assert grey.colours == "MONOCHROME2"
    assert verdict(photograph_file(assessment, 0, grey, CLINIC), tmp_path).returncode == 0


@needs_dciodvfy
@pytest.mark.parametrize("name", ["PhotometricInterpretation", "Modality", "InstanceNumber", "Rows"])
def test_a_broken_one_is_seen(assessment: Assessment, coded: CodedPicture, tmp_path: Path, name: str) -> None:
    broken = pydicom.dcmread(io.BytesIO(photograph_file(assessment, 0, coded, CLINIC)))
    del broken[name]
    file = io.BytesIO()
    pydicom.dcmwrite(file, broken)
    assert verdict(file.getvalue(), tmp_path).returncode == 1


def test_the_photograph_is_the_one_that_came(assessment: Assessment, coded: CodedPicture) -> None:
    read = pydicom.dcmread(io.BytesIO(photograph_file(assessment, 0, coded, CLINIC)))
    jpeg = get_frame(read.PixelData, 0, number_of_frames=1)
    assert jpeg.rstrip(b"\0") == coded.jpeg
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(jpeg))), np.asarray(Image.open(PHANTOM)))
    assert (read.Rows, read.Columns) == (coded.height, coded.width)


def test_read_again_it_is_the_same_picture(assessment: Assessment, coded: CodedPicture) -> None:
    again = load(photograph_file(of_kind(assessment, PictureKind.DERMOSCOPIC), 0, coded, CLINIC))
    assert again.raster == load(PHANTOM.read_bytes()).raster
    assert again.kind is PictureKind.DERMOSCOPIC
    assert again.captured == assessment.pictures[0].captured


def test_patient_and_clinic_are_those_of_the_report(assessment: Assessment, coded: CodedPicture) -> None:
    known = replace(assessment, encounter=replace(assessment.encounter, patient="P-0417 ไทย", patient_id="secret-id"))
    data = photograph_file(known, 0, coded, CLINIC)
    read = pydicom.dcmread(io.BytesIO(data))
    assert str(read.PatientName) == "P-0417 ไทย"
    assert (read.PatientID, read.PatientBirthDate, read.PatientSex, read.PatientAge) == ("", "", "F", "058Y")
    assert read.InstitutionName == "Puskesmas Sungai Penuh"
    assert b"secret-id" not in data


def test_all_files_belong_to_one_study_and_another_content_has_another_number(
    assessment: Assessment, coded: CodedPicture
) -> None:
    files = [photograph_file(assessment, 0, coded, CLINIC), report_file(assessment, PDF, CLINIC)]
    files += [report_file(assessment, PDF + b"1", CLINIC), report_file(report_of(signed(assessment)), PDF, CLINIC)]
    read = [pydicom.dcmread(io.BytesIO(data)) for data in files]
    assert len({each.StudyInstanceUID for each in read}) == 1
    assert len({each.SOPInstanceUID for each in read}) == len(read)
    assert report_file(assessment, PDF, CLINIC) == files[1]


def test_the_pdf_lies_in_it_byte_by_byte(assessment: Assessment) -> None:
    read = pydicom.dcmread(io.BytesIO(report_file(assessment, PDF, CLINIC)))
    assert read.EncapsulatedDocument[: read.EncapsulatedDocumentLength] == PDF
    assert (read.VerificationFlag, read.BurnedInAnnotation) == ("UNVERIFIED", "YES")
    final = pydicom.dcmread(io.BytesIO(report_file(report_of(signed(assessment)), PDF, CLINIC)))
    assert final.VerificationFlag == "VERIFIED"


def test_a_name_in_the_picture_is_told(assessment: Assessment, coded: CodedPicture) -> None:
    quality = ImageQuality(issues=(QualityIssue.TEXT_IN_PICTURE,))
    report = replace(assessment, pictures=(replace(assessment.pictures[0], quality=quality),))
    assert pydicom.dcmread(io.BytesIO(photograph_file(report, 0, coded, CLINIC))).BurnedInAnnotation == "YES"


def test_hostile_text_stays_a_value(assessment: Assessment, coded: CodedPicture) -> None:
    encounter = replace(assessment.encounter, patient="A\\B^C=D\x00\x1b[31m\ud800" + "x" * 500, site="\\\\")
    read = pydicom.dcmread(io.BytesIO(photograph_file(replace(assessment, encounter=encounter), 0, coded, CLINIC)))
    assert str(read.PatientName).startswith("A B C D[31m")
    assert len(str(read.PatientName).encode()) == 64
