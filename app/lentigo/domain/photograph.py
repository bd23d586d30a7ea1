"""A photograph, before and after de-identification."""

from dataclasses import dataclass
from enum import StrEnum


class PictureKind(StrEnum):
    """How a photograph was taken, which decides what a model's numbers are worth on it."""

    DERMOSCOPIC = "dermoscopic"
    CLOSE_UP = "close_up"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Plain pixels: `rgb` holds width x height x 3 bytes, row by row from the top left."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A decoded photograph, upright; still tied to a person by what its file says."""

    raster: Raster
    sha256: str  # of the file as it came
    format: str  # "JPEG", "PNG", "WEBP", "TIFF", "BMP"
    captured: str | None  # ISO 8601 date and time from the camera
    metadata: tuple[str, ...]  # kinds of metadata the file carries: "EXIF", "GPS position", "XMP", ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeidentifiedPhotograph:
    """Pixels without metadata: the only form that a model, a report or a disk may see."""

    raster: Raster  # may be reduced for display
    sha256: str  # of the original file, so that the report can be matched with it
    format: str
    captured: str | None
    metadata_removed: tuple[str, ...]
