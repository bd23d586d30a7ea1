"""What quality is judged by, measured on reduced copies; build/quality_report.py prints how it spreads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lentigo.domain.photograph import Raster
from lentigo.imaging.cielab import cielab
from lentigo.imaging.deidentification import reduce
from lentigo.imaging.skin_likeness import central_square, likeness

Numbers = NDArray[np.float32]
Places = NDArray[np.bool_]  # where something is found

WORKING_SIDE = 600  # pixels of the longest side; 12 megapixels are judged in the time of 0.3
SHARPNESS_SIDE = 256
MIDDLE_SIDE = 128
COARSE_SIDE = 85  # a picture without detail even here shows nothing
STRUCTURE_SIDE = 128
COLOUR_SIDE = 64  # averages noise away, keeps a lesion
PATCHES_SIDE = 16
LESION_SIDE = 256

BLOCK = 8  # pixels, sides of the blocks in which detail is compared
ROUNDING_NOISE = 0.09  # energy of 8-bit rounding in the finest detail, grey levels squared
MOST_NOISE = 0.8  # of the coarser detail; where there is more of it, blur cannot be told
CLIPPED = 250  # grey levels
UNCLIPPED_RANGE = (8, 250)
WEAK_EDGE = 64  # gradient squared; below, noise decides its direction
TILES = 4  # across and down
LESION_DIFFERENCE = 12  # CIELAB, from the commonest colour; in dark skin it may be less, which says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """Shares are of the picture, 0 to 1; brightness counts grey levels, contrast the units of CIELAB."""

    shorter_side: int
    brightness: float  # 95th percentile
    peak: float  # 99th percentile
    contrast: float  # the larger range of lightness or colour, between the 1st and 99th percentile
    washed_out: float  # share of clipped white
    washed_out_middle: float
    sharpness: float  # finest detail against the next coarser, where there is most; unblurred pictures: about 1
    middle_sharpness: float  # the same after reduction, where there is most detail in the middle: at the lesion
    coarse_sharpness: float  # the same after strong reduction
    lesion_side: float  # pixels, of a circle as large as what stands out from the skin
    skin: float  # share with the colours of skin or red and brown lesions
    skin_middle: float
    foreign: float  # share in clear green or blue
    foreign_middle: float
    coherence: float  # correlation of neighbours at 128 px: noise and small print have none
    patch_coherence: float  # the same of colours at 16 px: random patches have none
    patch_contrast: float  # their standard deviation, CIELAB
    chroma: float  # mean, CIELAB
    hues: int  # sixths of the colour circle that hold at least a twentieth of the chroma
    chequered: float  # share of the edges in two crossing directions, in all but the emptiest tiles
    few_colours: float  # share of the eight commonest colours among what is neither black nor white
    unlike: float  # distance from photographs of skin; see skin_likeness
    other: float  # how far on the way from skin to other surfaces


def measure(raster: Raster) -> Measurements:
    """Measure a picture of at least 96 pixels a side."""
    reduced = reduce(raster, WORKING_SIDE)
    working = Image.frombytes("RGB", (reduced.width, reduced.height), reduced.rgb)
    grey = _grey(_fit(working, SHARPNESS_SIDE))
    lab = cielab(np.asarray(_fit(working, COLOUR_SIDE, Image.Resampling.BOX)))
    skin, foreign = _colours(lab)
    white = grey >= CLIPPED
    patches = cielab(np.asarray(_fit(working, PATCHES_SIDE, Image.Resampling.BOX)))
    alike = likeness(cielab(np.asarray(central_square(working))))
    chroma = float(np.hypot(lab[..., 1], lab[..., 2]).mean())
    brightness, peak = (float(value) for value in np.quantile(grey, (0.95, 0.99)))
    return Measurements(
        shorter_side=min(raster.width, raster.height),
        brightness=brightness,
        peak=peak,
        contrast=float(max(np.ptp(np.quantile(part, (0.01, 0.99))) for part in np.moveaxis(lab, -1, 0))),
        washed_out=_share(white),
        washed_out_middle=_share(_middle(white)),
        sharpness=_sharpness(_fit(working, SHARPNESS_SIDE), brightness),
        middle_sharpness=_sharpness(_fit(working, MIDDLE_SIDE), brightness, middle=True),
        coarse_sharpness=_sharpness(_fit(working, COARSE_SIDE), brightness),
        lesion_side=_lesion_side(working) * max(raster.width, raster.height) / max(working.size),
        skin=_share(skin),
        skin_middle=_share(_middle(skin)),
        foreign=_share(foreign),
        foreign_middle=_share(_middle(foreign)),
        coherence=_coherence(_grey(_fit(working, STRUCTURE_SIDE))),
        patch_coherence=_colour_coherence(patches),
        patch_contrast=float(np.sqrt(patches.var(axis=(0, 1)).sum())),
        chroma=chroma,
        hues=_hues(lab),
        chequered=_chequered(grey),
        few_colours=_few_colours(np.asarray(working)[::2, ::2]),
        unlike=alike.distance,
        other=alike.other,
    )


def _fit(image: Image.Image, side: int, filtering: Image.Resampling = Image.Resampling.LANCZOS) -> Image.Image:
    scale = side / max(image.size)
    if scale >= 1:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), filtering)


def _grey(image: Image.Image) -> Numbers:
    return np.asarray(image.convert("L"), np.float32)


def _middle(found: Places) -> Places:
    height, width = found.shape
    return found[height // 4 : height - height // 4, width // 4 : width - width // 4]


def _colours(lab: Numbers) -> tuple[Places, Places]:
    """Where the colours of skin and its lesions are, and where foreign ones.

    Every tone of skin lies between purple and yellow (-60 to 80 degrees). Blue-black lesions are dark, so not foreign.
    """
    lightness, a, b = np.moveaxis(lab, -1, 0)
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    skin = (lightness > 6) & (chroma > 4) & (hue > -60) & (hue < 80)
    foreign = (lightness > 25) & (chroma > 12) & ((hue < -75) | (hue > 115))
    return skin, foreign


def _share(found: Places) -> float:
    return float(found.mean())


def _smoothed(grey: Numbers, times: int) -> Numbers:
    """Binomial smoothing; wraps round at the margins, which callers cut off."""
    for _ in range(times):
        for axis in (0, 1):
            grey = (np.roll(grey, 1, axis) + np.float32(2) * grey + np.roll(grey, -1, axis)) / np.float32(4)
    return grey


def _sharpness(image: Image.Image, brightness: float, *, middle: bool = False) -> float:
    """Ratio of the finest to the next coarser detail, in the quarter of the blocks with most of the coarser.

    Being a ratio it does not fall with contrast, so that smooth skin is not called blurred. The finest detail of the
    quarter with least of the coarser is noise, and taken off first. Blocks at a dermoscope's black rim are left out: it
    stays sharp where the lens does not. `middle` judges by the blocks of the middle half.
    """
    grey = _grey(image)
    fine, coarse = _smoothed(grey, 1), _smoothed(grey, 4)
    rim = _smoothed((grey < 0.15 * brightness).astype(np.float32), 4) > 0  # and four pixels round it
    detail, structure, outside = (_block_means(values) for values in ((grey - fine) ** 2, (fine - coarse) ** 2, rim))
    inside = outside == 0
    judged = inside & _is_middle(inside.shape) if middle else inside
    if not judged.any():
        return 0.0
    poorest = detail[inside][np.argsort(structure[inside])[: _quarter(inside)]]
    detail, structure = detail[judged], structure[judged]
    richest = np.argsort(structure)[-_quarter(judged) :]
    most = max(1e-6, float(structure[richest].mean()))
    noise = max(ROUNDING_NOISE, min(float(poorest.mean()), MOST_NOISE * most))
    return float(np.sqrt(max(0.0, detail[richest].mean() - noise) / most))


def _quarter(found: Places) -> int:
    return max(4, int(found.sum()) // 4)


def _is_middle(shape: tuple[int, ...]) -> Places:
    places = np.zeros(shape, np.bool_)
    _middle(places)[:] = True
    return places


def _block_means(values: NDArray[np.generic]) -> Numbers:
    inner = values[4:-4, 4:-4].astype(np.float32)
    rows, columns = (size // BLOCK for size in inner.shape)
    blocks = inner[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    means: Numbers = blocks.mean(axis=(1, 3))
    return means


def _lesion_side(image: Image.Image) -> float:
    """Pixels of `image`, all of its side where nothing stands out; a lesion does, and hairs and shadows."""
    reduced = _fit(image, LESION_SIDE, Image.Resampling.BOX)
    lab = cielab(np.asarray(reduced))
    difference = np.linalg.norm(lab - np.median(lab, axis=(0, 1)), axis=-1)
    largest = float(np.quantile(difference, 0.999))
    if largest < LESION_DIFFERENCE:
        return float(min(image.size))
    area = _share(difference > largest / 2) * image.width * image.height
    return float(2 * np.sqrt(area / np.pi))


def _coherence(grey: Numbers) -> float:
    centred = grey - grey.mean()
    across, down = (centred[:, 1:] * centred[:, :-1]).mean(), (centred[1:] * centred[:-1]).mean()
    return float(min(across, down) / max(1e-6, centred.var()))


def _hues(lab: Numbers) -> int:
    a, b = lab[..., 1].ravel().astype(float), lab[..., 2].ravel().astype(float)
    sixths = (np.degrees(np.arctan2(b, a)) % 360 // 60).astype(int) % 6
    chroma = np.bincount(sixths, np.hypot(a, b), 6)
    return int((chroma > chroma.sum() / 20).sum())


def _colour_coherence(lab: Numbers) -> float:
    """Correlation of neighbours in all three coordinates together."""
    centred = lab - lab.mean(axis=(0, 1))
    across = (centred[:, 1:] * centred[:, :-1]).sum(axis=-1).mean()
    down = (centred[1:] * centred[:-1]).sum(axis=-1).mean()
    return float(min(across, down) / max(1e-6, (centred**2).sum(axis=-1).mean()))


def _chequered(grey: Numbers) -> float:
    """The lower quartile of the tiles: a chessboard has crossing edges everywhere, a drape only round its opening."""
    down, across = grey[2:, 1:-1] - grey[:-2, 1:-1], grey[1:-1, 2:] - grey[1:-1, :-2]
    energy = across**2 + down**2
    energy[energy < WEAK_EDGE] = 0
    direction = np.round(np.degrees(np.arctan2(down, across)) % 180 / 10).astype(int) % 18
    tiles = zip(_tiles(energy), _tiles(direction), strict=True)
    return float(np.quantile([_crossing(*tile) for tile in tiles], 0.25))


def _tiles(values: NDArray[np.generic]) -> list[NDArray[np.generic]]:
    return [tile for row in np.array_split(values, TILES) for tile in np.array_split(row, TILES, axis=1)]


def _crossing(energy: NDArray[np.generic], direction: NDArray[np.generic]) -> float:
    histogram = np.bincount(direction.ravel().astype(int), energy.ravel().astype(float), 18)
    if histogram.sum() < 20 * energy.size:
        return 0.0
    paired = histogram + np.roll(histogram, 1)
    return float(2 * np.minimum(paired, np.roll(paired, 9)).max() / histogram.sum())


def _few_colours(rgb: NDArray[np.uint8]) -> float:
    pixels = rgb.reshape(-1, 3).astype(np.int32)
    black, white = UNCLIPPED_RANGE
    inked = pixels[(pixels.max(axis=1) > black) & (pixels.min(axis=1) < white)]
    codes = inked @ np.array((65536, 256, 1), np.int32)
    counts = np.sort(np.unique(codes, return_counts=True)[1])
    return float(counts[-8:].sum() / max(1, len(codes)))
