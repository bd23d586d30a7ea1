"""What EXIF and XMP say: which way is up, when it was taken, which colours, and what would give the person away."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.colour_coding import ADOBE_RGB_CODING, ColourCoding
from lentigo.imaging.decoding_errors import DECODING_ERRORS

# Where in EXIF, which tag, what it tells. The camera's and owner's tags stand in either directory.
REVEALING = (
    (0xA431, MetadataKind.CAMERA_SERIAL_NUMBER),  # BodySerialNumber
    (0xA435, MetadataKind.CAMERA_SERIAL_NUMBER),  # LensSerialNumber
    (0xC62F, MetadataKind.CAMERA_SERIAL_NUMBER),  # CameraSerialNumber (DNG)
    (0xA430, MetadataKind.OWNER_NAME),  # CameraOwnerName
    (0x013B, MetadataKind.OWNER_NAME),  # Artist
    (0x8298, MetadataKind.OWNER_NAME),  # Copyright
    (0x927C, MetadataKind.MAKER_DATA),
    (0x010E, MetadataKind.COMMENT),  # ImageDescription
    (0x9286, MetadataKind.COMMENT),  # UserComment
    (0x9C9C, MetadataKind.COMMENT),  # XPComment
    (0x02BC, MetadataKind.XMP),  # these four stand in a TIFF's own directory
    (0x83BB, MetadataKind.IPTC),
    (0x8649, MetadataKind.IPTC),  # Photoshop
    (0x8773, MetadataKind.COLOUR_PROFILE),
)
_XMP_ORIENTATION = re.compile(rb"""tiff:Orientation(?:\s*=\s*["']|\s*>\s*)(\d)""")
_SRGB, _ADOBE_RGB, _UNCALIBRATED = 1, 2, 0xFFFF  # EXIF's ColorSpace
_INTEROPERABILITY_INDEX = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraData:
    """`orientations` are all that are told, first those of EXIF, as it counts them: 1 to 8."""

    orientations: tuple[int, ...] = ()
    captured: str | None = None
    carries: tuple[MetadataKind, ...] = ()
    coding: ColourCoding | None = None
    colours_uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """One EXIF block, read."""

    tags: Mapping[int, Any]
    details: Mapping[int, Any]
    interoperability: Mapping[int, Any]
    has_position: bool
    has_thumbnail: bool


def read_camera_data(image: Image.Image, blocks: tuple[bytes, ...]) -> CameraData:
    """Read a picture's EXIF blocks, or a TIFF's own tags; damaged ones count as absent."""
    read = list(_read_blocks(blocks))
    coding, uncertain = _colours(read)
    return CameraData(
        orientations=tuple(_orientations(read, image)),
        captured=next((when for block in read if (when := _captured(block.details))), None),
        carries=tuple(_carried(read, image)),
        coding=coding,
        colours_uncertain=uncertain,
    )


def _read_blocks(blocks: tuple[bytes, ...]) -> Iterator[_Block]:
    for block in blocks:
        exif = Image.Exif()
        try:
            exif.load(block)
            parts = (IFD.Exif, IFD.Interop, IFD.GPSInfo, IFD.IFD1)
            details, interoperability, position, thumbnail = (exif.get_ifd(part) for part in parts)
            tags = dict(exif)
        except DECODING_ERRORS:
            continue
        yield _Block(
            tags=tags,
            details=details,
            interoperability=interoperability,
            has_position=bool(position),
            has_thumbnail=bool(thumbnail),
        )


def _orientations(blocks: list[_Block], image: Image.Image) -> Iterator[int]:
    for block in blocks:
        if (number := _small_number(block.tags.get(Base.Orientation))) in range(1, 9):
            yield number
    xmp = image.info.get("xmp", b"")
    for found in _XMP_ORIENTATION.findall(xmp.encode() if isinstance(xmp, str) else xmp):
        if int(found) in range(1, 9):
            yield int(found)


def _small_number(value: object) -> int:
    """A number that may be written as a byte, a digit or a fraction; 0 where it is none."""
    if isinstance(value, tuple | list) and value:
        return _small_number(value[0])
    if isinstance(value, bytes):
        return value[0] if value[:1] < b"0" and value else _small_number(value.decode("ascii", "replace"))
    try:
        number = float(value.strip("\x00 ") if isinstance(value, str) else value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return 0
    return int(number) if number == number // 1 else 0


def _colours(blocks: list[_Block]) -> tuple[ColourCoding | None, bool]:
    """Adobe RGB is told by an option of the file name rule (DCF 2.0); "uncalibrated" alone does not say which."""
    for block in blocks:
        index = str(block.interoperability.get(_INTEROPERABILITY_INDEX, "")).strip("\x00 ")
        space = _small_number(block.details.get(Base.ColorSpace))
        if space == _ADOBE_RGB or (index == "R03" and space != _SRGB):
            return ADOBE_RGB_CODING, False
        if space:
            return None, space == _UNCALIBRATED
    return None, False


def _carried(blocks: list[_Block], image: Image.Image) -> Iterator[MetadataKind]:
    for block in blocks:
        if block.details or (block.tags and image.format != "TIFF"):
            yield MetadataKind.EXIF
        if block.has_position:
            yield MetadataKind.GPS_POSITION
        if block.has_thumbnail:
            yield MetadataKind.THUMBNAIL
        tags = {**block.details, **block.tags}
        yield from (kind for tag, kind in REVEALING if tags.get(tag))
    if getattr(image, "is_animated", False):
        yield MetadataKind.FURTHER_PICTURES


def _captured(details: Mapping[int, Any]) -> str | None:
    """DateTimeOriginal with its zone where given, in ISO 8601; None unless it is a real date."""
    text = str(details.get(Base.DateTimeOriginal, "")).strip("\x00 ")
    zone = str(details.get(Base.OffsetTimeOriginal, "")).strip("\x00 ")
    for stamp, form in ((text + zone, "%Y:%m:%d %H:%M:%S%z"), (text, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(stamp, form).isoformat()
        except ValueError:
            continue
    return None
