"""Made-up pictures for a parity report, where the packager gives too few."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SKIN, SPOT, RASH = (225, 180, 155), (70, 42, 30), (196, 92, 88)


def draw_pictures(folder: Path, count: int) -> tuple[Path, ...]:
    """At most three PNG files, of different shapes and sizes."""
    made = []
    for draw in DRAWINGS[: max(0, count)]:
        path = folder / f"{draw.__name__}.png"
        draw().save(path)
        made.append(path)
    return tuple(made)


def spot() -> Image.Image:
    """A dark spot with a lighter rim, upright."""
    picture = Image.new("RGB", (480, 640), SKIN)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((120, 190, 350, 450), fill=(130, 85, 60))
    pen.ellipse((160, 230, 310, 400), fill=SPOT)
    return picture


def rash() -> Image.Image:
    """Red dots of growing size, wide."""
    picture = Image.new("RGB", (800, 500), (122, 82, 62))
    pen = ImageDraw.Draw(picture)
    for number in range(24):
        left, top, side = 97 * number % 740, 61 * number % 440, 10 + 2 * number
        pen.ellipse((left, top, left + side, top + side), fill=RASH)
    return picture


def stripes() -> Image.Image:
    """No skin at all."""
    picture = Image.new("RGB", (448, 448), (30, 70, 160))
    pen = ImageDraw.Draw(picture)
    for left in range(0, 448, 64):
        pen.rectangle((left, 0, left + 31, 448), fill=(240, 220, 40))
    return picture


DRAWINGS: tuple[Callable[[], Image.Image], ...] = (spot, rash, stripes)
