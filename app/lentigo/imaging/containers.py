"""The file around the pixels: whether its end is there, and what it carries besides the picture.

Decoders accept some files that were cut off, such as a JPEG that lacks its last bytes; here the structure is followed
to its proper end. Data after that end is legal: phones append second pictures and videos.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

FURTHER_PICTURES = "further pictures"
TRAILING_DATA = "trailing data"
OTHER = "other application data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """`whole` where the picture's data reaches its proper end; `carries` names kinds of metadata, each once."""

    whole: bool
    carries: tuple[str, ...] = ()


CUT_OFF = Container(whole=False)


def inspect_container(data: bytes, picture_format: str) -> Container:
    """Follow the structure of a file of that format."""
    return _INSPECTORS[picture_format](data)


# Between segments and inside coded data: a marker is FF and a code; FF00 and the restart markers are coded data.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JPEG_BARE = frozenset({0x01, 0xD8})  # markers without a length
_JPEG_SEGMENTS = (
    (0xE1, b"Exif\x00", "EXIF"),
    (0xE1, b"http://ns.adobe.com/x", "XMP"),
    (0xE2, b"ICC_PROFILE\x00", "ICC profile"),
    (0xE2, b"MPF\x00", FURTHER_PICTURES),
    (0xED, b"Photoshop", "IPTC"),
    (0xEE, b"Adobe", ""),
    (0xFE, b"", "comment"),
)


def _inspect_jpeg(data: bytes) -> Container:
    carries: list[str] = []
    position = 2
    while match := _JPEG_MARKER.search(data, position):
        marker, position = data[match.end() - 1], match.end()
        if marker == 0xD9:
            return _container(carries, rest=data[position:])
        if marker in _JPEG_BARE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length > len(data):
            return CUT_OFF
        carries.append(_jpeg_segment(marker, data[position + 2 : position + length]))
        position += length
    return CUT_OFF


def _jpeg_segment(marker: int, body: bytes) -> str:
    if marker == 0xE0:
        has_thumbnail = body.startswith(b"JFXX") or any(body[12:14])
        return "thumbnail" if has_thumbnail else ""
    for code, signature, kind in _JPEG_SEGMENTS:
        if marker == code and body.startswith(signature):
            return kind
    return OTHER if 0xE1 <= marker <= 0xEF else ""


_PNG_CHUNKS = {
    b"eXIf": "EXIF",
    b"tEXt": "text chunks",
    b"zTXt": "text chunks",
    b"iTXt": "text chunks",
    b"tIME": "time of saving",
    b"iCCP": "ICC profile",
    b"acTL": FURTHER_PICTURES,
}
_PNG_DRAWING = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs sPLT cICP fcTL fdAT".split())


def _inspect_png(data: bytes) -> Container:
    carries: list[str] = []
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        name = data[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(data) or (name[:1].isupper() and not _png_checksum_holds(data, position, end)):
            return CUT_OFF
        if name == b"IEND":
            return _container(carries, rest=data[end:])
        is_xmp = data.startswith(b"XML:com.adobe.xmp", position + 8)
        carries.append("XMP" if is_xmp else _PNG_CHUNKS.get(name, "" if name in _PNG_DRAWING else OTHER))
        position = end
    return CUT_OFF


def _png_checksum_holds(data: bytes, start: int, end: int) -> bool:
    return zlib.crc32(memoryview(data)[start + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")


_WEBP_CHUNKS = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "ICC profile", b"ANIM": FURTHER_PICTURES}
_WEBP_DRAWING = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANMF"})


def _inspect_webp(data: bytes) -> Container:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        return CUT_OFF
    names = list(_webp_chunk_names(data, end))
    carries = [_WEBP_CHUNKS.get(name, "" if name in _WEBP_DRAWING else OTHER) for name in names]
    return _container(carries, rest=data[end:].lstrip(b"\x00"))


def _webp_chunk_names(data: bytes, end: int) -> Iterator[bytes]:
    position = 12
    while position + 8 <= end:
        yield data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        position += 8 + length + length % 2


def _inspect_bmp(data: bytes) -> Container:
    end = int.from_bytes(data[2:6], "little")
    return CUT_OFF if end > len(data) else _container([], rest=data[end:] if end else b"")


_TIFF_TYPE_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_TIFF_DIRECTORIES = frozenset({34665, 34853})  # EXIF, GPS
_MOST_TIFF_ENTRIES = 4096  # cameras write some fifty


def _inspect_tiff(data: bytes) -> Container:
    """Whether the first directory and what it points to are there; where its pixels lie is checked in loading."""
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
    big = int.from_bytes(data[2:4], order) == 43  # BigTIFF: eight bytes where others have four
    start = int.from_bytes(data[8:16] if big else data[4:8], order)
    below = _tiff_directories(data, start, order, big)
    whole = below is not None and all(_tiff_directories(data, at, order, big) is not None for at in below)
    return Container(whole=whole)


def _tiff_directories(data: bytes, start: int, order: Literal["little", "big"], big: bool) -> set[int] | None:
    """Where the directories below this one start; None where something it points to is missing."""
    count_bytes, entry_bytes, value_bytes = (8, 20, 8) if big else (2, 12, 4)
    first = start + count_bytes
    entries = int.from_bytes(data[start:first], order)
    end = first + entries * entry_bytes
    if entries > _MOST_TIFF_ENTRIES or end + value_bytes > len(data):
        return None
    below = {}
    for at in range(first, end, entry_bytes):
        tag, kind = (int.from_bytes(data[at + skip : at + skip + 2], order) for skip in (0, 2))
        size = int.from_bytes(data[at + 4 : at + 4 + value_bytes], order) * _TIFF_TYPE_BYTES.get(kind, 1)
        value = int.from_bytes(data[at + entry_bytes - value_bytes : at + entry_bytes], order)
        if size > value_bytes and value + size > len(data):
            return None
        if tag in _TIFF_DIRECTORIES:
            below[tag] = value
    return set(below.values())


_INSPECTORS: dict[str, Callable[[bytes], Container]] = {
    "JPEG": _inspect_jpeg,
    "PNG": _inspect_png,
    "WEBP": _inspect_webp,
    "BMP": _inspect_bmp,
    "TIFF": _inspect_tiff,
}


def _container(carries: list[str], *, rest: bytes) -> Container:
    if rest.startswith(b"\xff\xd8\xff"):
        carries.append(FURTHER_PICTURES)
    elif rest.strip(b"\x00"):
        carries.append(TRAILING_DATA)
    return Container(whole=True, carries=tuple(dict.fromkeys(kind for kind in carries if kind)))
