"""A report and its photographs as DICOM: files of one study, an Encapsulated PDF and a photograph each.

What is not known of the patient stays empty, as DICOM allows; what is known is what papers call them by.
"""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.body import Side
from lentigo.domain.clinic import Clinic
from lentigo.domain.encounter import Sex
from lentigo.domain.photograph import CodedPicture, PictureKind
from lentigo.domain.quality import QualityIssue
from lentigo.language import translate
from lentigo.report.dicom_file import CLASS, INSTANCE, Elements, dicom_file
from lentigo.untrusted import one_line

_NAMESPACE = UUID("5b0e7c1e-6f0b-5c1c-9a57-2f1d3a1c8e44")  # ours, made once
_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
_PHOTOGRAPH, _DERMOSCOPY = "1.2.840.10008.5.1.4.1.1.77.1.4", "1.2.840.10008.5.1.4.1.1.77.1.7"
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.OTHER: "O"}
_SIDES = {Side.LEFT: "L", Side.RIGHT: "R"}
_LONGEST = 64  # of a name or a line (PN, LO): characters, which some readers count as bytes
_DELIMITERS = str.maketrans("\\^=", "   ")  # of values, and of a name's parts
_PHOTOGRAPHS, _DOCUMENTS = 1, 2  # numbers of the series


def report_file(report: Assessment, pdf: bytes, clinic: Clinic) -> bytes:
    """The report's PDF; with its seal, where it is sealed."""
    elements: Elements = {
        CLASS: ("UI", _PDF),
        **_general(report, clinic, _DOCUMENTS, modality="DOC"),
        0x0008_0064: ("CS", "SD"),  # a document that a program made
        0x0008_0023: ("DA", _day(report.created)),
        0x0008_002A: ("DT", ""),
        0x0008_0033: ("TM", _time(report.created)),
        0x0020_0013: ("IS", "1"),
        0x0028_0301: ("CS", "YES"),  # the pages show the patient's details
        0x0040_A043: ("SQ", ()),
        0x0040_A493: ("CS", "VERIFIED" if report.sign_off.frozen else "UNVERIFIED"),
        0x0042_0010: ("ST", _line(translate("Lentigo report {id}", id=report.id))),
        0x0042_0011: ("OB", pdf),
        0x0042_0012: ("LO", "application/pdf"),
        0x0042_0015: ("UL", len(pdf)),
    }
    return dicom_file(_numbered(report, elements))


def photograph_file(report: Assessment, number: int, coded: CodedPicture, clinic: Clinic) -> bytes:
    """The photograph at `number` of the report, counted from 0; its pixels are those of `coded` as they are."""
    picture = report.pictures[number]
    dermoscopic = picture.kind is PictureKind.DERMOSCOPIC
    taken = picture.captured or report.created
    written_on = QualityIssue.TEXT_IN_PICTURE in picture.quality.issues
    elements: Elements = {
        CLASS: ("UI", _DERMOSCOPY if dermoscopic else _PHOTOGRAPH),
        **_general(report, clinic, _PHOTOGRAPHS, modality="DMS" if dermoscopic else "XC"),
        0x0008_0008: ("CS", "ORIGINAL\\PRIMARY" if picture.format in ("JPEG", "HEIF") else "DERIVED\\PRIMARY"),
        0x0008_0023: ("DA", _day(taken)),
        0x0008_0033: ("TM", _time(taken)),
        0x0020_0013: ("IS", str(number + 1)),
        0x0020_0020: ("CS", ""),
        **_laterality(report),
        0x0020_4000: ("LT", _line(report.encounter.site)),
        0x0040_0555: ("SQ", ()),
        **_pixels(coded),
        **(_dermoscopy(report, picture) if dermoscopic else {}),
        **({0x0028_0301: ("CS", "YES")} if written_on else {}),
    }
    return dicom_file(_numbered(report, elements, coded.jpeg), jpeg=coded.jpeg)


def _numbered(report: Assessment, elements: Elements, pixels: bytes = b"") -> Elements:
    """With an instance UID that another content does not have."""
    content = hashlib.sha256(repr(sorted(elements.items())).encode(errors="surrogatepass") + pixels).hexdigest()
    return {**elements, INSTANCE: ("UI", _uid(report, content))}


def _laterality(report: Assessment) -> Elements:
    """Of the series, empty where it is not known; in the middle of the body, of the image: unpaired."""
    pin = report.encounter.pin
    if pin and pin.side is Side.MIDLINE:
        return {0x0020_0062: ("CS", "U")}
    return {0x0020_0060: ("CS", _SIDES[pin.side] if pin else "")}


def _general(report: Assessment, clinic: Clinic, series: int, *, modality: str) -> Elements:
    """Patient, study, series, equipment."""
    encounter, model = report.encounter, report.provenance.model
    age = "" if encounter.age is None else f"{encounter.age:03}Y"
    return {
        0x0008_0020: ("DA", _day(report.created)),
        0x0008_0030: ("TM", _time(report.created)),
        0x0008_0050: ("SH", ""),
        0x0008_0060: ("CS", modality),
        0x0008_0070: ("LO", "Lentigo"),
        0x0008_0080: ("LO", _line(clinic.name)),
        0x0008_0090: ("PN", ""),
        0x0008_1030: ("LO", _line(translate("Report on a skin photograph"))),
        0x0008_1090: ("LO", _line(model.name)),
        0x0010_0010: ("PN", _line(encounter.patient)),
        0x0010_0020: ("LO", ""),
        0x0010_0030: ("DA", ""),
        0x0010_0040: ("CS", "" if encounter.sex is None else _SEXES[encounter.sex]),
        **({0x0010_1010: ("AS", age)} if age else {}),
        0x0018_1000: ("LO", model.language_sha256[:16] or "0"),
        0x0018_1020: ("LO", _line(report.provenance.app)),
        0x0020_000D: ("UI", _uid(report, "study")),
        0x0020_000E: ("UI", _uid(report, "series", modality)),
        0x0020_0010: ("SH", report.id[:16]),
        0x0020_0011: ("IS", str(series)),
    }


def _pixels(coded: CodedPicture) -> Elements:
    grey = coded.colours == "MONOCHROME2"
    ratio = coded.width * coded.height * (1 if grey else 3) / len(coded.jpeg)
    return {
        0x0028_0002: ("US", 1 if grey else 3),
        0x0028_0004: ("CS", coded.colours),
        **({} if grey else {0x0028_0006: ("US", 0)}),
        0x0028_0010: ("US", coded.height),
        0x0028_0011: ("US", coded.width),
        0x0028_0100: ("US", 8),
        0x0028_0101: ("US", 8),
        0x0028_0102: ("US", 7),
        0x0028_0103: ("US", 0),
        **({0x0028_2000: ("OB", coded.profile)} if coded.profile else {}),
        0x0028_2110: ("CS", "01"),
        0x0028_2112: ("DS", f"{ratio:.2f}"),
        0x0028_2114: ("CS", "ISO_10918_1"),
    }


def _dermoscopy(report: Assessment, picture: PictureRecord) -> Elements:
    """What a dermoscope would tell, and a photograph does not: empty."""
    return {
        0x0016_1001: ("CS", ""),
        0x0016_1002: ("DS", ""),
        0x0016_1003: ("CS", ""),
        0x0016_1005: ("DS", ""),
        0x0020_0052: ("UI", _uid(report, "frame of reference", picture.sha256)),
        0x0020_1040: ("LO", ""),
        0x0028_0301: ("CS", "NO"),
        0x0028_0302: ("CS", "YES"),  # whether somebody could be recognised is not known: so they could
    }


def _uid(report: Assessment, *key: str) -> str:
    return f"2.25.{uuid5(_NAMESPACE, '/'.join((report.id, 'DICOM', *key))).int}"


def _line(text: str) -> str:
    line = " ".join(one_line(text).translate(_DELIMITERS).split())
    return line.encode(errors="replace")[:_LONGEST].decode(errors="ignore")


def _day(stamp: str) -> str:
    return _formatted(stamp, "%Y%m%d")


def _time(stamp: str) -> str:
    return _formatted(stamp, "%H%M%S")


def _formatted(stamp: str, form: str) -> str:
    try:
        return datetime.fromisoformat(stamp).strftime(form)
    except ValueError:
        return ""
