"""The file around the pixels: whether its end is there, what it says of colours, what it carries besides the picture.

Decoders accept some files that were cut off, such as a JPEG that lacks its last bytes, and refuse others in which
every pixel is there; here the structure is followed to its proper end. Data after that end is legal: phones append
second pictures and videos.
"""

from collections.abc import Callable

from lentigo.imaging.containers.bmp import inspect_bmp
from lentigo.imaging.containers.container import Container
from lentigo.imaging.containers.heif import inspect_heif
from lentigo.imaging.containers.jpeg import inspect_jpeg
from lentigo.imaging.containers.png import inspect_png
from lentigo.imaging.containers.tiff import inspect_tiff
from lentigo.imaging.containers.webp import inspect_webp

_INSPECTORS: tuple[tuple[bytes, int, str, Callable[[bytes], Container]], ...] = (
    (b"\xff\xd8\xff", 0, "JPEG", inspect_jpeg),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG", inspect_png),
    (b"WEBP", 8, "WEBP", inspect_webp),
    (b"BM", 0, "BMP", inspect_bmp),
    *((start, 0, "TIFF", inspect_tiff) for start in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    (b"ftyp", 4, "HEIF", inspect_heif),
)


def format_of(data: bytes) -> str:
    """ "JPEG", "PNG", "WEBP", "BMP", "TIFF", or "HEIF", which stands for AVIF too; "" for none of these."""
    return next((name for start, at, name, _inspect in _INSPECTORS if data.startswith(start, at)), "")


def inspect_container(data: bytes) -> Container:
    """Follow the structure of a file of a known format; InputError where pixels are missing or no decoder knows it."""
    return next(inspect for start, at, _name, inspect in _INSPECTORS if data.startswith(start, at))(data)
