"""The decoders, each for its format; all are named, so that a frozen program holds them. Only headers are read here."""

import io

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from lentigo.imaging.bmp_samples import masked_image
from lentigo.imaging.decoding_errors import DECODING_ERRORS
from lentigo.imaging.faults import unreadable
from lentigo.imaging.tiff_samples import needs_samples, read_tags, samples_image
from lentigo.language import deferred, translate

DECODERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "HEIF": pillow_heif.HeifImageFile,
}
_TIFF_KIND = deferred("TIFF with colours {colours}, packing {packing}")

# Depth maps, gain maps and previews are further pictures, which nothing here shows.
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False


def open_picture(data: bytes, picture_format: str) -> Image.Image:
    """The first picture of a file of a known format, for most of them not yet decoded."""
    if picture_format == "TIFF":
        return _open_tiff(data)
    try:
        return DECODERS[picture_format](io.BytesIO(data))
    except OSError:
        if picture_format != "BMP":
            raise
        return masked_image(data)


def _open_tiff(data: bytes) -> Image.Image:
    tags = read_tags(data)
    if needs_samples(tags):
        return samples_image(data, tags)
    try:
        return TiffImagePlugin.TiffImageFile(io.BytesIO(data))
    except DECODING_ERRORS as error:
        kind = translate(_TIFF_KIND, colours=tags.get(262, "?"), packing=tags.get(259, 1))
        raise unreadable(kind) from error
