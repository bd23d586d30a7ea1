"""Whether a picture has the colours and the texture of photographs of skin.

Two readings of the same statistics. How unusual they are among photographs of skin (a Mahalanobis distance): no picture
of anything else has taught it, so it knows wood no better than what nobody thought of. And on which side of a plane
they lie that parts skin from made pictures of other surfaces (Fisher's discriminant). Lightness itself is no part of
either, and each photograph taught them in a brown and a dark tone of skin too. `build/skin_likeness.py` makes the
table; docs/quality.md says how often a picture is asked about, and which.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Values = NDArray[np.float64]

SIDE = 128  # pixels of the central square
LEVELS = 5  # of halving; the finest is left out, as cameras and compression shape it
FINEST = 1
TILES = 8
DIRECTIONS = 12
SEEN_ENERGY = 0.02  # CIELAB squared, below which there is no detail to speak of
SEEN_PRODUCT = 0.05
SEEN_SHADE = 0.5
TABLE = "skin_likeness.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How a picture lies to photographs of skin."""

    distance: float  # mean squared deviation from what is usual, about 1 for skin
    other: float  # along the way from usual skin, 0, to usual made pictures of other surfaces, 1


def likeness(square: NDArray[np.float32]) -> Likeness:
    """Judge a picture; `square`: CIELAB, SIDE × SIDE × 3, see `central_square`."""
    middle, way, whitening = _table()
    deviation = statistics(square) - middle
    return Likeness(distance=float(np.mean((whitening @ deviation) ** 2)), other=float(way @ deviation))


def central_square(image: Image.Image) -> Image.Image:
    """The part that is judged, at the size at which it is judged."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.resize((SIDE, SIDE), Image.Resampling.BOX, box=(left, top, left + side, top + side))


def statistics(square: NDArray[np.float32]) -> Values:
    """What is told apart: detail at each scale, then the spread of colours, then the directions of edges."""
    channels = np.moveaxis(square, -1, 0).astype(np.float64)
    values: list[float] = []
    level = channels
    for number in range(LEVELS):
        level, details = _halved(level)
        if number >= FINEST:
            values += _of_details(details)
    return np.array([*values, *_of_colours(channels), _disorder(channels[0])])


def _halved(channels: Values) -> tuple[Values, Values]:
    """Means of two by two, and the differences that they lose: channels × (across, down, diagonal) × places."""
    count, height, width = channels.shape
    quarters = channels.reshape(count, height // 2, 2, width // 2, 2)
    first, second = quarters[:, :, 0, :, 0], quarters[:, :, 0, :, 1]
    third, fourth = quarters[:, :, 1, :, 0], quarters[:, :, 1, :, 1]
    across, down = (first + third - second - fourth) / 4, (first + second - third - fourth) / 4
    diagonal = (first + fourth - second - third) / 4
    return (first + second + third + fourth) / 4, np.stack((across, down, diagonal), axis=1)


def _of_details(details: Values) -> list[float]:
    """Strength, direction, how colour goes with lightness, peakedness, and how evenly it is spread over the picture."""
    light, red, yellow = details
    across, down, diagonal = (light**2).mean(axis=(1, 2))
    energy = (light**2).sum(axis=0)
    values = [
        np.log(across + down + diagonal + SEEN_ENERGY),
        np.log((details[1:] ** 2).sum(axis=(0, 1)).mean() + SEEN_ENERGY),
        abs(np.log((across + SEEN_ENERGY) / (down + SEEN_ENERGY))),
        np.log((diagonal + SEEN_ENERGY / 2) / (across + down + SEEN_ENERGY)),
        _correlation(light, red, SEEN_PRODUCT),
        _correlation(light, yellow, SEEN_PRODUCT),
        _correlation(red, yellow, SEEN_PRODUCT),
        np.log((light**4).mean() / ((light**2).mean() + SEEN_ENERGY / 2) ** 2 + 0.1),
    ]
    return [float(value) for value in (*values, *(_spread(energy) if len(energy) >= TILES else ()))]


def _spread(energy: Values) -> tuple[float, float]:
    """How much tiles differ in their detail, and how much of it is in the middle, where a lesion is."""
    side = len(energy) // TILES
    tiles = energy.reshape(TILES, side, TILES, side).mean(axis=(1, 3)) + SEEN_ENERGY
    quarter = slice(TILES // 4, TILES - TILES // 4)
    return float(np.log(tiles).std()), float(np.log(tiles[quarter, quarter].mean() / tiles.mean()))


def _correlation(first: Values, second: Values, seen: float) -> float:
    """Of two values around 0; `seen` keeps it at 0 where there is next to nothing."""
    energies = ((first**2).mean() + seen) * ((second**2).mean() + seen)
    return float((first * second).mean() / np.sqrt(energies))


def _of_colours(channels: Values) -> list[float]:
    light, red, yellow = channels
    strength = np.hypot(red, yellow).sum() + 1
    along_red, along_yellow = red.sum() / strength, yellow.sum() / strength
    shades = [channel - channel.mean() for channel in channels]
    return [
        *(float(value) for value in np.quantile(red, (0.05, 0.95))),
        *(float(value) for value in np.quantile(yellow, (0.05, 0.95))),
        float(strength / light.size),
        float(along_red),
        float(along_yellow),
        float(np.hypot(along_red, along_yellow)),
        _correlation(shades[0], shades[1], SEEN_SHADE),
        _correlation(shades[0], shades[2], SEEN_SHADE),
        _correlation(shades[1], shades[2], SEEN_SHADE),
    ]


def _disorder(light: Values) -> float:
    """Entropy of the directions of edges: wood has one, bricks have two, skin has all."""
    down, across = np.gradient(light.reshape(SIDE // 2, 2, SIDE // 2, 2).mean(axis=(1, 3)))
    direction = (np.arctan2(down, across) / np.pi % 1 * DIRECTIONS).astype(int).ravel() % DIRECTIONS
    shares = np.bincount(direction, (across**2 + down**2).ravel(), DIRECTIONS) + 1e-3
    shares /= shares.sum()
    return float(-(shares * np.log(shares)).sum())


@cache
def _table() -> tuple[Values, Values, Values]:
    """The usual statistics, the way to other surfaces, the matrix that takes out how they spread and go together."""
    lines = resources.files(__package__).joinpath(TABLE).read_text("ascii").splitlines()
    rows = np.array([[float(value) for value in line.split(",")] for line in lines])
    return rows[0], rows[1], rows[2:]
