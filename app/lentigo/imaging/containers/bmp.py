"""BMP: rows of a known length behind a header, so what is missing can be counted."""

import struct

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.colour_coding import ColourCoding, gamma_curve
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.faults import damaged

_UNPACKED = frozenset({0, 3, 6})  # without compression; 3 and 6 have masks
_CALIBRATED, _EMBEDDED = 0, 0x4D424544  # of a version 4 or 5 header's colour space
_ONE = 2**30  # of its chromaticities, 2.30 fixed


def inspect_bmp(data: bytes) -> Container:
    """The size that the header tells is not believed: many writers leave it zero or wrong."""
    if len(data) < 54:
        raise damaged()
    start, header = struct.unpack_from("<II", data, 10)
    width, height, _planes, bits, packing = struct.unpack_from("<iiHHI", data, 18)
    if header < 40 or packing not in _UNPACKED:
        told = int.from_bytes(data[2:6], "little")
        if told > len(data):
            raise damaged()
        return Container(carries=carried([], data[told:] if told else b""))
    rows = abs(height) * ((abs(width) * bits + 31) // 32 * 4)
    end = start + rows
    if rows and end > len(data):
        raise damaged((end - len(data)) / rows)
    profile, profile_end = _profile(data, header)
    return Container(
        carries=carried([MetadataKind.COLOUR_PROFILE] if profile else [], data[max(end, profile_end) :]),
        profile=profile,
        coding=_coding(data, header),
    )


def _profile(data: bytes, header: int) -> tuple[bytes, int]:
    """An embedded ICC profile, and where it ends."""
    if header < 124 or struct.unpack_from("<I", data.ljust(138, b"\0"), 70)[0] != _EMBEDDED:
        return b"", 0
    offset, size = struct.unpack_from("<II", data.ljust(138, b"\0"), 126)
    return data[14 + offset : 14 + offset + size], 14 + offset + size


def _coding(data: bytes, header: int) -> ColourCoding | None:
    """The curve of a version 4 or 5 header; its primaries are CIE XYZ, which few writers fill in."""
    if header < 108 or len(data) < 122 or struct.unpack_from("<I", data, 70)[0] != _CALIBRATED:
        return None
    *numbers, red, _green, _blue = struct.unpack_from("<9i3I", data, 74)
    if not red or any(number <= 0 for number in numbers[:1]):
        return None
    points = [tuple(number / _ONE for number in numbers[at : at + 3]) for at in (0, 3, 6)]
    if any(sum(point) <= 0 or point[1] <= 0 for point in points):
        return None
    first, second, third = ((x / (x + y + z), y / (x + y + z)) for x, y, z in points)
    return ColourCoding(primaries=(first, second, third), curve=gamma_curve(red / 65536))
