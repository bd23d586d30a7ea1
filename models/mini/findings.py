"""What the pixels say: words for a picture's lesion, by segmentation and colour, in the protocol's vocabulary."""

import numpy as np
from questions import Facts
from scipy import ndimage
from segmentation import Segmentation, segment

# Lab colours that stand for each word; a pixel takes the nearest one.
COLOURS = {
    "black": ((12, 2, 0), (20, 6, 4)),
    "dark brown": ((29, 13, 11), (37, 17, 20), (37, 11, 10), (30, 26, 18), (38, 29, 22)),
    "light brown": ((50, 17, 24), (60, 14, 24), (52, 12, 14), (66, 16, 32), (49, 27, 27), (57, 26, 28)),
    "blue-grey": ((48, 1, -9), (38, 2, -7), (60, 0, -4)),
    "red": ((40, 48, 26), (50, 44, 24), (33, 42, 20), (56, 46, 30)),
    "pink": ((62, 34, 8), (72, 25, 10), (58, 26, 8), (66, 30, 18)),
    "purple": ((40, 28, -8), (52, 24, -10), (30, 22, -8)),
    "white": ((92, 0, 3), (84, 3, 2)),
    "yellow": ((75, 6, 48), (66, 8, 44)),
}
USUAL_SKIN = np.array((14.0, 15.0))  # a and b; pictures are balanced towards it, as on a grey card
BALANCE = 0.8
SAME_AS_SKIN = 8.0  # Lab units
LEAST_SHARE = 0.12
LEAST_SHARE_OF_RARE = {"black": 0.06, "blue-grey": 0.08, "white": 0.06, "purple": 0.08}
HAIR_SHARE = 0.005


def measure(picture: np.ndarray) -> Facts | None:
    """Facts of a 128 × 128 picture, or None where the outline cannot be trusted."""
    found = segment(picture)
    if not _trusted(found):
        return None
    numbers = outline_numbers(found)
    return {
        "colour": colours(found),
        "shape": (_form(numbers), "symmetric" if numbers["overlap"] > 0.80 else "asymmetric"),
        "border": (
            "sharp" if numbers["edge"] > 0.10 else "blurred",
            "regular" if numbers["ellipse"] > 0.85 else "irregular",
        ),
        "size": (size_word(float(found.lesion.mean())),),
        "texture": ("mottled" if numbers["variation"] > 3.0 else "smooth",),
        "number": (number_word(found.parts),),
        "distribution": ("single",) if found.parts == 1 else (),
        "surrounding skin": skin_words(found.skin),
        "other": _others(found),
    }


def _trusted(found: Segmentation) -> bool:
    """The outline is clear of the frame, near the centre, of some size, and stands out from the skin."""
    if not 0.006 < found.lesion.mean() < 0.8:
        return False
    frame = np.ones_like(found.lesion)
    frame[1:-1, 1:-1] = False
    on_frame = found.lesion[frame].mean()
    row, column = ndimage.center_of_mass(found.lesion)
    side = found.lesion.shape[0]
    central = np.hypot(row - side / 2, column - side / 2) < 0.27 * side
    around = ndimage.binary_dilation(found.lesion, iterations=10) & ~ndimage.binary_dilation(found.lesion, iterations=3)
    contrast = found.distance[found.lesion].mean() - found.distance[around].mean()
    return bool(on_frame < 0.3 and central and contrast > 6)


def size_word(share: float) -> str:
    """By the share of the central square."""
    return "small part" if share < 0.10 else "medium part" if share < 0.35 else "large part"


def number_word(count: int) -> str:
    """By the count of parts."""
    return "one" if count <= 1 else "a few" if count <= 5 else "many"


def skin_words(skin: np.ndarray) -> tuple[str, ...]:
    """By the individual typology angle; "red" where the skin is redder than light through a dermatoscope makes it."""
    angle = np.degrees(np.arctan2(skin[0] - 50, max(float(skin[2]), 1.0)))
    tone = "light" if angle > 28 else "medium" if angle > -10 else "dark"
    return (tone, "red") if skin[1] > 33 else (tone,)


def colours(found: Segmentation) -> tuple[str, ...]:
    """The words whose share of the lesion is large enough, in the vocabulary's order."""
    inner = ndimage.binary_erosion(found.lesion, iterations=1)
    pixels = ndimage.uniform_filter(found.lab, (3, 3, 1))[inner if inner.any() else found.lesion]
    balanced = pixels.copy()
    balanced[:, 1:] += BALANCE * (USUAL_SKIN - found.skin[1:])
    names = [name for name, points in COLOURS.items() for _ in points]
    points = np.array([point for group in COLOURS.values() for point in group], np.float32)
    nearest = np.linalg.norm(balanced[:, None] - points, axis=2).argmin(1)
    words = np.array(names)[nearest]
    words = np.where(np.linalg.norm(pixels - found.skin, axis=1) < SAME_AS_SKIN, "skin-coloured", words)
    shares = {name: float((words == name).mean()) for name in (*COLOURS, "skin-coloured")}
    kept = [name for name, share in shares.items() if share >= LEAST_SHARE_OF_RARE.get(name, LEAST_SHARE)]
    if len(kept) > 1 and shares["skin-coloured"] < 0.4:
        kept = [name for name in kept if name != "skin-coloured"]
    return tuple(kept or [max(shares, key=shares.__getitem__)])


def outline_numbers(found: Segmentation) -> dict[str, float]:
    """Aspect, agreement with the ellipse of the same moments, overlap when flipped, edge, variation, hollow share."""
    mask = found.lesion
    points = np.argwhere(mask).astype(np.float64)
    centre = points.mean(0)
    values, vectors = np.linalg.eigh(np.cov((points - centre).T) + 1e-6 * np.eye(2))
    axes = 2 * np.sqrt(values)
    place = (np.indices(mask.shape).reshape(2, -1).T - centre) @ vectors
    ellipse = (((place / axes) ** 2).sum(1) <= 1).reshape(mask.shape)
    return {
        "aspect": float(axes[1] / max(axes[0], 1e-6)),
        "ellipse": _overlap(mask, ellipse),
        "overlap": min(_flipped_overlap(mask, place, centre, vectors, axis) for axis in (0, 1)),
        "edge": _edge(found),
        "variation": _variation(found),
        "hollow": 1 - float(found.unfilled[mask].mean()),
    }


def _overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float((first & second).sum() / max((first | second).sum(), 1))


def _flipped_overlap(mask: np.ndarray, place: np.ndarray, centre: np.ndarray, vectors: np.ndarray, axis: int) -> float:
    mirrored = place.copy()
    mirrored[:, axis] *= -1
    source = (mirrored @ vectors.T + centre).T.reshape(2, *mask.shape)
    return _overlap(mask, ndimage.map_coordinates(mask.astype(np.float32), source, order=1) > 0.5)


def _edge(found: Segmentation) -> float:
    """Steepness across the outline, as a share of the lesion's contrast a pixel."""
    contour = found.lesion ^ ndimage.binary_erosion(found.lesion)
    slope = ndimage.gaussian_gradient_magnitude(found.distance, 1.0)
    return float(np.median(slope[contour]) / max(found.distance[found.lesion].mean(), 1e-6))


def _variation(found: Segmentation) -> float:
    """How much lightness varies within the lesion at the scale of its surface."""
    lightness = found.lab[..., 0]
    detail = ndimage.gaussian_filter(lightness, 1.0) - ndimage.gaussian_filter(lightness, 5.0)
    inner = ndimage.binary_erosion(found.lesion, iterations=5)
    return float(detail[inner].std()) if inner.sum() > 40 else float(detail[found.lesion].std() / 2)


def _form(numbers: dict[str, float]) -> str:
    if numbers["hollow"] > 0.2:
        return "ring-shaped"
    if numbers["ellipse"] < 0.78:
        return "irregular"
    return "round" if numbers["aspect"] < 1.28 else "oval"


def _others(found: Segmentation) -> tuple[str, ...]:
    words = []
    if _hair_share(found) > HAIR_SHARE:
        words.append("hair")
    if found.dark_corners.mean() > 0.02:
        words.append("dark corners")
    return tuple(words)


def _hair_share(found: Segmentation) -> float:
    """Thin dark lines on the skin beside the lesion: what a closing fills, in long pieces."""
    lightness = found.lab[..., 0]
    lines = ndimage.grey_closing(lightness, size=(7, 7)) - lightness > 7
    lines &= ~ndimage.binary_dilation(found.lesion | found.dark_corners, iterations=4)
    labels, count = ndimage.label(lines, np.ones((3, 3)))
    pieces = ndimage.find_objects(labels)
    extents = [max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in pieces]
    long_enough = 1 + np.flatnonzero(np.array(extents) > 16)
    return float(np.isin(labels, long_enough).mean()) if count else 0.0
