"""Rendered skin: tone, creases, pores, mottling, hairs and light. Everything is in CIE Lab until the end."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage
from scipy.spatial import cKDTree

Size = tuple[int, int]  # width, height in pixels
HAIR = np.array((16, 4, 6), np.float32)  # Lab

TONES = {
    "light": ((76, 9, 14), (70, 12, 17)),
    "medium": ((60, 13, 21), (53, 14, 22)),
    "dark": ((43, 13, 19), (32, 11, 15)),
}


def coordinates(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Across and down, -1 … 1 over the central square, whatever the picture's size."""
    width, height = size
    half = min(width, height) / 2
    across = (np.arange(width) - width / 2 + 0.5) / half
    down = (np.arange(height) - height / 2 + 0.5) / half
    return np.meshgrid(across.astype(np.float32), down.astype(np.float32))


def noise(rng: np.random.Generator, size: Size, cells: float, octaves: int = 3) -> np.ndarray:
    """Smooth noise of about unit variance; `cells` bumps across the central square. Looks alike at each size."""
    across, down = coordinates(size)
    total, weight, power = np.zeros_like(across), 1.0, 0.0
    for octave in range(octaves):
        frequency = cells * 2**octave / 2
        reach = int(frequency * max(across.max(), down.max())) + 3
        grid = rng.normal(size=(2 * reach + 1, 2 * reach + 1)).astype(np.float32)
        total += weight * _spline(down[:, 0] * frequency, reach) @ grid @ _spline(across[0] * frequency, reach).T
        power, weight = power + weight**2, weight * 0.55
    return total / np.float32(np.sqrt(power) * 0.48)  # 0.48: what the spline leaves of the grid's deviation


def _spline(place: np.ndarray, reach: int) -> np.ndarray:
    """Cubic B-spline weights, places × grid points."""
    gap = np.abs(place[:, None] - np.arange(-reach, reach + 1, dtype=np.float32))
    near = 2 / 3 - gap**2 + gap**3 / 2
    return np.where(gap < 1, near, np.clip(2 - gap, 0, None) ** 3 / 6).astype(np.float32)


def base_skin(rng: np.random.Generator, size: Size, tone: str, redness: float = 0.0) -> np.ndarray:
    """height × width × 3 Lab picture of bare skin."""
    first, second = np.array(TONES[tone], np.float32)
    share = rng.random()
    lab = np.empty((size[1], size[0], 3), np.float32)
    lab[:] = first * share + second * (1 - share) + (0, redness, 0)
    blotches = noise(rng, size, 2.5)
    lab[..., 0] += -0.9 * blotches + 0.5 * noise(rng, size, 9)
    lab[..., 1] += 0.9 * blotches + 0.5 * noise(rng, size, 14)
    lab[..., 2] += 0.7 * noise(rng, size, 4)
    return _creases(rng, lab, size)


def _creases(rng: np.random.Generator, lab: np.ndarray, size: Size) -> np.ndarray:
    """The fine net of skin lines between small plates, with pores where lines meet."""
    across, down = coordinates(size)
    cells = rng.uniform(26, 44)
    turn, stretch = rng.uniform(0, np.pi), rng.uniform(1.0, 1.7)
    wander = 0.012 * noise(rng, size, 6)
    first = (across * np.cos(turn) + down * np.sin(turn) + wander) * stretch
    second = down * np.cos(turn) - across * np.sin(turn) + wander
    reach = 1.8 * stretch
    points = rng.uniform(-reach, reach, size=(int((cells * reach) ** 2), 2))
    near, _ = cKDTree(points).query(np.stack([first, second], -1), k=2, workers=1)
    ridge = np.clip((near[..., 1] - near[..., 0]) * cells * 1.3, 0, 1).astype(np.float32)
    depth = rng.uniform(0.7, 1.8) * np.clip(1 + 0.5 * noise(rng, size, 3), 0.2, 2)
    lab[..., 0] -= depth * (1 - ridge) ** 2 * 2.2
    lab[..., 1] += depth * (1 - ridge) ** 2 * 0.6
    lab[..., 0] += 0.5 * depth * noise(rng, size, cells * 1.6, 1) * ridge
    return lab


def add_hairs(rng: np.random.Generator, lab: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Curved, tapering dark hairs with a faint shadow, and how much of each pixel they cover."""
    height, width = lab.shape[:2]
    direction = rng.uniform(0, np.pi)
    layer, shadow = _hair_layers(rng, (width, height), count, direction)
    lab[..., 0] -= 5 * shadow
    return lab * (1 - layer[..., None] * 0.85) + HAIR * layer[..., None] * 0.85, layer


def _hair_layers(rng: np.random.Generator, size: Size, count: int, direction: float) -> tuple[np.ndarray, np.ndarray]:
    scale = 3
    half = min(size) / 2
    sheet = Image.new("L", (size[0] * scale, size[1] * scale))
    pen = ImageDraw.Draw(sheet)
    for _ in range(count):
        path = _hair_path(rng, size, half, direction + rng.normal(0, 0.35)) * scale
        thick = half * scale * rng.uniform(0.011, 0.018)
        for index in range(len(path) - 1):
            taper = 1 - 0.75 * index / len(path)
            pen.line([tuple(path[index]), tuple(path[index + 1])], fill=255, width=max(1, round(thick * taper)))
    small = sheet.resize(size, Image.Resampling.BOX)
    shadow = small.filter(ImageFilter.GaussianBlur(half * 0.012))
    moved = np.roll(np.asarray(shadow, np.float32), (max(1, int(half * 0.012)),) * 2, (0, 1))
    return np.asarray(small, np.float32) / 255, moved / 255


def _hair_path(rng: np.random.Generator, size: Size, half: float, angle: float) -> np.ndarray:
    start = rng.uniform((0, 0), size)
    length = half * rng.uniform(0.35, 1.0)
    along = np.array((np.cos(angle), np.sin(angle)))
    bend = np.array((-along[1], along[0])) * length * rng.normal(0, 0.18)
    t = np.linspace(0, 1, 40)[:, None]
    return start + along * length * t + bend * (4 * t * (1 - t))


def add_light(rng: np.random.Generator, lab: np.ndarray, dark_corners: bool) -> np.ndarray:
    """A gradient of light, a soft fall-off, and where asked the black corners of a dermatoscope."""
    size = (lab.shape[1], lab.shape[0])
    across, down = coordinates(size)
    turn = rng.uniform(0, 2 * np.pi)
    slope = rng.uniform(0.0, 0.05)
    gain = 1 + slope * (across * np.cos(turn) + down * np.sin(turn)) - rng.uniform(0.0, 0.04) * (across**2 + down**2)
    lab[..., 0] *= gain
    if dark_corners:
        keep = 1 / (1 + np.exp((np.hypot(across, down) - rng.uniform(1.02, 1.14)) * 40))
        lab = lab * keep[..., None] + np.array((4, 0, 0), np.float32) * (1 - keep[..., None])
    return lab


def to_picture(rng: np.random.Generator, lab: np.ndarray) -> Image.Image:
    """Lab → sRGB with the grain and softness of a small camera."""
    soft = ndimage.gaussian_filter(lab, (0.45, 0.45, 0))
    soft[..., 0] += rng.normal(0, 0.55, soft.shape[:2])
    y = (soft[..., 0] + 16) / 116
    root = np.stack([y + soft[..., 1] / 500, y, y - soft[..., 2] / 200], -1)
    ratio = np.where(root > 0.2069, root**3, (root - 16 / 116) / 7.787) * (0.9505, 1.0, 1.089)
    matrix = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    linear = np.clip(ratio @ matrix.T, 0, 1)
    encoded = np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)
    return Image.fromarray((encoded * 255 + 0.5).astype(np.uint8))
