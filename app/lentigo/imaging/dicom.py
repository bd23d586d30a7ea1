"""A photograph out of DICOM: the first frame, and what the file says of the patient left behind."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from lentigo.domain.photograph import MetadataKind, Photograph, PictureKind
from lentigo.domain.quality import QualityIssue
from lentigo.errors import InputError
from lentigo.imaging.camera_data import CameraData
from lentigo.imaging.colour import colour_way
from lentigo.imaging.containers.container import Container
from lentigo.imaging.dicom_elements import PIXEL_DATA, Elements, read_elements
from lentigo.imaging.dicom_pixels import embedded_jpeg, frames_of, picture
from lentigo.imaging.pixels import srgb_pixels, upright_raster
from lentigo.language import translate

FORMAT = "DICOM"
_DERMOSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.7"
_PHOTOGRAPHS = frozenset(
    {
        "1.2.840.10008.5.1.4.1.1.77.1.4",  # VL Photographic
        _DERMOSCOPIC,
        "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture, then its kinds with several frames
        "1.2.840.10008.5.1.4.1.1.7.2",
        "1.2.840.10008.5.1.4.1.1.7.3",
        "1.2.840.10008.5.1.4.1.1.7.4",
    }
)
_CLASS, _PROFILE, _BURNED_IN = 0x0008_0016, 0x0028_2000, 0x0028_0301
_ACQUIRED, _DATE, _TIME, _ZONE = 0x0008_002A, 0x0008_0023, 0x0008_0033, 0x0008_0201
_REVEALING = {
    0x0008_0080: MetadataKind.CLINIC,  # institution
    0x0008_0081: MetadataKind.CLINIC,
    0x0008_0090: MetadataKind.CLINIC,  # referring physician
    0x0008_1050: MetadataKind.CLINIC,  # performing physician
    0x0008_1070: MetadataKind.CLINIC,  # operator
    0x0018_1000: MetadataKind.CAMERA_SERIAL_NUMBER,
    0x0020_4000: MetadataKind.COMMENT,
    0x0088_0200: MetadataKind.THUMBNAIL,
    _PROFILE: MetadataKind.COLOUR_PROFILE,
}
_GPS = range(0x0016_0070, 0x0016_0090)
_STAMP = re.compile(r"(\d{8})(\d{6})(?:\.\d{1,6})?([+-]\d{4})?")

LoadJpeg = Callable[[bytes], Photograph]


def load_dicom(data: bytes, load_jpeg: LoadJpeg) -> Photograph:
    """Decode the first frame; InputError for what is no photograph, or is not whole.

    `load_jpeg` reads the JPEG that lies in the file as it reads one that lies alone.
    """
    elements = read_elements(data)
    if elements.text(_CLASS) not in _PHOTOGRAPHS:
        raise InputError(
            translate("The file is a DICOM file that holds no photograph."),
            hint=translate("Choose a photograph, or export the picture from your imaging system as JPEG or PNG."),
        )
    jpeg = embedded_jpeg(elements)
    inner = load_jpeg(jpeg) if jpeg else _decoded(elements, data)
    burned_in = (QualityIssue.TEXT_IN_PICTURE,) if elements.text(_BURNED_IN) == "YES" else ()
    return replace(
        inner,
        sha256=hashlib.sha256(data).hexdigest(),
        format=FORMAT,
        captured=_captured(elements) or inner.captured,
        metadata=tuple(dict.fromkeys((*_carried(elements), *inner.metadata))),
        issues=(*inner.issues, *burned_in),
        kind=PictureKind.DERMOSCOPIC if elements.text(_CLASS) == _DERMOSCOPIC else None,
    )


def _decoded(elements: Elements, data: bytes) -> Photograph:
    image = picture(elements)
    way = colour_way(image, Container(profile=elements.values.get(_PROFILE, b"")), CameraData())
    return Photograph(
        raster=upright_raster(srgb_pixels(image, way, on_white=False), 1),
        sha256="",
        format=FORMAT,
        captured=None,
        metadata=(),
        issues=(QualityIssue.COLOURS_UNCERTAIN,) if way.uncertain else (),
    )


def _carried(elements: Elements) -> Iterator[MetadataKind]:
    """Everything but the picture stays behind; these are the kinds of it that tell of people."""
    for tag, value in elements.values.items():
        group = tag >> 16
        if group == 0x0010 and value.strip(b" \0"):
            yield MetadataKind.PATIENT
        elif group % 2:
            yield MetadataKind.PRIVATE
        elif 0x6000 <= group < 0x6100:
            yield MetadataKind.OVERLAY
        elif tag in _GPS:
            yield MetadataKind.GPS_POSITION
        elif kind := _REVEALING.get(tag):
            yield kind
        elif tag not in (PIXEL_DATA, _CLASS) and group < 0x0028:
            yield MetadataKind.OTHER
    if frames_of(elements) > 1:
        yield MetadataKind.FURTHER_PICTURES


def _captured(elements: Elements) -> str | None:
    """In ISO 8601; None unless it is a real date with its time."""
    acquired = elements.text(_ACQUIRED) or elements.text(_DATE) + elements.text(_TIME)
    found = _STAMP.fullmatch(acquired)
    if not found:
        return None
    day, clock, zone = found.groups()
    zone = zone or elements.text(_ZONE)
    for stamp, form in ((day + clock + zone, "%Y%m%d%H%M%S%z"), (day + clock, "%Y%m%d%H%M%S")):
        try:
            return datetime.strptime(stamp, form).isoformat()
        except ValueError:
            continue
    return None
