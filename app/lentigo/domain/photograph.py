"""A photograph, before and after de-identification."""

from dataclasses import dataclass
from enum import StrEnum

from lentigo.domain.quality import QualityIssue


class PictureKind(StrEnum):
    """How a photograph was taken, which decides what a model's numbers are worth on it."""

    DERMOSCOPIC = "dermoscopic"
    CLOSE_UP = "close_up"
    OVERVIEW = "overview"


class MetadataKind(StrEnum):
    """What a file can carry besides its picture."""

    EXIF = "exif"
    GPS_POSITION = "gps_position"
    THUMBNAIL = "thumbnail"
    CAMERA_SERIAL_NUMBER = "camera_serial_number"
    OWNER_NAME = "owner_name"
    MAKER_DATA = "maker_data"
    COMMENT = "comment"
    TEXT = "text"
    XMP = "xmp"
    IPTC = "iptc"
    COLOUR_PROFILE = "colour_profile"
    TIME_OF_SAVING = "time_of_saving"
    FURTHER_PICTURES = "further_pictures"
    OTHER = "other"
    TRAILING_DATA = "trailing_data"
    PATIENT = "patient"  # these four of DICOM
    CLINIC = "clinic"
    PRIVATE = "private"
    OVERLAY = "overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Plain pixels: `rgb` holds width x height x 3 bytes, row by row from the top left."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPicture:
    """A baseline JPEG with nothing but its picture in it, and the colour profile that was."""

    jpeg: bytes
    width: int  # pixels
    height: int
    colours: str  # DICOM's photometric interpretation
    profile: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A decoded photograph, upright; still tied to a person by what its file says."""

    raster: Raster
    sha256: str  # of the file as it came
    format: str  # "JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF", "AVIF", "DICOM"
    captured: str | None  # ISO 8601 date and time from the camera
    metadata: tuple[MetadataKind, ...]  # what the file carries
    issues: tuple[QualityIssue, ...] = ()  # what the file leaves in doubt
    kind: PictureKind | None = None  # how it was taken, where the file says that


@dataclass(frozen=True, slots=True, kw_only=True)
class DeidentifiedPhotograph:
    """Pixels without metadata: the only form that a model, a report or a disk may see."""

    raster: Raster  # may be reduced for display
    sha256: str  # of the original file, so that the report can be matched with it
    format: str
    captured: str | None
    metadata_removed: tuple[MetadataKind, ...]
