"""PNG: chunks with checksums. The pixels are one compressed stream, which tells whether all of them are there."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.colour_coding import ColourCoding, Primaries, gamma_curve, numbered_coding, srgb_curve
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.faults import MOST_PIXELS, damaged

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KINDS = {
    b"eXIf": MetadataKind.EXIF,
    b"tEXt": MetadataKind.TEXT,
    b"zTXt": MetadataKind.TEXT,
    b"iTXt": MetadataKind.TEXT,
    b"tIME": MetadataKind.TIME_OF_SAVING,
    b"iCCP": MetadataKind.COLOUR_PROFILE,
    b"acTL": MetadataKind.FURTHER_PICTURES,
}
_DRAWING = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs sPLT cICP fcTL fdAT".split())
_COLOURS = frozenset({b"gAMA", b"cHRM", b"sRGB", b"cICP", b"iCCP"})
_LENGTHS = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4, b"pHYs": 9, b"tIME": 7}  # bytes
_XMP = b"XML:com.adobe.xmp"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type -> samples a pixel
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # Adam7
_LARGEST_PROFILE = 2**24  # bytes
_SRGB_GAMMA = 45455  # what gAMA has beside sRGB's own curve


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    name: bytes
    body: bytes
    sound: bool  # its checksum holds, and it is as long as it must be

    @property
    def written(self) -> bytes:
        checksum = zlib.crc32(self.name + self.body)
        return struct.pack(">I", len(self.body)) + self.name + self.body + struct.pack(">I", checksum)


def inspect_png(data: bytes) -> Container:
    """Whole where all pixels are there: an end that is missing and a damaged chunk beside them are mended."""
    chunks, end = _chunks(data)
    if not chunks or chunks[0].name != b"IHDR" or not chunks[0].sound:
        raise damaged()
    doubtful = [chunk for chunk in chunks if not chunk.sound]
    if any(chunk.name[:1].isupper() and chunk.name != b"IDAT" for chunk in doubtful):
        raise damaged()
    mended = b""
    if doubtful or not end:
        mended = _mended(chunks)
    sound = [chunk for chunk in chunks if chunk.sound]
    profile, coding, readable = _colours({chunk.name: chunk.body for chunk in reversed(sound)})
    return Container(
        carries=carried([_kind(chunk) for chunk in chunks], data[end:] if end else b""),
        mended=mended,
        exif=tuple(chunk.body for chunk in sound if chunk.name == b"eXIf"),
        profile=profile,
        coding=coding,
        colours_uncertain=not readable or any(chunk.name in _COLOURS for chunk in doubtful),
    )


def _chunks(data: bytes) -> tuple[list[_Chunk], int]:
    """All chunks, the last one perhaps cut, and where the end of the last one is; 0 where IEND is missing."""
    found, position = [], len(_SIGNATURE)
    while position + 8 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        name, end = data[position + 4 : position + 8], position + 12 + length
        if not name.isalpha():
            break
        body = data[position + 8 : min(end - 4, len(data))]
        sound = end <= len(data) and _LENGTHS.get(name, length) == length
        sound = sound and zlib.crc32(name + body) == int.from_bytes(data[end - 4 : end], "big")
        found.append(_Chunk(name=name, body=body, sound=sound))
        if name == b"IEND":
            return found, min(end, len(data))
        position = end
    return found, 0


def _kind(chunk: _Chunk) -> MetadataKind | None:
    if chunk.body.startswith(_XMP):
        return MetadataKind.XMP
    return _KINDS.get(chunk.name, None if chunk.name in _DRAWING else MetadataKind.OTHER)


def _mended(chunks: list[_Chunk]) -> bytes:
    """The sound chunks, checksums of the pixels written anew where their own one holds, and an end."""
    missing = _missing(chunks)
    if missing:
        raise damaged(missing)
    kept = (chunk for chunk in chunks if (chunk.sound or chunk.name == b"IDAT") and chunk.name != b"IEND")
    return _SIGNATURE + b"".join(chunk.written for chunk in (*kept, _Chunk(name=b"IEND", body=b"", sound=True)))


def _missing(chunks: list[_Chunk]) -> float:
    """Share of the pixels' bytes that is not there. The stream's own checksum tells whether what is there is right."""
    wanted = _raw_bytes(chunks[0].body)
    unpacking, got = zlib.decompressobj(), 0
    try:
        for chunk in chunks:
            if chunk.name == b"IDAT":
                got += sum(len(part) for part in _unpacked(unpacking, chunk.body, wanted - got))
    except zlib.error as error:
        raise damaged() from error
    if got < wanted:
        return (wanted - got) / wanted
    if not unpacking.eof:
        raise damaged()
    return 0.0


def _unpacked(unpacking: "zlib._Decompress", packed: bytes, most: int) -> Iterator[bytes]:
    """In parts of a megabyte; beyond `most`, what is left is read for the checksum only."""
    rest = packed
    while rest and not unpacking.eof and most > -(2**20):
        part = unpacking.decompress(rest, 2**20)
        rest, most = unpacking.unconsumed_tail, most - len(part)
        yield part


def _raw_bytes(header: bytes) -> int:
    """Bytes of the unpacked pixels, a filter's byte before each row; InputError for a header that cannot be."""
    if len(header) != 13:
        raise damaged()
    width, height, depth, colour, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    bits = depth * _SAMPLES.get(colour, 0)
    if not bits or width * height > MOST_PIXELS:
        return 1
    if not interlaced:
        return int(height * (1 + (width * bits + 7) // 8))
    return sum(_pass_bytes(width, height, bits, *each) for each in _PASSES)


def _pass_bytes(width: int, height: int, bits: int, left: int, top: int, across: int, down: int) -> int:
    columns, rows = (width - left + across - 1) // across, (height - top + down - 1) // down
    return rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0


def _colours(chunks: dict[bytes, bytes]) -> tuple[bytes, ColourCoding | None, bool]:
    """Profile, coding, and whether all could be read; cICP comes before iCCP, sRGB before gAMA (PNG 3, 11.3.2)."""
    numbers = chunks.get(b"cICP", b"")
    if len(numbers) == 4:
        coding = numbered_coding(numbers[0], numbers[1], full_range=numbers[3] == 1)
        return (b"", coding, True) if coding else (_profile(chunks), None, False)
    if b"iCCP" in chunks:
        profile = _profile(chunks)
        return profile, None if profile else _measured(chunks), bool(profile)
    return b"", None if b"sRGB" in chunks else _measured(chunks), True


def _profile(chunks: dict[bytes, bytes]) -> bytes:
    """As much of it as can be unpacked."""
    _name, _zero, packed = chunks.get(b"iCCP", b"").partition(b"\x00")
    unpacking, profile = zlib.decompressobj(), b""
    try:
        profile = unpacking.decompress(packed[1:], _LARGEST_PROFILE)
    except zlib.error:
        for size in range(1, len(packed)):  # what comes before the damage
            try:
                profile += unpacking.decompress(packed[size : size + 1])
            except zlib.error:
                break
    return profile


def _measured(chunks: dict[bytes, bytes]) -> ColourCoding | None:
    """Gamma and primaries as numbers; a zero in them says nothing."""
    gamma = int.from_bytes(chunks.get(b"gAMA", b"")[:4], "big")
    curve = srgb_curve() if gamma in (0, _SRGB_GAMMA) else gamma_curve(100_000 / max(gamma, 10_000))
    colours = _chromaticities(chunks.get(b"cHRM", b""))
    if colours is None:
        return ColourCoding(curve=curve) if gamma else None
    return ColourCoding(white=colours[0], primaries=colours[1], curve=curve)


def _chromaticities(body: bytes) -> tuple[tuple[float, float], Primaries] | None:
    if len(body) != 32:
        return None
    numbers = [number / 100_000 for number in struct.unpack(">8I", body)]
    white, red, green, blue = zip(numbers[::2], numbers[1::2], strict=True)
    if not all(0 <= x <= 1 and 0 < y <= 1 for x, y in (white, red, green)) or not 0 < blue[1] <= 1:
        return None
    return white, (red, green, blue)
