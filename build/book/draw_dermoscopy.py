"""Drawings of what a dermatoscope shows, each structure by itself."""

from collections.abc import Callable
from math import cos, sin

from book.canvas import Canvas, Point, blob, scatter

SKIN, TAN, BROWN, DEEP, BLACK = "#ead2bd", "#c99f78", "#8a5a36", "#573219", "#2a1a12"
PANEL, RADIUS = 85.4, 36.0


def dermoscopic_structures() -> Canvas:
    """Ten round views."""
    canvas = Canvas(5 * PANEL, 2 * 112)
    for index, (name, note, draw) in enumerate(STRUCTURES):
        x, top = index % 5 * PANEL + PANEL / 2, index // 5 * 112
        y = top + RADIUS + 2
        canvas.rectangle(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS, SKIN)
        draw(canvas, x, y)
        canvas.mask(x, y, RADIUS)
        canvas.words(x, top + 89, name, size=8.2, bold=True)
        canvas.words(x, top + 99, note, size=7.2)
    return canvas


def regular_network(canvas: Canvas, x: float, y: float) -> None:
    """Thin even lines that fade at the edge."""
    canvas.ellipse(x, y, 29, 28, TAN, opacity=0.5)
    net(canvas, x, y, 6.0, lambda _column, _row: 0.9, 0.0)


def irregular_network(canvas: Canvas, x: float, y: float) -> None:
    """Thick, dark, uneven lines that stop suddenly."""
    canvas.polygon(blob(x, y, 31, 27, 0.15, 1), TAN, opacity=0.7)
    net(canvas, x, y, 7.6, lambda column, row: 0.9 + 0.55 * ((3 * column + 5 * row) % 4), 0.9)


def net(canvas: Canvas, x: float, y: float, mesh: float, weight: Callable[[int, int], float], shift: float) -> None:
    """Rings side by side; their outlines make the net."""
    for row in range(-6, 7):
        for column in range(-6, 7):
            dx = (column + 0.5 * (row % 2)) * mesh + shift * sin(2.1 * row + column)
            dy = row * mesh * 0.86 + shift * cos(1.7 * column + row)
            reach = (dx * dx + dy * dy) ** 0.5
            if reach < 28:
                fade = 1.0 if shift else max(0.25, 1 - reach / 34)
                size = mesh * (0.5 + 0.05 * shift * sin(5.0 * column + row))
                colour = DEEP if shift else BROWN
                canvas.ellipse(x + dx, y + dy, size, size, line=colour, weight=weight(column, row), opacity=fade)


def globules(canvas: Canvas, x: float, y: float) -> None:
    """Round brown bodies and small dots."""
    canvas.ellipse(x, y, 29, 27, TAN, opacity=0.8)
    for dx, dy in scatter(34):
        canvas.ellipse(x + 25 * dx, y + 24 * dy, 2.4, 2.2, DEEP)
    for dx, dy in scatter(20, 0.9):
        canvas.ellipse(x + 27 * dx, y + 26 * dy, 0.8, 0.8, BLACK)


def streaks(canvas: Canvas, x: float, y: float) -> None:
    """Dark lines that run out from the edge."""
    canvas.polygon(blob(x, y, 25, 22, 0.06), BROWN)
    canvas.polygon(blob(x - 2, y + 1, 17, 14, 0.1, 1), DEEP, opacity=0.7)
    for step in range(19):
        angle = -1.9 + 0.17 * step
        reach = 30 + 2.5 * sin(5.0 * step)
        start = (x + 19 * cos(angle), y + 17 * sin(angle))
        canvas.line([start, (x + reach * cos(angle), y + (reach - 2) * sin(angle))], BLACK, weight=2.2)


def blue_white_veil(canvas: Canvas, x: float, y: float) -> None:
    """A blue area under a whitish haze."""
    canvas.polygon(blob(x, y, 30, 27, 0.14, 2), BROWN)
    canvas.polygon(blob(x + 6, y - 2, 19, 16, 0.2), "#46607f")
    for step in range(6):
        canvas.polygon(blob(x + 4, y - 4, 15 - 2 * step, 11 - 1.5 * step, 0.2), "#ffffff", opacity=0.13)
    for dx, dy in scatter(9, 1.5):
        canvas.ellipse(x - 12 + 13 * dx, y + 12 + 10 * dy, 1.3, 1.3, BLACK)


def milia_like_cysts(canvas: Canvas, x: float, y: float) -> None:
    """White round spots, and dark plugs."""
    canvas.ellipse(x, y, 30, 28, "#a9794f")
    for dx, dy in scatter(9):
        canvas.ellipse(x + 24 * dx, y + 22 * dy, 2.6, 2.6, "#fff8ea", opacity=0.95)
    for dx, dy in scatter(7, 1.6):
        canvas.polygon(blob(x + 22 * dx, y + 22 * dy, 3.4, 3, 0.1, dx), "#4a2c18")


def branching_vessels(canvas: Canvas, x: float, y: float) -> None:
    """Sharp red trees on a pale pink ground."""
    canvas.polygon(blob(x, y, 30, 28, 0.08), "#f3c9bd")
    branch(canvas, (x - 27, y + 12), -0.5, 20, 2.2)
    branch(canvas, (x + 26, y - 15), 2.7, 18, 2.0)
    branch(canvas, (x + 14, y + 27), -1.9, 14, 1.7)


def branch(canvas: Canvas, start: Point, angle: float, length: float, weight: float) -> None:
    """A vessel that divides and thins out."""
    if length < 4:
        return
    middle = (start[0] + length / 2 * cos(angle + 0.25), start[1] + length / 2 * sin(angle + 0.25))
    end = (start[0] + length * cos(angle), start[1] + length * sin(angle))
    canvas.line([start, middle, end], "#b3262b", weight=weight)
    branch(canvas, end, angle - 0.55, length * 0.68, weight * 0.68)
    branch(canvas, end, angle + 0.5, length * 0.6, weight * 0.62)


def leaf_like_areas(canvas: Canvas, x: float, y: float) -> None:
    """Brown or blue-grey lobes joined at a base."""
    canvas.polygon(blob(x, y, 30, 28, 0.08), "#f0d3c2")
    for base_x, base_y, turn in ((-10, 4, 2.4), (11, 8, 0.5), (3, -13, -1.5)):
        for lobe in (-0.75, 0.0, 0.75):
            angle = turn + lobe
            for reach in (3, 6, 9, 12):
                place = (x + base_x + reach * cos(angle), y + base_y + reach * sin(angle))
                canvas.ellipse(*place, 1.4 + reach * 0.17, 1.4 + reach * 0.17, "#5d4a49")


def parallel_furrow(canvas: Canvas, x: float, y: float) -> None:
    """Sole: thin lines in the furrows; ridges stay pale."""
    for line in range(-5, 6):
        canvas.line(wave(x, y + 7.4 * line), BROWN, weight=1.5)
        sweat_pores(canvas, x, y + 7.4 * line + 3.7)


def parallel_ridge(canvas: Canvas, x: float, y: float) -> None:
    """Sole: wide bands on the ridges; furrows stay pale."""
    for line in range(-5, 6):
        canvas.line(wave(x, y + 7.4 * line + 3.7), DEEP, weight=4.6)
        sweat_pores(canvas, x, y + 7.4 * line + 3.7)


def wave(x: float, y: float) -> list[Point]:
    """A line of the skin's own pattern."""
    return [(x + step, y + 1.6 * sin(step / 11)) for step in range(-40, 41, 2)]


def sweat_pores(canvas: Canvas, x: float, y: float) -> None:
    """White dots in the middle of a ridge."""
    for step in range(-32, 33, 8):
        canvas.ellipse(x + step, y + 1.6 * sin(step / 11), 1, 1, "#ffffff")


STRUCTURES: tuple[tuple[str, str, Callable[[Canvas, float, float], None]], ...] = (
    ("regular network", "thin, even, fading", regular_network),
    ("irregular network", "thick, uneven, abrupt", irregular_network),
    ("globules and dots", "round bodies", globules),
    ("streaks", "lines at the edge", streaks),
    ("blue-white veil", "blue under white haze", blue_white_veil),
    ("milia-like cysts", "with dark plugs", milia_like_cysts),
    ("branching vessels", "sharp red trees", branching_vessels),
    ("leaf-like areas", "brown or blue lobes", leaf_like_areas),
    ("parallel furrows", "thin lines on a sole", parallel_furrow),
    ("parallel ridges", "wide bands on a sole", parallel_ridge),
)
