"""A baseline JPEG without all that is not its picture, whose coded data stays as it is: no pixel changes."""

import io
import re
from collections.abc import Iterator

from PIL import JpegImagePlugin
from PIL.ExifTags import Base

from lentigo.domain.photograph import CodedPicture
from lentigo.imaging.decoding_errors import DECODING_ERRORS

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # in coded data, FF00 and the restart markers are none
_START, _END, _SCAN, _BASELINE = 0xD8, 0xD9, 0xDA, 0xC0
_TABLES = frozenset({0xC4, 0xDB, 0xDD})  # of codes and quantities, and how often the coding restarts
_JFIF, _ADOBE = 0xE0, 0xEE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def plain_jpeg(data: bytes) -> CodedPicture | None:
    """None where the file is no baseline JPEG of grey or of three colours, or is not upright: it must be coded anew.

    The file is one that was loaded before.
    """
    if not data.startswith(b"\xff\xd8\xff") or not _upright(data):
        return None
    parts = list(_parts(data))
    frame = next((body for marker, body in parts if marker in _FRAMES), b"")
    if [marker for marker, _body in parts if marker in _FRAMES] != [_BASELINE] or frame[9] not in (1, 3):
        return None
    return CodedPicture(
        jpeg=b"".join([b"\xff\xd8", *(body for _marker, body in parts), b"\xff\xd9"]),
        width=int.from_bytes(frame[7:9], "big"),
        height=int.from_bytes(frame[5:7], "big"),
        colours=_colours(frame, parts),
        profile=_profile(data),
    )


def _upright(data: bytes) -> bool:
    try:
        with JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as image:
            return bool(image.getexif().get(Base.Orientation, 1) == 1)
    except DECODING_ERRORS:
        return False


def _profile(data: bytes) -> bytes:
    with JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as image:
        return bytes(image.info.get("icc_profile") or b"")


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments that the picture needs, whole, each scan with its coded data."""
    position = 2
    while match := _MARKER.search(data, position):
        marker, start = data[match.end() - 1], match.start()
        if marker == _END:
            return
        length = int.from_bytes(data[match.end() : match.end() + 2], "big")
        position = match.end() + length
        if marker == _SCAN:
            following = _MARKER.search(data, position)
            position = following.start() if following else len(data)
        body = data[start:position]
        if marker in _FRAMES | _TABLES | {_SCAN} or _tells_colours(marker, body):
            yield marker, body


def _tells_colours(marker: int, body: bytes) -> bool:
    """Adobe's mark, or JFIF's without a thumbnail."""
    return (marker == _ADOBE and body[4:9] == b"Adobe") or (
        marker == _JFIF and body[4:9] == b"JFIF\0" and len(body) == 18
    )


def _colours(frame: bytes, parts: list[tuple[int, bytes]]) -> str:
    """In DICOM's words; what is subsampled in any way is "422" there (PS3.5, 8.2.1)."""
    if frame[9] == 1:
        return "MONOCHROME2"
    adobe = next((body for marker, body in parts if marker == _ADOBE), b"")
    if len(adobe) == 16 and adobe[15] == 0:
        return "RGB"
    return "YBR_FULL" if frame[11] == frame[14] == frame[17] else "YBR_FULL_422"
