"""Rendered lesions: outline, pigment, relief and surface, laid onto a Lab picture of skin."""

from dataclasses import dataclass

import numpy as np
from phantom_skin import Size, coordinates, noise
from scipy import ndimage

PIGMENTS = {
    "black": (15, 3, 2),
    "dark brown": (31, 16, 17),
    "light brown": (53, 17, 25),
    "blue-grey": (46, 0, -9),
    "red": (46, 46, 26),
    "pink": (65, 30, 11),
    "purple": (40, 28, -9),
    "white": (88, 2, 4),
    "yellow": (75, 6, 45),
}
ON_DARK_SKIN = {
    "black": (8, 1, 1),
    "red": (36, 38, 22),
    "pink": (52, 27, 10),
    "light brown": (49, 17, 27),
    "dark brown": (20, 13, 13),
}
ON_MEDIUM_SKIN = {"light brown": (44, 20, 28), "dark brown": (26, 15, 15)}
RAISED = {"papule": 0.9, "plaque": 0.4, "nodule": 1.0, "blister": 0.9, "pustule": 0.8, "wheal": 0.3, "crust": 0.5}
CREASED = {"flat spot": 0.9, "patch": 0.9, "plaque": 0.8, "papule": 0.4, "wheal": 0.5}  # skin lines run through


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One lesion element: centre and mean radius in units of half the central square."""

    x: float
    y: float
    radius: float
    aspect: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an element looks; the words are the protocol's."""

    form: str
    symmetric: bool
    sharp: bool
    regular: bool
    kind: str
    texture: str
    colours: tuple[str, ...]


def draw(rng: np.random.Generator, lab: np.ndarray, spot: Spot, look: Look, skin: np.ndarray) -> np.ndarray:
    """Lay one element onto the picture, in place; its mask."""
    size = (lab.shape[1], lab.shape[0])
    radius, turn = _radius_field(rng, size, spot, look)
    cover = _cover(radius, look)
    colour = _pigment(rng, size, radius, turn, look, skin)
    creases = lab[..., 0] - ndimage.gaussian_filter(lab[..., 0], 0.02 * min(size))
    lab[:] = lab * (1 - cover[..., None]) + colour * cover[..., None]
    lab[..., 0] += CREASED.get(look.kind, 0.0) * creases * cover
    _halo(lab, radius, look)
    _relief(rng, lab, radius, cover, spot, look)
    _surface(rng, lab, radius, cover, spot, look)
    return radius < 1


def _radius_field(rng: np.random.Generator, size: Size, spot: Spot, look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Distance from the centre as a share of the outline's own radius (1 on the outline), and the turned axis."""
    across, down = coordinates(size)
    turn = rng.uniform(0, np.pi)
    wobble = 0.008 if look.regular else 0.026
    across = across - spot.x + wobble * 3.2 * noise(rng, size, 7, 4) * spot.radius
    down = down - spot.y + wobble * 3.2 * noise(rng, size, 7, 4) * spot.radius
    first = (across * np.cos(turn) + down * np.sin(turn)) / np.sqrt(spot.aspect)
    second = (down * np.cos(turn) - across * np.sin(turn)) * np.sqrt(spot.aspect)
    outline = spot.radius * _outline(rng, np.arctan2(second, first), look)
    return np.hypot(first, second) / outline, first / spot.radius


def _outline(rng: np.random.Generator, angle: np.ndarray, look: Look) -> np.ndarray:
    outline = np.ones_like(angle)
    if look.form == "irregular":
        for order in (2, 3, 4, 5):
            outline += rng.uniform(0.16, 0.24) / (order**0.5) * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
    elif not look.symmetric:
        outline += _lobe(angle, rng.choice((-1, 1)) * rng.uniform(0.5, 0.9) + rng.choice((0, np.pi)))
    if not look.regular:
        for order in (6, 8, 11):
            outline += rng.uniform(0.05, 0.085) * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
    return np.clip(outline, 0.45, 1.7)


def _lobe(angle: np.ndarray, towards: float) -> np.ndarray:
    """A bulge on one side, off both axes of the outline, and a flattening opposite."""
    gap = np.cos(angle - towards)
    return 0.5 * np.exp((gap - 1) / 0.12) - 0.22 * np.exp((-gap - 1) / 0.25)


def _cover(radius: np.ndarray, look: Look) -> np.ndarray:
    width = 0.03 if look.sharp else 0.24
    cover = 1 / (1 + np.exp(np.clip((radius - 1) / width * 2, -30, 30)))
    if look.form == "ring-shaped":
        cover *= 1 - 0.92 / (1 + np.exp(np.clip((radius - 0.62) / 0.07 * 2, -30, 30)))
    return cover * {"wheal": 0.8, "blister": 0.7}.get(look.kind, 0.96)


def _pigment(
    rng: np.random.Generator, size: Size, radius: np.ndarray, axis: np.ndarray, look: Look, skin: np.ndarray
) -> np.ndarray:
    """Every colour gets its share of the lesion: in rings where symmetric, in patches where not."""
    where = noise(rng, size, 3.0, 2) * 0.35
    where = where + axis * 0.9 if not look.symmetric else 0.25 * where + 1.3 * radius
    where = where + 0.13 * noise(rng, size, 14, 3)
    inside = radius < 1
    levels = np.sort(where[inside]) if inside.any() else np.array([0.0])
    rank = np.searchsorted(levels, where).astype(np.float32) / len(levels)
    points = np.array([_colour_of(name, skin) for name in look.colours], np.float32)
    place = np.clip(rank * len(points) - 0.5, 0, len(points) - 1)
    place = _stepped(place)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, len(points) - 1)
    part = (place - low)[..., None]
    colour = points[low] * (1 - part) + points[high] * part
    return _shaded_pigment(rng, size, colour, look)


def _stepped(place: np.ndarray) -> np.ndarray:
    """Flatten the ramp so that most of the area has a pure colour."""
    low = np.floor(place)
    part = np.clip((place - low - 0.5) * 1.7 + 0.5, 0, 1)
    return low + part


def _colour_of(name: str, skin: np.ndarray) -> np.ndarray:
    if name == "skin-coloured":
        return skin + np.array((2.5, 1.5, -1.0))
    on_this_skin = ON_DARK_SKIN if skin[0] < 47 else ON_MEDIUM_SKIN if skin[0] < 65 else {}
    return np.array(on_this_skin.get(name, PIGMENTS[name]), np.float64)


def _shaded_pigment(rng: np.random.Generator, size: Size, colour: np.ndarray, look: Look) -> np.ndarray:
    """Fine variation of the pigment; a mottled surface gets dots and a net."""
    mottled = look.texture == "mottled"
    colour = colour + rng.normal(0, 1.2, 3)
    colour[..., 0] += (1.6 if mottled else 0.8) * noise(rng, size, 24, 3)
    colour[..., 1] += 1.2 * noise(rng, size, 12, 2)
    if mottled:
        net = np.clip(np.abs(noise(rng, size, 20, 1)), 0, 1.4)
        fine_net = np.clip(np.abs(noise(rng, size, 70, 1)), 0, 1)
        dots = np.clip(noise(rng, size, 30, 1) - 0.8, 0, 1.5) + np.clip(noise(rng, size, 85, 1) - 1.2, 0, 1)
        colour[..., 0] += 9 * net + 7 * fine_net - 11 - 9 * dots
    return colour


def _halo(lab: np.ndarray, radius: np.ndarray, look: Look) -> None:
    """Inflamed skin around pustules, ulcers and wheals."""
    strength = {"pustule": 14, "ulcer": 9, "wheal": 6, "crust": 5, "blister": 5}.get(look.kind, 0)
    ring = np.exp(-(((np.maximum(radius, 1) - 1) / 0.35) ** 2)) * (radius >= 1)
    lab[..., 1] += strength * ring
    lab[..., 0] -= 0.35 * strength * ring


def _relief(
    rng: np.random.Generator, lab: np.ndarray, radius: np.ndarray, cover: np.ndarray, spot: Spot, look: Look
) -> None:
    """Light from the upper left on the element's height: shading, a cast shadow, and a shine where it is wet."""
    amount = -0.4 if look.kind == "ulcer" else RAISED.get(look.kind, 0.0)
    if amount == 0.0:
        return
    dome = np.sqrt(np.clip(1 - radius**2, 0, 1)) if amount > 0.3 else np.clip(1 - radius**6, 0, 1)
    pixels = spot.radius * min(lab.shape[:2]) / 2
    height = ndimage.gaussian_filter(dome, max(0.5, 0.05 * pixels)) * pixels * amount * 0.45
    slope_down, slope_across = np.gradient(height)
    lit = (slope_down + slope_across) / np.sqrt(2 + slope_down**2 + slope_across**2)
    lab[..., 0] = lab[..., 0] * (1 + 0.36 * np.clip(lit, -0.9, 0.9)) + 7 * np.clip(lit, -0.9, 0.9)
    shadow = np.roll(cover, (max(1, int(0.06 * pixels * amount * 2)),) * 2, (0, 1)) * (1 - cover)
    lab[..., 0] -= 9 * amount * ndimage.gaussian_filter(shadow, max(0.5, 0.04 * pixels))
    if look.texture == "shiny":
        _shine(rng, lab, height, radius)


def _shine(rng: np.random.Generator, lab: np.ndarray, height: np.ndarray, radius: np.ndarray) -> None:
    slope_down, slope_across = np.gradient(height)
    normal = np.stack([-slope_across, -slope_down, np.ones_like(height)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    half_way = np.array((-0.32, -0.32, 0.89))
    glint = np.clip(normal @ (half_way / np.linalg.norm(half_way)), 0, 1) ** 40 * (radius < 0.97)
    size = (lab.shape[1], lab.shape[0])
    glint *= np.clip(0.9 + 0.35 * noise(rng, size, 14, 2), 0, 1.3)
    lab[..., 0] += (97 - lab[..., 0]) * np.clip(glint, 0, 0.95)
    lab[..., 1:] *= 1 - 0.8 * np.clip(glint, 0, 1)[..., None]


def _surface(
    rng: np.random.Generator, lab: np.ndarray, radius: np.ndarray, cover: np.ndarray, spot: Spot, look: Look
) -> None:
    size = (lab.shape[1], lab.shape[0])
    fine = 5 / max(spot.radius, 0.12)
    if look.texture == "scaly":
        flakes = np.clip(noise(rng, size, fine * 1.6, 3) - 0.1, 0, 1.2) * cover * (radius < 1.02)
        flakes = flakes * (0.65 + 0.35 * np.clip(3 * noise(rng, size, fine * 3, 2), -1, 1))
        lab += flakes[..., None] * 0.62 * (np.array((86, 3, 6), np.float32) - lab)
    elif look.texture == "crusted":
        lumps = noise(rng, size, fine * 0.8, 3)
        lab[..., 0] += cover * (8 * lumps - 14 * np.clip(-lumps - 0.5, 0, 2))
    elif look.texture == "warty":
        _warts(rng, lab, cover, spot)
    elif look.texture == "ulcerated":
        floor = (radius < 0.72 + 0.08 * noise(rng, size, 6, 2)).astype(np.float32)
        floor = ndimage.gaussian_filter(floor, 0.02 * spot.radius * min(size))
        wet = np.clip(noise(rng, size, fine, 2) - 1.1, 0, 1)
        lab[..., 0] += floor * (-7 + 5 * noise(rng, size, fine, 3) + 30 * wet)
        lab[..., 1] += floor * 7


def _warts(rng: np.random.Generator, lab: np.ndarray, cover: np.ndarray, spot: Spot) -> None:
    """A cobbled surface with dark clefts and a few plugs."""
    size = (lab.shape[1], lab.shape[0])
    fine = 5.5 / max(spot.radius, 0.12)
    cobbles = np.abs(noise(rng, size, fine, 1))
    slope_down, slope_across = np.gradient(ndimage.gaussian_filter(cobbles, 1) * min(size) * 0.012)
    lab[..., 0] += cover * (17 * np.clip(cobbles, 0, 1.2) - 9 + 7 * np.clip(slope_down + slope_across, -1, 1))
    plugs = np.clip(noise(rng, size, fine * 1.2, 1) - 1.2, 0, 0.5) * 2 * cover
    lab += plugs[..., None] * (np.array((22, 8, 10), np.float32) - lab)
