"""The Imaging port, on Pillow and NumPy."""

from pathlib import Path

from lentigo.domain.photograph import CodedPicture, DeidentifiedPhotograph, Photograph, PictureKind, Raster
from lentigo.domain.quality import ImageQuality
from lentigo.imaging.deidentification import deidentify
from lentigo.imaging.loading import load
from lentigo.imaging.picture_kind import recognise_kind
from lentigo.imaging.plain_jpeg import plain_jpeg
from lentigo.imaging.quality import assess_quality
from lentigo.imaging.reading import read
from lentigo.imaging.thumbnails import draw_thumbnail


class PillowImaging:
    """Reads photographs and judges them; keeps nothing between calls."""

    def read(self, path: Path) -> bytes:
        """All bytes of a file; see reading."""
        return read(path)

    def load(self, data: bytes) -> Photograph:
        """Decode strictly; see loading."""
        return load(data)

    def assess_quality(self, photograph: Photograph) -> ImageQuality:
        """Judge sharpness, exposure, size, and whether it shows skin; see quality."""
        return assess_quality(photograph)

    def recognise_kind(self, photograph: Photograph) -> PictureKind | None:
        """How it was taken: as the file says, or else by its pixels; see picture_kind."""
        return photograph.kind or recognise_kind(photograph)

    def deidentify(self, photograph: Photograph) -> DeidentifiedPhotograph:
        """Keep the pixels only; see deidentification."""
        return deidentify(photograph)

    def plain_jpeg(self, data: bytes) -> CodedPicture | None:
        """A JPEG without what is not its picture; see plain_jpeg."""
        return plain_jpeg(data)

    def draw_thumbnail(self, raster: Raster) -> bytes:
        """A small square of it, JPEG; see thumbnails."""
        return draw_thumbnail(raster)
