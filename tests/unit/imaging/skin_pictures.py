"""Real bytes of picture files, made by Pillow."""

import io

import numpy as np
from PIL import ExifTags, Image

from lentigo.domain.photograph import Photograph, Raster

WIDTH, HEIGHT = 300, 220


def skin_picture(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Skin-coloured texture with an off-centre dark lesion and a white mark in the top left corner."""
    generator = np.random.default_rng(7)
    coarse = generator.normal(0, 5, (height // 10 + 1, width // 10 + 1, 1)).repeat(10, 0).repeat(10, 1)[:height, :width]
    pixels = np.array((205, 160, 135)) + coarse + generator.normal(0, 4, (height, width, 1))
    down, across = np.mgrid[0:height, 0:width]
    pixels[np.hypot(down - height * 0.6, across - width * 0.4) < height * 0.2] *= (0.5, 0.4, 0.35)
    pixels[: height // 10, : width // 10] = 250
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, picture_format: str, **parameters: object) -> bytes:
    file = io.BytesIO()
    image.save(file, picture_format, **parameters)
    return file.getvalue()


def photograph_of(image: Image.Image) -> Photograph:
    rgb = image.convert("RGB")
    raster = Raster(width=rgb.width, height=rgb.height, rgb=rgb.tobytes())
    return Photograph(raster=raster, sha256="0" * 64, format="PNG", captured=None, metadata=())


def pixels_of(raster: Raster) -> np.ndarray:
    return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)


def identifying_exif(orientation: int = 1) -> Image.Exif:
    """EXIF as a phone writes it, each text with the word CANARY in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "CANARY Artist"
    exif[ExifTags.Base.ImageDescription] = "CANARY Description"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2024:05:01 10:11:12"
    details[ExifTags.Base.OffsetTimeOriginal] = "+02:00"
    details[ExifTags.Base.BodySerialNumber] = "CANARY 4711"
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    position[1], position[2] = "N", (48.0, 8.0, 14.5)
    return exif
