"""TIFF of samples that Pillow has no mode for: 16 bits and more, floating point, white as zero, Lab, WebP inside.

Each strip or tile is unpacked by itself into rows of samples, and put in its place with 8 bits a sample.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin, WebPImagePlugin

from lentigo.imaging.faults import damaged, measured_values, refuse_large, unreadable
from lentigo.language import deferred, translate

Tags = TiffImagePlugin.ImageFileDirectory_v2
Samples = NDArray[Any]  # rows x columns x samples of a pixel
Scale = Callable[[Samples, int], NDArray[np.uint8]]  # of samples, the first of which has this number in its pixel

_UNSIGNED, _FLOAT = 1, 3  # SampleFormat
_WHITE_IS_ZERO, _CIELAB, _ICCLAB = 0, 8, 9  # PhotometricInterpretation
_MODES = {_WHITE_IS_ZERO: "L", 1: "L", 2: "RGB", 5: "CMYK", _CIELAB: "LAB", _ICCLAB: "LAB"}
_COLOURS = {"L": 1, "RGB": 3, "CMYK": 4, "LAB": 3}  # samples of a pixel, without further ones
_WITH_ALPHA = {"L": "LA", "RGB": "RGBA"}
_ALPHA = (1, 2)  # ExtraSamples: premultiplied or not
_PLAIN, _DEFLATES, _WEBP = 1, (8, 32946), 50001  # Compression
_BY_LIBTIFF = (5, 32773, 34925, 50000)  # LZW, PackBits, LZMA, Zstandard
_READABLE = (_PLAIN, *_DEFLATES, _WEBP, *_BY_LIBTIFF)
_DIFFERENCES, _FLOAT_DIFFERENCES = 2, 3  # Predictor
_LARGEST_WHITE = 1.001  # in floating point white is 1
_KIND = deferred("TIFF with {bits} bits a sample, packing {packing}, colours {colours}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What the tags say. `part_width` and `part_height` are those of a strip or tile."""

    width: int
    height: int
    samples: int  # of a pixel
    kind: np.dtype[Any]  # of a sample
    colours: int
    packing: int
    predictor: int
    planes: bool  # each sample in parts of its own
    part_width: int
    part_height: int
    alpha: bool

    @property
    def together(self) -> int:
        """Samples of a pixel that lie side by side."""
        return 1 if self.planes else self.samples

    @property
    def mode(self) -> str:
        """Pillow's, for what is kept of the samples."""
        mode = _MODES[self.colours]
        return _WITH_ALPHA.get(mode, mode) if self.alpha else mode


def read_tags(data: bytes) -> Tags:
    """The first directory, as Pillow reads it."""
    big = b"+" in data[2:4]
    directory = Tags(data[: 16 if big else 8])
    file = io.BytesIO(data)
    file.seek(directory.next)
    directory.load(file)
    return directory


def needs_samples(tags: Tags) -> bool:
    """Whether Pillow would refuse the first picture of a file, or misread it."""
    bits = max(tags.get(258, (1,)))
    return (
        bits > 8
        or (bits == 8 and tags.get(262) == _WHITE_IS_ZERO and tags.get(259, _PLAIN) in _READABLE)
        or tags.get(259) == _WEBP
        or any(each != _UNSIGNED for each in tags.get(339, ()))
    )


def samples_image(data: bytes, tags: Tags) -> Image.Image:
    """The picture in one of Pillow's modes of 8 bits; not turned upright."""
    layout = _layout(data, tags)
    scale = _scale(data, tags, layout)
    kept = Image.getmodebands(layout.mode)
    pixels = np.zeros((layout.height, layout.width, kept), np.uint8)
    for part, top, left, plane in _parts(data, tags, layout):
        if plane < kept:
            place = pixels[top : top + layout.part_height, left : left + layout.part_width, plane:]
            rows, columns, depth = (min(sizes) for sizes in zip(place.shape, part.shape, strict=True))
            place[:rows, :columns, :depth] = scale(part[:rows, :columns, :depth], plane)
    return Image.frombytes(layout.mode, (layout.width, layout.height), pixels.tobytes())


def _layout(data: bytes, tags: Tags) -> _Layout:
    bits, formats = set(tags.get(258, (1,))), set(tags.get(339, (_UNSIGNED,)))
    colours, packing = tags.get(262, 1), tags.get(259, _PLAIN)
    width, height, samples = tags[256], tags[257], tags.get(277, 1)
    refuse_large(width, height)
    known = colours in _MODES and packing in _READABLE and samples >= _COLOURS[_MODES[colours]]
    letter = "f" if formats == {_FLOAT} else "u" if formats <= {_UNSIGNED, 4} else ""
    if not known or len(bits) != 1 or f"{letter}{max(bits)}" not in ("u8", "u16", "u32", "f16", "f32", "f64"):
        if not letter and known:
            raise measured_values()
        kind = translate(_KIND, bits="/".join(map(str, sorted(bits))), packing=packing, colours=colours)
        raise unreadable(kind)
    extra = tags.get(338, ())
    order = "<" if data.startswith(b"II") else ">"
    return _Layout(
        width=width,
        height=height,
        samples=samples,
        kind=np.dtype(f"{order}{letter}{max(bits) // 8}"),
        colours=colours,
        packing=packing,
        predictor=tags.get(317, 1),
        planes=tags.get(284, 1) == 2 and samples > 1,
        part_width=tags.get(322, width),
        part_height=tags[323] if 323 in tags else min(height, tags.get(278, height)),
        alpha=bool(extra) and extra[0] in _ALPHA and samples > _COLOURS[_MODES[colours]],
    )


def _parts(data: bytes, tags: Tags, layout: _Layout) -> Iterator[tuple[Samples, int, int, int]]:
    """Each strip or tile, its top and left, and its plane."""
    refuse_large(layout.part_width, layout.part_height)
    starts, lengths = tags.get(273) or tags[324], tags.get(279) or tags[325]
    across, down = (-(-layout.width // layout.part_width)), (-(-layout.height // layout.part_height))
    if min(len(starts), len(lengths)) < across * down * (layout.samples if layout.planes else 1):
        raise damaged()
    for index, (start, length) in enumerate(zip(starts, lengths, strict=False)):
        plane, place = divmod(index, across * down)
        row, column = divmod(place, across)
        top, left = row * layout.part_height, column * layout.part_width
        rows = layout.part_height if 324 in tags else min(layout.part_height, layout.height - top)
        yield _unpredicted(_unpacked(data[start : start + length], rows, layout), rows, layout), top, left, plane


def _unpacked(packed: bytes, rows: int, layout: _Layout) -> bytes:
    """The bytes of a part; InputError where there are too few."""
    row_bytes = layout.part_width * layout.together * layout.kind.itemsize
    wanted = rows * row_bytes
    if layout.packing == _PLAIN:
        unpacked = packed
    elif layout.packing in _DEFLATES:
        unpacked = zlib.decompressobj().decompress(packed, wanted)
    elif layout.packing == _WEBP:
        with WebPImagePlugin.WebPImageFile(io.BytesIO(packed)) as image:
            refuse_large(image.width, image.height)
            unpacked = image.convert("RGBA" if layout.together == 4 else "RGB").tobytes()
    else:
        with TiffImagePlugin.TiffImageFile(io.BytesIO(_small_tiff(packed, row_bytes, rows, layout.packing))) as image:
            unpacked = image.tobytes()
    if len(unpacked) < wanted:
        raise damaged(1 - len(unpacked) / wanted if layout.packing == _PLAIN else 0.0)
    return unpacked[:wanted]


def _small_tiff(packed: bytes, width: int, height: int, packing: int) -> bytes:
    """One part as a picture of its own, of grey bytes, for libtiff to unpack."""
    tags = ((256, width), (257, height), (258, 8), (259, packing), (262, 1), (273, 134), (277, 1), (278, height))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in (*tags, (279, len(packed))))
    return (b"II*\x00" + struct.pack("<IH", 8, len(tags) + 1) + entries).ljust(134, b"\x00") + packed


def _unpredicted(unpacked: bytes, rows: int, layout: _Layout) -> Samples:
    """The samples of a part, where they were written as differences to their left neighbours."""
    shape = rows, layout.part_width, layout.together
    if layout.predictor == _FLOAT_DIFFERENCES:
        size = layout.kind.itemsize
        coded = np.frombuffer(unpacked, np.uint8).reshape(rows, -1, layout.together)
        planes = np.cumsum(coded, axis=1, dtype=np.uint8).reshape(rows, size, -1)
        return np.ascontiguousarray(planes.swapaxes(1, 2)).view(layout.kind.newbyteorder(">")).reshape(shape)
    samples = np.frombuffer(unpacked, layout.kind).reshape(shape)
    if layout.predictor == _DIFFERENCES and layout.packing not in (_PLAIN, _WEBP):
        return np.cumsum(samples, axis=1, dtype=layout.kind.newbyteorder("="))
    return samples


def _scale(data: bytes, tags: Tags, layout: _Layout) -> Scale:
    """How samples become 8 bits; InputError where white is not known."""
    if layout.kind.kind == "f":
        for part, *_place in _parts(data, tags, layout):
            if not (np.isfinite(part).all() and float(part.max()) <= _LARGEST_WHITE):
                raise measured_values()
    elif layout.kind.itemsize == 4:
        largest = max(int(part.max()) for part, *_place in _parts(data, tags, layout))
        if largest < 2**24:  # counts in wide numbers, not shares of a white
            raise measured_values()
    if layout.colours in (_CIELAB, _ICCLAB):
        return lambda samples, plane: _lab_bytes(samples, plane, layout)
    if layout.colours == _WHITE_IS_ZERO:
        return lambda samples, plane: _bytes(samples) if plane else _inverted(_bytes(samples))
    return lambda samples, _plane: _bytes(samples)


def _inverted(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The grey sample of each pixel; not its alpha."""
    values = values.copy()
    values[..., 0] = 255 - values[..., 0]
    return values


def _bytes(samples: Samples) -> NDArray[np.uint8]:
    if samples.dtype.kind == "f":
        return (np.clip(samples, 0, 1) * 255 + 0.5).astype(np.uint8)
    most = float(np.iinfo(samples.dtype).max)
    return samples if most == 255 else (samples * (255 / most) + 0.5).astype(np.uint8)


def _lab_bytes(samples: Samples, plane: int, layout: _Layout) -> NDArray[np.uint8]:
    """As TIFF has CIELab in 8 bits, which Pillow reads: lightness as a share of 255, a and b with a sign.

    ICCLab counts a and b from -128 on. In floating point it is not said in what units they are.
    """
    if samples.dtype.kind == "f":
        raise unreadable(translate(_KIND, bits=layout.kind.itemsize * 8, packing=layout.packing, colours="Lab"))
    values = _bytes(samples).copy()
    signed = slice(max(0, 1 - plane), 3 - plane)
    step = 256 ** (samples.dtype.itemsize - 1)
    coloured = np.round(samples[..., signed] / step).astype(np.int64)
    values[..., signed] = (coloured - (128 if layout.colours == _ICCLAB else 0)) % 256
    return values
