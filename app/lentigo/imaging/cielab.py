"""Colours as differences that are seen: CIELAB."""

import numpy as np
from numpy.typing import NDArray

RGB_TO_XYZ = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)), np.float32)
WHITE_POINT = np.array((0.9505, 1.0, 1.089), np.float32)  # D65


def cielab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Lightness, red against green, yellow against blue, from sRGB; the last axis holds the three."""
    coded = rgb.astype(np.float32) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    xyz = linear @ RGB_TO_XYZ.T / WHITE_POINT
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1).astype(np.float32)
