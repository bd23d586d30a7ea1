"""Whether a photograph was taken through a dermatoscope, where its pixels leave hardly a doubt.

Two signs, and no guess without them: a dermatoscope's own light makes the skin around a lesion bluer than daylight or a
lamp does, and its tube darkens all four corners. docs/evaluation.md has how many of each kind of picture show them. No
sign tells a close-up from an overview, so neither is ever recognised.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from lentigo.domain.photograph import Photograph, PictureKind

SIDE = 64  # pixels; structure finer than that tells nothing of the light
RING = (0.7, 1.0)  # of half a side from the middle: around the lesion, within the corners
CORNER = 1.25  # of half a side from the middle, and beyond
BLUE_LIGHT = -5.0  # of 255: green minus blue of the ring, from which on downwards the light is a dermatoscope's
DARK_CORNER = 0.5  # of the ring's lightness


def recognise_kind(photograph: Photograph) -> PictureKind | None:
    """Dermoscopic, or None where neither sign shows."""
    raster = photograph.raster
    picture = Image.frombuffer("RGB", (raster.width, raster.height), raster.rgb)
    small = np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX), dtype=np.float64)
    shown = _in_blue_light(small) or _in_a_tube(small)
    return PictureKind.DERMOSCOPIC if shown else None


def _in_blue_light(small: npt.NDArray[np.float64]) -> bool:
    """Bluer than green, and still skin: on a blue cloth, blue is more than red."""
    distance = _distance()
    red, green, blue = small[(distance > RING[0]) & (distance < RING[1])].mean(axis=0)
    return bool(green - blue < BLUE_LIGHT and red > blue)


def _in_a_tube(small: npt.NDArray[np.float64]) -> bool:
    """All four corners, for a shadow or a dark cloth seldom covers them all alike."""
    distance, lightness, half = _distance(), small.mean(axis=2), SIDE // 2
    around = lightness[(distance > RING[0]) & (distance < RING[1])].mean()
    corners = distance > CORNER
    quarters = [(slice(0, half), slice(0, half)), (slice(0, half), slice(half, SIDE)),
                (slice(half, SIDE), slice(0, half)), (slice(half, SIDE), slice(half, SIDE))]  # fmt: skip
    return all(lightness[quarter][corners[quarter]].mean() < DARK_CORNER * around for quarter in quarters)


def _distance() -> npt.NDArray[np.float64]:
    """Each pixel's distance from the middle, in halves of a side."""
    steps = np.linspace(-1.0, 1.0, SIDE)
    distance: npt.NDArray[np.float64] = np.hypot(steps[:, None], steps[None, :])
    return distance
