"""Finding the lesion in a square picture by its distance in colour from the skin at the edges."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

SIDE = 128  # every threshold below is for this picture size
LEAST_CONTRAST = 7.0  # in Lab units; below it nothing is told from skin
VIGNETTE_LIGHTNESS = 28.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """Lab picture, filled lesion mask, the mask before filling, distance from skin, and what was left out."""

    lab: np.ndarray
    lesion: np.ndarray
    unfilled: np.ndarray
    distance: np.ndarray
    skin: np.ndarray  # one Lab colour
    dark_corners: np.ndarray
    parts: int


def segment(picture: np.ndarray) -> Segmentation:
    """picture: side × side × 3 uint8."""
    lab = to_lab(picture)
    calm = ndimage.median_filter(lab, size=(5, 5, 1))  # thin hairs go
    corners = _dark_corners(calm[..., 0])
    skin = _skin_colour(calm, corners)
    distance = ndimage.gaussian_filter(np.linalg.norm(calm - skin, axis=2), 1.0)
    distance[ndimage.binary_dilation(corners, iterations=4)] = 0
    rough = distance > max(_otsu(distance), LEAST_CONTRAST)
    rough = ndimage.binary_opening(rough, iterations=2)
    unfilled, parts = _main_part(ndimage.binary_closing(np.pad(rough, 4), iterations=3)[4:-4, 4:-4])
    lesion = ndimage.binary_fill_holes(unfilled)
    return Segmentation(
        lab=lab, lesion=lesion, unfilled=unfilled, distance=distance, skin=skin, dark_corners=corners, parts=parts
    )


def to_lab(picture: np.ndarray) -> np.ndarray:
    """sRGB bytes → CIE Lab (D65)."""
    fraction = picture.astype(np.float32) / 255
    linear = np.where(fraction > 0.04045, ((fraction + 0.055) / 1.055) ** 2.4, fraction / 12.92)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
    ratio = linear @ matrix.T / np.array([0.9505, 1.0, 1.089], np.float32)
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _dark_corners(lightness: np.ndarray) -> np.ndarray:
    """The black vignette of a dermatoscope: dark areas that hang on a corner and stay outside the inner circle."""
    side = lightness.shape[0]
    across, down = np.meshgrid(np.arange(side) - side / 2 + 0.5, np.arange(side) - side / 2 + 0.5)
    dark = (lightness < VIGNETTE_LIGHTNESS) & (np.hypot(across, down) > 0.5 * side)
    labels, _ = ndimage.label(dark)
    found = {labels[row, column] for row in (0, -1) for column in (0, -1)} - {0}
    return np.isin(labels, list(found))


def _skin_colour(lab: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The median of the lighter part of the frame: a lesion that runs over the edge is darker than skin."""
    frame = np.ones(lab.shape[:2], bool)
    margin = lab.shape[0] // 8
    frame[margin:-margin, margin:-margin] = False
    colours = lab[frame & ~ndimage.binary_dilation(corners, iterations=4)]
    if len(colours) == 0:
        colours = lab.reshape(-1, 3)
    lighter = colours[colours[:, 0] >= np.percentile(colours[:, 0], 30)]
    return np.median(lighter, axis=0)


def _otsu(values: np.ndarray) -> float:
    counts, edges = np.histogram(values, 64)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(centres[np.nanargmax(between)])


def _main_part(rough: np.ndarray) -> tuple[np.ndarray, int]:
    """The part that weighs most when the centre counts more, and how many parts are of comparable size."""
    labels, count = ndimage.label(rough)
    if count == 0:
        return rough, 0
    side = rough.shape[0]
    across, down = np.meshgrid(np.linspace(-1, 1, side), np.linspace(-1, 1, side))
    weight = np.exp(-(across**2 + down**2) / 0.5)
    index = np.arange(1, count + 1)
    scores, areas = ndimage.sum(weight, labels, index), ndimage.sum(rough, labels, index)
    main = int(np.argmax(scores))
    comparable = areas > max(0.2 * areas[main], 0.004 * side * side)
    return labels == main + 1, int(np.count_nonzero(comparable))
