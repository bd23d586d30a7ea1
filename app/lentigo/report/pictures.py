"""The photographs of a report as JPEG."""

import pymupdf

from lentigo.domain.photograph import Raster

_MOST_PIXELS = 1400  # a side; 400 to the inch at 8 cm


def whole_jpeg(raster: Raster) -> bytes:
    """All of its pixels, with no metadata."""
    return bytes(pymupdf.Pixmap(pymupdf.csRGB, raster.width, raster.height, raster.rgb, False).tobytes("jpeg", 95))


def jpeg(raster: Raster) -> bytes:
    """As it is printed: no larger than 8 cm can show, with no metadata."""
    pixels = pymupdf.Pixmap(pymupdf.csRGB, raster.width, raster.height, raster.rgb, False)
    scale = _MOST_PIXELS / max(raster.width, raster.height)
    if scale < 1:
        pixels = pymupdf.Pixmap(pixels, max(round(raster.width * scale), 1), max(round(raster.height * scale), 1), None)
    return bytes(pixels.tobytes("jpeg", jpg_quality=90))
