"""JPEG: segments, the one that tells the kind of coding, and where the coded data ends."""

import io
import re
from dataclasses import dataclass, field

import numpy as np
from PIL import JpegImagePlugin

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.decoding_errors import DECODING_ERRORS
from lentigo.imaging.faults import damaged, refuse_large, unreadable
from lentigo.language import deferred, translate

# Between segments and inside coded data: a marker is FF and a code; FF00 and the restart markers are coded data.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_BARE = frozenset({0x01, 0xD8})  # markers without a length
_END, _START_OF_SCAN = 0xD9, 0xDA
_END_MARKER = b"\xff\xd9"
_READABLE = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xF7}
_KINDS = {
    0xC3: deferred("lossless JPEG"),
    0xF7: deferred("JPEG-LS"),
}
_OTHER_KIND = deferred("hierarchical or arithmetic JPEG")
_TWELVE_BITS = deferred("JPEG with more than 8 bits a colour")
_SEGMENTS = (
    (0xE1, b"Exif\x00", MetadataKind.EXIF),
    (0xE1, b"http://ns.adobe.com/x", MetadataKind.XMP),
    (0xE2, b"ICC_PROFILE\x00", MetadataKind.COLOUR_PROFILE),
    (0xE2, b"MPF\x00", MetadataKind.FURTHER_PICTURES),
    (0xED, b"Photoshop", MetadataKind.IPTC),
    (0xEE, b"Adobe", None),
    (0xFE, b"", MetadataKind.COMMENT),
)
_HOLE = bytes(64)  # no coded photograph has so many zeros: the rest of a copy that broke off
PADDING = 128  # grey level of blocks for which there was no data


@dataclass(slots=True)
class _Walk:
    """What was met on the way through the segments."""

    carries: list[MetadataKind | None] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)
    profile: dict[int, bytes] = field(default_factory=dict)  # numbered from 1
    profile_parts: int = 0
    frame: int = 0  # marker
    components: bytes = b""
    refined: dict[tuple[int, int], int] = field(default_factory=dict)  # component, coefficient -> bits still to come
    scan: int = 0  # where the first one's coded data starts
    end: int = 0  # behind the end marker


def inspect_jpeg(data: bytes) -> Container:
    """A JPEG without an end marker is whole where its scans bring all coefficients and the last one needs no more."""
    walk = _walk(data)
    mended = b"" if walk.end else _mended(data, walk)
    profile = b"".join(walk.profile[part] for part in sorted(walk.profile))
    return Container(
        carries=carried(walk.carries, data[walk.end :] if walk.end else b""),
        mended=mended,
        exif=tuple(walk.exif),
        profile=profile,
        colours_uncertain=len(walk.profile) < walk.profile_parts,
    )


def _walk(data: bytes) -> _Walk:
    walk, position = _Walk(), 2
    while match := _MARKER.search(data, position):
        marker, position = data[match.end() - 1], match.end()
        if marker == _END and walk.scan:
            walk.end = position
            return walk
        if marker in _BARE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length > len(data):
            break
        _note(walk, marker, data[position + 2 : position + length])
        position += length
        if marker == _START_OF_SCAN and not walk.scan:
            walk.scan = position
    if not walk.scan:
        raise damaged()
    return walk


def _note(walk: _Walk, marker: int, body: bytes) -> None:
    if marker in _FRAMES and not walk.frame:
        _refuse_unreadable(marker, body)
        refuse_large(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        walk.frame = marker
        walk.components = body[6::3]
    if marker == _START_OF_SCAN and len(body) >= 4:
        first, last, approximation = body[-3:]
        for component in body[1 : 1 + 2 * body[0] : 2]:
            walk.refined.update({(component, each): approximation & 15 for each in range(first, min(last, 63) + 1)})
    kind = _kind(marker, body)
    walk.carries.append(kind)
    if kind is MetadataKind.EXIF:
        walk.exif.append(body)
    if kind is MetadataKind.COLOUR_PROFILE and len(body) > 14:
        walk.profile.setdefault(body[12], body[14:])
        walk.profile_parts = max(walk.profile_parts, body[13])


def _kind(marker: int, body: bytes) -> MetadataKind | None:
    if marker == 0xE0:
        has_thumbnail = body.startswith(b"JFXX") or any(body[12:14])
        return MetadataKind.THUMBNAIL if has_thumbnail else None
    for code, signature, kind in _SEGMENTS:
        if marker == code and body.startswith(signature):
            return kind
    return MetadataKind.OTHER if 0xE1 <= marker <= 0xEF else None


def _refuse_unreadable(marker: int, body: bytes) -> None:
    if marker not in _READABLE:
        kind = _KINDS.get(marker, _OTHER_KIND)
        raise unreadable(translate(kind))
    if body and body[0] > 8:
        raise unreadable(translate(_TWELVE_BITS))


def _mended(data: bytes, walk: _Walk) -> bytes:
    """The file as far as it was written, up to the zeros of a copy that broke off, which would decode as colours."""
    hole = data.find(_HOLE, walk.scan)
    coded = (data if hole < 0 else data[:hole]).rstrip(b"\xff")
    wanted = [walk.refined.get((component, each)) for component in walk.components for each in range(64)]
    if any(wanted) or None in wanted or not _needs_no_more(coded):
        raise damaged(missing_share(coded))
    return coded + _END_MARKER


def _needs_no_more(coded: bytes) -> bool:
    """Whether the picture stays the same, whatever bits follow: a decoder takes what it lacks from them."""
    pictures = []
    for following in (b"\x00", b"\xfe"):
        with JpegImagePlugin.JpegImageFile(io.BytesIO(coded + following * 64 + _END_MARKER)) as image:
            pictures.append(image.tobytes())
    return pictures[0] == pictures[1]


def missing_share(data: bytes) -> float:
    """The share of rows at the foot for which a JPEG has no data, 0 to 1.

    Decoded at an eighth of its size: a decoder fills such blocks with one grey. A picture that has that grey at its top
    as well is a picture with grey margins.
    """
    try:
        with JpegImagePlugin.JpegImageFile(io.BytesIO(data + _END_MARKER)) as image:
            image.draft("L", (image.width // 8, image.height // 8))
            rows = np.asarray(image.convert("L"))
    except DECODING_ERRORS:
        return 0.0
    drawn = (rows != PADDING).any(axis=1).nonzero()[0]
    if not len(drawn):
        return 1.0
    return 0.0 if drawn[0] else 1 - (int(drawn[-1]) + 1) / len(rows)
