"""What EXIF says: which way is up, when the photograph was taken, and what would give the person away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

from lentigo.imaging.containers import FURTHER_PICTURES
from lentigo.imaging.pixels import DECODING_ERRORS

# Where in EXIF, which tag, what it tells. The camera's and owner's tags stand in either directory.
REVEALING = (
    (0xA431, "camera serial number"),  # BodySerialNumber
    (0xA435, "camera serial number"),  # LensSerialNumber
    (0xC62F, "camera serial number"),  # CameraSerialNumber (DNG)
    (0xA430, "owner's name"),  # CameraOwnerName
    (0x013B, "owner's name"),  # Artist
    (0x8298, "owner's name"),  # Copyright
    (0x927C, "camera maker's data"),
    (0x010E, "comment"),  # ImageDescription
    (0x9286, "comment"),  # UserComment
    (0x9C9C, "comment"),  # XPComment
    (0x02BC, "XMP"),  # these four stand in a TIFF's own directory
    (0x83BB, "IPTC"),
    (0x8649, "IPTC"),  # Photoshop
    (0x8773, "ICC profile"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraData:
    """`orientation` as EXIF counts, 1 to 8; `carries` names kinds of metadata."""

    orientation: int = 1
    captured: str | None = None
    carries: tuple[str, ...] = ()


def read_camera_data(image: Image.Image) -> CameraData:
    """Read an opened picture's EXIF, or a TIFF's own tags; damaged ones count as absent."""
    try:
        exif = image.getexif()
        details, position, thumbnail = (exif.get_ifd(part) for part in (IFD.Exif, IFD.GPSInfo, IFD.IFD1))
    except DECODING_ERRORS:
        return CameraData()
    orientation = 1 if image.format == "TIFF" else exif.get(Base.Orientation)  # Pillow itself turns a TIFF upright
    tags = {**details, **exif}
    return CameraData(
        orientation=orientation if isinstance(orientation, int) else 1,
        captured=_captured(details),
        carries=(
            *(["EXIF"] if details or (exif and image.format != "TIFF") else []),
            *(["GPS position"] if position else []),
            *(["thumbnail"] if thumbnail else []),
            *([FURTHER_PICTURES] if getattr(image, "is_animated", False) else []),
            *(kind for tag, kind in REVEALING if tags.get(tag)),
        ),
    )


def _captured(details: dict[int, Any]) -> str | None:
    """DateTimeOriginal with its zone where given, in ISO 8601; None unless it is a real date."""
    text = str(details.get(Base.DateTimeOriginal, "")).strip("\x00 ")
    zone = str(details.get(Base.OffsetTimeOriginal, "")).strip("\x00 ")
    for stamp, form in ((text + zone, "%Y:%m:%d %H:%M:%S%z"), (text, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(stamp, form).isoformat()
        except ValueError:
            continue
    return None
