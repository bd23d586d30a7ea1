"""From what a decoder gives to upright 8-bit sRGB: depth, transparency, colour space, orientation."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lentigo.domain.photograph import Raster
from lentigo.imaging.colour import ColourWay

Pixels = NDArray[np.uint8]  # height x width x 3

BAND = 4_000_000  # pixels converted at a time: a second whole copy of 64 megapixels would be 256 MB
OPAQUE = 250  # of 255: what compression leaves of it

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


def shows_through(image: Image.Image) -> bool:
    """Whether parts are transparent, so that what is there is not known. Where all is alike, alpha means nothing."""
    if not image.has_transparency_data:
        return False
    lowest, highest = 255, 0
    for _top, band in _bands(image):
        low, high = _alpha(band).getextrema()
        lowest, highest = min(lowest, int(low)), max(highest, int(high))  # type: ignore[arg-type]
    return lowest < min(highest, OPAQUE)


def srgb_pixels(image: Image.Image, way: ColourWay, *, on_white: bool) -> Pixels:
    """All pixels in sRGB; `on_white` puts transparent ones on white, otherwise alpha is left out."""
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top, band in _bands(image):
        converted = way.to_srgb(_colours(band, way.mode))
        if on_white:
            white = Image.new("RGB", band.size, "white")
            white.paste(converted, mask=_alpha(band))
            converted = white
        pixels[top : top + band.height] = np.asarray(converted)
    return pixels


def upright_raster(pixels: Pixels, orientation: int) -> Raster:
    """The pixels turned as EXIF says; an unknown orientation leaves them."""
    turn = ORIENTATIONS.get(orientation)
    turned = turn(pixels) if turn else pixels
    return Raster(width=turned.shape[1], height=turned.shape[0], rgb=turned.tobytes())


def _bands(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Rows from the top on, with the first one's number."""
    rows = max(1, BAND // image.width)
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(image.height, top + rows)))


def _alpha(band: Image.Image) -> Image.Image:
    return (band if band.mode in ("LA", "RGBA") else band.convert("RGBA")).getchannel("A")


def _colours(band: Image.Image, mode: str) -> Image.Image:
    """The band without alpha, palette and further bits."""
    if band.mode == mode:
        return band
    if band.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(band) >> 8).astype(np.uint8))
    if band.mode == "P":
        band = band.convert("RGBA")
    if band.mode in ("La", "RGBa"):
        band = band.convert(band.mode.upper())
    return band.convert(mode)
