"""DICOM's data elements (PS3.5), as far as a photograph needs them.

Our own reader, not pydicom's: that one imports `requests` and sets out to download examples where its own are missing,
neither of which this program may. Nothing here allocates more than the file has bytes, but for a deflated one, which is
bounded; a length that leads out of the file ends the reading.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lentigo.domain.case import LARGEST_CASE
from lentigo.imaging.faults import damaged

_MARK, _PREAMBLE = b"DICM", 128
_START = _PREAMBLE + len(_MARK)
IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
DEFLATED, BIG_ENDIAN = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"

TRANSFER_SYNTAX = 0x0002_0010
PIXEL_DATA = 0x7FE0_0010
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFE_E000, 0xFFFE_E00D, 0xFFFE_E0DD
_UNDEFINED = 0xFFFF_FFFF
_LONG = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
_MOST_DEPTH = 16  # of sequences in one another


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The data set's own elements, by tag; those in sequences are left out, as a sequence's value is b"".

    `fragments` are those of encapsulated pixel data, the first of which is its table of offsets.
    """

    syntax: str  # UID of the transfer syntax
    big_endian: bool
    values: Mapping[int, bytes]
    fragments: tuple[bytes, ...] = ()

    def text(self, tag: int) -> str:
        """Without padding; "" where it is not there."""
        return self.values.get(tag, b"").decode("latin-1").strip(" \0")

    def number(self, tag: int, absent: int = 0) -> int:
        """An unsigned short."""
        value = self.values.get(tag, b"")
        return int.from_bytes(value[:2], "big" if self.big_endian else "little") if len(value) >= 2 else absent


def is_dicom(data: bytes) -> bool:
    """Whether the file says that it is."""
    return data.startswith(_MARK, _PREAMBLE)


def read_elements(data: bytes) -> Elements:
    """All of the file; InputError where its structure breaks off, or it unpacks to more than a case may hold."""
    try:
        head = _Reader(data, _START)
        meta = dict(head.elements(within_group=2))  # by its elements: the length that it tells is often wrong
        syntax, start = meta.get(TRANSFER_SYNTAX, b"").decode("latin-1").strip(" \0"), head.at
        if syntax == DEFLATED:
            data, start = _inflated(data[start:]), 0
        reader = _Reader(data, start, explicit=syntax != IMPLICIT, big_endian=syntax == BIG_ENDIAN)
        values = dict(reader.elements())
    except (struct.error, zlib.error) as error:
        raise damaged() from error
    return Elements(syntax=syntax, big_endian=reader.big_endian, values=values, fragments=tuple(reader.fragments))


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = unpacking.decompress(data, LARGEST_CASE)
    if unpacking.unconsumed_tail:
        raise damaged()
    return unpacked


class _Reader:
    """Goes through a data set once."""

    def __init__(self, data: bytes, at: int, *, explicit: bool = True, big_endian: bool = False) -> None:
        self._data = data
        self._explicit = explicit
        self._order = ">" if big_endian else "<"
        self.big_endian = big_endian
        self.at = at
        self.fragments: list[bytes] = []

    def elements(self, within_group: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Tag and value; b"" for a sequence and for encapsulated pixels."""
        while self.at < len(self._data):
            if within_group is not None and self._group() != within_group:
                return
            tag, kind, length = self._header(self._explicit)
            if length != _UNDEFINED:
                yield tag, b"" if kind == b"SQ" else self._take(length)
                if kind == b"SQ":
                    self._take(length)
            elif tag == PIXEL_DATA:
                self.fragments = list(self._fragments())
                yield tag, b""
            else:
                self._skip_items(explicit=self._explicit and kind != b"UN", depth=1)
                yield tag, b""

    def _group(self) -> int:
        return int(struct.unpack_from(f"{self._order}H", self._data, self.at)[0])

    def _header(self, explicit: bool) -> tuple[int, bytes, int]:
        """Tag, kind (b"" where that is not told) and length of the value that follows."""
        group, element = struct.unpack_from(f"{self._order}HH", self._data, self.at)
        tag, kind = group << 16 | element, b""
        self.at += 4
        if explicit and group != 0xFFFE:
            kind = self._data[self.at : self.at + 2]
            self.at += 4
            if kind not in _LONG:
                (length,) = struct.unpack_from(f"{self._order}H", self._data, self.at - 2)
                return tag, kind, length
        (length,) = struct.unpack_from(f"{self._order}I", self._data, self.at)
        self.at += 4
        return tag, kind, length

    def _take(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self._data):
            raise damaged()
        value, self.at = self._data[self.at : end], end
        return value

    def _fragments(self) -> Iterator[bytes]:
        while True:
            tag, _kind, length = self._header(explicit=False)
            if tag == _SEQUENCE_END:
                return
            if tag != _ITEM or length == _UNDEFINED:
                raise damaged()
            yield self._take(length)

    def _skip_items(self, *, explicit: bool, depth: int) -> None:
        """To the end of a sequence whose length is not told."""
        if depth > _MOST_DEPTH:
            raise damaged()
        while True:
            tag, _kind, length = self._header(explicit=False)
            if tag == _SEQUENCE_END:
                return
            if tag != _ITEM:
                raise damaged()
            if length != _UNDEFINED:
                self._take(length)
            else:
                self._skip_item(explicit=explicit, depth=depth)

    def _skip_item(self, *, explicit: bool, depth: int) -> None:
        while True:
            tag, kind, length = self._header(explicit)
            if tag == _ITEM_END:
                return
            if length != _UNDEFINED:
                self._take(length)
            else:
                self._skip_items(explicit=explicit and kind != b"UN", depth=depth + 1)
