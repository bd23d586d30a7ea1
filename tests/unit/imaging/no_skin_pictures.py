"""Pictures of what is no skin, made by rules: ten kinds, each in as many forms as there are seeds."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE = 320
Pixels = np.ndarray


def made_picture(kind: str, seed: int) -> Image.Image:
    """One picture of a kind, softened and lit unevenly as a phone would see it."""
    chance = np.random.default_rng([seed, sum(map(ord, kind))])
    pixels = KINDS[kind](chance)
    down, across = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    light = 1 + chance.uniform(-0.2, 0.2) * down + chance.uniform(-0.2, 0.2) * across
    pixels = pixels * light[..., None] + chance.normal(0, chance.uniform(1, 4), pixels.shape)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.9)))


def _noise(chance: np.random.Generator, grain: float, stretch: float = 1.0) -> Pixels:
    """Smooth noise of standard deviation 1; `grain` and `grain * stretch` are its widths down and across, pixels."""
    frequency_down = np.fft.fftfreq(SIDE)[:, None] * grain
    frequency_across = np.fft.fftfreq(SIDE)[None, :] * grain * stretch
    weight = np.exp(-((frequency_down**2 + frequency_across**2) * 20))
    field = np.fft.ifft2(np.fft.fft2(chance.normal(size=(SIDE, SIDE))) * weight).real
    return (field - field.mean()) / field.std()


def _turned(field: Pixels, chance: np.random.Generator) -> Pixels:
    return np.rot90(field) if chance.random() < 0.5 else field


def _tinted(field: Pixels, colour: tuple[float, float, float], depth: float) -> Pixels:
    return np.asarray(colour) * (1 + depth * field)[..., None]


def _one_of(chance: np.random.Generator, *colours: tuple[int, int, int]) -> tuple[float, float, float]:
    return tuple(np.asarray(colours[chance.integers(len(colours))]) * chance.uniform(0.85, 1.15))


def wood(chance: np.random.Generator) -> Pixels:
    """Growth rings that were cut along, with fibres."""
    _down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    bent = across + chance.uniform(0.01, 0.05) * _noise(chance, 12, 0.25)
    rings = np.sin(2 * np.pi * chance.uniform(6, 18) * bent)
    fibres = _noise(chance, 1.5, 0.1) if chance.random() < 0.5 else _noise(chance, 14, 0.1)
    colour = _one_of(chance, (180, 130, 85), (130, 85, 55), (210, 170, 120), (90, 60, 45))
    return _tinted(_turned((0.6 * rings + 0.5 * fibres).T, chance), colour, chance.uniform(0.06, 0.15))


def sand(chance: np.random.Generator) -> Pixels:
    """Grains, and ripples in some."""
    grains = _noise(chance, chance.uniform(0.6, 1.4))
    down, _across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    ripples = np.sin(2 * np.pi * chance.uniform(3, 9) * (down + 0.04 * _noise(chance, 30))) * (chance.random() < 0.5)
    colour = _one_of(chance, (215, 185, 145), (190, 155, 115), (170, 130, 95))
    return _tinted(grains + ripples, colour, chance.uniform(0.07, 0.14))


def leather(chance: np.random.Generator) -> Pixels:
    """Bumps with creases between them."""
    count = int(chance.integers(300, 1400))
    return _tinted(_cells(chance, count), _one_of(chance, (120, 75, 50), (90, 55, 40), (160, 105, 70), (60, 45, 40)),
                   chance.uniform(0.12, 0.25))  # fmt: skip


def _cells(chance: np.random.Generator, count: int) -> Pixels:
    """How far each pixel is from the border between the two nearest of some points, standardised."""
    points = chance.uniform(0, 80, (count, 2))
    down, across = np.mgrid[0:80, 0:80]
    distances = np.hypot(down[..., None] - points[:, 0], across[..., None] - points[:, 1])
    near = np.partition(distances, 1, axis=2)[..., :2]
    field = near[..., 1] - near[..., 0]
    image = Image.fromarray(field.astype(np.float32)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    grown = np.asarray(image)
    return np.asarray((grown - grown.mean()) / grown.std())


def food(chance: np.random.Generator) -> Pixels:
    """Pieces of several colours on a plate: vegetables, meat, rice."""
    image = Image.new("RGB", (SIDE, SIDE), (235, 230, 220))
    draw = ImageDraw.Draw(image)
    palette = [(200, 60, 40), (90, 150, 60), (240, 200, 90), (150, 90, 50), (245, 240, 225), (220, 130, 60)]
    chosen = [palette[number] for number in chance.choice(len(palette), 4, replace=False)]
    for _ in range(int(chance.integers(60, 260))):
        x, y, wide, high = *chance.uniform(0, SIDE, 2), *chance.uniform(10, 45, 2)
        colour = tuple(
            int(value) for value in np.clip(np.asarray(chosen[chance.integers(4)]) + chance.normal(0, 14, 3), 0, 255)
        )
        draw.ellipse((x, y, x + wide, y + high), fill=colour, outline=tuple(int(value * 0.7) for value in colour))
    return np.asarray(image, float) * (1 + 0.05 * _noise(chance, 2))[..., None]


def fur(chance: np.random.Generator) -> Pixels:
    """Hairs that lie side by side and bend together."""
    hairs = _noise(chance, 20, 0.06) + 0.5 * _noise(chance, 8, 0.1)
    shift = (8 * _noise(chance, 40)).astype(int)
    columns = (np.arange(SIDE)[None, :] + shift) % SIDE
    bent = np.take_along_axis(hairs, columns, axis=1)
    colour = _one_of(chance, (150, 110, 75), (90, 70, 55), (200, 170, 130), (110, 100, 95), (190, 120, 60))
    return _tinted(_turned(bent, chance), colour, chance.uniform(0.2, 0.35))


def fabric(chance: np.random.Generator) -> Pixels:
    """Threads over and under, of one colour or checked."""
    down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    count = chance.uniform(30, 75)
    weave = np.sin(2 * np.pi * count * down) * np.sin(2 * np.pi * count * across + np.pi * (chance.random() < 0.5))
    colour = _one_of(chance, (205, 185, 165), (150, 60, 60), (70, 80, 130), (190, 150, 120), (120, 120, 115))
    pixels = _tinted(weave + 0.5 * _noise(chance, 1), colour, chance.uniform(0.08, 0.18))
    if chance.random() < 0.4:
        pixels *= (1 - 0.3 * ((across * chance.integers(3, 7)) % 1 < 0.3))[..., None]
    return pixels


def wall(chance: np.random.Generator) -> Pixels:
    """Bricks with mortar, or rough plaster."""
    if chance.random() < 0.4:
        colour = _one_of(chance, (225, 215, 200), (200, 180, 160), (180, 180, 175))
        return _tinted(_noise(chance, 2) + _noise(chance, 5), colour, chance.uniform(0.05, 0.1))
    down, across = np.mgrid[0:SIDE, 0:SIDE]
    high = int(chance.integers(24, 60))
    row = down // high
    column = (across + (row % 2) * high) // (2 * high)
    mortar = (down % high < 4) | ((across + (row % 2) * high) % (2 * high) < 4)
    shade = chance.uniform(0.8, 1.15, (40, 40))[row % 40, column % 40]
    bricks = np.asarray(_one_of(chance, (165, 85, 65), (140, 75, 60), (190, 150, 120))) * shade[..., None]
    pixels = np.where(mortar[..., None], np.asarray((200.0, 195.0, 185.0)), bricks)
    return pixels * (1 + 0.06 * _noise(chance, 1.5))[..., None]


def screen(chance: np.random.Generator) -> Pixels:
    """Windows, buttons and lines of text."""
    dark = chance.random() < 0.5
    image = Image.new("RGB", (SIDE, SIDE), (32, 34, 40) if dark else (240, 242, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIDE, 24), fill=tuple(chance.integers(40, 200, 3)))
    for _ in range(int(chance.integers(3, 8))):
        x, y = chance.integers(0, SIDE - 60, 2)
        draw.rectangle(
            (x, y, x + chance.integers(30, 150), y + chance.integers(14, 60)), fill=tuple(chance.integers(0, 255, 3))
        )
    for line in range(34, SIDE - 10, 14):
        _words(draw, chance, line, (215, 215, 215) if dark else (40, 40, 45))
    return np.asarray(image, float)


def document(chance: np.random.Generator) -> Pixels:
    """Printed lines on paper, white, yellowed or in lamplight."""
    image = Image.new(
        "RGB",
        (SIDE, SIDE),
        tuple(int(value) for value in _one_of(chance, (225, 222, 215), (215, 195, 160), (200, 170, 140))),
    )
    draw = ImageDraw.Draw(image)
    for line in range(int(chance.integers(8, 20)), SIDE - 10, int(chance.integers(11, 17))):
        _words(draw, chance, line, (50, 48, 52))
    return np.asarray(image, float)


def _words(draw: ImageDraw.ImageDraw, chance: np.random.Generator, line: int, ink: tuple[int, int, int]) -> None:
    letters = "".join(chance.choice(list("aeionrstlcdmu     "), 60))
    draw.text((12, line), letters[: int(chance.integers(20, 60))], fill=ink)


def x_ray(chance: np.random.Generator) -> Pixels:
    """Bones and soft shadows, in grey or in the blue of a light box."""
    down, across = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    field = 60 + 40 * np.exp(-(across**2 + down**2) / 0.5)
    for _ in range(int(chance.integers(3, 12))):
        middle, tilt, width = chance.uniform(-0.8, 0.8), chance.uniform(-0.5, 0.5), chance.uniform(0.03, 0.12)
        field += chance.uniform(40, 90) * np.exp(-(((across - middle - tilt * down) / width) ** 2))
    tint = (0.85, 0.95, 1.1) if chance.random() < 0.3 else (1.0, 1.0, 1.0)
    return field[..., None] * np.asarray(tint)


KINDS: dict[str, Callable[[np.random.Generator], Pixels]] = {
    "wood": wood,
    "sand": sand,
    "leather": leather,
    "food": food,
    "fur": fur,
    "fabric": fabric,
    "wall": wall,
    "screen": screen,
    "document": document,
    "x-ray": x_ray,
}
