"""BMP whose colours lie behind bit masks that Pillow does not know, such as 4 bits each, or 5 and one of alpha."""

import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lentigo.imaging.faults import refuse_large, unreadable
from lentigo.language import deferred, translate

_MASKED = (3, 6)  # compression: masks of three or four channels
_KIND = deferred("BMP with {bits} bits a pixel, packing {packing}")


def masked_image(data: bytes) -> Image.Image:
    """The picture in mode RGB or RGBA; InputError where it has no masks either."""
    (start,) = struct.unpack_from("<I", data, 10)
    header, width, height, _planes, bits, packing = struct.unpack_from("<IiiHHI", data, 14)
    if bits not in (16, 32) or packing not in _MASKED:
        raise unreadable(translate(_KIND, bits=bits, packing=packing))
    refuse_large(abs(width), abs(height))
    masks = struct.unpack_from("<4I", data, 54)
    if header < 56 and packing != 6:
        masks = (*masks[:3], 0)
    row_bytes = (width * bits + 31) // 32 * 4
    raw = np.frombuffer(data, np.uint8, row_bytes * abs(height), start).reshape(abs(height), row_bytes)
    numbers = raw.view(f"<u{bits // 8}")[:, :width]
    channels = [_channel(numbers, mask) for mask in masks if mask]
    if len(channels) < 3:
        raise unreadable(translate(_KIND, bits=bits, packing=packing))
    pixels = np.stack(channels, axis=-1)
    image = Image.fromarray(np.ascontiguousarray(pixels[::-1] if height > 0 else pixels))
    image.format = "BMP"
    return image


def _channel(numbers: NDArray[np.unsignedinteger], mask: int) -> NDArray[np.uint8]:
    shift = (mask & -mask).bit_length() - 1
    values = (numbers & numbers.dtype.type(mask)) >> numbers.dtype.type(shift)
    scaled: NDArray[np.uint8] = (values.astype(np.float32) * (255 / (mask >> shift)) + 0.5).astype(np.uint8)
    return scaled
