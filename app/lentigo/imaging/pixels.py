"""From what a decoder gives to upright 8-bit sRGB: depth, transparency, colour space, orientation."""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from lentigo.domain.photograph import Raster

Pixels = NDArray[np.uint8]  # height x width x 3

# What Pillow's decoders and tag readers raise on damaged files; nothing narrower covers them.
DECODING_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, EOFError, ArithmeticError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip

BAND = 4_000_000  # pixels converted at a time: a second whole copy of 50 megapixels would be 200 MB
PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # colour space in an ICC profile -> Pillow's mode

# EXIF orientation -> the way to upright.
ORIENTATIONS: dict[int, Callable[[Pixels], Pixels]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels[:, ::-1].swapaxes(0, 1),
}


def srgb_pixels(image: Image.Image) -> Pixels:
    """All pixels in sRGB, transparent ones on white."""
    convert = _converter(image)
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    rows = max(1, BAND // image.width)
    for top in range(0, image.height, rows):
        bottom = min(image.height, top + rows)
        pixels[top:bottom] = np.asarray(convert(image.crop((0, top, image.width, bottom))))
    return pixels


def upright_raster(pixels: Pixels, orientation: int) -> Raster:
    """The pixels turned as EXIF says; an unknown orientation leaves them."""
    turn = ORIENTATIONS.get(orientation)
    turned = turn(pixels) if turn else pixels
    return Raster(width=turned.shape[1], height=turned.shape[0], rgb=turned.tobytes())


def _converter(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    transform = _profile_transform(image)

    def convert(band: Image.Image) -> Image.Image:
        band = _opaque(_eight_bits(band))
        if band.mode not in ("L", "CMYK"):
            band = band.convert("RGB")
        if transform and transform.input_mode == band.mode:
            band = transform.apply(band)
        return band.convert("RGB")

    return convert


def _profile_transform(image: Image.Image) -> ImageCms.ImageCmsTransform | None:
    """The way from the picture's own colour profile to sRGB; None where there is none, or a damaged one."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        if "sRGB" in ImageCms.getProfileDescription(profile):
            return None
        mode = PROFILE_MODES[profile.profile.xcolor_space]
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        return ImageCms.ImageCmsTransform(profile, srgb, mode, "RGB")
    except (*DECODING_ERRORS, ImageCms.PyCMSError):
        return None


def _eight_bits(band: Image.Image) -> Image.Image:
    if not band.mode.startswith("I;16"):
        return band
    return Image.fromarray((np.asarray(band) >> 8).astype(np.uint8))


def _opaque(band: Image.Image) -> Image.Image:
    if not band.has_transparency_data:
        return band
    layer = band.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer.getchannel("A"))
    return white
