"""DICOM's file format (PS3.10), as it is written: explicit, little endian, text in UTF-8.

By our own hand, as files are read (imaging/dicom_elements): pydicom imports what opens connections.
"""

import struct
from collections.abc import Mapping, Sequence

Value = str | int | bytes | Sequence[Mapping[int, "Element"]]
Element = tuple[str, Value]  # kind (VR) and value
Elements = Mapping[int, Element]  # by tag

EXPLICIT, JPEG_BASELINE = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.50"
PIXEL_DATA, CLASS, INSTANCE, CHARACTERS = 0x7FE0_0010, 0x0008_0016, 0x0008_0018, 0x0008_0005
_IMPLEMENTATION = "2.25.121034957202449129515640297927588220484"  # ours, made once
_LONG = frozenset({"OB", "SQ", "UT"})
_UNICODE = "ISO_IR 192"


def dicom_file(elements: Elements, *, jpeg: bytes = b"") -> bytes:
    """A file of a data set that names its class and its instance; `jpeg` are its pixels, as they are."""
    syntax = JPEG_BASELINE if jpeg else EXPLICIT
    meta = _encoded(
        {
            0x0002_0001: ("OB", b"\0\1"),
            0x0002_0002: elements[CLASS],
            0x0002_0003: elements[INSTANCE],
            0x0002_0010: ("UI", syntax),
            0x0002_0012: ("UI", _IMPLEMENTATION),
            0x0002_0013: ("SH", "LENTIGO"),
        }
    )
    length = _encoded({0x0002_0000: ("UL", len(meta))})
    body = _encoded({CHARACTERS: ("CS", _UNICODE), **elements})
    return bytes(128) + b"DICM" + length + meta + body + (_encapsulated(jpeg) if jpeg else b"")


def _encapsulated(jpeg: bytes) -> bytes:
    """One frame in one fragment, behind an empty table of offsets."""
    jpeg += b"\0" * (len(jpeg) % 2)
    head = struct.pack("<HH2sHI", PIXEL_DATA >> 16, PIXEL_DATA & 0xFFFF, b"OB", 0, 0xFFFF_FFFF)
    return head + _item(b"") + _item(jpeg) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def _item(data: bytes) -> bytes:
    return struct.pack("<HHI", 0xFFFE, 0xE000, len(data)) + data


def _encoded(elements: Elements) -> bytes:
    return b"".join(_element(tag, *elements[tag]) for tag in sorted(elements))


def _element(tag: int, kind: str, value: Value) -> bytes:
    data = _bytes(kind, value)
    data += (b" " if isinstance(value, str) and kind != "UI" else b"\0") * (len(data) % 2)
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, kind.encode())
    return head + struct.pack("<HI" if kind in _LONG else "<H", *((0,) if kind in _LONG else ()), len(data)) + data


def _bytes(kind: str, value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode(errors="replace")
    if isinstance(value, int):
        return struct.pack("<I" if kind == "UL" else "<H", value)
    return b"".join(_item(_encoded(each)) for each in value)
