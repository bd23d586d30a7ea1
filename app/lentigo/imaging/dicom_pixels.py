"""The first frame of a DICOM photograph, as a picture of Pillow's or as the JPEG that it is."""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, Jpeg2KImagePlugin

from lentigo.imaging.decoding_errors import DECODING_ERRORS
from lentigo.imaging.dicom_elements import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    PIXEL_DATA,
    Elements,
)
from lentigo.imaging.faults import damaged, measured_values, refuse_large, unreadable
from lentigo.language import deferred, translate

Samples = NDArray[np.uint8]  # rows x columns x samples of a pixel

_PLAIN = frozenset({IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN})
_RLE = "1.2.840.10008.1.2.5"
_JPEG = frozenset({"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"})
_JPEG_2000 = frozenset({"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"})
_STARTS = (b"\xff\xd8", b"\xff\x4f\xff\x51")  # of a frame
_ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x65\x00\x00\x00\x00\x00"  # the components are RGB, whatever is usual

_SAMPLES, _COLOURS, _PLANES, _FRAMES = 0x0028_0002, 0x0028_0004, 0x0028_0006, 0x0028_0008
_ROWS, _COLUMNS, _ALLOCATED, _STORED, _SIGNED = 0x0028_0010, 0x0028_0011, 0x0028_0100, 0x0028_0101, 0x0028_0103
_PALETTE = ((0x0028_1101, 0x0028_1201), (0x0028_1102, 0x0028_1202), (0x0028_1103, 0x0028_1203))
_GREY = ("MONOCHROME1", "MONOCHROME2")
_LUMINANCE = ("YBR_FULL", "YBR_FULL_422")
_KIND = deferred("DICOM with {bits} bits a sample, packing {packing}, colours {colours}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How the samples lie."""

    rows: int
    columns: int
    samples: int
    allocated: int  # bits
    stored: int
    colours: str
    planes: bool

    @property
    def bytes(self) -> int:
        """Of a frame."""
        pixels = self.rows * self.columns * self.allocated // 8
        return pixels * 2 if self.halved else pixels * self.samples

    @property
    def halved(self) -> bool:
        """Whether two pixels share their colour."""
        return self.colours == "YBR_FULL_422" and not self.planes


def frames_of(elements: Elements) -> int:
    """How many pictures there are."""
    told = elements.text(_FRAMES)
    return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < 9 else 1


def embedded_jpeg(elements: Elements) -> bytes:
    """The first frame, where it is a JPEG; else empty. What it says of its colours agrees with what DICOM says."""
    if elements.syntax not in _JPEG:
        return b""
    _layout(elements)
    jpeg = _first_frame(elements)
    marked = jpeg[2:4] in (b"\xff\xe0", b"\xff\xee") or b"Adobe\x00" in jpeg[:4096]
    if elements.text(_COLOURS) == "RGB" and not marked:
        return jpeg[:2] + _ADOBE_RGB + jpeg[2:]
    return jpeg


def picture(elements: Elements) -> Image.Image:
    """The first frame in "L" or "RGB"; InputError for a kind that nothing here reads."""
    layout = _layout(elements)
    if elements.syntax in _JPEG_2000:
        return _opened(_first_frame(elements))
    if elements.syntax == _RLE:
        return _coloured(_run_lengths(_first_frame(elements), layout), layout, elements)
    if elements.syntax in _PLAIN:
        return _coloured(_plain(elements, layout), layout, elements)
    raise _unknown(elements)


def _layout(elements: Elements) -> _Layout:
    """Judged before anything is decoded."""
    allocated = elements.number(_ALLOCATED, 8)
    layout = _Layout(
        rows=elements.number(_ROWS),
        columns=elements.number(_COLUMNS),
        samples=elements.number(_SAMPLES, 1),
        allocated=allocated,
        stored=elements.number(_STORED, allocated),
        colours=elements.text(_COLOURS),
        planes=elements.number(_PLANES) == 1,
    )
    if not layout.rows or not layout.columns or PIXEL_DATA not in elements.values:
        raise damaged()
    refuse_large(layout.columns, layout.rows)
    if elements.number(_SIGNED):
        raise measured_values()
    if layout.allocated not in (8, 16) or not 8 <= layout.stored <= layout.allocated or layout.samples not in (1, 3):
        raise _unknown(elements)
    return layout


def _first_frame(elements: Elements) -> bytes:
    """Its fragments put together."""
    if len(elements.fragments) < 2:
        raise damaged()
    offsets, *fragments = elements.fragments
    if frames_of(elements) == 1:
        return b"".join(fragments)
    if len(offsets) >= 8:
        (second,) = struct.unpack_from("<I", offsets, 4)
        return b"".join(_until(second, fragments))
    if elements.syntax == _RLE:
        return fragments[0]
    following = (number for number, each in enumerate(fragments) if number and each.startswith(_STARTS))
    return b"".join(fragments[: next(following, len(fragments))])


def _until(end: int, fragments: Sequence[bytes]) -> Iterator[bytes]:
    """The fragments before an offset, which counts their heads too."""
    at = 0
    for each in fragments:
        if at >= end:
            return
        yield each
        at += 8 + len(each)


def _opened(codestream: bytes) -> Image.Image:
    """JPEG 2000, whose decoder gives RGB whatever its components were."""
    image = Jpeg2KImagePlugin.Jpeg2KImageFile(io.BytesIO(codestream))
    refuse_large(image.width, image.height)
    try:
        image.load()
    except DECODING_ERRORS as error:
        raise damaged() from error
    if image.mode not in ("L", "RGB", "I;16"):
        raise measured_values()
    return image


def _plain(elements: Elements, layout: _Layout) -> Samples:
    data = elements.values[PIXEL_DATA]
    if len(data) < layout.bytes:
        raise damaged((layout.bytes - len(data)) / layout.bytes)
    kind = np.dtype(f"{'>' if elements.big_endian else '<'}u{layout.allocated // 8}")
    samples = np.frombuffer(data, kind, layout.bytes // kind.itemsize)
    if layout.halved:
        return _shared(_eight_bits(samples, layout), layout)
    shape = (layout.samples, layout.rows, layout.columns) if layout.planes else (layout.rows, layout.columns, -1)
    return _eight_bits(np.moveaxis(samples.reshape(shape), 0, -1) if layout.planes else samples.reshape(shape), layout)


def _eight_bits(samples: NDArray[np.uint8] | NDArray[np.uint16], layout: _Layout) -> Samples:
    held = samples & ((1 << layout.stored) - 1)
    return (held >> (layout.stored - 8)).astype(np.uint8)


def _shared(samples: Samples, layout: _Layout) -> Samples:
    """Y Y B R for two pixels each, as three samples for each pixel."""
    if layout.columns % 2:
        raise damaged()
    pairs = samples.reshape(layout.rows, layout.columns // 2, 4)
    pixels = np.empty((layout.rows, layout.columns, 3), np.uint8)
    pixels[:, ::2, 0], pixels[:, 1::2, 0] = pairs[..., 0], pairs[..., 1]
    pixels[..., 1:] = pairs[..., 2:].repeat(2, axis=1)
    return pixels


def _run_lengths(frame: bytes, layout: _Layout) -> Samples:
    """PS3.5 annex G: a segment for each byte of a sample, the highest first."""
    depth = layout.allocated // 8
    count, *starts = struct.unpack_from("<16I", frame.ljust(64, b"\0"))
    if count != layout.samples * depth:
        raise damaged()
    size = layout.rows * layout.columns
    ends = (*starts[1:count], len(frame))
    planes = [_unpacked(frame[start:end], size) for start, end in zip(starts[:count], ends, strict=True)]
    pixels = np.zeros((size, layout.samples), np.uint16)
    for number, plane in enumerate(planes):
        sample, rank = divmod(number, depth)
        pixels[:, sample] |= plane.astype(np.uint16) << (8 * (depth - 1 - rank))
    return _eight_bits(pixels.reshape(layout.rows, layout.columns, layout.samples), layout)


def _unpacked(segment: bytes, size: int) -> Samples:
    """PackBits, up to `size` bytes."""
    unpacked, at = bytearray(), 0
    while len(unpacked) < size and at < len(segment):
        told = segment[at]
        if told < 128:
            unpacked += segment[at + 1 : at + 2 + told]
            at += 2 + told
        elif told > 128:
            unpacked += segment[at + 1 : at + 2] * (257 - told)
            at += 2
        else:
            at += 1
    if len(unpacked) < size:
        raise damaged((size - len(unpacked)) / size)
    return np.frombuffer(bytes(unpacked[:size]), np.uint8)


def _coloured(samples: Samples, layout: _Layout, elements: Elements) -> Image.Image:
    if layout.samples == 1 and layout.colours in _GREY:
        grey = samples.reshape(layout.rows, layout.columns)
        return Image.fromarray(255 - grey if layout.colours == "MONOCHROME1" else grey)
    if layout.samples == 1 and layout.colours == "PALETTE COLOR" and layout.stored == 8:
        return Image.fromarray(_palette(elements)[samples.reshape(layout.rows, layout.columns)])
    if layout.samples == 3 and layout.colours == "RGB":
        return Image.fromarray(np.ascontiguousarray(samples))
    if layout.samples == 3 and layout.colours in _LUMINANCE:
        return Image.frombytes("YCbCr", (layout.columns, layout.rows), samples.tobytes()).convert("RGB")
    raise _unknown(elements)


def _palette(elements: Elements) -> Samples:
    """256 colours, of which those before and behind the table are its first and its last."""
    whole = np.empty((256, 3), np.uint8)
    for channel, (descriptor, table) in enumerate(_PALETTE):
        described = elements.values.get(descriptor, b"")
        order = ">" if elements.big_endian else "<"
        if len(described) < 6:
            raise damaged()
        count, first, bits = struct.unpack_from(f"{order}3H", described)
        kind = np.dtype("u1" if bits == 8 else f"{order}u2")
        data = elements.values.get(table, b"")
        held = np.frombuffer(data, kind, min(count or 65536, len(data) // kind.itemsize))
        if not held.size:
            raise damaged()
        entries = np.clip(np.arange(256) - first, 0, held.size - 1)
        whole[:, channel] = held[entries] if bits == 8 else held[entries] >> 8
    return whole


def _unknown(elements: Elements) -> Exception:
    kind = translate(_KIND, bits=elements.number(_STORED), packing=elements.syntax, colours=elements.text(_COLOURS))
    return unreadable(kind)
